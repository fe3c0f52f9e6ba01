"""What is written by statements put together once stands in the table as Django would store it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from ridgeway.governance import writing
from ridgeway.governance.codes.models import ApiToken, Party
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.models import Chain
from tests.governance.conftest import AT, World

DAY = dt.date(2026, 2, 3)


def modification(world: World, reference: str, **more: object) -> Modification:
    given = {"title": "Pre-payment “é”", "stage": "raised", "raised_date": DAY} | more
    return Modification(code=world.code, reference=reference, **given)


def test_rows_are_stored_as_saving_stores_them(world: World) -> None:
    party = Party(key="p1", name="P1", category="supplier")
    writing.insert([party])
    more = {
        "proposer": party,
        "system_impact": True,
        "impacts": ["suppliers", "%s"],
        "limbs": [["2026-06-25", None]],
        "central_cost": 10**12,
    }
    written, saved = modification(world, "A1", **more), modification(world, "A2", **more)
    bare, bare_saved = modification(world, "A3"), modification(world, "A4")
    writing.insert([written, bare])
    saved.save()
    bare_saved.save()
    apart = {"id": None, "reference": None}
    for one, other in ((written, saved), (bare, bare_saved)):
        found = Modification.objects.get(pk=one.pk)
        assert model_to_dict(found) | apart == model_to_dict(other) | apart
        assert not one._state.adding
        one.save(force_update=True)


def test_number_that_the_database_gives_is_left_to_it(world: World) -> None:
    del world
    writing.insert([Chain(key="one", head=bytes(range(32))), Chain(key="two")])
    one, two = Chain.objects.filter(key__in=("one", "two")).order_by("key")
    assert (bytes(one.head), two.size) == (bytes(range(32)), 0)
    assert one.pk != two.pk


def test_fields_that_are_named_take_what_the_row_says_and_no_other(world: World) -> None:
    row = modification(world, "A1", title="Before")
    writing.insert([row])
    row.title, row.limbs, row.path = "After", [["2026-06-25", None]], "fast"
    assert writing.update(row, ("title", "limbs"))
    found = Modification.objects.get(pk=row.pk)
    assert (found.title, found.limbs, found.path) == ("After", [["2026-06-25", None]], "")
    assert found.version == 1


def test_relation_is_changed_by_its_name_or_by_its_column(world: World) -> None:
    first, second = Party(key="p1", name="P1"), Party(key="p2", name="P2")
    row = modification(world, "A1")
    writing.insert([first, second])
    writing.insert([row])
    row.proposer = first
    writing.update(row, ("proposer",))
    assert Modification.objects.get(pk=row.pk).proposer_id == first.id
    row.proposer_id = second.id
    writing.update(row, ("proposer_id",))
    assert Modification.objects.get(pk=row.pk).proposer_id == second.id


@pytest.mark.parametrize("names", [(), ("title",)])
def test_row_at_another_version_is_left_alone(world: World, names: tuple[str, ...]) -> None:
    row = modification(world, "A1", title="Before")
    writing.insert([row])
    row.title = "After"
    assert writing.update(row, names, version=1)
    assert not writing.update(row, names, version=1)
    found = Modification.objects.get(pk=row.pk)
    assert (found.version, found.title) == (2, "After" if names else "Before")


def test_instants_and_empty_ones_are_stored(world: World) -> None:
    account = world.actors["auditor"].account_id
    token = ApiToken(account_id=account, name="t", digest="d", expires_at=AT)
    writing.insert([token])
    found = ApiToken.objects.get(pk=token.pk)
    assert (found.expires_at, found.revoked_at) == (AT, None)


def test_what_the_table_refuses_is_an_integrity_error(world: World) -> None:
    writing.insert([modification(world, "A1")])
    with pytest.raises(IntegrityError), transaction.atomic():
        writing.insert([modification(world, "A1")])
    writing.insert([])
