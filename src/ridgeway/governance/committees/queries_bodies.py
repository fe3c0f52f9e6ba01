"""Reads of bodies under a code: who sits, what is open before them, by which series they meet."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import Any

from ridgeway.core.dates.wording import counted
from ridgeway.core.policy.terms import Weekday, Which
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Appointment, Body, Seat
from ridgeway.governance.codes.visibility import columns_of, seen_rows
from ridgeway.governance.committees.counting import holds
from ridgeway.governance.committees.models import Action, MeetingSeries, Resolution, ViewRequest
from ridgeway.governance.committees.queries_meetings import (
    PAST,
    RESOLUTION,
    knows_names,
    meetings_of,
    seen_in_order,
)
from ridgeway.governance.committees.queries_owed import ACTION, VIEW
from ridgeway.governance.record.rows import in_order
from ridgeway.governance.record.sources import LIVE, Source

Values = dict[str, Any]

TABLES = (*PAST, ViewRequest)
"""What a source of another moment has to hold for the page of a body."""


@dataclass(frozen=True, slots=True)
class BodySeen:
    """A body under a code: its seats and terms, what it is asked, what it owes."""

    seats: tuple[Values, ...]
    resolutions: tuple[Values, ...]
    actions: tuple[Values, ...]
    views: tuple[Values, ...]
    meetings: tuple[Values, ...]
    series: tuple[Values, ...]


SERIES = (
    "id", "title", "weekday", "which", "months", "dates", "place", "starts", "paper_days",
    "ended_date", "example",
)  # fmt: skip


def body_seen(
    actor: Actor, code_id: str, body_id: str, today: dt.date, source: Source = LIVE
) -> BodySeen:
    """What the page of a body shows, in seven queries at most."""
    on = {"code_id": code_id, "body_id": body_id}
    ahead = {"first": today - dt.timedelta(days=62), "last": today + dt.timedelta(days=366)}
    rows = partial(seen_in_order, actor, source)
    owing = {"code_id": code_id, "owner_id": body_id, "state": "open"}
    return BodySeen(
        seats=_terms(actor, code_id, body_id, today, source),
        resolutions=tuple(rows(Resolution, RESOLUTION, "id", state="open", **on)),
        actions=tuple(rows(Action, ACTION, "due_date", "number", **owing)),
        views=tuple(rows(ViewRequest, VIEW, "due_date", "id", state="open", **on)),
        meetings=tuple(meetings_of(actor, code_id, body_id=body_id, source=source, **ahead)),
        series=tuple(rows(MeetingSeries, SERIES, "title", "id", **on)),
    )


def _terms(
    actor: Actor, code_id: str, body_id: str, today: dt.date, source: Source
) -> tuple[Values, ...]:
    """Every seat with its member of today and the term, and the alternates of that member."""
    knows = knows_names(actor, code_id)
    of = {"code_id": code_id, "body_id": body_id}
    held: dict[str, list[Values]] = defaultdict(list)
    columns = (
        "id", "seat_id", "person__name", "from_date", "until_date", "role", "alternate_of__seat_id",
    )  # fmt: skip
    terms = (row for row in source.rows(Appointment, columns, **of) if holds(row, today))
    for row in in_order(terms, "from_date", "id"):
        row["name"] = row.pop("person__name") if knows else ""
        row["alternate"] = bool(row["alternate_of__seat_id"])
        held[row["alternate_of__seat_id"] or row["seat_id"] or ""].append(row)
    seats = source.rows(Seat, ("id", "name", "category"), **of)
    return tuple(
        {**seat, "held": [r for r in held[seat["id"]] if not r["alternate"]],
         "alternates": [r for r in held[seat["id"]] if r["alternate"]]}
        for seat in in_order(seats, "category", "name")
    )  # fmt: skip


def series_of(actor: Actor, code_id: str, source: Source = LIVE) -> list[Values]:
    """The series by which bodies of a code meet, with the rule in words: one query."""
    columns = (*SERIES, "body__short_name", "body__key", "body__name")
    rows = seen_rows(actor, MeetingSeries, columns, source, code_id=code_id)
    found = in_order(rows, "body__name", "title", "id")
    return [{**row, "rule": rule_in_words(row)} for row in found]


def rule_in_words(row: Values) -> str:
    """`Third Friday of January and June`, `last Friday of every month`, or how many days."""
    if row["weekday"] is None:
        return counted(len(row["dates"]), "agreed day", "agreed days")
    which = next(one for one in Which if one.number == row["which"])
    names = [dt.date(2000, month, 1).strftime("%B") for month in row["months"]]
    months = (" and ".join(filter(None, (", ".join(names[:-1]), names[-1])))) if names else ""
    return f"{which} {list(Weekday)[row['weekday']].capitalize()} of {months or 'every month'}"


def every_body(source: Source = LIVE) -> list[Values]:
    """Key and name of each body, by name; bodies are known to everybody."""
    return sorted(source.rows(Body, ("key", "name")), key=lambda row: str(row["name"]))


def body_of(key: str, source: Source = LIVE) -> Body | None:
    """The body with this key, never to be saved; bodies are known to everybody."""
    found = source.rows(Body, columns_of(Body), key=key)
    return Body(**found[0]) if found else None
