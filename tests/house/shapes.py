"""What a file may be called, how long it may be, which words it may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

MOST_LINES = 400
COUNTED = frozenset({".py", ".html", ".jinja", ".js", ".css", ".typ", ""})
MANUFACTURED = re.compile(r"\.min\.|^LICENSE$")
EMPTY_NAMES = frozenset(
    {"util", "helper", "common", "manager", "handler", "data", "info", "misc", "shared"}
)
UNSAFE_TEMPLATE = re.compile(r"\|\s*safe\b|\bautoescape\s+false|<script(?![^>]*\bsrc=)|\son\w+\s*=")
FONTS = frozenset({".woff", ".woff2", ".ttf", ".otf"})
LICENCE = re.compile(r"licen[cs]e|ofl", re.IGNORECASE)

# One letter of each stands in brackets, so that this file does not hold what it looks for.
FOREIGN = {
    "a path of one machine": r"(?<![\w.])/(?:r[o]ot|h[o]me/\w+|U[s]ers/\w+)(?=[/\s\"'`]|$)",
    "a path of one workplace": r"(?<![\w.])/w[o]rk/(?:main|shared)|/o[p]t/tools",
    "a tool of the maker": r"(?i:\b(?:Cl[a]ude|Anthr[o]pic|Chat[G]PT|Open[A]I|Co[p]ilot)\b)",
    "a writer that is no person": r"\bA[I] (?:assistant|agent|model)\b|\blanguage m[o]del\b",
    "a government's typeface": r"(?i:GDS Tr[a]nsport)",
    "a government's emblem": r"(?i:\bcr[e]st\b)",
}
FOREIGN_WORDS = {what: re.compile(words) for what, words in FOREIGN.items()}


def too_long(path: Path) -> str | None:
    if path.suffix not in COUNTED or MANUFACTURED.search(path.name):
        return None
    lines = len(path.read_text(encoding="utf-8").splitlines())
    return f"{lines} lines; a file near {MOST_LINES} asks to be two" if lines > MOST_LINES else None


def empty_name(path: Path) -> str | None:
    """Names that say nothing of what is inside, for modules and packages alike."""
    for part in (*path.parts[:-1], path.stem):
        if part.removesuffix("s") in EMPTY_NAMES or part in EMPTY_NAMES:
            return f"{part!r} does not say what is inside"
    return None


def foreign_words(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        for what, words in FOREIGN_WORDS.items():
            found = words.search(line)
            if found:
                yield number, f"{what}: {found[0]!r}"


def unsafe_template(text: str) -> Iterator[tuple[int, str]]:
    """Filters that switch escaping off, and scripts that the security policy would refuse."""
    for number, line in enumerate(text.splitlines(), start=1):
        found = UNSAFE_TEMPLATE.search(line)
        if found:
            yield number, f"{found[0].strip()!r} in a template"


def fonts_without_licence(paths: Iterable[Path]) -> list[Path]:
    """Each typeface stands beside its licence, as its licence asks."""
    return [
        path
        for path in paths
        if path.suffix in FONTS
        and not any(LICENCE.search(neighbour.name) for neighbour in path.parent.iterdir())
    ]
