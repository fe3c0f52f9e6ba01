"""One bundle for a meeting: cover, agenda, what was submitted, said and resolved, the minutes.

A section for each agenda item, under the number that the item keeps whatever its order; papers in
the order in which they came, withdrawn ones too. The closing sections bear letters of their own. So
a paragraph that was cited as 3.4 or C.1 stays that when an item or a late paper is added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from ridgeway.core.dates.wording import counted, day_month_year, long_date
from ridgeway.core.lifecycle.machine import words
from ridgeway.documents.description import (
    Block,
    Callout,
    Column,
    Contact,
    Document,
    Heading,
    KeyValues,
    NumberedList,
    PageBreak,
    Paragraph,
    Row,
    Table,
    Text,
    Tone,
    bold,
    joined,
    text,
)
from ridgeway.documents.reading import CLASSIFICATIONS, RESTRICTED
from ridgeway.governance.committees.queries_meetings import ItemLine, MeetingSeen

Values = dict[str, Any]
PURPOSES = {
    "decision": "For decision",
    "advice": "For advice",
    "information": "For information",
}
NO_PAPER = "No paper was submitted for this item."


def meeting_bundle(
    seen: MeetingSeen, *, contact: Contact | None = None, record_position: str = ""
) -> Document:
    """The bundle as far as the reader of `seen` may see it."""
    meeting = seen.row
    zone = ZoneInfo(meeting.code.zone)
    items = sorted(seen.items, key=lambda item: int(item.row["number"]))
    return Document(
        title=meeting.title,
        subtitle=f"Bundle of papers for the {meeting.body.name}",
        date=meeting.meeting_date,
        classification=CLASSIFICATIONS.get(meeting.audience, RESTRICTED),
        contact=contact,
        record_position=record_position,
        example=meeting.example,
        source=(f"meeting:{meeting.id}",),
        blocks=joined(
            (
                _cover(seen, zone),
                _agenda(seen),
                *(_item(item, zone) for item in items),
                _others(seen),
                _attendance(seen),
                _actions(seen),
                _minutes(seen),
            )
        ),
    )


def _cover(seen: MeetingSeen, zone: ZoneInfo) -> Iterator[Block]:
    meeting = seen.row
    pairs: list[tuple[str, Text]] = [
        ("Meets", text(long_date(meeting.meeting_date), _clock(meeting.starts_at, zone))),
        ("Place", text(meeting.place or None)),
        ("Papers due", text(long_date(meeting.paper_date) if meeting.paper_date else None)),
        ("Papers", text(counted(len(seen.papers), "paper", "papers"))),
        ("Came late", text(counted(len(seen.late), "paper", "papers") if seen.late else "none")),
    ]
    if meeting.state_reason:
        pairs.append((words(meeting.state).capitalize(), text(meeting.state_reason)))
    yield KeyValues(tuple(pairs), key="cover")


def _clock(instant: dt.datetime | None, zone: ZoneInfo) -> str:
    return f", {instant.astimezone(zone):%H:%M}" if instant else ""


def _agenda(seen: MeetingSeen) -> Iterator[Block]:
    rows = tuple(
        Row(
            (
                text(str(item.row["number"])),
                text(item.row["title"], _gone(item.row)),
                text(PURPOSES.get(item.row["purpose"], item.row["purpose"])),
                text("closed to you" if item.closed else str(len(item.papers))),
            ),
            (f"item:{item.row['id']}",),
        )
        for item in seen.items
    )
    columns = (
        Column("No"),
        Column("Item", share=6),
        Column("Purpose", share=2),
        Column("Papers", share=2),
    )
    yield Table(columns, rows, caption="Agenda", empty="No item is on the agenda.", key="agenda")


def _gone(row: Values) -> str:
    return f" (withdrawn: {row['withdrawn_reason']})" if row["withdrawn_reason"] else ""


def _item(item: ItemLine, zone: ZoneInfo) -> Iterator[Block]:
    row = item.row
    key = f"item-{row['number']}"
    yield PageBreak()
    yield Heading(
        f"{row['title']}{_gone(row)}",
        key=key,
        source=(f"item:{row['id']}",),
        mark=str(row["number"]),
    )
    yield KeyValues((("Purpose", text(PURPOSES.get(row["purpose"], row["purpose"]))),))
    if item.mine:
        yield Callout(
            "Closed to you",
            text(
                "You declared an interest in this item and take no part in it;"
                f" {counted(item.closed, 'paper is', 'papers are')} left out."
            ),
        )
    for paper in item.papers:
        yield from _paper(paper, zone)
    if not item.papers and not item.mine:
        yield Paragraph(text(NO_PAPER))
    yield from _interests(item)
    yield from _views(item)
    yield from _resolutions(item.resolutions)
    if row["outcome"]:
        yield Heading("Outcome", 2)
        yield from _paragraphs(row["outcome"], (f"item:{row['id']}",))


def _paper(paper: Values, zone: ZoneInfo) -> Iterator[Block]:
    source = (f"paper:{paper['id']}",)
    yield Heading(f"{paper['title']}{_gone(paper)}", 2, source)
    arrived = paper["arrived_at"].astimezone(zone)
    pairs: list[tuple[str, Text]] = [
        ("Arrived", text(f"{long_date(arrived.date())}, {arrived:%H:%M}", _lateness(paper)))
    ]
    if paper["evidence__submitted_by__short_name"]:
        pairs.append(("Submitted by", text(paper["evidence__submitted_by__short_name"])))
    if paper["pages"]:
        pairs.append(("Pages", text(f"{paper['pages']:,}")))
    if paper["evidence__file_name"]:
        size = f" ({paper['evidence__size']:,} bytes)"
        pairs.append(("File", text(paper["evidence__file_name"], size)))
        pairs.append(("SHA-256 of the file", text(paper["evidence__digest"])))
    pairs.append(("SHA-256 of the content", text(paper["digest"])))
    yield KeyValues(tuple(pairs), source)
    for part in paper["content"].get("paragraphs", ()):
        yield Paragraph(text(part), source)


def _lateness(paper: Values) -> str:
    if not paper["days_late"]:
        return ""
    return f": {counted(paper['days_late'], 'working day', 'working days')} after the paper day"


def _interests(item: ItemLine) -> Iterator[Block]:
    named = [f"{name}: {interest}" for name, interest in item.interests if name]
    if named:
        yield Heading("Interests declared", 2)
        yield NumberedList(tuple(text(one) for one in named))
    elif item.interests:
        many = counted(len(item.interests), "member", "members")
        yield Paragraph(text(f"{many.capitalize()} declared an interest and took no part."))


def _views(item: ItemLine) -> Iterator[Block]:
    for view in item.advice:
        source = (f"advice:{view['id']}",)
        yield Heading(f"View of the {view['body__short_name']}{_gone(view)}", 2, source)
        said = f"{words(view['finding']).capitalize()}, {day_month_year(view['advice_date'])}."
        yield Paragraph(text(bold(said), f" {view['on']}" if view["on"] else ""), source)
        if view["papers_late"]:
            told = "\n".join(filter(None, (view["lateness"], view["basis"])))
            yield Callout("Papers came late", text(told or None), Tone.DEPARTURE, source)


def _resolutions(rows: Any) -> Iterator[Block]:
    if not rows:
        return
    yield Heading("Resolutions", 2)
    for row in rows:
        source = (f"resolution:{row['id']}",)
        yield Paragraph(
            text(
                bold(f"{row['verb'].upper()} "),
                row["text"],
                f" In the event of: {row['conditions']}" if row["conditions"] else "",
                bold(f" {_outcome(row)}."),
            ),
            source,
        )
        if row["options"]:
            yield NumberedList(tuple(text(option) for option in row["options"]), source)
        if row["considered"]:
            yield Callout("Considered though late", text(row["considered"]), Tone.DEPARTURE, source)


def _outcome(row: Values) -> str:
    said = words(row["state"]).capitalize()
    if row["chosen"]:
        said = f"Option {row['chosen']} is indicated"
    if row["decided_date"]:
        said += f" on {day_month_year(row['decided_date'])}"
    return said


def _others(seen: MeetingSeen) -> Iterator[Block]:
    if not seen.loose and not seen.conditions:
        return
    yield Heading("Decisions and what they hang on", key="decisions", mark="A")
    yield from _resolutions(seen.loose)
    if seen.conditions:
        columns = (
            Column("Condition", share=5),
            Column("Owed by", share=2),
            Column("Due", share=2),
            Column("State", share=2),
        )
        yield Table(
            columns,
            tuple(
                Row(
                    (
                        text(row["text"]),
                        text(row["owner__short_name"]),
                        text(long_date(row["due_date"]) if row["due_date"] else None),
                        text(words(row["state"]).capitalize()),
                    ),
                    (f"condition:{row['id']}",),
                )
                for row in seen.conditions
            ),
            caption="Conditions",
            key="conditions",
        )


def _attendance(seen: MeetingSeen) -> Iterator[Block]:
    yield Heading("Who sits", key="attendance", mark="B")
    columns = (Column("Seat", share=3), Column("Category", share=3), Column("Sits", share=4))
    rows = tuple(
        Row(
            (
                text(seat.seat),
                text(seat.category or "none"),
                text(_sits(seat.member, seat.sits, away=seat.away)),
            )
        )
        for seat in seen.seats
    )
    yield Table(columns, rows, caption="Seats", empty="No seat of this body is filled.")
    if seen.attending:
        yield Paragraph(text("Also recorded as there: " + ", ".join(seen.attending) + "."))


def _sits(member: str, sits: str, *, away: bool) -> str:
    if not away:
        return sits or "filled"
    return f"{sits}, for {member} who is away" if sits else "empty: the member is away"


def _actions(seen: MeetingSeen) -> Iterator[Block]:
    yield Heading("Actions", key="actions", mark="C")
    columns = (
        Column("No"),
        Column("Action", share=5),
        Column("Owner", share=2),
        Column("Due", share=2),
        Column("State", share=3),
    )
    rows = tuple(
        Row(
            (
                text(str(row["number"])),
                text(row["text"]),
                text(row["owner__short_name"]),
                text(long_date(row["due_date"]) if row["due_date"] else None),
                text(words(row["state"]).capitalize(), f": {row['note']}" if row["note"] else ""),
            ),
            (f"action:{row['id']}",),
        )
        for row in seen.actions
    )
    yield Table(columns, rows, caption="Actions", empty="No action was raised.")


def _minutes(seen: MeetingSeen) -> Iterator[Block]:
    if seen.minutes is None:
        return
    held = seen.minutes
    yield Heading("Minutes", key="minutes", mark="D")
    approved = held["approved_date"]
    said = f"Approved on {day_month_year(approved)}." if approved else "Draft, not approved yet."
    yield KeyValues((("Standing", text(said)),))
    yield from _paragraphs(held["text"], (f"minutes:{held['id']}",))


def _paragraphs(whole: str, source: tuple[str, ...]) -> Iterator[Block]:
    for part in whole.split("\n\n"):
        if part.strip():
            yield Paragraph(text(part.strip()), source)
