"""What the sections of a rulebook are called where people read them."""

from __future__ import annotations

TITLES = {
    "bodies": "Bodies", "decisions": "Who decides", "kinds": "Kinds of release", "slots": "Slots",
    "scope": "Scope cut-offs", "duties": "Duties", "naming": "Names", "impacts": "Impacts",
    "matters": "Matters governed", "ad_hoc": "Ad hoc releases", "late_inclusion": "Late inclusion",
    "implementation": "Implementation dates", "weighed": "What is weighed for a date",
    "date_change": "Changing a date",
    "limits": "Yearly limits", "freeze": "Change freeze", "go_live": "Go-live",
    "families": "Release families", "facts": "Facts to be stated", "environments": "Environments",
    "streams": "Streams", "moves": "Moves between environments", "checkpoints": "Checkpoints",
    "beats": "Weekly rhythm", "drops": "Code drops", "workflow": "Life of a modification",
    "responsibilities": "Responsibilities", "contents": "What documents hold",
    "documents": "Documents of a release", "validity": "Validity Periods", "costs": "Costs",
}  # fmt: skip


def titled(section: str) -> str:
    """The name of a section, such as “Who decides” for `decisions`."""
    return TITLES.get(section, spaced(section).capitalize())


def spaced(key: str) -> str:
    """A key as words: `issued_date` reads “issued date”."""
    return key.replace("_", " ")
