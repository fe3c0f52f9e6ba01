"""The date that binds once a modification is approved, and how another one takes its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ridgeway.core.dates.wording import long_date
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import DateChange
from ridgeway.core.verdict import Force, Reason, State
from ridgeway.governance.codes.models import Body, Delegation, Party
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.consultations.models import Consultation
from ridgeway.governance.modifications.models import AmendedDate, DateStep, Modification
from ridgeway.governance.record.rows import Root, label_of
from ridgeway.governance.record.sources import LIVE, Source

MATTER = "implementation-date"
HOLDING = (DateStep.CONSENTED, DateStep.SET)
COLUMNS = (
    "number", "step", "implementation_date", "latest_date", "release", "said_date", "rationale",
    "authority", "clause", "by_body__short_name", "by_party__name", "of_release",
)  # fmt: skip


def amended(modification_id: str, source: Source = LIVE) -> list[dict[str, Any]]:
    """Every step on the date of a modification, in order: one query."""
    rows = source.rows(AmendedDate, COLUMNS, modification_id=modification_id)
    return sorted(rows, key=lambda row: int(row["number"]))


def in_place(steps: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The step whose date holds; None while the date first set does."""
    return next((row for row in reversed(steps) if row["step"] in HOLDING), None)


def book_of_changes(code_id: str, on: dt.date) -> tuple[Rulebook, DateChange] | None:
    """The policy that says who changes a date that binds."""
    for book in rulebooks_in_force(code_id, on):
        if book.date_change is not None:
            return book, book.date_change
    return None


