"""Reads of meetings: the list of a code, one meeting with all that belongs to it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body, Party, Person, Seat
from ridgeway.governance.codes.queries import TABLES as POLICIES
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.codes.visibility import audiences, seen_rows, visible
from ridgeway.governance.committees.counting import STOOD, members_of, sitting
from ridgeway.governance.committees.counting import TABLES as SITTING
from ridgeway.governance.committees.models import (
    Action,
    Advice,
    AgendaItem,
    Attendance,
    Condition,
    Declaration,
    Meeting,
    MeetingSeries,
    Minutes,
    Paper,
    Resolution,
    Standing,
)
from ridgeway.governance.committees.queries_owed import ACTION, CONDITION
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Audience, Root, in_order, listed
from ridgeway.governance.record.sources import LIVE, Source

Values = dict[str, Any]

MEETING = (
    "id", "title", "meeting_date", "paper_date", "starts_at", "place", "state", "state_reason",
    "example", "body__key", "body__name", "body__short_name", "series__title", "audience",
)  # fmt: skip
ITEM = (
    "id", "number", "order", "title", "purpose", "subject_type", "subject_id", "outcome",
    "withdrawn_reason", "version",
)  # fmt: skip
PAPER = (
    "id", "item_id", "title", "digest", "content", "arrived_at", "days_late", "pages",
    "withdrawn_reason", "evidence_id", "evidence__file_name", "evidence__size", "evidence__digest",
    "evidence__submitted_by__short_name",
)  # fmt: skip
RESOLUTION = (
    "id", "item_id", "verb", "text", "matter", "state", "conditions", "options", "chosen",
    "considered", "decided_date", "void_reason", "example", "ruled_by", "paper_id",
)  # fmt: skip
ADVICE = (
    "id", "item_id", "number", "body__short_name", "on", "finding", "advice_date", "papers_late",
    "lateness", "basis", "withdrawn_reason",
)  # fmt: skip
MINUTES = ("id", "text", "state", "written_at", "approved_date", "approved_by_id", "version")


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item with what belongs to it. `closed` counts the papers that the reader's own interest
    closes to them; `interests` name who declared one, for those who may know names."""

    row: Values
    papers: Sequence[Values] = ()
    resolutions: Sequence[Values] = ()
    advice: Sequence[Values] = ()
    actions: Sequence[Values] = ()
    interests: Sequence[tuple[str, str]] = ()
    mine: bool = False
    closed: int = 0


@dataclass(frozen=True, slots=True)
class SeatSat:
    """A seat at a meeting: its member, and who sits there if the member is away."""

    seat: str
    category: str
    member: str
    sits: str
    note: str
    away: bool


@dataclass(frozen=True, slots=True)
class MeetingSeen:
    """A meeting as its page and its bundle show it. `loose` are resolutions without an item."""

    row: Meeting
    items: tuple[ItemLine, ...]
    loose: tuple[Values, ...]
    seats: tuple[SeatSat, ...]
    attending: tuple[str, ...]
    actions: tuple[Values, ...]
    conditions: tuple[Values, ...]
    minutes: Values | None

    @property
    def papers(self) -> list[Values]:
        return [paper for item in self.items for paper in item.papers]

    @property
    def late(self) -> list[Values]:
        return [p for p in self.papers if p["days_late"] and not p["withdrawn_reason"]]


