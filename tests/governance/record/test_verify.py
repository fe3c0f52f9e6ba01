"""Verification says nothing of a sound record and names whatever was changed behind its back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from ridgeway.governance.codes.models import Appointment, Person, Seat
from ridgeway.governance.record import log
from ridgeway.governance.record.comparing import governed
from ridgeway.governance.record.folding import Difference
from ridgeway.governance.record.models import Event
from ridgeway.governance.record.rows import Audience, Row, label_of, recorded_columns
from tests.governance.conftest import AT, World
from tests.governance.record.altering import other
from tests.governance.record.conftest import Verify, sample, undone
from tests.marks import covers


@covers("F-257")
def test_a_record_made_by_acts_verifies(signed: World, verify: Verify) -> None:
    signed.do("seat.create", signed.code, body=signed.bodies["panel"].id, name="Chair")
    found = verify()
    assert found.holds, list(found.faults())
    assert found.entries == Event.objects.count()
    assert found.uncovered == 1
    assert list(found.faults()) == []
    assert {key: check.checkpoints for key, check in found.chains.items()} == {
        "installation": 1,
        "sec": 1,
    }


@covers("F-257")
def test_every_table_of_the_live_schema_verifies_when_it_is_recorded(
    full: list[Row], verify: Verify
) -> None:
    found = verify()
    assert found.holds, list(found.faults())
    assert {type(row) for row in full} == set(governed())


def update(row: Row, **values: Any) -> bool:
    """Change columns behind the record's back; False when the database itself refuses."""
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**values)
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize("code_key", ["aaa", "zzz"])
def test_a_row_that_two_chains_speak_of_verifies_whichever_is_read_first(
    world: World, verify: Verify, code_key: str
) -> None:
    root = "installation-administrator"
    given = {"key": code_key, "name": code_key, "short_name": code_key, "audience": "public"}
    code = world.do("code.found", world.installation, root, **given).subject_id
    made = world.do(
        "appointment.make",
        world.installation,
        root,
        person=world.actors["party"].person_id,
        role="auditor",
        code=code,
        from_date="2019-01-01",
    )
    assert verify().holds
    world.do("appointment.end", made.subject_id, root, until_date="2026-03-31")
    assert Event.objects.filter(chain__key=code_key).count() == 1
    found = verify()
    assert found.holds, list(found.faults())


def columns_in_turn(rows: list[Row]) -> Iterator[list[tuple[Row, models.Field[Any, Any]]]]:
    """The first column of each row, then the second of each, and so on: one round of each."""
    held = [(row, recorded_columns(type(row))) for row in rows]
    for turn in range(max(len(names) for _, names in held)):
        yield [
            (row, next(f for f in row._meta.concrete_fields if f.attname == names[turn]))
            for row, names in held
            if turn < len(names)
        ]


def place(row: Row, field: models.Field[Any, Any]) -> tuple[str, str, str]:
    """How a difference names a column; a changed id makes it another row."""
    return label_of(type(row)), row.pk, "" if field.attname == "id" else field.attname


def named_by(verify: Verify) -> set[tuple[str, str, str]]:
    return {(d.table, d.id, d.column) for d in verify().differences}


@covers("F-257")
@pytest.mark.parametrize(("kind", "at_least"), [("changed", 200), ("emptied", 40)])
def test_every_change_of_every_governed_column_is_named(
    full: list[Row], verify: Verify, kind: str, at_least: int
) -> None:
    tried = 0
    for turn in columns_in_turn(full[::2]):
        with undone():
            expected = set()
            for row, field in turn:
                value = getattr(row, field.attname)
                if value is None:
                    continue
                if update(
                    row, **{field.attname: None if kind == "emptied" else other(field, value)}
                ):
                    expected.add(place(row, field))
            assert expected <= named_by(verify)
            tried += len(expected)
    assert tried >= at_least


@covers("F-257")
def test_values_swapped_between_two_rows_are_named_in_both(full: list[Row], verify: Verify) -> None:
    second_of = dict(zip(full[::2], full[1::2], strict=True))
    for turn in columns_in_turn(full[::2]):
        with undone():
            expected = set()
            for first, field in turn:
                second, name = second_of[first], field.attname
                mine, theirs = getattr(first, name), getattr(second, name)
                if mine == theirs or field.unique:
                    continue
                if update(first, **{name: theirs}) and update(second, **{name: mine}):
                    expected |= {place(first, field), place(second, field)}
            assert expected <= named_by(verify)


@covers("F-257")
def test_every_removed_row_is_named(full: list[Row], verify: Verify) -> None:
    for some in (full[::2], full[1::2]):
        with undone(), connection.cursor() as cursor:
            for row in some:
                cursor.execute(f'DELETE FROM "{row._meta.db_table}" WHERE id = %s', [row.pk])  # noqa: S608
            found = verify().differences
            assert {(d.table, d.id) for d in found} == {(label_of(type(r)), r.pk) for r in some}
            assert all("the row is not there" in d.what for d in found)


@covers("F-257")
def test_every_row_that_was_never_recorded_is_named(full: list[Row], verify: Verify) -> None:
    smuggled = [sample(type(row), 3) for row in full[::2]]
    for row in smuggled:
        row.save(force_insert=True)
    found = verify().differences
    assert {(d.table, d.id) for d in found} == {(label_of(type(r)), r.pk) for r in smuggled}
    assert all("never was recorded" in d.what for d in found)


