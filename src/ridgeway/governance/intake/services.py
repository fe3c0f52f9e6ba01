"""Bringing a register in: judged as a whole before anything is locked, then written in one act."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import UNTOLD, Acting, Told
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import Done, act, audience_of, perform
from ridgeway.governance.codes.models import Code, Party
from ridgeway.governance.intake.building import Built, build
from ridgeway.governance.intake.checking import Places, Plan, plan_of
from ridgeway.governance.intake.faults import FaultyFiles
from ridgeway.governance.intake.lines import KINDS, Register
from ridgeway.governance.intake.reading import Progress, Reading, read, unheard
from ridgeway.governance.record import log
from ridgeway.governance.record.models import INSTALLATION
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.models import Release

IMPORT = "register.import"
STAGED = "staged import"
QUESTION = "Bring this register in?"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an import: how many lines of each kind are new, how many were held alike.

    `done` is None where nothing was new, or where it was only tried.
    """

    new: dict[str, int]
    skipped: dict[str, int]
    done: Done | None


def bring_in(
    code: Code,
    files: Iterable[tuple[str, bytes]],
    *,
    actor: Actor,
    at: dt.datetime,
    told: Told = UNTOLD,
    only_try: bool = False,
    restored: Callable[[str], str] = str,
    progress: Progress = unheard,
) -> Outcome:
    """Bring in what files (name and content) hold, all of it or nothing.

    Raises FaultyFiles with every fault by line and field, else as `perform`.
    """
    with collector_at_rest():
        reading = read(files, restored=restored, progress=progress)
        return bring_in_lines(code, reading, actor=actor, at=at, told=told, only_try=only_try)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Hundreds of thousands of rows are made that stay until the end: looking through them again
    and again for cycles would take a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def bring_in_lines(
    code: Code,
    reading: Reading,
    *,
    actor: Actor,
    at: dt.datetime,
    told: Told = UNTOLD,
    only_try: bool = False,
    staged: str = "",
) -> Outcome:
    """The same with lines that were read already.

    `staged` is the import that is over by this, which is written in the act's own transaction.
    """
    reading.progress("Checking", 0, 0)
    register, places = register_of(reading)
    acting = Acting(actor=actor, at=at, act=IMPORT, code=code, subject=code)
    plan = plan_of(code.id, register, actor, acting.today, places)
    if faults := [*reading.faults, *plan.faults]:
        raise FaultyFiles(faults)
    done = None
    if not only_try and not plan.is_empty:
        reading.progress("Storing", 0, 0)
        # Rows are made before the act, so that nothing waits for it longer than it must.
        register._ready = (plan, build(code.id, told.source, plan))  # noqa: SLF001
        register._staged = staged  # noqa: SLF001
        done = perform(IMPORT, code.id, register, actor=actor, at=at, told=told)
    return Outcome(plan.new, plan.skipped, done)


def register_of(reading: Reading) -> tuple[Register, Places]:
    """The lines that could be read, as the act takes them; each of them is validated."""
    found: dict[str, Any] = {KINDS[kind][0]: tuple(lines) for kind, lines in reading.lines.items()}
    register = Register.model_construct(None, **found)
    return register, reading.places


def _judge(acting: Acting, code: Code, given: Register | None) -> Verdict:
    if given is None:
        return Verdict(QUESTION)
    plan, _ = _ready(acting, code, given)
    reasons = (
        Reason(f"line-{n}", str(fault), State.UNMET) for n, fault in enumerate(plan.faults, 1)
    )
    return Verdict(QUESTION, tuple(reasons))


def _ready(acting: Acting, code: Code, given: Register) -> tuple[Plan, Built]:
    """What was planned before the lock; made now where the act was called without."""
    if given._ready is None:  # noqa: SLF001 - the act's own input
        plan = plan_of(code.id, given, acting.actor, acting.today)
        sound = Plan() if plan.faults else plan
        given._ready = (plan, build(code.id, acting.told.source, sound))  # noqa: SLF001
    return cast("tuple[Plan, Built]", given._ready)  # noqa: SLF001


@act(
    IMPORT,
    Code,
    Register,
    title="Bring in a register",
    effect="Releases, modifications and testing issues enter as they stand: all of them or none.",
    judge=_judge,
    dated_back=True,
    decides=True,
)
def import_register(acting: Acting, code: Code, given: Register) -> None:
    plan, built = _ready(acting, code, given)
    _add_parties(acting, built.parties)
    for table in built.tables:
        acting.add_all(table)
    for release in Release.objects.select_for_update().filter(pk__in=built.touched):
        acting.change(release)
        rows = [release, *built.touched[release.id]]
        acting.separately(acting.act, release, rows, release.audience)
    for subject, rows, rows_written in built.entries:
        acting.separately(acting.act, subject, rows, audience_of(subject), rows_written)
    acting.answer.update(new=plan.new, skipped=plan.skipped)
    acting.worked_out[STAGED] = given._staged  # noqa: SLF001


def _add_parties(acting: Acting, parties: list[Party]) -> None:
    """Parties belong to the installation, so their entries stand in its chain."""
    if not parties:
        return
    acting.add_all(parties)
    for party in parties:
        acting.separately("party.register", party, [party], Audience.ADMINISTRATION)
    own, acting.entries = acting.entries, []
    log.append(INSTALLATION, own)
