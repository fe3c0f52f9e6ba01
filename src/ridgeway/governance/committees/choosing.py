"""What an input about meetings may name: identities with the words that a reader knows them by."""

from __future__ import annotations

import datetime as dt

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Appointment, Seat
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees.models import AgendaItem, Condition, Meeting, Resolution
from ridgeway.governance.evidence.models import Evidence

Pair = tuple[str, str]
MOST = 300
BACK = dt.timedelta(days=62)


def items(actor: Actor, code_id: str, today: dt.date) -> list[Pair]:
    """The agenda items of meetings to come and of the last two months."""
    rows = visible(AgendaItem, actor).filter(
        code_id=code_id, withdrawn_reason="", meeting__meeting_date__gte=today - BACK
    )
    columns = ("id", "meeting__body__short_name", "meeting__meeting_date", "number", "title")
    ordered = rows.order_by("meeting__meeting_date", "number").values_list(*columns)
    return [(pk, f"{body}, {day:%-d %b %Y}: {n}. {title}") for pk, body, day, n, title in ordered]


def seats(meeting: Meeting) -> list[Pair]:
    """The seats of the body that meets."""
    rows = Seat.objects.filter(code_id=meeting.code_id, body_id=meeting.body_id)
    return list(rows.order_by("category", "name").values_list("id", "name"))


def people(meeting: Meeting, *, alternates: bool = False) -> list[Pair]:
    """Who is appointed to the body that meets on its day; only its alternates, if asked."""
    rows = Appointment.objects.filter(
        code_id=meeting.code_id, body_id=meeting.body_id, from_date__lte=meeting.meeting_date
    ).exclude(until_date__lt=meeting.meeting_date)
    if alternates:
        rows = rows.exclude(alternate_of=None)
    columns = ("person_id", "person__name", "alternate_of__seat__name", "seat__name")
    found = {}
    for pk, name, of, seat in rows.order_by("person__name").values_list(*columns):
        place = f" (alternate for {of})" if of else f" ({seat})" if seat else ""
        found[pk] = f"{name or 'erased'}{place}"
    return list(found.items())[:MOST]


def others(meeting: Meeting) -> list[Pair]:
    """Who is appointed to some body of the code and not to the one that meets."""
    rows = Appointment.objects.filter(code_id=meeting.code_id, body__isnull=False)
    rows = rows.exclude(body_id=meeting.body_id).exclude(until_date__lt=meeting.meeting_date)
    columns = ("person_id", "person__name", "body__short_name")
    ordered = rows.order_by("person__name").values_list(*columns)
    return list({pk: f"{name or 'erased'} ({body})" for pk, name, body in ordered}.items())[:MOST]


def evidence_for(actor: Actor, condition: Condition) -> list[Pair]:
    """Evidence about what was agreed, the latest first."""
    resolution = condition.resolution
    about = [resolution.subject_id, resolution.id, condition.id, resolution.item_id]
    rows = visible(Evidence, actor).filter(subject_id__in=[one for one in about if one])
    return list(rows.order_by("-arrived_date", "title").values_list("id", "title")[:MOST])


def options(resolution: Resolution) -> list[Pair]:
    return [(str(n), f"{n}. {text}") for n, text in enumerate(resolution.options, 1)]
