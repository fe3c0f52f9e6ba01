"""What the worker does with staged files: read and check them, and bring them in when asked.

Nothing here is lost when the process dies: what was being read is read again, and whether
something came in is written in the transaction of the act itself.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from ridgeway.core.verdict import Refused
from ridgeway.faults import crashpoint
from ridgeway.governance.acting import Told
from ridgeway.governance.actor import Via, actor_of
from ridgeway.governance.acts import Conflict, Missing
from ridgeway.governance.codes.models import Account
from ridgeway.governance.intake import folders
from ridgeway.governance.intake.faults import FaultyFiles
from ridgeway.governance.intake.models import UNDER_WAY, StagedImport, StagedState
from ridgeway.governance.intake.reading import read
from ridgeway.governance.intake.services import Outcome, bring_in_lines, collector_at_rest

logger = logging.getLogger(__name__)

AT_EACH_LOOK = dt.timedelta(0)
HOURLY = dt.timedelta(hours=1)
KEPT = dt.timedelta(days=7)
"""How long staged files wait for somebody to look at them."""

MOST_ATTEMPTS = 3
FAULTS_KEPT = 500
STEPS = 50
"""Progress is told about so often for each phase: every telling is a write."""

NOT_WHOLE = "The files are no longer there. Hand them in again."
NOT_YOURS = "The code is not there for you."
GAVE_UP = "Reading it ended the worker several times. Bring it in as smaller files."
BROKE = "It could not be read, for a reason that only the worker's log tells. Nothing was stored."


class TakenBack(Exception):
    """Somebody removed the import while it was being read."""


def work(now: dt.datetime, *, restored: Callable[[str], str] = str) -> int:
    """Work on every import that is under way and that no other worker has; how many."""
    worked = 0
    ids = StagedImport.objects.filter(state__in=UNDER_WAY).order_by("staged_at")
    for staged_id in list(ids.values_list("id", flat=True)):
        with folders.alone_with(staged_id) as alone:
            row = StagedImport.objects.filter(pk=staged_id, state__in=UNDER_WAY).first()
            if alone and row is not None:
                _work_on(row, now, restored)
                worked += 1
    return worked


def sweep(now: dt.datetime) -> int:
    """Remove imports that are old, and folders that belong to none; how many folders went."""
    StagedImport.objects.exclude(state=StagedState.STORING).filter(
        staged_at__lt=now - KEPT
    ).delete()
    kept = set(StagedImport.objects.exclude(state=StagedState.DONE).values_list("id", flat=True))
    gone = 0
    for folder in folders.root().glob("*"):
        # A folder is made before its row: a young one may be about to get it.
        age = now.timestamp() - folder.stat().st_mtime
        if folder.name not in kept and age > HOURLY.total_seconds():
            folders.remove(folder.name)
            gone += 1
    return gone


def _work_on(row: StagedImport, now: dt.datetime, restored: Callable[[str], str]) -> None:
    storing = row.state == StagedState.STORING
    tell = _Telling(row.id)
    if row.attempts >= MOST_ATTEMPTS:
        _end(tell, now, StagedState.FAILED, failed_because=GAVE_UP)
        return
    try:
        tell.set(attempts=row.attempts + 1, state=row.state if storing else StagedState.READING)
        found = _brought(row, now, restored, tell, storing=storing)
    except TakenBack:
        return
    except FaultyFiles as error:
        if storing:  # sound when it was checked: once more, now that what came between is whole
            row.state = StagedState.READING
            _work_on(row, now, restored)
            return
        folders.keep_faults(row.id, error.faults)
        first = [folders.as_values(fault) for fault in error.faults[:FAULTS_KEPT]]
        _end(tell, now, StagedState.FAULTY, faults=first, fault_count=len(error.faults))
    except Conflict:
        # Somebody else's act came between: what is held now decides what is new.
        tell.set(state=StagedState.WAITING, phase="", attempts=0)
    except (Refused, Missing, FileNotFoundError) as error:
        _end(tell, now, StagedState.FAILED, failed_because=_why(error))
    except Exception:
        logger.exception("import %s could not be read", row.id)
        _end(tell, now, StagedState.FAILED, failed_because=BROKE)
    else:
        _succeeded(row, tell, now, found, storing=storing)


def _why(error: Refused | Missing | FileNotFoundError) -> str:
    if isinstance(error, Refused):
        return " ".join(reason.what for reason in error.verdict.blocking)
    return NOT_YOURS if isinstance(error, Missing) else NOT_WHOLE


def _brought(
    row: StagedImport,
    now: dt.datetime,
    restored: Callable[[str], str],
    tell: _Telling,
    *,
    storing: bool,
) -> Outcome:
    account = Account.objects.select_related("person").get(
        pk=row.asked_by_id if storing else row.staged_by_id
    )
    files = folders.contents(row.id, [file["name"] for file in row.files])
    with collector_at_rest():
        return bring_in_lines(
            row.code,
            read(files, restored=restored, progress=tell.progress),
            actor=actor_of(account, via=Via.IMPORT, on=now.date()),
            at=now,
            told=Told(source=row.source),
            only_try=not storing,
            staged=row.id if storing else "",
        )


def _succeeded(
    row: StagedImport, tell: _Telling, now: dt.datetime, found: Outcome, *, storing: bool
) -> None:
    counts = {"new": found.new, "held": found.skipped}
    if not storing:
        _end(tell, now, StagedState.CHECKED, **counts, faults=[], fault_count=0)
        return
    if found.done is None:  # what was new came in another way since it was checked
        _end(tell, now, StagedState.DONE, **counts)
    crashpoint("import.before-files-removed")
    folders.remove(row.id)


class _Telling:
    """Writes how far an import is; ends the work where it was taken back."""

    def __init__(self, staged_id: str) -> None:
        self.staged_id, self.said = staged_id, ("", -1)

    def set(self, **values: Any) -> None:
        if not StagedImport.objects.filter(pk=self.staged_id).update(**values):
            raise TakenBack

    def progress(self, phase: str, done: int, of: int) -> None:
        step = (phase, STEPS * done // of if of else 0)
        if step != self.said:
            self.said = step
            self.set(phase=phase, done=done, expected=of)
            crashpoint("import.progress-told")


def _end(tell: _Telling, now: dt.datetime, state: StagedState, **values: Any) -> None:
    try:
        tell.set(state=state, ended_at=now, phase="", attempts=0, **values)
    except TakenBack:
        return