def meetings_of(
    actor: Actor,
    code_id: str,
    *,
    first: dt.date,
    last: dt.date,
    body_id: str = "",
    source: Source = LIVE,
) -> list[Values]:
    """The meetings of a code in a span of days, in order: one query."""
    of = {"code_id": code_id, **({"body_id": body_id} if body_id else {})}
    if source is LIVE:
        rows = visible(Meeting, actor).filter(meeting_date__range=(first, last), **of)
        return listed(rows.order_by("meeting_date", "id").values(*MEETING))
    held = seen_rows(actor, Meeting, MEETING, source, **of)
    within = (row for row in held if first <= row["meeting_date"] <= last)
    return in_order(within, "meeting_date", "id")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a meeting on a calendar: it meets, or its papers are due. `decides` tells a body
    that decides some matter under the policies of the code from one that only advises."""

    day: dt.date
    meeting_id: str
    title: str
    body: str
    papers: bool
    decides: bool
    cancelled: bool
    example: bool


TABLES = (Meeting, MeetingSeries, Body, *POLICIES)
"""What a source of another moment has to hold for the days of meetings."""

PAST = (
    *TABLES, *SITTING, AgendaItem, Paper, Resolution, Advice, Action, Condition, Minutes,
    Declaration, Person, Evidence, Party,
)  # fmt: skip
"""What it has to hold for a meeting with all that belongs to it, and for a paper."""


def meeting_days(
    actor: Actor, code_id: str, first: dt.date, last: dt.date, source: Source = LIVE
) -> list[Day]:
    """The days of meetings and their paper days in a span, in order: one query."""
    rows = meetings_of(actor, code_id, first=first, last=last + MONTH, source=source)
    books = rulebooks_in_force(code_id, last, source)
    deciding = {one.decided_by for book in books for one in book.decisions}
    found = []
    for row in rows:
        days = ((row["meeting_date"], False), (row["paper_date"], True))
        found += [
            Day(
                day=day,
                meeting_id=row["id"],
                title=row["title"],
                body=row["body__short_name"],
                papers=papers,
                decides=row["body__key"] in deciding,
                cancelled=row["state"] == "cancelled",
                example=row["example"],
            )
            for day, papers in days
            if day is not None and first <= day <= last
        ]
    return sorted(found, key=lambda it: (it.day, it.papers, it.title, it.meeting_id))


MONTH = dt.timedelta(days=31)
"""How far ahead of a span a meeting may lie whose paper day is in it."""


def meeting_seen(actor: Actor, meeting_id: str) -> Meeting | None:
    """A meeting with its body and series, if it is for this actor: one query."""
    rows = visible(Meeting, actor).select_related("code", "body", "series")
    return rows.filter(pk=meeting_id).first()


def meeting_page(actor: Actor, meeting: Meeting, source: Source = LIVE) -> MeetingSeen:
    """All that belongs to a meeting that the actor was found to see: a fixed number of queries."""
    of = {"meeting_id": meeting.id}
    rows = partial(seen_in_order, actor, source)
    papers = rows(Paper, PAPER, "arrived_at", "id", **of)
    frozen = _frozen(papers, source)
    found = _Parts(
        items=rows(AgendaItem, ITEM, "order", "number", **of),
        papers=[paper for paper in papers if paper["id"] not in frozen],
        resolutions=rows(Resolution, RESOLUTION, "matter", "verb", "id", **of),
        advice=rows(Advice, ADVICE, "number", **of),
        actions=rows(Action, ACTION, "number", **of),
    )
    knows = knows_names(actor, meeting.code_id)
    minutes = rows(Minutes, MINUTES, "id", **of)
    hanging = {"resolution__meeting_id": meeting.id}
    conditions = rows(Condition, CONDITION, "resolution_id", "number", **hanging)
    seats, attending = _attendance(meeting, source, knows=knows)
    return MeetingSeen(
        row=meeting,
        items=_lines(actor, found, source, knows=knows),
        loose=tuple(row for row in found.resolutions if not row["item_id"]),
        seats=seats,
        attending=attending,
        actions=tuple(found.actions),
        conditions=tuple(conditions),
        minutes=minutes[0] if minutes else None,
    )


def seen_in_order(
    actor: Actor, source: Source, model: type[Root], columns: Sequence[str], *order: str, **of: Any
) -> list[Values]:
    """The rows of a noun that are for this actor, by these columns."""
    return in_order(seen_rows(actor, model, columns, source, **of), *order)


def knows_names(actor: Actor, code_id: str) -> bool:
    """Whether the names of members are for this reader: for committees and those around them."""
    return str(Audience.COMMITTEE) in audiences(actor, code_id)


def _frozen(papers: Sequence[Values], source: Source) -> set[str]:
    """The papers that are what lay in front of a body; they stand with their resolution."""
    ids = [paper["id"] for paper in papers]
    return {row["paper_id"] for row in source.rows(Resolution, ("paper_id",), paper_id=ids)}


@dataclass(frozen=True, slots=True)
class _Parts:
    items: list[Values] = field(default_factory=list)
    papers: list[Values] = field(default_factory=list)
    resolutions: list[Values] = field(default_factory=list)
    advice: list[Values] = field(default_factory=list)
    actions: list[Values] = field(default_factory=list)


def _lines(actor: Actor, parts: _Parts, source: Source, *, knows: bool) -> tuple[ItemLine, ...]:
    ids = [row["id"] for row in parts.items]
    declared: dict[str, list[tuple[str, str]]] = defaultdict(list)
    mine = set()
    columns = ("id", "item_id", "person_id", "person__name", "interest", "declared_at")
    rows = source.rows(Declaration, columns, item_id=ids)
    for row in in_order(rows, "declared_at", "id"):
        said = (row["person__name"], row["interest"])
        declared[row["item_id"]].append(said if knows else ("", ""))
        if row["person_id"] == actor.person_id:
            mine.add(row["item_id"])
    closed = Counter(_closed(mine, source)) if mine else Counter()

    def of(rows: Iterable[Values], item_id: str) -> list[Values]:
        return [row for row in rows if row["item_id"] == item_id]

    return tuple(
        ItemLine(
            row=row,
            papers=of(parts.papers, row["id"]),
            resolutions=of(parts.resolutions, row["id"]),
            advice=of(parts.advice, row["id"]),
            actions=of(parts.actions, row["id"]),
            interests=declared[row["id"]],
            mine=row["id"] in mine,
            closed=closed[row["id"]],
        )
        for row in parts.items
    )


def _closed(mine: Iterable[str], source: Source) -> list[str]:
    """The item of each paper that lies under these items."""
    papers = source.rows(Paper, ("id", "item_id"), item_id=sorted(mine))
    frozen = _frozen(papers, source)
    return [paper["item_id"] for paper in papers if paper["id"] not in frozen]


def _attendance(
    meeting: Meeting, source: Source, *, knows: bool
) -> tuple[tuple[SeatSat, ...], tuple[str, ...]]:
    """The seats with who sits in them, and the others who were there."""
    members = members_of(meeting.code_id, meeting.body_id, meeting.meeting_date, source)
    columns = (*STOOD, "id", "note", "person__name")
    rows = source.rows(Attendance, columns, meeting_id=meeting.id)
    said = in_order(rows, "person__name", "id")
    sits = sitting(members, said)
    notes = {row["person_id"]: row["note"] for row in said}
    away = {row["person_id"] for row in said if row["standing"] == Standing.AWAY}
    people = {*members.values(), *sits.values()} - {""} if knows else set()
    named = source.rows(Person, ("id", "name"), id=people) if people else []
    names = {row["id"]: row["name"] for row in named}
    held = source.rows(Seat, ("id", "name", "category"), id=list(members))
    seats = tuple(
        SeatSat(
            seat=seat["name"],
            category=seat["category"],
            member=names.get(members[seat["id"]], ""),
            sits=names.get(sits[seat["id"]], ""),
            note=notes.get(members[seat["id"]], ""),
            away=members[seat["id"]] in away,
        )
        for seat in in_order(held, "category", "name")
    )
    there = (Standing.PRESENT, Standing.ATTENDING)
    attending = tuple(row["person__name"] for row in said if row["standing"] in there)
    return seats, attending if knows else ()


def paper_seen(actor: Actor, paper_id: str) -> Paper | None:
    """A paper with its meeting, item and file, if it is for this actor."""
    rows = visible(Paper, actor).select_related(
        "code", "meeting__body", "item", "evidence__submitted_by"
    )
    return rows.filter(pk=paper_id).first()


def item_place(actor: Actor, item_id: str) -> tuple[str, int] | None:
    """The meeting and the number of an agenda item that the actor may see there."""
    rows = visible(AgendaItem, actor).filter(pk=item_id, meeting__in=visible(Meeting, actor))
    return rows.values_list("meeting_id", "number").first()
