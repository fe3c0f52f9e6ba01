"""The register as it stood at an instant, from what was recorded by then."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.governance.acts import perform
from ridgeway.governance.codes.models import Appointment, Body, Code, Person, Seat
from ridgeway.governance.record.asat import snapshots_at, source_at
from ridgeway.governance.record.models import INSTALLATION, Event
from ridgeway.governance.record.rows import Row, recorded_columns
from ridgeway.governance.record.sources import LIVE
from tests.governance.conftest import AT, World
from tests.governance.record.conftest import unguarded
from tests.marks import covers

BOTH = (INSTALLATION, "sec")
DAY = dt.timedelta(days=1)


def do(world: World, act: str, subject_id: str, role: str, at: dt.datetime, **given: Any) -> Any:
    return perform(act, subject_id, given, actor=world.actors[role], at=at)


@covers("F-257")
def test_an_earlier_instant_shows_what_was_recorded_by_then(world: World) -> None:
    admin = "installation-administrator"
    row = Appointment.objects.get(role="chair")
    do(world, "appointment.end", row.id, admin, AT + DAY, until_date="2026-03-31")
    panel = world.bodies["panel"].id
    do(
        world,
        "seat.create",
        world.code.id,
        "code-administrator",
        AT + 2 * DAY,
        body=panel,
        name="A",
    )

    def until(at: dt.datetime) -> Any:
        (found,) = source_at(at, BOTH).rows(Appointment, ["until_date"], id=row.id)
        return found["until_date"]

    assert until(AT) is None
    assert until(AT + DAY) == dt.date(2026, 3, 31)
    assert source_at(AT + DAY, BOTH).rows(Seat, ["name"]) == []
    assert source_at(AT + 2 * DAY, BOTH).rows(Seat, ["name"]) == [{"name": "A"}]
    assert source_at(AT - DAY, BOTH).rows(Body, ["id"]) == []


@covers("F-257")
def test_the_present_instant_shows_what_the_tables_show(full: list[Row]) -> None:
    source = source_at(AT, BOTH)
    for model in {type(row) for row in full}:
        columns = recorded_columns(model)
        live = {row["id"]: row for row in LIVE.rows(model, columns)}
        assert {row["id"]: row for row in source.rows(model, columns)} == live


@pytest.mark.parametrize("chains", [BOTH, BOTH[::-1]])
def test_a_row_that_two_chains_speak_of_stands_as_in_its_higher_version(
    world: World, chains: tuple[str, ...]
) -> None:
    row = Appointment.objects.get(role="chair")
    admin = "installation-administrator"
    do(world, "appointment.end", row.id, admin, AT + DAY, until_date="2026-03-31")
    assert {e.chain.key for e in Event.objects.filter(subject_id=row.id)} == set(BOTH)
    (found,) = source_at(AT + DAY, chains).rows(Appointment, ["until_date"], id=row.id)
    assert found["until_date"] == dt.date(2026, 3, 31)


def test_only_the_tables_asked_for_are_folded(world: World) -> None:
    source = source_at(AT, BOTH, [Body, Code])
    assert set(source.tables) == {"codes.body", "codes.code"}
    assert len(source.rows(Body, ["id"])) == len(world.bodies)
    everything = snapshots_at(AT, BOTH)
    assert snapshots_at(AT, BOTH, ["codes.body"]) == {"codes.body": everything["codes.body"]}


@pytest.mark.usefixtures("world")
def test_a_code_is_seen_without_the_installation_when_only_its_chain_is_read() -> None:
    assert "codes.person" not in snapshots_at(AT, ["sec"])
    assert snapshots_at(AT, ["no-such-chain"]) == {}


@covers("F-264")
def test_an_erased_name_is_gone_from_the_past_as_well(world: World) -> None:
    person = world.actors["party"].person_id

    def name(at: dt.datetime) -> str:
        (found,) = source_at(at, BOTH).rows(Person, ["name"], id=person)
        return str(found["name"])

    assert name(AT) == Person.objects.get(pk=person).name
    do(world, "person.erase", person, "installation-administrator", AT + DAY)
    assert name(AT) == ""
    assert name(AT + DAY) == ""


@covers("F-264")
def test_a_name_given_later_is_not_put_into_the_past(world: World) -> None:
    person = world.actors["party"].person_id
    Person.objects.filter(pk=person).update(name="Another Name")
    assert source_at(AT, BOTH).rows(Person, ["name"], id=person) == [{"name": ""}]


def test_a_clock_that_was_put_back_hides_no_entry(world: World) -> None:
    panel = world.bodies["panel"].id
    for name, at in (("A", AT + 2 * DAY), ("B", AT + DAY)):
        do(world, "seat.create", world.code.id, "code-administrator", at, body=panel, name=name)
    found = source_at(AT + DAY, BOTH).rows(Seat, ["name"])
    assert sorted(row["name"] for row in found) == ["A", "B"]


@pytest.mark.usefixtures("world")
def test_a_table_that_is_no_more_is_left_out() -> None:
    event = Event.objects.filter(act="body.register").last()
    assert event is not None
    body = bytes(event.body).replace(b'"t":"codes.body"', b'"t":"codes.gone"')
    with unguarded():
        Event.objects.filter(pk=event.pk).update(body=body)
        assert "codes.gone" in snapshots_at(AT, BOTH)
        assert source_at(AT, BOTH).tables["codes.gone"] == {}
