from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.core.record.checking import origin_of
from ridgeway.core.record.note import SignerKey, new_signer_key, verify
from ridgeway.governance.record.checkpoints import Unsound, edge_of, sign_chains
from ridgeway.governance.record.models import Chain, Checkpoint, Event
from tests.core.record.making import root_of
from tests.governance.conftest import AT, World
from tests.governance.record.conftest import unguarded
from tests.marks import covers

LATER = AT + dt.timedelta(days=1)


@covers("F-257")
def test_each_chain_that_has_grown_gets_a_checkpoint(world: World, key: SignerKey) -> None:
    world.do("seat.create", world.code, body=world.bodies["panel"].id, name="First")
    made = sign_chains(key, AT)
    assert [row.chain.key for row in made] == ["installation", "sec"]
    for row in made:
        head = verify(row.note, key.verifier, origin=origin_of(key.name, row.chain.key))
        hashes = (
            Event.objects.filter(chain=row.chain).order_by("seq").values_list("hash", flat=True)
        )
        assert head.size == row.size == row.chain.size
        assert head.root == bytes(row.root) == root_of(bytes(h) for h in hashes)
        assert edge_of(row).root() == head.root
    assert sign_chains(key, LATER) == []
    world.do("seat.create", world.code, body=world.bodies["panel"].id, name="Chair")
    (next_one,) = sign_chains(key, LATER)
    assert next_one.size == made[1].size + 1
    assert next_one.root != made[1].root


def test_what_was_changed_since_the_last_checkpoint_is_not_signed(
    signed: World, key: SignerKey
) -> None:
    signed.do("seat.create", signed.code, body=signed.bodies["panel"].id, name="Chair")
    last = Event.objects.filter(chain__key="sec").order_by("seq").last()
    assert last is not None
    with unguarded():
        Event.objects.filter(pk=last.pk).update(body=b"{}")
        with pytest.raises(Unsound, match=rf"chain sec: entry {last.seq}"):
            sign_chains(key, LATER)
    with unguarded():
        Event.objects.filter(pk=last.pk).delete()
        with pytest.raises(Unsound, match="ends elsewhere"):
            sign_chains(key, LATER)
    with unguarded():
        Event.objects.filter(chain__key="sec").delete()
        with pytest.raises(Unsound, match="which was signed for, is missing"):
            sign_chains(key, LATER)
    assert Checkpoint.objects.count() == 2


@pytest.mark.usefixtures("signed")
def test_a_shortened_chain_is_not_signed_again(key: SignerKey) -> None:
    chain = Chain.objects.get(key="installation")
    with unguarded():
        Event.objects.filter(chain=chain, seq__gt=3).delete()
        Chain.objects.filter(pk=chain.pk).update(size=3)
        with pytest.raises(Unsound, match="is missing"):
            sign_chains(key, LATER)


@pytest.mark.parametrize("column", ["root", "frontier", "note"])
def test_nothing_is_built_upon_a_damaged_checkpoint(
    signed: World, key: SignerKey, column: str
) -> None:
    signed.do("seat.create", signed.code, body=signed.bodies["panel"].id, name="Chair")
    with unguarded():
        row = Checkpoint.objects.get(chain__key="sec")
        value = {"root": bytes(32), "frontier": b"x" * len(row.frontier), "note": row.note[:-9]}
        Checkpoint.objects.filter(pk=row.pk).update(**{column: value[column]})
        if column == "root":
            assert sign_chains(key, LATER), "the note states the root; the column only repeats it"
            return
        with pytest.raises(Unsound):
            sign_chains(key, LATER)


def test_another_key_does_not_go_on_from_our_checkpoint(signed: World) -> None:
    signed.do("seat.create", signed.code, body=signed.bodies["panel"].id, name="Chair")
    with pytest.raises(Unsound, match="none of the keys"):
        sign_chains(new_signer_key("register.example"), LATER)
