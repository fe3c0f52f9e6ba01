"""Rows put aside on disk, so that what is done with them takes the same memory however many."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Self

import orjson

PARTS = 256
WAITING = 20_000
"""Rows that are held in memory before they go to the disk."""


class Spread:
    """Rows that begin with a text, their key, in a temporary file that nobody else can open.

    Rows of one key come to lie in the same part, in the order in which they were put; all spreads
    of a process divide their keys alike. So whoever compares two holds one part of each at a time.
    """

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed on leaving this object's block
        self._blocks: list[list[tuple[int, int]]] = [[] for _ in range(PARTS)]
        self._waiting: list[tuple[str | int, ...]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, row: tuple[str | int, ...]) -> None:
        self._waiting.append(row)
        if len(self._waiting) == WAITING:
            self._put_aside()

    def parts(self) -> Iterator[Iterator[list[Any]]]:
        """Each part: its rows, as lists."""
        self._put_aside()
        return map(self._rows, self._blocks)

    def _put_aside(self) -> None:
        parts: list[list[tuple[str | int, ...]]] = [[] for _ in range(PARTS)]
        for row in self._waiting:
            parts[hash(row[0]) % PARTS].append(row)
        self._waiting.clear()
        for blocks, rows in zip(self._blocks, parts, strict=True):
            data = orjson.dumps(rows)
            blocks.append((self._file.tell(), len(data)))
            self._file.write(data)

    def _rows(self, blocks: list[tuple[int, int]]) -> Iterator[list[Any]]:
        for start, length in blocks:
            self._file.seek(start)
            yield from orjson.loads(self._file.read(length))
