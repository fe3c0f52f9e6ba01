"""What a count of open defects says against the limits that were agreed for a release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ridgeway.core.verdict import Force, Reason, State


@dataclass(frozen=True, slots=True)
class Limit:
    """For one severity: how many may be open (None: not agreed), and whether each needs a plan."""

    severity: int
    max_open: int | None
    needs_plan: bool = False
    clause: str = ""
    force: Force = Force.MUST


@dataclass(frozen=True, slots=True)
class OpenDefect:
    """A defect that would go live with the release; `plan` says how it will be resolved."""

    reference: str
    severity: int
    plan: str = ""


def defect_reasons(
    limits: Sequence[Limit], defects: Iterable[OpenDefect] | None
) -> tuple[Reason, ...]:
    """A count for each severity, and the plans where they are asked for.

    Without a list of defects (None) nothing can be told: an absent list is not an empty one. A
    severity for which no limit stands cannot be told either as soon as one such defect is open.
    """
    known = None if defects is None else list(defects)
    reasons: list[Reason] = []
    for limit in sorted(limits, key=lambda one: one.severity):
        mine = None if known is None else [d for d in known if d.severity == limit.severity]
        reasons.append(_count(limit, mine))
        if limit.needs_plan:
            reasons.append(_plans(limit, mine))
    limited = {limit.severity for limit in limits}
    unlimited = [d for d in known or () if d.severity not in limited]
    reasons += [
        _count(Limit(severity, None), [d for d in unlimited if d.severity == severity])
        for severity in sorted({d.severity for d in unlimited})
    ]
    return tuple(reasons)


def _count(limit: Limit, mine: list[OpenDefect] | None) -> Reason:
    name = f"Severity {limit.severity}"
    if mine is None:
        state, what = State.CANNOT_TELL, f"{name}: no list of open defects is held."
    elif not mine:
        state, what = State.MET, f"{name}: none open."
    elif limit.max_open is None:
        state = State.CANNOT_TELL
        what = f"{name}: {len(mine)} open; no threshold was agreed."
    else:
        state = State.MET if len(mine) <= limit.max_open else State.UNMET
        what = f"{name}: {len(mine)} open, at most {limit.max_open} allowed."
    return _reason(f"defects.{limit.severity}", what, state, limit, mine or [])


def _plans(limit: Limit, mine: list[OpenDefect] | None) -> Reason:
    name = f"Severity {limit.severity}"
    if mine is None:
        state, what, without = State.CANNOT_TELL, f"{name}: no list of open defects is held.", []
    else:
        without = [d for d in mine if not d.plan.strip()]
        state = State.UNMET if without else State.MET
        what = f"{name}: each of {len(mine)} open has a resolution plan."
        if without:
            refs = ", ".join(d.reference for d in without)
            what = f"{name}: {len(without)} of {len(mine)} without a resolution plan ({refs})."
    return _reason(f"plans.{limit.severity}", what, state, limit, without)


def _reason(key: str, what: str, state: State, limit: Limit, about: list[OpenDefect]) -> Reason:
    evidence = tuple(d.reference for d in about)
    return Reason(key, what, state, clause=limit.clause, force=limit.force, evidence=evidence)