@dataclass(frozen=True, slots=True)
class Hand:
    """Who takes a step: a body, or a Party, which only asks."""

    body: Body | None
    party: Party | None

    @property
    def key(self) -> str:
        return self.body.key if self.body else "parties"

    @property
    def name(self) -> str:
        return self.body.name if self.body else self.party.name if self.party else ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step on a date while it is judged."""

    row: Modification
    book: Rulebook
    rule: DateChange
    step: DateStep
    hand: Hand
    day: dt.date
    implementation_date: dt.date | None
    latest_date: dt.date | None
    rationale: str

    @property
    def clause(self) -> str:
        return self.book.cite(self.rule.clause)


def faults(it: Step, today: dt.date) -> list[Reason]:
    """Every reason why the step may not be taken."""
    asked: list[Reason] = []
    if it.hand.key == it.rule.put_by and it.step is not DateStep.REFUSED:
        asked = consulted_first(it.book, it.rule, it.row)
    return [*_plausible(it, today), *_authorised(it), *asked]


def consulted_first(book: Rulebook, rule: DateChange, subject: Root) -> list[Reason]:
    """How a change of a date stands to consultations about its subject: one that runs is to be
    heard out, and one has to have been held where the policy says so."""
    held = Consultation.objects.filter(subject_type=label_of(type(subject)), subject_id=subject.pk)
    rows = held.exclude(state="withdrawn").order_by("number").values_list("number", "state")
    clause = book.cite(rule.clause)
    still = [f"consultation {number}" for number, state in rows if state == "open"]
    if still:
        force = Force.MUST if rule.consultation is Force.MUST else Force.SHOULD
        what = f"Responses are still asked for in {', '.join(still)}."
        remedy = "Close it, and weigh what came, before another date is put."
        return [Reason("consultation", what, State.UNMET, clause, force, remedy=remedy)]
    if rows or rule.consultation is Force.MAY:
        return []
    what = "Nobody was consulted on another date."
    return [Reason("consultation", what, State.UNMET, clause, rule.consultation)]


def _unmet(it: Step, key: str, what: str, remedy: str = "", by: tuple[str, ...] = ()) -> Reason:
    names = it.book.names_of(by)
    return Reason(key, what, State.UNMET, it.clause, cleared_by=names, remedy=remedy)


def _plausible(it: Step, today: dt.date) -> list[Reason]:
    found = []
    last = AmendedDate.objects.filter(modification=it.row).order_by("-number").first()
    if it.day > today:
        found.append(_unmet(it, "said-date", f"{long_date(it.day)} is still to come."))
    if last is not None and it.day < last.said_date:
        what = f"The date was last dealt with on {long_date(last.said_date)}."
        found.append(_unmet(it, "said-date", what, "Steps are entered in their order."))
    if it.step is not DateStep.REFUSED and it.implementation_date is None:
        found.append(_unmet(it, "implementation-date", "The new date is not given."))
    if it.implementation_date and it.implementation_date < it.day:
        what = f"{long_date(it.implementation_date)} lies before the step itself."
        found.append(_unmet(it, "implementation-date", what))
    if it.latest_date and it.implementation_date and it.latest_date < it.implementation_date:
        what = f"The latest date, {long_date(it.latest_date)}, lies before the date itself."
        found.append(_unmet(it, "latest-date", what))
    if it.step is DateStep.REQUESTED and not it.rationale:
        what = "The written rationale is missing."
        found.append(_unmet(it, "rationale", what, "Say why the date is to change."))
    return found


def _authorised(it: Step) -> list[Reason]:
    if it.step is DateStep.REQUESTED:
        allowed = tuple(dict.fromkeys((it.rule.put_by, *it.rule.requested_by)))
        return [] if it.hand.key in allowed else [_not_them(it, allowed, "may ask for it")]
    if it.step is DateStep.SET:
        return _inside_range(it)
    wrong = it.hand.key != it.rule.consented_by
    found = [_not_them(it, (it.rule.consented_by,), "answers the request")] if wrong else []
    asked = AmendedDate.objects.filter(modification=it.row).order_by("-number")
    open_one = asked.select_related("by_body").first()
    put = open_one is not None and open_one.step == DateStep.REQUESTED
    if not put or (open_one and open_one.by_body and open_one.by_body.key != it.rule.put_by):
        who = it.book.called(it.rule.put_by)
        what = f"No request that {who} put is open."
        found.append(_unmet(it, "request", what, f"Enter the request of {who}.", (it.rule.put_by,)))
    elif open_one and open_one.by_body is None:
        who = it.book.called(it.rule.put_by, opening=True)
        what = f"{open_one.by_party} asked; {who} has not put it to the Authority."
        what = what.replace("the Authority", it.book.called(it.rule.consented_by))
        found.append(_unmet(it, "request", what, "", (it.rule.put_by,)))
    return found


def _inside_range(it: Step) -> list[Reason]:
    """Without a new consent a date is only set inside a range that was consented to."""
    lent = lent_for(it.row.id, it.day)
    if it.hand.key != it.rule.put_by:
        return [_not_them(it, (it.rule.put_by,), "may choose a day inside a consent")]
    if any(_covers(one, it.implementation_date) for one in lent):
        return []
    by = (it.rule.consented_by,)
    if not lent:
        what = f"{it.book.called(it.rule.consented_by, opening=True)} has consented to no range."
        return [_unmet(it, "consent", what, "Put a request, with its rationale.", by)]
    last = long_date(lent[0].latest_date) if lent[0].latest_date else ""
    return [_unmet(it, "consent", f"The consent reaches only to {last}.", "Ask for another.", by)]


def lent_for(modification_id: str, on: dt.date) -> list[Delegation]:
    """The ranges lent for the date of a modification, the latest first."""
    rows = Delegation.objects.filter(
        Q(until_date=None) | Q(until_date__gte=on),
        matter=MATTER,
        subject_type=label_of(Modification),
        subject_id=modification_id,
        from_date__lte=on,
    )
    return list(rows.order_by("-from_date", "-id"))


def covering(it: Step) -> Delegation | None:
    return next(
        (d for d in lent_for(it.row.id, it.day) if _covers(d, it.implementation_date)), None
    )


def _covers(lent: Delegation, day: dt.date | None) -> bool:
    return day is not None and (lent.earliest_date or day) <= day <= (lent.latest_date or day)


def _not_them(it: Step, allowed: tuple[str, ...], does: str) -> Reason:
    names = " or ".join(it.book.called(body) for body in allowed)
    listed = any(body.id == it.hand.key for body in it.book.bodies) and it.hand.body
    who = it.book.called(it.hand.key) if listed else it.hand.name
    return _unmet(it, "body", f"It is {names} that {does}, not {who}.", "", allowed)
