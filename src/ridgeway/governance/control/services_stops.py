"""What stands in the way of acts of other apps: a freeze on that day, a baseline unasked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from ridgeway.core.verdict import Force, Reason, Refused, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import HOOKS, also_judged
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.control import freezing
from ridgeway.governance.control.models import Changed, Departure
from ridgeway.governance.control.requesting import Covered, covered, to_cost, to_date, to_scope
from ridgeway.governance.costs.held import forecast_by
from ridgeway.governance.modifications.dates import book_of_dates
from ridgeway.governance.modifications.models import DateStep, Modification
from ridgeway.governance.modifications.services_dates import derived
from ridgeway.governance.releases.books import books_for
from ridgeway.governance.releases.models import (
    DateStatus,
    Relation,
    Release,
    ScopeEntry,
    Standing,
)
from ridgeway.governance.releases.services import Placed, place

COVERED = "control.covered"
"""Under this name an act keeps, from judging to writing, how it stands to change control."""


@also_judged("release.set-live")
def not_live_while_frozen(acting: Acting, release: Release, given: Any) -> Verdict:
    """Evaluated on the day on which what it carries is implemented; the gate that the act asks
    too has judged the planned day."""
    day = (given.actual_date if given else None) or acting.today
    if day == release.go_live_date:
        return Verdict("May it be set live?")
    reasons = freezing.stops_release(release.id, release.code_id, day, acting.today)
    return Verdict("May it be set live?", tuple(reasons))


@also_judged("release.set-date")
def not_moved_into_a_freeze(acting: Acting, release: Release, given: Any) -> Verdict:
    """Evaluated on the planned day; whoever only asks for a day is shown what holds then."""
    if given is None:
        return Verdict("Set another date?")
    reasons = freezing.stops_release(release.id, release.code_id, given.go_live_date, acting.today)
    if given.step is DateStatus.REQUESTED:
        reasons = [_shown(reason) for reason in reasons]
    return Verdict("Set another date?", tuple(reasons))


@also_judged("release.plan")
def planned_into_a_freeze(acting: Acting, code: Code, given: Any) -> Verdict:
    """Planning implements nothing yet, so whoever plans is shown what would stop it on its day."""
    question = "Plan this release?"
    books = books_for(code.id, acting.today)
    placed = place(books[0], given) if given and books else None
    if not isinstance(placed, Placed) or given.standing is not Standing.HELD:
        return Verdict(question)
    held = freezing.holding(code.id)
    reasons = freezing.stopped(code.id, placed.day, (), acting.today, held)
    return Verdict(question, tuple(map(_shown, reasons)))


@also_judged("modification.set-dates")
def dated_into_a_freeze(acting: Acting, row: Modification, given: Any) -> Verdict:
    """Evaluated on each planned day; nothing is approved yet, so it is shown and not refused."""
    question = "Set the implementation date?"
    book = book_of_dates(row.code_id, acting.today)
    if given is None or book is None or book.implementation is None:
        return Verdict(question)
    try:
        limbs, _ = derived(acting, book, given)
    except Refused:  # the act itself says why
        return Verdict(question)
    reasons = _on(acting, row, [limb.implementation_date for limb in limbs])
    return Verdict(question, tuple(map(_shown, reasons)))


@also_judged("modification.amend-date")
def not_amended_into_a_freeze(acting: Acting, row: Modification, given: Any) -> Verdict:
    """Evaluated on the planned day; whoever only asks for a day is shown what holds then."""
    question = "Amend the implementation date?"
    if given is None or given.implementation_date is None or given.step is DateStep.REFUSED:
        return Verdict(question)
    reasons = _on(acting, row, [given.implementation_date])
    if given.step is DateStep.REQUESTED:
        reasons = [_shown(reason) for reason in reasons]
    return Verdict(question, tuple(reasons))


def _on(acting: Acting, row: Modification, days: Iterable[dt.date]) -> list[Reason]:
    """What freezes say to implementing a modification on these days."""
    held = freezing.holding(row.code_id)
    on, ways = acting.today, (row.path,)
    return [r for day in days for r in freezing.stopped(row.code_id, day, ways, on, held)]


def _shown(reason: Reason) -> Reason:
    """The same as a departure that everybody sees."""
    if not reason.blocks:
        return reason
    return Reason(
        reason.key, reason.what, reason.state, reason.clause, Force.SHOULD, remedy=reason.remedy
    )


@also_judged("modification.move")
def not_implemented_while_frozen(acting: Acting, row: Modification, given: Any) -> Verdict:
    """The steps that implement are named by the policy."""
    question = "May this modification move?"
    if given is None or given.action not in freezing.steps_stopped(row.code_id, acting.today):
        return Verdict(question)
    return Verdict(question, tuple(_on(acting, row, [acting.today])))


@also_judged("release.set-date")
def date_was_endorsed(acting: Acting, release: Release, given: Any) -> Verdict:
    if given is None or given.step is DateStatus.REQUESTED:
        return Verdict("Set another date?")
    asked = to_date(given.go_live_date)
    return _asked_for(acting, release, Changed.SCHEDULE, asked)


@also_judged("release.add-to-scope")
def addition_was_endorsed(acting: Acting, release: Release, given: Any) -> Verdict:
    if given is None or _in_scope(release, given):
        return Verdict("Add this to the scope?")
    asked = to_scope(given.modification, given.part, joins=True)
    return _asked_for(acting, release, Changed.SCOPE, asked)


@also_judged("release.remove-from-scope")
def removal_was_endorsed(acting: Acting, release: Release, given: Any) -> Verdict:
    if given is None:
        return Verdict("Remove this from the scope?")
    asked = to_scope(given.modification, given.part, joins=False)
    return _asked_for(acting, release, Changed.SCOPE, asked)


@also_judged("release.forecast-cost")
def cost_was_endorsed(acting: Acting, release: Release, given: Any) -> Verdict:
    """A forecast after the first changes what was baselined; one that a source tells is history."""
    question = "Record this forecast?"
    if given is None or acting.told.source:
        return Verdict(question)
    body = Body.objects.filter(key=given.stated_by).first()
    if body is None or forecast_by(release, body) is None:
        return Verdict(question)
    total = sum(line.amount or 0 for line in given.lines)
    return _asked_for(acting, release, Changed.COST, to_cost(total))


def _in_scope(release: Release, given: Any) -> bool:
    """Whether only its relation changes, which is no change of scope."""
    rows = ScopeEntry.objects.filter(
        release=release,
        modification__references__reference=given.modification,
        part__number=given.part,
    )
    return rows.exclude(relation=Relation.REMOVED).exists()


def _asked_for(
    acting: Acting, release: Release, changes: Changed, asked: dict[str, Any]
) -> Verdict:
    found = covered(release, changes, asked, acting.today, lock=True)
    acting.worked_out[COVERED] = found
    return Verdict("Was it asked for?", (found.reason,) if found else ())


def follow_request(acting: Acting) -> None:
    """An endorsed request is done by the act that it asked for; without one the act departs."""
    found = acting.worked_out.get(COVERED)
    if not isinstance(found, Covered):
        return
    if found.request is not None:
        acting.change(found.request, state="done", done_date=acting.today)
        acting.answer["change_request"] = found.request.number
    elif found.reason.state is State.UNMET:
        release = found.release
        departure = Departure(
            release=release,
            number=release.departures.count() + 1,
            act=acting.act,
            what=found.reason.what,
            clause=found.reason.clause[:200],
            on_date=acting.today,
        )
        acting.add(departure)


if follow_request not in HOOKS:
    HOOKS.append(follow_request)
