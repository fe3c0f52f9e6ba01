"""A modification's implementation date: two limbs with their sentence, or days after a decision.

Which limb holds is settled on the day on which the decision arrives, by nothing but that day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from ridgeway.core.dates.calendar import Calendar
from ridgeway.core.dates.offset import Offset, Unit
from ridgeway.core.dates.reckoning import Reckoned, Step, reckon
from ridgeway.core.dates.wording import day_month_year, long_date
from ridgeway.core.planning.slots import PlanningError, SlotDate, slot_dates
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import ImplementationDates

LOOK_AHEAD = dt.timedelta(days=366 * 6)


@dataclass(frozen=True, slots=True)
class Limb:
    """An implementation date in a release, and the last day on which a decision leads to it."""

    implementation_date: dt.date
    release: str
    decision_by_date: dt.date
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImplementationDate:
    """The date with its fall-back, as the Modification Report states it."""

    first: Limb
    fall_back: Limb | None
    sentence: str
    clause: str


class Holds(StrEnum):
    """Which limb a decision leads to."""

    FIRST = "first"
    FALL_BACK = "fall-back"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a decision on a day leads to. `alarm` is raised after the last limb has passed."""

    holds: Holds
    limb: Limb | None
    alarm: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class FollowingDecision:
    """So many working days after a decision. `window_end` is set under self-governance."""

    implementation_date: dt.date
    sentence: str
    clause: str
    window_end: dt.date | None
    unconfirmed: bool
    why: tuple[str, ...]


def implementation_date(
    rulebook: Rulebook,
    lead: Offset,
    expected_on: dt.date,
    calendar: Calendar,
    *,
    impacts: frozenset[str] = frozenset(),
    fall_back: bool = True,
) -> ImplementationDate:
    """Both limbs for a lead time, from the first slot that a decision on that day still reaches.

    Only slots whose kind may carry `impacts` count. `lead` is a length of time; its sign is not
    looked at. Raises PlanningError when the policy knows no such dates or no slot fits.
    """
    rules = _rules(rulebook)
    back = replace(lead, amount=-abs(lead.amount))
    excluded = {k.id for k in rulebook.kinds if impacts.intersection(k.excludes)}
    last = min(expected_on + LOOK_AHEAD, dt.date(9999, 12, 31))
    limbs: list[Limb] = []
    for slot in slot_dates(rulebook, expected_on, last):
        if slot.slot.kind in excluded:
            continue
        limb = _limb(slot, back, calendar)
        if limb.decision_by_date >= expected_on:
            limbs.append(limb)
        if len(limbs) == 2:
            break
    if not limbs:
        raise PlanningError(f"No release up to {long_date(last)} leaves that lead time")
    second = limbs[1] if fall_back and len(limbs) > 1 else None
    sentence = sentence_of(rules, limbs[0], second)
    return ImplementationDate(limbs[0], second, sentence, rulebook.cite(rules.clause))


def sentence_of(rules: ImplementationDates, first: Limb, second: Limb | None) -> str:
    """The sentence in the policy's own pattern."""
    parts = _parts("first", first)
    if second is None:
        return rules.one_limb.format(**parts)
    return rules.two_limbs.format(**parts, **_parts("second", second))


def holding(date: ImplementationDate, decided_on: dt.date) -> Holding:
    """Which limb holds for a decision received on a day."""
    day = day_month_year(decided_on)
    for holds, limb in ((Holds.FIRST, date.first), (Holds.FALL_BACK, date.fall_back)):
        if limb and decided_on <= limb.decision_by_date:
            text = (
                f"A decision received on {day} is in time for {limb.release}: "
                f"{day_month_year(limb.implementation_date)}"
            )
            return Holding(holds, limb, alarm=False, sentence=text)
    last = date.fall_back or date.first
    text = (
        f"A decision received on {day} comes after the last day, "
        f"{day_month_year(last.decision_by_date)}: no implementation date holds"
    )
    return Holding(Holds.NONE, None, alarm=True, sentence=text)


def following_decision(
    rulebook: Rulebook,
    days: int,
    decided_on: dt.date,
    calendar: Calendar,
    *,
    self_governance: bool = False,
    window: Offset | None = None,
) -> FollowingDecision:
    """`days` working days after a decision; under self-governance after the referral window.

    `window` replaces the policy's length of that window. Raises PlanningError when it is needed
    and nobody states it.
    """
    if days < 1:
        raise PlanningError(f"{days} working days cannot follow a decision: give 1 or more")
    rules = _rules(rulebook)
    start, name = decided_on, "the decision"
    steps: list[Step] = []
    window_end = None
    unconfirmed = False
    if self_governance:
        vote = window_after(rulebook, decided_on, calendar, window=window)
        unconfirmed = window is None and rules.referral_window_unconfirmed
        window_end, start, name = vote.day, vote.day, rules.self_governance_starts
        steps += vote.steps
        if unconfirmed:
            steps.append(Step("The length of the window is unconfirmed"))
    count = reckon(start, Offset(days, Unit.WORKING_DAYS), calendar, anchor_name=name)
    return FollowingDecision(
        implementation_date=count.day,
        sentence=rules.working_days.format(days=days),
        clause=rulebook.cite(rules.clause),
        window_end=window_end,
        unconfirmed=unconfirmed,
        why=tuple(step.text for step in (*steps, *count.steps)),
    )


def window_after(
    rulebook: Rulebook, voted_on: dt.date, calendar: Calendar, *, window: Offset | None = None
) -> Reckoned:
    """The last day of the referral window after a vote, with the reckoning.

    `window` replaces the policy's length. Raises PlanningError when nobody states one.
    """
    rules = _rules(rulebook)
    length = window or rules.referral_window
    if length is None:
        raise PlanningError("The policy does not say how long the referral window is: give it")
    return reckon(voted_on, length, calendar, anchor_name=rules.self_governance_vote)


def _rules(rulebook: Rulebook) -> ImplementationDates:
    if rulebook.implementation is None:
        raise PlanningError(f"{rulebook.cited} says nothing of implementation dates")
    return rulebook.implementation


def _limb(slot: SlotDate, back: Offset, calendar: Calendar) -> Limb:
    found = reckon(slot.day, back, calendar, anchor_name=slot.name)
    return Limb(slot.day, slot.name, found.day, (slot.why, *(s.text for s in found.steps)))


def _parts(which: str, limb: Limb) -> dict[str, str]:
    return {
        f"{which}_date": day_month_year(limb.implementation_date),
        f"{which}_release": limb.release,
        f"{which}_limit": day_month_year(limb.decision_by_date),
    }
