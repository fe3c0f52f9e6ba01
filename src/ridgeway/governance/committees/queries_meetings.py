"""Reads of meetings: the list of a code, one meeting with all that belongs to it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ridgeway.core.dates.wording import counted
from ridgeway.core.policy.terms import Weekday, Which
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Appointment, Body, Person, Seat
from ridgeway.governance.codes.queries import TABLES as POLICIES
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.codes.visibility import audiences, seen_rows, visible
from ridgeway.governance.committees.counting import members_of, sitting
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
    ViewRequest,
)
from ridgeway.governance.committees.queries import closed_papers
from ridgeway.governance.committees.queries_owed import ACTION, CONDITION, VIEW
from ridgeway.governance.record.rows import Audience, listed
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
    "id", "item_id", "body__short_name", "on", "finding", "advice_date", "papers_late", "lateness",
    "basis", "withdrawn_reason",
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
    actor: Actor, code_id: str, *, first: dt.date, last: dt.date, body_id: str = ""
) -> list[Values]:
    """The meetings of a code in a span of days, in order: one query."""
    rows = visible(Meeting, actor).filter(code_id=code_id, meeting_date__range=(first, last))
    if body_id:
        rows = rows.filter(body_id=body_id)
    return listed(rows.order_by("meeting_date", "id").values(*MEETING))


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


TABLES = (Meeting, Body, *POLICIES)
"""What a source of another moment has to hold for the days of meetings."""


def meeting_days(
    actor: Actor, code_id: str, first: dt.date, last: dt.date, source: Source = LIVE
) -> list[Day]:
    """The days of meetings and their paper days in a span, in order: one query."""
    columns = (
        "id", "title", "meeting_date", "paper_date", "state", "example", "body__short_name",
        "body__key",
    )  # fmt: skip
    if source is LIVE:
        rows = meetings_of(actor, code_id, first=first, last=last + MONTH)
    else:
        rows = seen_rows(actor, Meeting, columns, source, code_id=code_id)
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


def meeting_seen(actor: Actor, meeting_id: str) -> MeetingSeen | None:
    """A meeting with all that belongs to it, or None: a fixed number of queries."""
    rows = visible(Meeting, actor).select_related("code", "body", "series")
    meeting = rows.filter(pk=meeting_id).first()
    if meeting is None:
        return None
    of = {"meeting_id": meeting.id}
    found = _Parts(
        items=_listed(AgendaItem, actor, ITEM, ("order", "number"), **of),
        papers=_listed(Paper, actor, PAPER, ("arrived_at", "id"), resolutions=None, **of),
        resolutions=_listed(Resolution, actor, RESOLUTION, ("matter", "verb", "id"), **of),
        advice=_listed(Advice, actor, ADVICE, ("number",), **of),
        actions=_listed(Action, actor, ACTION, ("number",), **of),
    )
    knows = _knows_names(actor, meeting.code_id)
    minutes = _listed(Minutes, actor, MINUTES, ("id",), **of)
    order = ("resolution_id", "number")
    conditions = _listed(Condition, actor, CONDITION, order, resolution__meeting_id=meeting.id)
    seats, attending = _attendance(meeting, knows=knows)
    return MeetingSeen(
        row=meeting,
        items=_lines(actor, found, knows=knows),
        loose=tuple(row for row in found.resolutions if not row["item_id"]),
        seats=seats,
        attending=attending,
        actions=tuple(found.actions),
        conditions=tuple(conditions),
        minutes=minutes[0] if minutes else None,
    )


def _knows_names(actor: Actor, code_id: str) -> bool:
    """Whether the names of members are for this reader: for committees and those around them."""
    return str(Audience.COMMITTEE) in audiences(actor, code_id)


def _listed(
    model: Any, actor: Actor, columns: Iterable[str], order: Iterable[str], **where: Any
) -> list[Values]:
    return listed(visible(model, actor).filter(**where).order_by(*order).values(*columns))


@dataclass(frozen=True, slots=True)
class _Parts:
    items: list[Values] = field(default_factory=list)
    papers: list[Values] = field(default_factory=list)
    resolutions: list[Values] = field(default_factory=list)
    advice: list[Values] = field(default_factory=list)
    actions: list[Values] = field(default_factory=list)


def _lines(actor: Actor, parts: _Parts, *, knows: bool) -> tuple[ItemLine, ...]:
    ids = [row["id"] for row in parts.items]
    declared: dict[str, list[tuple[str, str]]] = defaultdict(list)
    mine = set()
    rows = Declaration.objects.filter(item__in=ids).order_by("declared_at", "id")
    for item, person, name, interest in rows.values_list(
        "item_id", "person_id", "person__name", "interest"
    ):
        declared[item].append((name, interest) if knows else ("", ""))
        if person == actor.person_id:
            mine.add(item)
    closed: dict[str, int] = defaultdict(int)
    if mine:
        kept = closed_papers(actor).filter(item__in=mine, resolutions=None).distinct()
        for item in kept.values_list("item_id", flat=True):
            closed[str(item)] += 1

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


def _attendance(meeting: Meeting, *, knows: bool) -> tuple[tuple[SeatSat, ...], tuple[str, ...]]:
    """The seats with who sits in them, and the others who were there."""
    members = members_of(meeting.code_id, meeting.body_id, meeting.meeting_date)
    sits = sitting(members, meeting.id)
    said = listed(
        Attendance.objects.filter(meeting=meeting)
        .order_by("person__name", "id")
        .values("person_id", "standing", "note", "person__name")
    )
    notes = {row["person_id"]: row["note"] for row in said}
    away = {row["person_id"] for row in said if row["standing"] == Standing.AWAY}
    people = {*members.values(), *sits.values()} - {""} if knows else set()
    names = dict(Person.objects.filter(pk__in=people).values_list("id", "name"))
    rows = Seat.objects.filter(pk__in=members).order_by("category", "name")
    seats = tuple(
        SeatSat(
            seat=name,
            category=category,
            member=names.get(members[pk], ""),
            sits=names.get(sits[pk], ""),
            note=notes.get(members[pk], ""),
            away=members[pk] in away,
        )
        for pk, name, category in rows.values_list("id", "name", "category")
    )
    there = (Standing.PRESENT, Standing.ATTENDING)
    attending = tuple(row["person__name"] for row in said if row["standing"] in there)
    return seats, attending if knows else ()


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


def body_seen(actor: Actor, code_id: str, body_id: str, today: dt.date) -> BodySeen:
    """What the page of a body shows, in seven queries at most."""
    on = {"code_id": code_id, "body_id": body_id}
    ahead = {"first": today - dt.timedelta(days=62), "last": today + dt.timedelta(days=366)}
    owed = _listed(Action, actor, ACTION, ("due_date", "number"), code_id=code_id, owner_id=body_id)
    order = ("due_date", "id")
    return BodySeen(
        seats=_terms(actor, code_id, body_id, today),
        resolutions=tuple(_listed(Resolution, actor, RESOLUTION, ("id",), state="open", **on)),
        actions=tuple(row for row in owed if row["state"] == "open"),
        views=tuple(_listed(ViewRequest, actor, VIEW, order, state="open", **on)),
        meetings=tuple(meetings_of(actor, code_id, body_id=body_id, **ahead)),
        series=tuple(_listed(MeetingSeries, actor, SERIES, ("title", "id"), **on)),
    )


def _terms(actor: Actor, code_id: str, body_id: str, today: dt.date) -> tuple[Values, ...]:
    """Every seat with its member of today and the term, and the alternates of that member."""
    knows = _knows_names(actor, code_id)
    held: dict[str, list[Values]] = defaultdict(list)
    rows = Appointment.objects.filter(code_id=code_id, body_id=body_id, from_date__lte=today)
    rows = rows.exclude(until_date__lt=today).order_by("from_date", "id")
    columns = (
        "seat_id", "person__name", "from_date", "until_date", "role", "alternate_of__seat_id",
    )  # fmt: skip
    for row in rows.values(*columns):
        row["name"] = row.pop("person__name") if knows else ""
        row["alternate"] = bool(row["alternate_of__seat_id"])
        held[row["alternate_of__seat_id"] or row["seat_id"] or ""].append(row)
    seats = Seat.objects.filter(code_id=code_id, body_id=body_id).order_by("category", "name")
    return tuple(
        {**seat, "held": [r for r in held[seat["id"]] if not r["alternate"]],
         "alternates": [r for r in held[seat["id"]] if r["alternate"]]}
        for seat in seats.values("id", "name", "category")
    )  # fmt: skip


def series_of(actor: Actor, code_id: str) -> list[Values]:
    """The series by which bodies of a code meet: one query."""
    columns = (*SERIES, "body__short_name", "body__key")
    order = ("body__name", "title", "id")
    rows = _listed(MeetingSeries, actor, columns, order, code_id=code_id)
    return [{**row, "rule": rule_in_words(row)} for row in rows]


def rule_in_words(row: Values) -> str:
    """`Third Friday of January and June`, `last Friday of every month`, or how many days."""
    if row["weekday"] is None:
        return counted(len(row["dates"]), "agreed day", "agreed days")
    which = next(one for one in Which if one.number == row["which"])
    names = [dt.date(2000, month, 1).strftime("%B") for month in row["months"]]
    months = (" and ".join(filter(None, (", ".join(names[:-1]), names[-1])))) if names else ""
    return f"{which} {list(Weekday)[row['weekday']].capitalize()} of {months or 'every month'}"


def body_of(key: str) -> Body | None:
    return Body.objects.filter(key=key).first()


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
