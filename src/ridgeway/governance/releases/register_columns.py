"""The columns that the register can show, on its page and in its exports."""

from __future__ import annotations

from collections.abc import Iterable

COLUMNS = {
    "reference": ("Reference", "reference"),
    "title": ("Title", "title"),
    "stage": ("Stage", "stage"),
    "path": ("Path", "path"),
    "urgency": ("Urgency", "urgency"),
    "proposer": ("Proposer", "proposer"),
    "release": ("Release", "release"),
    "touches": ("Touches systems", "system_impact"),
    "raised": ("Raised", "raised_date"),
    "target": ("Target", "target_date"),
    "decided": ("Decided", "decided_date"),
    "cost": ("Central cost", "central_cost"),
}
"""By the name that an address holds: what stands over it, and what of a row stands in it."""

ALWAYS = "reference"
"""What tells one row from another is never left out."""


def chosen(names: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """The columns that these names choose, in the order of COLUMNS, and names that are of none.

    Names stand alone or several with commas between. No choice at all is an empty one.
    """
    asked = {name.strip() for listed in names for name in listed.split(",")} - {""}
    known = asked & COLUMNS.keys()
    found = tuple(name for name in COLUMNS if name in known or name == ALWAYS) if known else ()
    return found, sorted(asked - known)


def titles(columns: Iterable[str] = COLUMNS) -> list[str]:
    """What stands over these columns."""
    return [COLUMNS[name][0] for name in columns]
