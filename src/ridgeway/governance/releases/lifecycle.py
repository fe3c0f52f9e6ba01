"""The life of a release: what its table lets happen next, and the two moves made by other acts."""

from __future__ import annotations

import datetime as dt

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle import machine
from ridgeway.core.lifecycle.tables import BEFORE_LIVE, RELEASE
from ridgeway.core.verdict import Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.releases.facts import Asking, Stated, facts_for
from ridgeway.governance.releases.models import Relation, Release
from ridgeway.governance.releases.reckoning import reckon_again
from ridgeway.governance.releases.services_obligations import discharge_by_move

APPROVE = "approve"
PUT_LIVE = "put-live"
OWN_ACTS = frozenset({APPROVE, PUT_LIVE})
"""Steps that follow from acts of their own: a carried resolution, and setting live."""


def judge_move(
    acting: Acting, release: Release, action: str, stated: Stated | None = None
) -> Verdict:
    """Whether a step may be taken now, with every reason."""
    facts = facts_for(Asking(acting, release, stated), (action,))
    roles = acting.actor.roles(release.code_id)
    return machine.judge(RELEASE, release.state, action, roles, facts)


def next_steps(acting: Acting, release: Release) -> list[tuple[str, Verdict]]:
    """Each step that leaves the present state, with its verdict."""
    return [
        (row.action, judge_move(acting, release, row.action))
        for row in RELEASE.transitions
        if release.state in row.sources and row.action not in OWN_ACTS
    ]


def approve(acting: Acting, release: Release) -> None:
    """A body agreed that it goes live; its gate was judged by the caller.

    The decision holds whatever step was recorded last, so it is not refused for a step that
    nobody entered.
    """
    _still_before(release, "Approve this release?")
    if release.state != RELEASE.rows(APPROVE)[0].target:
        acting.change(release, state=RELEASE.rows(APPROVE)[0].target)
    discharge_by_move(acting, release, APPROVE, acting.today)


def set_live(acting: Acting, release: Release, actual_date: dt.date) -> None:
    """It went live on a day, judged by the caller: the scope is implemented, and what is reckoned
    from go-live counts from that day."""
    _still_before(release, "Set this release live?")
    values = {"state": RELEASE.rows(PUT_LIVE)[0].target, "actual_date": actual_date}
    discharge_by_move(acting, release, PUT_LIVE, actual_date)
    for entry in release.scope.filter(relation=Relation.APPROVED):
        acting.change(entry, relation=Relation.IMPLEMENTED, since_date=actual_date)
    if actual_date == release.go_live_date:
        acting.change(release, **values)
        return
    planned = release.go_live_date
    cause = f"Went live on {long_date(actual_date)}, planned for {long_date(planned)}"
    release.go_live_date = actual_date
    reckon_again(acting, release, set_on=actual_date, cause=cause, after=actual_date)
    acting.change(release, go_live_date=planned, **values)


def _still_before(release: Release, question: str) -> None:
    if release.state not in BEFORE_LIVE:
        raise refusal(question, "state", f"The release is {machine.words(release.state)}.")
