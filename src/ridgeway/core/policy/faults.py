"""Faults of a rulebook file: collected, placed and told all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ridgeway.core.dates.faults import Fault
from ridgeway.core.policy.keypath import KeyPath


class RulebookFileError(ValueError):
    """A rulebook could not be loaded; `faults` holds every reason, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: f.line))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(slots=True)
class Found:
    """The faults found so far in one file, as key path, what is wrong, what would be right."""

    faults: list[tuple[KeyPath, str, str]] = field(default_factory=list)

    def add(self, path: KeyPath, wrong: str, right: str) -> None:
        self.faults.append((path, wrong, right))

    def placed(self, file: str, text: str) -> RulebookFileError:
        """The error to raise: each fault with its line. Lines are looked for only now."""
        from ridgeway.core.policy.lines import KeyLines  # noqa: PLC0415  only a faulty file pays

        lines = KeyLines(text)
        return RulebookFileError(
            Fault(file, spelt(path), wrong, right, lines.line_of(path))
            for path, wrong, right in self.faults
        )


def spelt(path: KeyPath) -> str:
    """`duties[3].offset.unit`: entries of a list are counted from 1, as a reader counts them."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text


def nearest(word: str, known: Iterable[str]) -> str:
    """`Did you mean "weeks"?`, or the list of what is known."""
    from difflib import get_close_matches  # noqa: PLC0415  only a faulty file pays

    names = list(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f'Did you mean "{close[0]}"?'
    return f"Use one of: {', '.join(names)}" if names else "None is defined in this file"
