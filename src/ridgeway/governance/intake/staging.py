"""Handing files in, asking for them to be brought in, taking them back: what a person does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from django.db.models import Q

from ridgeway.core.verdict import Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import ACTS, Act, Forbidden, may_do
from ridgeway.governance.codes.models import Code
from ridgeway.governance.intake import folders
from ridgeway.governance.intake.models import UNDER_WAY, StagedImport, StagedState
from ridgeway.governance.intake.services import IMPORT
from ridgeway.governance.record.rows import new_id

FORMS = (".csv", ".json", ".jsonl", ".ndjson", ".xlsx")
MOST_WAITING = 10
"""Imports of a code that are not over yet; each holds files."""


class NotTaken(ValueError):
    """Files that are not taken; the message says why and what would be."""


class Over(Exception):
    """The import is not, or no longer, at the point where this can be asked."""


def may_import(actor: Actor, code: Code, at: dt.datetime) -> Verdict:
    """Whether this person may bring a register in under a code."""
    return _may(ACTS[IMPORT], actor, code, at)


def may_hand_in(actor: Actor, code: Code, at: dt.datetime) -> Verdict:
    """Whether files may be handed in for it: that decides nothing, so a token may do it too."""
    return _may(replace(ACTS[IMPORT], decides=False), actor, code, at)


def _may(declared: Act, actor: Actor, code: Code, at: dt.datetime) -> Verdict:
    return may_do(declared, Acting(actor=actor, at=at, act=IMPORT, code=code, subject=code))


def stage(
    code: Code,
    files: Iterable[tuple[str, Iterable[bytes]]],
    *,
    actor: Actor,
    at: dt.datetime,
    source: str = "",
) -> StagedImport:
    """Take files (name and content in pieces) for the worker to read. Raises Forbidden, NotTaken.

    Nothing of the register changes by it.
    """
    _refuse(may_hand_in(actor, code, at))
    named = [(file_name(name), pieces) for name, pieces in files]
    if not named:
        raise NotTaken("Choose at least one file.")
    for name, _ in named:
        if PurePath(name).suffix.lower() not in FORMS:
            raise NotTaken(f"{name} is not of a form that can be read: {', '.join(FORMS)}.")
    if len({name for name, _ in named}) < len(named):
        raise NotTaken("Two files have the same name; faults could not be told apart.")
    waiting = StagedImport.objects.filter(code=code).exclude(state=StagedState.DONE)
    if waiting.count() >= MOST_WAITING:
        raise NotTaken(f"{MOST_WAITING} imports are not over yet; remove one of them first.")
    staged_id = new_id()
    try:
        kept = folders.put(staged_id, named)
    except folders.TooMuch as fault:
        raise NotTaken(str(fault)) from None
    return StagedImport.objects.create(
        id=staged_id,
        code=code,
        staged_by_id=actor.account_id,
        staged_at=at,
        files=kept,
        source=" ".join(source.split())[:300] or _source(name for name, _ in named),
    )


def ask_for(staged: StagedImport, *, actor: Actor, at: dt.datetime) -> None:
    """Have a checked import brought in, in one's own name. Raises Forbidden, Over."""
    _refuse(may_import(actor, staged.code, at))
    asked = StagedImport.objects.filter(pk=staged.pk, state=StagedState.CHECKED).update(
        state=StagedState.STORING, asked_by=actor.account_id, phase="", attempts=0
    )
    if not asked:
        raise Over


def take_back(staged: StagedImport, *, actor: Actor, at: dt.datetime) -> None:
    """Forget an import and its files; what is in the register stays. Raises Forbidden, Over."""
    _refuse(may_hand_in(actor, staged.code, at))
    gone = StagedImport.objects.filter(~Q(state=StagedState.STORING), pk=staged.pk).delete()
    if not gone[0]:
        raise Over
    folders.remove(staged.pk)


def is_under_way(staged: StagedImport) -> bool:
    """Whether the worker has it before it."""
    return staged.state in UNDER_WAY


def file_name(name: str) -> str:
    """The last part of what a browser calls a file, in signs that can be shown."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[-120:]


def _source(names: Iterable[str]) -> str:
    return ("Files brought in: " + ", ".join(names))[:300]


def _refuse(verdict: Verdict) -> None:
    if not verdict.allowed:
        raise Forbidden(verdict)
