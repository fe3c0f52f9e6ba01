"""The line on which a key path stands in a TOML text, which `tomllib` does not tell."""

from __future__ import annotations

import re

from ridgeway.core.policy.keypath import KeyPath

HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=""")
STRINGS = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*')


class KeyLines:
    """Where tables and keys begin in one text."""

    def __init__(self, text: str) -> None:
        self._lines: dict[KeyPath, int] = {}
        self._counts: dict[KeyPath, int] = {}
        self._table: KeyPath = ()
        self._read(text)

    def line_of(self, path: KeyPath) -> int:
        """The line of the key, else of the nearest table around it; 0 for the file as a whole."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 0

    def _read(self, text: str) -> None:
        depth, quote = 0, ""
        for number, line in enumerate(text.splitlines(), 1):
            if quote:
                quote = "" if quote in line else quote
                continue
            if depth == 0:
                self._note(line, number)
            for mark in ('"""', "'''"):
                if line.count(mark) == 1:
                    quote = mark
            bare = STRINGS.sub("", line)
            if not HEADER.match(line):
                depth = max(0, depth + bare.count("[") - bare.count("]"))

    def _note(self, line: str, number: int) -> None:
        if header := HEADER.match(line):
            self._table = self._enter(_parts(header[2]), listed=header[1] == "[[")
            self._lines.setdefault(self._table, number)
        elif key := KEY.match(line):
            self._lines.setdefault(self._table + _parts(key[1]), number)

    def _enter(self, parts: tuple[str, ...], *, listed: bool) -> KeyPath:
        path: KeyPath = ()
        for depth, part in enumerate(parts):
            path += (part,)
            if listed and depth == len(parts) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path += (self._counts[path],)
        return path


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in name.split("."))
