"""How often in a year something may be touched, and what a second time calls for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Limit
from ridgeway.core.verdict import Reason, State, Verdict


@dataclass(frozen=True, slots=True)
class Touch:
    """A release and what it changes, in the subjects' own names."""

    release: str
    year: int
    kind: str
    subjects: frozenset[str]
    reasons: Collection[str] = ()


def judge_limits(rulebook: Rulebook, touch: Touch, others: Iterable[Touch]) -> Verdict:
    """Whether a release keeps each yearly limit, given the others of that year.

    Beyond a limit it must be weighed on the grounds that the policy names; with all of them given
    the limit counts as waived.
    """
    question = f"Does {touch.release} keep the yearly limits?"
    same_year = [o for o in others if o.year == touch.year and o.release != touch.release]
    reasons = [
        _reason(rulebook, limit, touch, same_year)
        for limit in rulebook.limits
        if _counts(limit, touch)
    ]
    return Verdict(question, tuple(reasons))


def _counts(limit: Limit, touch: Touch) -> bool:
    return limit.kind in {"", touch.kind} and bool(touch.subjects.intersection(limit.subjects))


def _reason(rulebook: Rulebook, limit: Limit, touch: Touch, others: list[Touch]) -> Reason:
    before = [o.release for o in others if _counts(limit, o)]
    clause = rulebook.cite(limit.clause)
    if len(before) < limit.most:
        what = f"{limit.title}: within the limit of {limit.most}."
        return Reason(limit.id, what, State.MET, clause=clause, force=limit.force)
    missing = [ground for ground in limit.weighed if ground not in touch.reasons]
    what = (
        f"{limit.title}: {', '.join(before)} already "
        f"{'touches' if len(before) == 1 else 'touch'} them in {touch.year}."
    )
    waived = bool(limit.weighed) and not missing
    return Reason(
        limit.id,
        what,
        State.WAIVED if waived else State.UNMET,
        clause=clause,
        force=limit.force,
        cleared_by=(rulebook.body_name(limit.decided_by),) if limit.decided_by else (),
        remedy=f"Record how {', '.join(missing)} were weighed." if missing else "",
    )
