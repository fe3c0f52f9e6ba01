"""What the defects that would go live say against the limits that a criterion sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ridgeway.core.verdict import Force, Reason, State


@dataclass(frozen=True, slots=True)
class Limit:
    """What a criterion says of one severity: how many may stay, and whether each needs a plan.

    `at_most` is None where no number is agreed; that is left open only beside `needs_plan`.
    """

    criterion: str
    severity: int
    at_most: int | None = None
    needs_plan: bool = False
    clause: str = ""
    force: Force = Force.MUST
    owner: str = ""

    @property
    def words(self) -> str:
        """The limit as a clause of a sentence."""
        many = "" if self.at_most is None else f"at most {self.at_most}"
        plan = "each with a resolution plan" if self.needs_plan else ""
        said = ", ".join(filter(None, (many, plan))) or "as many as will be agreed"
        return f"of severity {self.severity} {said}"


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A defect that would go live with the release; `plan` says how it will be resolved.

    `reference` is empty where readers of the gate may not know it.
    """

    reference: str
    severity: int
    plan: str = ""


def defect_reasons(
    limits: Sequence[Limit], defects: Iterable[Outstanding] | None
) -> tuple[Reason, ...]:
    """For each limit the count, and the plans where they are asked for.

    Without a list of defects (None) nothing can be told: an absent list is not an empty one. A
    severity of which the criterion speaks without a number cannot be told as soon as one is open.
    """
    known = None if defects is None else list(defects)
    reasons: list[Reason] = []
    for limit in sorted(limits, key=lambda one: (one.criterion, one.severity)):
        mine = None if known is None else [d for d in known if d.severity == limit.severity]
        if limit.at_most is not None or not limit.needs_plan:
            reasons.append(_count(limit, mine))
        if limit.needs_plan:
            reasons.append(_plans(limit, mine))
    return tuple(reasons)


def _count(limit: Limit, mine: list[Outstanding] | None) -> Reason:
    name = f"Severity {limit.severity}"
    if mine is None:
        state, what = State.CANNOT_TELL, f"{name}: no list of defects is held."
    elif not mine:
        state, what = State.MET, f"{name}: none outstanding."
    elif limit.at_most is None:
        state = State.CANNOT_TELL
        what = f"{name}: {len(mine)} outstanding; no threshold was agreed."
    else:
        state = State.MET if len(mine) <= limit.at_most else State.UNMET
        what = f"{name}: {len(mine)} outstanding, at most {limit.at_most} allowed."
    return _reason("severity", limit, what, state, mine or [])


def _plans(limit: Limit, mine: list[Outstanding] | None) -> Reason:
    name = f"Severity {limit.severity}"
    without = [d for d in mine or () if not d.plan.strip()]
    if mine is None:
        state, what = State.CANNOT_TELL, f"{name}: no list of defects is held."
    elif without:
        refs = ", ".join(d.reference for d in without if d.reference)
        state, what = State.UNMET, f"{name}: {len(without)} of {len(mine)} without a plan"
        what += f" ({refs})." if refs else "."
    elif mine:
        state, what = State.MET, f"{name}: each of {len(mine)} outstanding has a resolution plan."
    else:
        state, what = State.MET, f"{name}: none outstanding, so none needs a resolution plan."
    return _reason("plans", limit, what, state, without)


def _reason(
    kind: str, limit: Limit, what: str, state: State, about: Sequence[Outstanding]
) -> Reason:
    return Reason(
        f"{limit.criterion}-{kind}-{limit.severity}",
        what,
        state,
        clause=limit.clause,
        force=limit.force,
        evidence=tuple(d.reference for d in about if d.reference),
        cleared_by=(limit.owner,) if limit.owner else (),
    )
