"""Entries, chains and checkpoints changed behind the record's back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.record.chain import EMPTY, entry_hash
from ridgeway.core.record.note import SignerKey, new_signer_key
from ridgeway.governance.codes.models import Seat
from ridgeway.governance.record.checkpoints import sign_chains
from ridgeway.governance.record.models import Chain, Checkpoint, Event
from tests.governance.conftest import AT, World
from tests.governance.record.conftest import Verify, unguarded
from tests.marks import covers

LATER = AT + dt.timedelta(days=1)

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
