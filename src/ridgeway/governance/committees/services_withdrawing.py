"""The act that withdraws a resolution in the open: one that is put, or one that was carried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.policy.voting import Withdrawal
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Role
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.committees.ruling import RuleGiven, ruled
from ridgeway.governance.committees.subjects import CONSEQUENCES, UNDOINGS

Line = Annotated[str, Field(min_length=1, max_length=200)]


class Withdraw(Given):
    reason: Line = Field(title="Why it is withdrawn")
    by: str = Field(
        "",
        title="Resolution that withdraws it",
        description="Identity of the later one of the same body; empty where its chair may",
        max_length=16,
    )


def may_withdraw(acting: Acting, resolution: Resolution, given: Withdraw | None) -> Verdict:
    """What is put may be taken back; what was carried only by the body, and only if what follows
    from it can be undone."""
    reasons: list[Reason] = []
    if resolution.state == "carried":
        reasons += _by_the_body(acting, resolution, given)
        reasons += _undoable(resolution)
    elif resolution.state != "open":
        reasons.append(Reason("open", f"The resolution is {resolution.state}.", State.UNMET))
    return Verdict("May it be withdrawn?", tuple(reasons))


def _by_the_body(
    acting: Acting, resolution: Resolution, given: Withdraw | None
) -> Iterator[Reason]:
    body = resolution.body
    if resolution.attested:
        what = f"It was carried elsewhere; what the {body.short_name} decided later is attested."
        yield Reason("attested", what, State.UNMET)
        return
    ways, clause = _ways(resolution, acting.today)
    if Withdrawal.CHAIR in ways and _chairs(acting, resolution):
        return
    if Withdrawal.RESOLUTION in ways and given and _resolved_so(acting, resolution, given.by):
        return
    what = f"What the {body.short_name} carried is withdrawn by it alone."
    remedy = ", or: ".join(REMEDIES[way] for way in ways)
    yield Reason("body", what, State.UNMET, clause, cleared_by=(body.short_name,), remedy=remedy)


REMEDIES = {
    Withdrawal.CHAIR: "Its chair withdraws it",
    Withdrawal.RESOLUTION: "Name the later resolution about the same by which it did",
}


def _ways(resolution: Resolution, on: dt.date) -> tuple[tuple[Withdrawal, ...], str]:
    """How the body takes back what it carried, and the clause where an adopted policy says so."""
    found = ruled(resolution.code_id, resolution.body, resolution.matter, RuleGiven(), on)
    if found.stated is None or found.book is None:
        return tuple(Withdrawal), ""
    return found.stated.withdrawn_by, found.book.cite(found.stated.clause)


def _resolved_so(acting: Acting, resolution: Resolution, named: str) -> bool:
    """Whether a later resolution of the body about the same subject is named."""
    later = visible(Resolution, acting.actor).filter(
        pk=named, body=resolution.body, subject_id=resolution.subject_id, state="carried"
    )
    later = later.filter(verb="agree", decided_date__gte=resolution.decided_date)
    return named != resolution.id and later.exists()


def _chairs(acting: Acting, resolution: Resolution) -> bool:
    return any(
        held.role == Role.CHAIR
        and held.body_id == resolution.body_id
        and held.code_id == resolution.code_id
        for held in acting.actor.held
    )


def _undoable(resolution: Resolution) -> Iterator[Reason]:
    matter = resolution.matter
    if matter in CONSEQUENCES and matter not in UNDOINGS:
        what = "What followed from it stands and is undone by an act of its own."
        yield Reason("followed", what, State.UNMET)


@act(
    "resolution.withdraw",
    Resolution,
    Withdraw,
    title="Withdraw the resolution",
    effect="It stays visible as withdrawn, with the day and the reason, and counts no longer.",
    judge=may_withdraw,
    decides=True,
)
def withdraw(acting: Acting, resolution: Resolution, given: Withdraw) -> None:
    carried = resolution.state == "carried"
    by = f"The {resolution.body.short_name} withdrew it" if carried else "Withdrawn"
    why = f"{by} on {long_date(acting.today)}: {given.reason}"
    acting.change(resolution, state="withdrawn", void_reason=why[:300])
    undoing = UNDOINGS.get(resolution.matter) if carried else None
    if undoing is not None:
        undoing(acting, resolution)
