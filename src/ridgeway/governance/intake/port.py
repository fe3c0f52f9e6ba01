"""Writes that a staged import is over, in the transaction of the act that brought it in."""

from __future__ import annotations

from collections.abc import Sequence

from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Entered
from ridgeway.governance.intake.models import StagedImport, StagedState
from ridgeway.governance.intake.services import STAGED
from ridgeway.governance.record.models import Event


def after_acts(done: Sequence[Entered]) -> None:
    """Name the entries that each import made."""
    for one in done:
        if staged := one.acting.worked_out.get(STAGED):
            _over(staged, one.acting, one.events)


def _over(staged: str, acting: Acting, events: list[Event]) -> None:
    StagedImport.objects.filter(pk=staged).update(
        state=StagedState.DONE,
        new=acting.answer["new"],
        held=acting.answer["skipped"],
        ended_at=acting.at,
        phase="",
        first_seq=events[0].seq,
        last_seq=events[-1].seq,
    )
