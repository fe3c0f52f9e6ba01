"""The one door: what it lets through, what it refuses, what it writes."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from ridgeway.core.verdict import Refused
from ridgeway.governance.acting import Stale
from ridgeway.governance.acts import Forbidden, KeyReused, Missing, perform
from ridgeway.governance.codes.models import Person, Seat
from ridgeway.governance.record.models import Chain, Event
from tests.governance.conftest import AT, World
from tests.marks import covers


@covers("F-257")
def test_an_act_writes_its_rows_and_one_entry_in_one_chain(world: World) -> None:
    before = Event.objects.count()
    done = world.do("seat.create", world.code, body=world.bodies["panel"].id, name="Chair")
    assert Event.objects.count() == before + 1
    event = Event.objects.get(chain__key="sec", seq=done.seq)
    body = json.loads(bytes(event.body))
    assert body["subject"] == {"t": "codes.seat", "id": done.subject_id}
    assert body["rows"][0]["v"]["name"] == "Chair"
    assert Chain.objects.get(key="sec").size == done.seq
    assert Seat.objects.get(pk=done.subject_id).version == 1


def test_an_act_is_refused_to_whoever_lacks_the_role_and_leaves_nothing(world: World) -> None:
    before = Event.objects.count()
    with pytest.raises(Forbidden, match="Only the code administrator"):
        world.do("seat.create", world.code, "party", body=world.bodies["panel"].id, name="X")
    assert Event.objects.count() == before
    assert not Seat.objects.exists()


def test_what_one_may_not_see_is_as_missing_as_what_is_not_there(world: World) -> None:
    for subject in (world.installation.id, "nosuchsubject"):
        with pytest.raises(Missing):
            world.do("person.register", subject, "party", name="Mallory")


def test_an_unknown_or_faulty_field_is_named(world: World) -> None:
    with pytest.raises(ValidationError) as caught:
        world.do("body.register", world.installation, "installation-administrator", kye="x")
    assert {e["loc"][0] for e in caught.value.errors()} == {"key", "name", "short_name", "kye"}


def test_the_same_key_has_one_effect_and_another_request_under_it_is_refused(
    world: World,
) -> None:
    admin = world.actors["installation-administrator"]

    def register(name: str) -> str:
        return perform(
            "person.register", world.installation.id, {"name": name}, actor=admin, at=AT, key="k1"
        ).subject_id

    before = Person.objects.count()
    assert register("Eve") == register("Eve")
    assert Person.objects.count() == before + 1
    with pytest.raises(KeyReused):
        register("Mallory")


def test_what_is_over_is_not_ended_again_though_its_key_answers_the_same(world: World) -> None:
    admin, account = world.actors["installation-administrator"], world.actors["party"].account_id
    given = {"name": "reports", "expires_at": "2026-12-31T00:00:00Z"}
    token = perform("token.issue", account, given, actor=admin, at=AT).subject_id
    for act, subject in (("token.revoke", token), ("account.close", account)):
        done = perform(act, subject, {}, actor=admin, at=AT, key=act)
        with pytest.raises(Refused, match="already"):
            perform(act, subject, {}, actor=admin, at=AT)
        assert perform(act, subject, {}, actor=admin, at=AT, key=act) == done
        assert Event.objects.filter(act=act).count() == 1


def test_a_stale_version_is_refused(world: World) -> None:
    admin = world.actors["installation-administrator"]
    account = world.actors["party"].account_id
    with pytest.raises(Stale):
        perform("account.close", account, {}, actor=admin, at=AT, if_version=7)


@covers("F-264")
def test_a_name_is_in_the_record_only_as_a_salted_digest(world: World) -> None:
    person = Person.objects.get(pk=world.actors["party"].person_id)
    everything = b"".join(bytes(b) for b in Event.objects.values_list("body", flat=True))
    assert person.name.encode() not in everything
    assert b"sha256:" in everything
