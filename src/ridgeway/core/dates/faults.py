"""What is wrong with a calendar file: everything at once, each with its place and its remedy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. `line` counts from 1 and is 0 when no line can be named."""

    file: str
    key: str
    wrong: str
    right: str
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f"{place}: {self.key}" if self.key else place
        return f"{where}: {self.wrong}. {self.right}"


class CalendarFileError(ValueError):
    """A calendar could not be loaded; `faults` holds every reason, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