@pytest.mark.usefixtures("world")
def test_the_difference_says_what_is_held_and_what_was_recorded(verify: Verify) -> None:
    row = Appointment.objects.filter(role="member").get()
    Appointment.objects.filter(pk=row.pk).update(role="chair", until_date=dt.date(2030, 1, 1))
    assert verify().differences == (
        Difference(
            "codes.appointment",
            row.id,
            "role is 'chair', recorded was 'member'",
            "role",
            "member",
            "chair",
        ),
        Difference(
            "codes.appointment",
            row.id,
            "until_date is '2030-01-01', recorded was None",
            "until_date",
            None,
            "2030-01-01",
        ),
    )


@covers("F-264")
def test_a_changed_name_shows_without_being_told(world: World, verify: Verify) -> None:
    person = Person.objects.get(pk=world.actors["party"].person_id)
    with undone():
        Person.objects.filter(pk=person.pk).update(name="Mallory")
        faults = list(verify().faults())
        assert any(person.pk in fault for fault in faults)
        assert "Mallory" not in " ".join(faults)
    with undone():
        Person.objects.filter(pk=person.pk).update(salt=bytes(16).hex())
        assert not verify().holds
    with undone():
        Person.objects.filter(pk=person.pk).update(salt="not hexadecimal")
        assert "holds what no row can hold" in " ".join(verify().faults())


@covers("F-264")
def test_an_erased_person_still_verifies(world: World, verify: Verify) -> None:
    world.do("person.erase", world.actors["party"].person_id, "installation-administrator")
    assert verify().holds


@pytest.mark.sqlite
@pytest.mark.usefixtures("world")
def test_a_value_that_the_column_cannot_hold_is_named_and_hides_nothing(verify: Verify) -> None:
    first, second = Appointment.objects.order_by("pk")[:2]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE codes_appointment SET from_date = '2019-02-31' WHERE id = %s", [first.pk]
        )
    Appointment.objects.filter(pk=second.pk).update(source="elsewhere")
    found = {d.id: d.what for d in verify().differences}
    assert "cannot be read" in found[first.pk]
    assert "source is 'elsewhere'" in found[second.pk]


@pytest.mark.sqlite
def test_a_number_that_no_row_can_hold_is_named(
    full: list[Row], world: World, verify: Verify
) -> None:
    """Infinity has no form in the record; it must not pass for the nothing that was recorded."""
    expected = set()
    for row in full[::2]:
        numbers = [
            field.attname
            for field in row._meta.concrete_fields
            if field.null and isinstance(field, models.IntegerField)
        ]
        if numbers and update(row, **dict.fromkeys(numbers)):
            row.refresh_from_db()
            entry = log.Entry("seat.create", world.code, [row], Audience.PUBLIC, AT)
            log.append(world.code.key, [entry])
            with connection.cursor() as cursor:
                table = f'UPDATE "{row._meta.db_table}"'
                cursor.execute(f'{table} SET "{numbers[0]}" = 9e999 WHERE id = %s', [row.pk])
            expected.add((label_of(type(row)), row.pk))
    assert {(d.table, d.id) for d in verify().differences} == expected
    assert len(expected) > 2


def test_rows_of_a_table_that_is_no_more_are_named(world: World, verify: Verify) -> None:
    seat = Seat(code=world.code, body=world.bodies["panel"], name="Chair")
    gone = b'[{"id":"bbbbbbbbbbbbbbbb","t":"codes.chair","v":{"id":"bbbbbbbbbbbbbbbb"}}]'
    entry = log.Entry("seat.create", seat, [], Audience.PUBLIC, AT, rows_written=gone)
    log.append(world.code.key, [entry])
    (found,) = verify().differences
    assert (found.table, found.id) == ("codes.chair", "bbbbbbbbbbbbbbbb")
    assert "no such governed table" in found.what


@pytest.mark.usefixtures("world")
def test_what_derived_tables_say_of_themselves_is_told_too(verify: Verify) -> None:
    found = verify(derived=[lambda: [Difference("search.searchentry", "1", "cannot be found")]])
    assert list(found.faults()) == ["search.searchentry 1: cannot be found"]
    assert not found.holds


def test_differences_beyond_a_thousand_are_not_listed(world: World, verify: Verify) -> None:
    Seat.objects.bulk_create(
        Seat(code=world.code, body=world.bodies["panel"], name=f"{n}") for n in range(1100)
    )
    found = verify()
    assert (len(found.differences), found.more) == (1000, True)


def test_verification_costs_the_same_queries_at_any_length(
    world: World, verify: Verify, django_assert_num_queries: Any
) -> None:
    from django.test.utils import CaptureQueriesContext

    world.do("seat.create", world.code, body=world.bodies["panel"].id, name="first")
    with CaptureQueriesContext(connection) as before:
        verify()
    for number in range(50):
        world.do("seat.create", world.code, body=world.bodies["panel"].id, name=f"{number}")
    with django_assert_num_queries(len(before.captured_queries)):
        assert verify().holds
