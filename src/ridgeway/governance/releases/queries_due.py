"""What is owed across releases: for the day's page of a person, and for notices that went wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from ridgeway.governance.acting import Acting
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.record.rows import label_of
from ridgeway.governance.releases.models import Obligation, Release
from ridgeway.governance.releases.obligations import COLUMNS, ObligationLine, lines_of

HORIZON = dt.timedelta(days=60)
ENDED = ("closed", "cancelled")


@dataclass(frozen=True, slots=True)
class DueLine:
    """An open obligation with the release that it belongs to."""

    release: str
    slug: str
    example: bool
    line: ObligationLine


def obligations_due(
    actor: Actor,
    code: Code,
    today: dt.date,
    *,
    owners: Collection[str] | None = None,
    horizon: dt.timedelta = HORIZON,
) -> list[DueLine]:
    """What is open and due by the horizon, the oldest first: one query.

    `owners` are keys of bodies (None: everyone's).
    """
    rows = Obligation.objects.filter(
        release__in=visible(Release, actor).filter(code=code).exclude(state__in=ENDED),
        discharged_date=None,
        lapsed=False,
        in_force=True,
        unknown="",
        due_date__lte=today + horizon,
    ).order_by("due_date", "rule")
    if owners is not None:
        rows = rows.filter(owner__in=owners)
    found = []
    more = ("release__name", "release__slug", "release__example")
    for row in rows.values(*COLUMNS, *more):
        name, slug, example = (row.pop(column) for column in more)
        found += [DueLine(name, slug, example, line) for line in lines_of([row], code.id, today)]
    return [due for due in found if due.line.open]


def bodies_of(actor: Actor, code: Code) -> frozenset[str]:
    """The keys of the bodies that the actor stands for under a code: one query."""
    held = actor.bodies(code.id)
    return frozenset(Body.objects.filter(pk__in=held).values_list("key", flat=True))


@dataclass(frozen=True, slots=True)
class ObligationChanged:
    """An obligation that an act moved, as the notices that rest on it must know."""

    obligation_id: str
    rule: str
    old_due_date: dt.date | None
    new_due_date: dt.date | None


def obligations_changed(acting: Acting) -> list[ObligationChanged]:
    """The obligations that an act under way moved, brought about or let lapse: no query."""
    return [
        ObligationChanged(
            obligation_id=change["obligation"],
            rule=change["rule"],
            old_due_date=_day(change["old_due_date"]),
            new_due_date=_day(change["new_due_date"]),
        )
        for change in acting.answer.get("obligations_changed", ())
    ]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


RELEASE_TYPE = label_of(Release)
"""How other apps name a release as a subject."""
