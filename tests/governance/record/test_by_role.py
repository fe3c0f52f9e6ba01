"""The record looked through by a role shows what everybody who holds it did, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ridgeway.governance.codes import history
from ridgeway.governance.codes.models import Appointment
from ridgeway.governance.codes.visibility import audiences
from ridgeway.governance.record.models import Chain, Event
from tests.governance.conftest import World
from tests.marks import covers

ROLES = ["code-administrator", "installation-administrator", "party", "auditor", "worker"]


@pytest.fixture
def acted(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Several people with the same role, each with more entries than a page shows."""
    monkeypatch.setattr(history, "PAGE", 3)
    first, again, other = (
        world.actors[role].person_id for role in ("code-administrator", "auditor", "party")
    )
    Appointment.objects.create(
        code=world.code, person_id=again, role="code-administrator", from_date=world.at.date()
    )
    chain, _ = Chain.objects.get_or_create(key=world.code.key)
    Event.objects.bulk_create(
        Event(
            chain=chain,
            seq=chain.size + number,
            act="code.note",
            actor_id=(first, again, "", other)[number % 4],
            audience="administration" if number % 5 else "public",
            recorded_at=world.at,
            body=b"{}",
            hash=bytes(32),
        )
        for number in range(1, 25)
    )
    return world


def by_hand(world: World, reader: str, role: str) -> list[int]:
    """Every number that the reader may see of whoever holds the role, the latest first."""
    open_to = audiences(world.actors[reader], world.code.id)
    rows = Event.objects.filter(chain__key=world.code.key, audience__in=open_to).order_by("-seq")
    holders = Appointment.objects.filter(role=role).values_list("person_id", flat=True)
    people = {""} if role == "worker" else set(holders)
    return [seq for seq, who in rows.values_list("seq", "actor_id") if who in people]


def walked(world: World, reader: str, role: str) -> Iterator[int]:
    """The same page by page to the oldest, each page found again from the one before it."""
    actor, code = world.actors[reader], world.code
    later: list[int] = []
    before = None
    while True:
        within = history.Stretch(before=before)
        page = history.entries(actor, code.key, code.id, role=role, within=within)
        numbers = [row.seq for row in page.rows]
        yield from numbers
        if later:
            within = history.Stretch(after=numbers[0])
            back = history.entries(actor, code.key, code.id, role=role, within=within)
            assert [row.seq for row in back.rows] == later
        if page.older_before is None:
            break
        later, before = numbers, page.older_before


@covers("F-257")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("reader", ["code-administrator", "party"])
def test_a_role_shows_what_everybody_who_holds_it_did(acted: World, reader: str, role: str) -> None:
    assert list(walked(acted, reader, role)) == by_hand(acted, reader, role)
