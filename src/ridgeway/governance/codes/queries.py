"""Reads about codes, their people and the policies they adopted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from ridgeway.core.policy.loading import parse_rulebook
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance import prepared
from ridgeway.governance.actor import Actor, Via, actor_of
from ridgeway.governance.codes.models import Account, Body, Code, Installation, PolicyAdoption
from ridgeway.governance.codes.visibility import code_rule, own_codes, visible
from ridgeway.governance.record.rows import listed
from ridgeway.governance.record.sources import LIVE, Source


def code_by_key(key: str, actor: Actor) -> Code | None:
    """The code with this key, if the actor may see it."""
    rows = prepared.rows(_by_key, key=key, **own_codes(actor))
    return Code.from_db(None, CODE, rows[0]) if rows else None


CODE = tuple(field.attname for field in Code._meta.concrete_fields)


def _by_key(key: str, own: Sequence[str] | None = None) -> QuerySet[Any, Any]:
    return Code.objects.filter(code_rule(own), key=key).values_list(*CODE)


def codes_seen(actor: Actor) -> list[Code]:
    """Every code that the actor may see, by short name."""
    return list(visible(Code, actor).order_by("short_name"))


@lru_cache(maxsize=64)
def _parsed(digest: str, text: str) -> Rulebook:
    del digest
    return parse_rulebook(text, "the adopted text")


def rulebook_of(adoption: PolicyAdoption) -> Rulebook:
    """The rulebook as adopted, from the very text that the record holds; parsed once."""
    return _parsed(adoption.digest, adoption.text)


@lru_cache(maxsize=64)
def _adopted(adoption_id: str) -> Rulebook:
    """Adopted texts never change, so one reading serves for the life of the process."""
    return rulebook_of(PolicyAdoption.objects.get(pk=adoption_id))


TABLES = (PolicyAdoption,)
"""What a source of another moment has to hold for the policies of then."""


def adoptions(code_id: str, source: Source = LIVE) -> list[tuple[dt.date, Rulebook]]:
    """All versions of all policies that a code adopted, with the day each applies from.

    Of a past moment only what was adopted by then; an adopted text itself never changes.
    """
    if source is not LIVE:
        held = source.rows(PolicyAdoption, ("applies_from_date", "id"), code_id=code_id)
        days = sorted((row["applies_from_date"], row["id"]) for row in held)
        return [(day, _adopted(pk)) for day, pk in days]
    asked = _asked.get()
    if asked is None:
        return _adoptions_now(code_id)
    if code_id not in asked:
        asked[code_id] = _adoptions_now(code_id)
    return asked[code_id]


_asked: ContextVar[dict[str, list[tuple[dt.date, Rulebook]]] | None] = ContextVar(
    "adoptions", default=None
)


@contextmanager
def asking_once() -> Iterator[None]:
    """Inside, what a code adopted is read once, however much of a page or an act rests on it.

    An act that adopts says so by `adopted_anew`, and sees it.
    """
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def adopted_anew(code_id: str) -> None:
    """What a code adopted is read again, by whoever asks once."""
    if asked := _asked.get():
        asked.pop(code_id, None)


def _adoptions_now(code_id: str) -> list[tuple[dt.date, Rulebook]]:
    return [(day, _adopted(pk)) for pk, day in prepared.rows(_adoptions, code=code_id)]


def _adoptions(code: str) -> QuerySet[Any, Any]:
    rows = PolicyAdoption.objects.filter(code_id=code).order_by("applies_from_date", "id")
    return rows.values_list("id", "applies_from_date")


def rulebooks(code_id: str) -> list[Rulebook]:
    """All versions of all policies that a code adopted, oldest first."""
    return [book for _, book in adoptions(code_id)]


def rulebooks_in_force(code_id: str, on: dt.date, source: Source = LIVE) -> list[Rulebook]:
    """For each policy of a code the version in force on a day.

    Where no version was in force yet the oldest stands in: its duties of that time are then
    marked as not in force, never as late.
    """
    return [book for _, book in in_force(adoptions(code_id, source), on)]


def in_force(
    adopted: Iterable[tuple[dt.date, Rulebook]], on: dt.date
) -> list[tuple[dt.date, Rulebook]]:
    """The same of what was read already, each with the day it applies from."""
    chosen: dict[str, tuple[dt.date, Rulebook]] = {}
    for day, book in adopted:
        if book.id not in chosen or day <= on:
            chosen[book.id] = (day, book)
    return list(chosen.values())


def bodies_by_key() -> dict[str, Body]:
    return {body.key: body for body in Body.objects.all()}


def installation_id() -> str:
    """The identity of this installation; empty before it is founded."""
    return Installation.objects.values_list("id", flat=True).first() or ""


def person_actor(username: str, *, via: Via, on: dt.date) -> Actor:
    """The actor behind an account, for the command line and for loading; raises LookupError."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise LookupError(f"There is no account {username!r}.")
    return actor_of(account, via=via, on=on)


def adopted_by(actor: Actor, code_id: str) -> list[dict[str, Any]]:
    """The policy versions that a code adopted, the latest first."""
    rows = visible(PolicyAdoption, actor).filter(code_id=code_id)
    columns = ("policy", "policy_version", "title", "digest", "applies_from_date", "source")
    found = listed(rows.order_by("policy", "-applies_from_date").values(*columns))
    return [{**row, "version": row.pop("policy_version")} for row in found]
