"""How a body asks for updates: what it gives, what refuses it, and the request on the record."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.verdict import Reason
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given
from ridgeway.governance.codes.finding import BodyKey
from ridgeway.governance.releases.finding import (
    body_named,
    met,
    no_body,
    not_in_future,
    only_by_rule,
    unmet,
)
from ridgeway.governance.releases.models import Release, Rhythm, RhythmUnit
from ridgeway.governance.releases.rhythm import R, Updates, asked_of, schedule


class AskUpdates(Given):
    by_body: BodyKey = Field(title="Asked by")
    decided_date: dt.date | None = Field(None, title="Asked on", description="Empty: today")
    authority: Annotated[str, Field(min_length=1, max_length=300)] = Field(
        title="Where it was asked", description="The minute or the paper"
    )
    every: int = Field(1, title="Every", ge=1, le=52)
    unit: RhythmUnit = Field(RhythmUnit.MONTHS, title="Weeks or months")
    first_due_date: dt.date = Field(title="First update due on")


def may_ask(release: Release) -> list[Reason]:
    """What stands against any request, whatever it asks for."""
    reasons = [reason for reason in (only_by_rule(release),) if reason]
    if release.state not in BEFORE_LIVE:
        reasons.append(unmet("state", f"The release is {release.state}."))
    return reasons


def asked_reasons(
    acting: Acting, release: Release, given: AskUpdates, updates: Updates, earlier: Rhythm | None
) -> list[Reason]:
    """Who asks, on which day, and whether an update would fall before go-live."""
    reasons = []
    day = given.decided_date or acting.today
    body = body_named(given.by_body)
    if body is None:
        reasons.append(no_body(given.by_body))
    elif body.key != updates.asked_by:
        book = updates.book
        asker, named = book.called(updates.asked_by), book.called(body.key, body.name)
        what = f"It is {asker} that asks for updates, not {named}."
        reasons.append(unmet("body", what, updates.clause, cleared_by=(updates.asked_by,)))
    else:
        reasons.append(met("body", f"{body.name} says how often.", updates.clause))
    if future := not_in_future("decided-date", day, acting.today, "It would be asked"):
        reasons.append(future)
    if given.first_due_date < day:
        what = f"{long_date(given.first_due_date)} lies before the day on which it is asked."
        reasons.append(unmet("first-due-date", what, remedy=f"Give a day from {long_date(day)}."))
    if given.first_due_date >= release.go_live_date:
        what = f"Go-live is on {long_date(release.go_live_date)}; no update would fall before it."
        reasons.append(unmet("first-due-date", what))
    if earlier is not None and day < earlier.decided_date:
        what = f"It was last asked on {long_date(earlier.decided_date)}."
        reasons.append(unmet("decided-date", what, remedy="Requests are entered in their order."))
    return reasons


def ask(
    acting: Acting, release: Release, given: AskUpdates, updates: Updates, model: type[R]
) -> None:
    """Put the request on the record and schedule what it makes owed."""
    body, earlier = body_named(given.by_body), asked_of(model, release)
    assert body is not None  # noqa: S101  judged before
    acting.clause, acting.policy = updates.clause, updates.book.reference
    asked = acting.add(
        model(
            release=release,
            number=earlier.number + 1 if earlier else 1,
            by_body=body,
            decided_date=given.decided_date or acting.today,
            policy=updates.book.reference,
            **given.model_dump(exclude={"by_body", "decided_date"}),
        )
    )
    schedule(acting, release, asked, updates)
