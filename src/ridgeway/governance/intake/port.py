"""Writes that a staged import is over, in the transaction of the act that brought it in."""

from __future__ import annotations

from ridgeway.governance.acting import Acting
from ridgeway.governance.intake.models import StagedImport, StagedState
from ridgeway.governance.intake.services import STAGED
from ridgeway.governance.record.models import Event


def after_act(acting: Acting, events: list[Event]) -> None:
    """Name the entries that the import made."""
    if staged := acting.worked_out.get(STAGED):
        StagedImport.objects.filter(pk=staged).update(
            state=StagedState.DONE,
            new=acting.answer["new"],
            held=acting.answer["skipped"],
            ended_at=acting.at,
            phase="",
            first_seq=events[0].seq,
            last_seq=events[-1].seq,
        )
