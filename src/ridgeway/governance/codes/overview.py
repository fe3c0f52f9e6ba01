"""What the frame of every page says about the codes: one query, and facts kept per position.

A code's chain grows with each act under it, so what was read at one position of the record holds
until the next: such facts are read once for each position, not for each page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance import prepared
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code, PolicyAdoption
from ridgeway.governance.codes.queries import adoptions, in_force, rulebook_of, rulebooks_in_force
from ridgeway.governance.codes.visibility import code_rule, own_codes, visible
from ridgeway.governance.record.models import INSTALLATION, Chain
from ridgeway.governance.record.sources import LIVE, Source


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """A code that the actor may see.

    `position` is the number of the last entry of its chain. `head` is that entry's hash with that
    of the installation's last: together they name everything that the code holds at this moment,
    the Parties that its rows speak of too.
    """

    row: Code
    position: int
    head: bytes = b""

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def zone(self) -> str:
        return self.row.zone

    def day(self, at: dt.datetime) -> dt.date:
        """The legal date of an instant under this code."""
        return at.astimezone(ZoneInfo(self.row.zone)).date()


def overview(actor: Actor) -> tuple[CodeSeen, ...]:
    """Every code that the actor may see with the position of its record, by short name."""
    return tuple(_seen(row) for row in prepared.rows(_with_position, **own_codes(actor)))


def code_seen(actor: Actor, key: str) -> CodeSeen | None:
    """The code with this key, if the actor may see it: one query."""
    rows = prepared.rows(_with_position, key=key, **own_codes(actor))
    return _seen(rows[0]) if rows else None


def _seen(row: Sequence[Any]) -> CodeSeen:
    *values, position, head, installation = row
    code = Code.from_db(None, COLUMNS, values)
    return CodeSeen(code, position or 0, bytes(head or b"") + bytes(installation or b""))


COLUMNS = tuple(field.attname for field in Code._meta.concrete_fields)


def _with_position(own: Sequence[str] | None = None, **equal: str) -> QuerySet[Any, Any]:
    chain = Chain.objects.filter(key=OuterRef("key"))
    installation = Chain.objects.filter(key=INSTALLATION)
    rows = Code.objects.filter(code_rule(own), **equal).annotate(
        position=Subquery(chain.values("size")[:1]),
        head=Subquery(chain.values("head")[:1]),
        installation=Subquery(installation.values("head")[:1]),
    )
    ends = ("position", "head", "installation")
    return rows.order_by("short_name").values_list(*COLUMNS, *ends)


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A version in force on a day: enough to name it."""

    id: str
    version: str
    title: str
    applies_from: dt.date


@lru_cache(maxsize=256)
def policies_at(code_id: str, position: int, on: dt.date) -> tuple[PolicyLine, ...]:
    """The policies in force on a day, as adopted by this position of the record."""
    del position
    return tuple(
        PolicyLine(book.id, book.version, book.title, day)
        for day, book in in_force(adoptions(code_id), on)
    )


@dataclass(frozen=True, slots=True)
class Adopted:
    """One adopted version of a policy; `book` is its rulebook, `in_force` says whether it binds."""

    id: str
    book: Rulebook
    applies_from: dt.date
    source: str
    digest: str
    in_force: bool


def adopted_policies(
    actor: Actor, code: CodeSeen, on: dt.date, source: Source = LIVE
) -> tuple[Adopted, ...]:
    """Every adopted version, each policy's newest first: two queries.

    Of a past moment what was adopted by then; an adopted text itself never changes.
    """
    rows = visible(PolicyAdoption, actor).filter(code_id=code.id)
    if source is not LIVE:
        known = source.rows(PolicyAdoption, ("id",), code_id=code.id)
        rows = rows.filter(pk__in=[row["id"] for row in known])
    held = list(rows.order_by("policy", "-applies_from_date", "-id"))
    chosen = {(b.id, b.version) for b in rulebooks_in_force(code.id, on, source)}
    return tuple(
        Adopted(
            id=row.id,
            book=rulebook_of(row),
            applies_from=row.applies_from_date,
            source=row.source,
            digest=row.digest,
            in_force=(row.policy, row.policy_version) in chosen and row.applies_from_date <= on,
        )
        for row in held
    )
