"""The stages that a modification came to: kept as it moves, each with its day and its ground."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from ridgeway.core.dates.wording import long_date
from ridgeway.core.policy.movement import Proof, Transition
from ridgeway.core.verdict import Reason, State
from ridgeway.governance import prepared
from ridgeway.governance.acting import Acting
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.modifications.models import Modification, Stay
from ridgeway.governance.modifications.proving import (
    Asked,
    document_for,
    documents_for,
    resolution_for,
)
from ridgeway.governance.modifications.workflow import Life


def first_stay(row: Modification, on: dt.date) -> Stay:
    """The stage at which a modification was raised."""
    return Stay(modification=row, number=1, stage=row.stage, since_date=on)


def last_stay(row: Modification) -> Stay | None:
    return next(iter(prepared.models(_last_stay, modification=row.id)), None)


def _last_stay(modification: str) -> QuerySet[Stay]:
    return Stay.objects.filter(modification_id=modification).order_by("-number")[:1]


def day_faults(acting: Acting, row: Modification, on: dt.date | None) -> list[Reason]:
    """What is wrong with the day on which a step is said to have been taken."""
    if on is None:
        return []
    last = last_stay(row)
    if on > acting.today:
        what = f"{long_date(on)} is still to come."
        return [Reason("on-date", what, State.UNMET, remedy=f"Up to {long_date(acting.today)}.")]
    if last is not None and on < last.since_date:
        what = f"It stands at its stage since {long_date(last.since_date)}."
        return [Reason("on-date", what, State.UNMET, remedy="Give that day or a later one.")]
    return []


def resolution_behind(asked: Asked, life: Life, step: Transition) -> Resolution | None:
    """The resolution that shows a guard of the step."""
    found = (
        resolution_for(asked, shown)
        for guard in step.guards
        if (shown := life.shown(guard)) and shown.by is Proof.RESOLUTION
    )
    return next((one for one in found if one is not None), None)


def decided_on(asked: Asked, life: Life, step: Transition, given: dt.date | None) -> dict[str, Any]:
    """The day of the decision that a step makes: as given, else that of the resolution or letter
    behind it, else today. A step back to where the decision is still to come takes it away."""
    if step.decides:
        return {"decided_date": given or _day_behind(asked, life, step)}
    if life.decided_from(step.target):
        return {"decided_date": None} if asked.row.decided_date else {}
    return {"decided_date": given} if given else {}


def contradicted(asked: Asked, life: Life, step: Transition) -> list[Reason]:
    """Letters of different days behind one decision: somebody has to say which day counts."""
    if not step.decides:
        return []
    found = []
    for guard in step.guards:
        shown = life.shown(guard)
        if shown is None or shown.by is not Proof.DOCUMENT:
            continue
        days = sorted({held.made_date for held in documents_for(asked, shown)})
        if len(days) > 1:
            name = shown.title or shown.document
            what = f"{name} is held with different days: {', '.join(map(long_date, days))}."
            remedy = "Say the date of the decision, or withdraw the document that does not hold."
            clause = asked.book.cite(shown.clause)
            found.append(Reason("decided-date", what, State.CANNOT_TELL, clause, remedy=remedy))
    return found


def _day_behind(asked: Asked, life: Life, step: Transition) -> dt.date:
    for guard in step.guards:
        shown = life.shown(guard)
        if shown is None:
            continue
        if shown.by is Proof.RESOLUTION:
            resolution = resolution_for(asked, shown)
            if resolution is not None and resolution.decided_date:
                return resolution.decided_date
        if shown.by is Proof.DOCUMENT:
            document = document_for(asked, shown)
            if document is not None:
                return document.made_date
    return asked.on
