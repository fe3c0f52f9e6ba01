"""May a release stand on this date: by the cycle, by decision, by consent, inside a range.

A date moves in steps by different hands: it is requested, consented to, perhaps with a range, and
later moved inside that range without a new consent. Each step is judged by itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.slots import month_named, release_name, slot_of
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import DateChange
from ridgeway.core.verdict import Reason, State, Verdict


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent to a date, with the span in which the date may still be moved by the asker.

    `first` and `last` are equal when only one day was consented to.
    """

    by: str
    given_date: dt.date
    first: dt.date
    last: dt.date

    @property
    def is_range(self) -> bool:
        return self.first < self.last


def judge_date(
    rulebook: Rulebook,
    name: str,
    day: dt.date,
    *,
    set_by: str = "",
    holds_approved: bool | None = None,
    consent: Consent | None = None,
) -> Verdict:
    """Whether a release of this name may stand on a day, with every reason.

    `holds_approved` says whether it carries modifications with an approved date, which the policy
    protects: None when nobody has said.
    """
    question = f"May {name} go live on {long_date(day)}?"
    reasons = [_name_reason(rulebook, name, day)]
    slot = slot_of(rulebook, name)
    if slot is not None and slot.day == day:
        what = "It is the day that the cycle gives."
        reasons.append(Reason("by-rule", what, State.MET, clause=rulebook.cite(slot.slot.clause)))
        return Verdict(question, tuple(reasons))
    rule = rulebook.date_change
    if rule is None:
        reasons.append(Reason("change", "The policy lets no date be changed.", State.UNMET))
        return Verdict(question, tuple(reasons))
    if slot is not None:
        reasons.append(_mover_reason(rulebook, rule, slot.day, set_by))
    reasons.append(_consent_reason(rulebook, rule, day, holds_approved, consent))
    return Verdict(question, tuple(reasons))


def _name_reason(rulebook: Rulebook, name: str, day: dt.date) -> Reason:
    assert rulebook.naming is not None or month_named(rulebook, name)  # noqa: S101
    clause = rulebook.cite(rulebook.naming.clause) if rulebook.naming else ""
    if month_named(rulebook, name) == (day.year, day.month):
        return Reason("name", "The name fits its month.", State.MET, clause=clause)
    new = release_name(rulebook, day)
    what = f"It would leave the month in its name: on that day it is the {new}."
    remedy = f"Name it {new}, or choose a day in its month."
    return Reason("name", what, State.UNMET, clause=clause, remedy=remedy)


def _mover_reason(rulebook: Rulebook, rule: DateChange, by_rule: dt.date, set_by: str) -> Reason:
    body = rulebook.body_name(rule.slot_moved_by)
    clause = rulebook.cite(rule.slot_clause)
    if set_by == rule.slot_moved_by:
        opening = rulebook.called(rule.slot_moved_by, opening=True)
        what = f"{opening} may take it off the cycle's day, {long_date(by_rule)}."
        return Reason("moved-by", what, State.MET, clause=clause)
    who = f"{rulebook.called(set_by)} cannot" if set_by else "Nobody is named who did"
    return Reason(
        "moved-by",
        f"Only {rulebook.called(rule.slot_moved_by)} may take it off the cycle's day,"
        f" {long_date(by_rule)}; {who}.",
        State.UNMET,
        clause=clause,
        cleared_by=(body,),
    )


def _consent_reason(
    rulebook: Rulebook,
    rule: DateChange,
    day: dt.date,
    holds_approved: bool | None,
    consent: Consent | None,
) -> Reason:
    clause, giver = rulebook.cite(rule.clause), rulebook.body_name(rule.consented_by)
    asker = rulebook.called(rule.put_by, opening=True)
    the_giver = rulebook.called(rule.consented_by)
    opening = rulebook.called(rule.consented_by, opening=True)

    def reason(what: str, state: State, remedy: str = "") -> Reason:
        return Reason("consent", what, state, clause=clause, cleared_by=(giver,), remedy=remedy)

    if holds_approved is False:
        return reason("No approved modification is in it, so no consent is needed.", State.MET)
    if consent is None:
        ask = f"{asker} writes to {the_giver} with its reasons."
        if holds_approved is None:
            what = (
                "Nothing states whether approved modifications are in it, whose dates would move."
            )
            return reason(what, State.CANNOT_TELL, ask)
        return reason(f"{opening} has not consented to another date.", State.UNMET, ask)
    if consent.by != rule.consented_by:
        what = f"Consent is for {the_giver} to give, not for {rulebook.called(consent.by)}."
        return reason(what, State.UNMET)
    given = f"{opening}'s consent of {long_date(consent.given_date)}"
    span = long_date(consent.first)
    if consent.is_range:
        span += f" to {long_date(consent.last)}"
    if consent.first <= day <= consent.last:
        inside = "the day lies inside, no new consent is needed" if consent.is_range else "this day"
        return reason(f"{given} covers {span}: {inside}.", State.MET)
    return reason(f"{given} covers {span}: not this day.", State.UNMET, "A new consent is needed.")
