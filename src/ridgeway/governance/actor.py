"""Who is acting, through which door, with which rights; passed down, never looked up below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from ridgeway.core import access
from ridgeway.governance import prepared
from ridgeway.governance.codes.models import Account, Appointment, Person
from ridgeway.governance.record.models import INSTALLATION

EVERY_CODE = "*"


class Via(StrEnum):
    """The door through which an act came."""

    WEB = "web"
    API = "api"
    CLI = "cli"
    IMPORT = "import"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment as it counts now. `code_id` is empty for the installation."""

    code_id: str
    role: str
    body_id: str = ""
    seat_id: str = ""
    party_id: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in their present appointments; without a person: the public, or a worker."""

    person_id: str = ""
    account_id: str = ""
    name: str = ""
    via: Via = Via.WEB
    held: tuple[Held, ...] = ()
    may_write: bool = True
    may_decide: bool = True
    worker: bool = False
    _roles: dict[str, frozenset[str]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def is_known(self) -> bool:
        return bool(self.person_id)

    def roles(self, code_id: str) -> frozenset[str]:
        """The roles held under a code; those for the installation count everywhere."""
        if code_id not in self._roles:
            found = {h.role for h in self.held if h.code_id in ("", code_id)}
            self._roles[code_id] = frozenset(found | ({access.WORKER} if self.worker else set()))
        return self._roles[code_id]

    def administers(self, code_id: str) -> bool:
        """Whether the person keeps a code on behalf of its administrator."""
        return access.ADMINISTRATOR in self.roles(code_id)

    def codes(self) -> frozenset[str]:
        """The codes under which the person holds any appointment."""
        return frozenset(h.code_id for h in self.held if h.code_id)

    def bodies(self, code_id: str) -> frozenset[str]:
        return frozenset(h.body_id for h in self.held if h.code_id == code_id and h.body_id)

    def parties(self, code_id: str) -> frozenset[str]:
        """The Parties for which the person is appointed under a code."""
        return frozenset(h.party_id for h in self.held if h.code_id == code_id and h.party_id)


PUBLIC = Actor(may_write=False, may_decide=False)
WORKER = Actor(name="Ridgeway worker", via=Via.JOB, worker=True, may_decide=False)


TERM = ("code_id", "role", "body_id", "seat_id", "party_id", "from_date", "until_date")
"""What is read of an appointment to tell what it lets its person do, and when."""


def appointments_of(person_id: str, on: dt.date) -> tuple[Held, ...]:
    """What a person holds on a day, in one query."""
    return _held_on(prepared.rows(_terms, person=person_id), on)


def _terms(person: str) -> QuerySet[Any, Any]:
    return Appointment.objects.filter(person_id=person).values_list(*TERM)


def _held_on(terms: Iterable[tuple[Any, ...]], on: dt.date) -> tuple[Held, ...]:
    return tuple(
        Held(*(value or "" for value in term))
        for *term, first, last in terms
        if first <= on and (last is None or on <= last)
    )


def actor_of(account: Account, *, via: Via, on: dt.date) -> Actor:
    """The actor that an account stands for on a day; a closed account stands for the public."""
    if not account.is_active:
        return PUBLIC
    person: Person = account.person
    return Actor(
        person_id=person.id,
        account_id=account.id,
        name=person.name,
        via=via,
        held=appointments_of(person.id, on)
        if account.terms is None
        else _held_on(account.terms, on),
    )


__all__ = ["EVERY_CODE", "INSTALLATION", "PUBLIC", "WORKER", "Actor", "Held", "Via", "actor_of"]
