"""What happened, as a page tells it: the act in words, when, by whom, why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.machine import words
from ridgeway.governance.acts import ACTS
from ridgeway.governance.codes.history import Entry

MORE = {"installation.found": "Found the installation", "register.import": "Import"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry as a line. `when` is what the source says of a thing entered later."""

    seq: int
    href: str
    title: str
    recorded_at: dt.datetime
    by: str
    reason: str
    source: str
    clause: str
    policy: str
    when: str


def act_title(name: str) -> str:
    """The title of an act; one that is no longer declared keeps its own words."""
    declared = ACTS.get(name)
    if declared:
        return declared.title
    return MORE.get(name) or words(name.replace(".", " ")).capitalize()


def happened(entries: Iterable[Entry]) -> list[Happening]:
    """The entries as lines, in the order given."""
    return [
        Happening(
            seq=entry.seq,
            href=entry_href(entry),
            title=act_title(entry.act),
            recorded_at=entry.recorded_at,
            by=", ".join(entry.by),
            reason=entry.said("reason"),
            source=entry.said("source"),
            clause=entry.said("clause"),
            policy=entry.said("policy"),
            when=when(entry.body or {}),
        )
        for entry in entries
    ]


def entry_href(entry: Entry) -> str:
    try:
        return reverse("record-entry", args=(entry.chain, entry.seq))
    except NoReverseMatch:
        return ""


def when(body: Mapping[str, Any]) -> str:
    """When what was entered later really happened, as an entry's body says it."""
    days = [long_date(dt.date.fromisoformat(day)) for day in (body.get("happened") or {}).values()]
    return f"between {' and '.join(days)}" if len(days) > 1 else "".join(days)
