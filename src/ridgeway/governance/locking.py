"""Finds the subject of an act and sees to it that acts of one chain follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db import connection
from django.db.models import Q, QuerySet

from ridgeway.governance import prepared
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.visibility import rule_for
from ridgeway.governance.record.models import INSTALLATION, Chain
from ridgeway.governance.record.rows import Root

R = TypeVar("R", bound=Root)


def locked(noun: type[R], subject_id: str, actor: Actor) -> R | None:
    """The subject with this identity, if the actor may see it; nobody changes it until the end."""
    shape = (noun, rule_for(noun, actor))
    if connection.features.has_select_for_update:
        _take_turn(_first(prepared.models(_subject, *shape, pk=subject_id)))
    return _first(prepared.models(_subject, *shape, True, pk=subject_id))


def _subject(noun: type[R], rule: Q, lock: bool = False, *, pk: str) -> QuerySet[R]:
    rows: QuerySet[R] = noun._default_manager.filter(rule, pk=pk)
    if any(field.name == "code" for field in noun._meta.fields):
        rows = rows.select_related("code")
    return rows.select_for_update(of=("self",)) if lock else rows


def _first(rows: Sequence[R]) -> R | None:
    return rows[0] if rows else None


def _take_turn(subject: Root | None) -> None:
    """Acts of one chain follow each other, as its entries do, from their first read on.

    An act writes rows beside its subject too (a notice its obligation, a date its resolutions):
    only a lock that all of them take first keeps a row equal to its last snapshot, and two acts
    from waiting for each other. SQLite lets one writer in by itself.
    """
    if subject is not None:
        prepared.rows(_turn, chain=chain_of(code_of(subject)))


def _turn(chain: str) -> QuerySet[Chain, int]:
    return Chain.objects.select_for_update().filter(key=chain).values_list("pk", flat=True)


def code_of(subject: Root) -> Code | None:
    """The code that a subject belongs to; none for what belongs to the installation."""
    if isinstance(subject, Code):
        return subject
    found = getattr(subject, "code", None)
    return found if isinstance(found, Code) else None


def chain_of(code: Code | None) -> str:
    """The key of the chain that takes the entries of a code, or of the installation."""
    return code.key if code else INSTALLATION
