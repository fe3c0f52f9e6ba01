"""Verification says nothing of a sound record and names whatever was changed behind its back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from ridgeway.core.record.chain import EMPTY, entry_hash
from ridgeway.core.record.note import SignerKey, new_signer_key
from ridgeway.governance.codes.models import Appointment, Person, Seat
from ridgeway.governance.record.checkpoints import sign_chains
from ridgeway.governance.record.comparing import governed
from ridgeway.governance.record.folding import Difference
from ridgeway.governance.record.models import Chain, Checkpoint, Event
from ridgeway.governance.record.rows import Row, label_of, recorded_columns
from tests.governance.conftest import AT, World
from tests.governance.record.conftest import Verify, sample, undone, unguarded
from tests.marks import covers

LATER = AT + dt.timedelta(days=1)


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


def other(field: models.Field[Any, Any], value: Any) -> Any:
    """Another value that the column can hold."""
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return value + dt.timedelta(microseconds=1)
    if isinstance(field, models.DateField):
        return value + dt.timedelta(days=1)
    if isinstance(field, models.JSONField):
        return [value]
    if isinstance(value, int):
        return value + 1
    return f"{value[:-1]}{'a' if value[-1:] != 'a' else 'b'}"


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


EVENT_COLUMNS = {
    "act": "seat.closed",
    "subject_type": "codes.body",
    "subject_id": "someoneelse00000",
    "actor_id": "someoneelse00000",
    "audience": "public",
    "recorded_at": AT - dt.timedelta(days=1),
}


@covers("F-257")
@pytest.mark.parametrize("column", EVENT_COLUMNS)
@pytest.mark.usefixtures("signed")
def test_a_changed_column_of_an_entry_is_named(verify: Verify, column: str) -> None:
    event = Event.objects.filter(act="person.register").first()
    assert event is not None
    with unguarded():
        Event.objects.filter(pk=event.pk).update(**{column: EVENT_COLUMNS[column]})
        (found,) = verify().differences
        assert (found.id, found.column) == (f"installation/{event.seq}", column)


def rewrite(chain: Chain, seq: int, old: bytes, new: bytes) -> None:
    """Change a body and hash everything from there anew, as one who knows the scheme."""
    before = Event.objects.filter(chain=chain, seq=seq - 1).first()
    previous = bytes(before.hash) if before else EMPTY
    for event in Event.objects.filter(chain=chain, seq__gte=seq).order_by("seq"):
        body = bytes(event.body)
        if event.seq == seq:
            assert old in body
            body = body.replace(old, new)
        previous = entry_hash(previous, body)
        Event.objects.filter(pk=event.pk).update(body=body, hash=previous)
    Chain.objects.filter(pk=chain.pk).update(head=previous)


@covers("F-257")
@pytest.mark.usefixtures("signed")
def test_changed_bytes_of_an_entry_break_the_chain_at_that_entry(verify: Verify) -> None:
    event = Event.objects.get(chain__key="installation", seq=5)
    with unguarded():
        changed = bytes(event.body).replace(b'"administration"', b'"public"', 1)
        Event.objects.filter(pk=event.pk).update(body=changed)
        check = verify().chains["installation"]
        assert check.faults[0].seq == 5
    with unguarded():
        Event.objects.filter(pk=event.pk).update(hash=bytes(32))
        assert verify().chains["installation"].faults[0].seq == 5
    with unguarded():
        Event.objects.filter(pk=event.pk).update(body=b"\xff")
        found = verify()
        assert found.chains["installation"].faults[0].seq == 5
        assert any("its body cannot be read" in fault for fault in found.faults())


@covers("F-257")
def test_a_history_hashed_anew_differs_from_its_checkpoint(signed: World, verify: Verify) -> None:
    """Register, chain and head agree again; the signature alone is out of reach."""
    body = signed.bodies["panel"]
    chain = Chain.objects.get(key="installation")
    event = Event.objects.get(act="body.register", subject_id=body.id)
    with unguarded():
        type(body).objects.filter(pk=body.pk).update(name="SEC Board", short_name="SEC Board")
        rewrite(chain, event.seq, b"SEC Panel", b"SEC Board")
        found = verify()
        assert not found.differences
        (fault,) = found.chains["installation"].faults
        assert fault.size == chain.size
        Checkpoint.objects.all().delete()
        assert verify().holds, "without any checkpoint nobody can tell"


def delete_last(chain: Chain, count: int) -> None:
    """Cut the tail of a chain and let the chain say so."""
    Event.objects.filter(chain=chain, seq__gt=chain.size - count).delete()
    last = Event.objects.filter(chain=chain).order_by("seq").last()
    head = bytes(last.hash) if last else EMPTY
    Chain.objects.filter(pk=chain.pk).update(size=chain.size - count, head=head)


@covers("F-257")
def test_a_removed_tail_shows_by_the_checkpoint_and_by_a_kept_note(
    signed: World, verify: Verify
) -> None:
    signed.do("seat.create", signed.code, body=signed.bodies["panel"].id, name="Chair")
    chain = Chain.objects.get(key="sec")
    note = Checkpoint.objects.get(chain=chain).note
    with unguarded():
        Seat.objects.filter(name="Chair").delete()
        delete_last(chain, 1)
        assert verify().holds, "nobody held anything of the last entry"
    with unguarded():
        delete_last(chain, chain.size)
        assert any("the tail was removed" in fault for fault in verify().faults())
        Checkpoint.objects.filter(chain=chain).delete()
        assert not any("the tail was removed" in fault for fault in verify().faults())
        assert any("the tail was removed" in fault for fault in verify(kept=[note]).faults())


@pytest.mark.usefixtures("signed")
def test_a_kept_note_of_another_record_is_named(verify: Verify, key: SignerKey) -> None:
    note = Checkpoint.objects.get(chain__key="sec").note
    found = verify(kept=[note.replace("/sec", "/rec"), "rubbish"])
    assert [d.table for d in found.differences] == ["checkpoint kept outside"] * 2
    assert verify(kept=[note]).holds
    assert key.name in note


@covers("F-257")
@pytest.mark.parametrize("column", ["size", "root", "frontier", "note"])
@pytest.mark.usefixtures("signed")
def test_a_changed_checkpoint_is_named(verify: Verify, column: str) -> None:
    row = Checkpoint.objects.get(chain__key="sec")
    value = {
        "size": row.size + 1,
        "root": bytes(32),
        "frontier": bytes(row.frontier)[:-1] + b"\x00\x00",
        "note": row.note.replace(f"\n{row.size}\n", f"\n{row.size + 1}\n"),
    }[column]
    with unguarded():
        Checkpoint.objects.filter(pk=row.pk).update(**{column: value})
        assert not verify().holds


def test_a_checkpoint_by_another_key_is_a_fault(signed: World, verify: Verify) -> None:
    signed.do("seat.create", signed.code, body=signed.bodies["panel"].id, name="Chair")
    other_key = new_signer_key("register.example")
    with unguarded():
        Checkpoint.objects.all().delete()
        sign_chains(other_key, LATER)
        faults = list(verify().faults())
        assert len(faults) == 2
        assert "none of the keys" in faults[0]


@pytest.mark.parametrize("change", [{"size": 2}, {"head": bytes(32)}])
@pytest.mark.usefixtures("signed")
def test_a_chain_that_lies_about_its_end_is_named(verify: Verify, change: dict[str, Any]) -> None:
    Chain.objects.filter(key="sec").update(**change)
    (found,) = verify().differences
    assert (found.table, found.id, found.column) == ("record.chain", "sec", next(iter(change)))


@pytest.mark.usefixtures("signed")
def test_entries_moved_to_a_chain_that_is_not_there_are_named(verify: Verify) -> None:
    with unguarded():
        Event.objects.filter(chain__key="sec").update(chain_id=999)
        assert any("a chain that is not there" in fault for fault in verify().faults())


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
