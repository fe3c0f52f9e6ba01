"""The Parties to a code by category, and who is to be reached at each under that code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ridgeway.core import access
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Appointment, Party
from ridgeway.governance.codes.visibility import visible

WHO_REACHES = frozenset({access.ADMINISTRATOR, access.AUDITOR})
"""Who is shown names and addresses of people at Parties."""


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A Party; `contacts` are those appointed for it under the code, None where the reader is not
    shown them."""

    key: str
    name: str
    category: str
    contacts: tuple[Contact, ...] | None

    @property
    def unreached(self) -> bool:
        """Whether no notice reaches it, as far as the reader can tell."""
        return self.contacts is not None and not any(one.email for one in self.contacts)


def parties_of(actor: Actor, code_id: str, on: dt.date) -> list[PartyLine]:
    """Every Party, by category and name: two queries, one for whoever is shown no contacts."""
    parties = visible(Party, actor).order_by("category", "name", "key")
    shown = bool(actor.roles(code_id) & WHO_REACHES)
    contacts = _contacts(code_id, on) if shown else {}
    return [
        PartyLine(key, name, category, tuple(contacts.get(pk, ())) if shown else None)
        for pk, key, name, category in parties.values_list("id", "key", "name", "category")
    ]


def _contacts(code_id: str, on: dt.date) -> dict[str, list[Contact]]:
    in_force = Q(until_date=None) | Q(until_date__gte=on)
    rows = Appointment.objects.filter(
        in_force, code_id=code_id, party__isnull=False, from_date__lte=on
    )
    found: dict[str, list[Contact]] = {}
    columns: Iterable[Any] = rows.order_by("person__name", "id").values_list(
        "party_id", "person__name", "person__email"
    )
    for party, name, email in columns:
        found.setdefault(party, []).append(Contact(name, email))
    return found
