"""What an approval, a piece of advice or a finding was about: a thing, its version, its content."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bound:
    """A thing as it was at one moment; `digest` is of its canonical content."""

    object: str
    version: str
    digest: str

    def stands_for(self, now: Bound) -> bool:
        """Whether what was said of this still holds for the thing as it is now."""
        return self == now


def still_stands(said_of: Bound | None, now: Bound | None) -> bool:
    """What was said of no particular content holds for any; what was said of one, for that alone.

    Where the content of today is not known, what was said of a particular one cannot be relied on.
    """
    return said_of is None or (now is not None and said_of.stands_for(now))
