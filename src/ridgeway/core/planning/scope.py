"""May this modification enter this release on this day, and if it is late, what that takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from ridgeway.core.dates.calendar import Calendar
from ridgeway.core.dates.reckoning import Reckoned, reckon
from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.meetings import NO_MEETINGS, Meetings, at_next_meeting
from ridgeway.core.planning.releases import PlannedRelease, days
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import ScopeCutoff
from ridgeway.core.verdict import Reason, State, Verdict


@dataclass(frozen=True, slots=True)
class Candidate:
    """A modification that is to enter a release. `impacts` is None while nobody has stated them."""

    reference: str
    impacts: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class LateCase:
    """What is brought for adding after the scope is set.

    `told` names the bodies that are told, or will be by the very act; `rationale` is the reason as
    recorded in the document that the policy names. `stated` are the parts that it tells, None where
    nobody told them apart.
    """

    rationale: str = ""
    decided_by: str = ""
    told: Collection[str] = ()
    stated: Collection[str] | None = None


NO_CASE = LateCase()


def cutoff_rule(rulebook: Rulebook, impacts: frozenset[str]) -> ScopeCutoff | None:
    """The cut-off that binds a modification with these impacts: the first that names one of them,
    else the one for the rest."""
    for rule in rulebook.scope:
        if impacts.intersection(rule.impacts):
            return rule
    return next((rule for rule in rulebook.scope if not rule.impacts), None)


def cutoff(
    rulebook: Rulebook,
    rule: ScopeCutoff,
    go_live: dt.date,
    calendar: Calendar,
    meetings: Meetings = NO_MEETINGS,
) -> Reckoned:
    """The last day on which a modification enters without being late: when its duty falls due."""
    limit = reckon(go_live, rule.offset, calendar, anchor_name="go-live")
    return at_next_meeting(limit, rulebook, rule, calendar, meetings)


def judge_scope(
    rulebook: Rulebook,
    release: PlannedRelease,
    candidate: Candidate,
    on: dt.date,
    calendar: Calendar,
    late: LateCase = NO_CASE,
    meetings: Meetings = NO_MEETINGS,
) -> Verdict:
    """Whether the modification may enter the release's scope on a day: by the release's kind, by
    the cut-off that binds it, and when that has passed by what late inclusion takes."""
    question = f"May {candidate.reference} enter {release.name} on {long_date(on)}?"
    if candidate.impacts is None:
        what = f"Nothing states what {candidate.reference} touches."
        known = ", ".join(impact.title for impact in rulebook.impacts)
        remedy = f"State which of these it touches: {known}."
        clause = rulebook.cite(rulebook.scope[0].clause) if rulebook.scope else ""
        reason = Reason("impacts", what, State.CANNOT_TELL, clause=clause, remedy=remedy)
        return Verdict(question, (reason,))
    reasons = [_kind_reason(rulebook, release, candidate.impacts)]
    rule = cutoff_rule(rulebook, candidate.impacts)
    if rule is not None:
        limit = cutoff(rulebook, rule, release.go_live_date, calendar, meetings)
        reasons += _time_reasons(rulebook, rule, limit, on, late)
    return Verdict(question, tuple(reasons))


def _kind_reason(rulebook: Rulebook, release: PlannedRelease, impacts: frozenset[str]) -> Reason:
    kind = rulebook.kind(release.kind)
    if kind is None:
        return Reason("kind", f"{release.kind} is not a kind of this policy.", State.CANNOT_TELL)
    clause = rulebook.cite(kind.clause)
    titles = {impact.id: impact.title for impact in rulebook.impacts}
    barred = [titles.get(name, name) for name in kind.excludes if name in impacts]
    if not barred:
        what = f"A {kind.title} may carry it."
        return Reason("kind", what, State.MET, clause=clause, force=kind.force)
    return Reason(
        "kind",
        f"A {kind.title} may not carry a change to {' or '.join(barred)}.",
        State.UNMET,
        clause=clause,
        force=kind.force,
        remedy="Put it into a release of another kind.",
    )


def _time_reasons(
    rulebook: Rulebook, rule: ScopeCutoff, limit: Reckoned, on: dt.date, late: LateCase
) -> list[Reason]:
    clause = rulebook.cite(rule.clause)
    when = f"The scope for {rule.title} is set on {long_date(limit.day)}"
    if on <= limit.day:
        return [Reason("cut-off", f"{when}: in time.", State.MET, clause=clause, force=rule.force)]
    if rulebook.applies_from is None or limit.day < rulebook.applies_from:
        what = f"{when}, before the policy itself applied: not in force."
        return [Reason("cut-off", what, State.MET, clause=clause, force=rule.force)]
    by = days((on - limit.day).days)
    if rulebook.late_inclusion is None:
        what = f"{when}, {by} before {long_date(on)}, and the policy allows no exception."
        return [Reason("cut-off", what, State.UNMET, clause=clause, force=rule.force)]
    what = f"{when}, {by} before {long_date(on)}: only by late inclusion."
    taken = _late_reasons(rulebook, late)
    state = State.UNMET if any(r.is_open for r in taken) else State.WAIVED
    return [Reason("cut-off", what, state, clause=clause, force=rule.force, root="late"), *taken]


def _late_reasons(rulebook: Rulebook, late: LateCase) -> list[Reason]:
    rule = rulebook.late_inclusion
    assert rule is not None  # noqa: S101  asked for by the caller
    clause, panel = rulebook.cite(rule.clause), rulebook.body_name(rule.decided_by)
    decided = late.decided_by == rule.decided_by
    reasons = [
        Reason(
            "late-decision",
            f"{rulebook.called(rule.decided_by, opening=True)} has decided to add it late."
            if decided
            else f"Adding it late is for {rulebook.called(rule.decided_by)},"
            " which has not decided so.",
            State.MET if decided else State.UNMET,
            clause=clause,
            cleared_by=(panel,),
        ),
        Reason(
            "late-rationale",
            f"The reason stands in the {rule.rationale_in}."
            if late.rationale
            else f"The {rule.rationale_in} gives no reason for adding it late.",
            State.MET if late.rationale else State.UNMET,
            clause=clause,
            cleared_by=(panel,),
            evidence=(late.rationale,) if late.rationale else (),
        ),
    ]
    for part in rule.must_state if late.stated is not None else ():
        stated = part in (late.stated or ())
        what = f"The reason {'tells' if stated else 'does not tell'} the {part.replace('-', ' ')}."
        state = State.MET if stated else State.UNMET
        reasons.append(Reason(f"late-{part}", what, state, clause=clause, cleared_by=(panel,)))
    for body in rule.tell:
        told = body in late.told
        name = rulebook.body_name(body)
        what = f"All {name} are told." if told else f"All {name} must be told how it is handled."
        state = State.MET if told else State.UNMET
        reasons.append(Reason("late-notice", what, state, clause=clause, cleared_by=(panel,)))
    return reasons
