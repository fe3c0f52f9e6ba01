"""Prepared queries answer as the queries that they stand for, with whatever is bound to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from ridgeway.governance import prepared
from ridgeway.governance.codes.models import ApiToken, Appointment, Body
from tests.governance.conftest import AT, World


def _bodies(order: str, keys: list[str]) -> Any:
    return Body.objects.filter(key__in=keys).order_by(order).values_list("key", "name")


def _held(person: str, on: dt.date) -> Any:
    rows = Appointment.objects.filter(Q(until_date=None) | Q(until_date__gte=on))
    return rows.filter(person_id=person, from_date__lte=on).values_list("role", "from_date")


def _tokens(at: dt.datetime) -> Any:
    return ApiToken.objects.filter(expires_at__gt=at).values_list("name", "expires_at", "may_write")


def _forgetful(key: str, name: str) -> Any:
    del name
    return Body.objects.filter(key=key).values_list("id")


@pytest.mark.parametrize("keys", [["panel"], ["panel", "opsg"], ["dcc", "tag"], ["absent"], []])
@pytest.mark.parametrize("order", ["key", "-key"])
def test_prepared_lists_answer_like_the_query(world: World, order: str, keys: list[str]) -> None:
    del world
    for asked in (keys, keys[::-1], keys):
        wanted = list(_bodies(order, asked))
        assert [tuple(row) for row in prepared.rows(_bodies, order, keys=asked)] == wanted


@pytest.mark.parametrize("on", [dt.date(2018, 12, 31), dt.date(2019, 1, 1), dt.date(2026, 3, 2)])
def test_prepared_dates_are_bound_and_read_as_dates(world: World, on: dt.date) -> None:
    for actor in world.actors.values():
        wanted = list(_held(actor.person_id, on))
        found = prepared.rows(_held, person=actor.person_id, on=on)
        assert sorted(map(tuple, found)) == sorted(wanted)
        assert all(isinstance(day, dt.date) for _, day in found)


def test_prepared_instants_are_bound_and_read_as_aware_instants(world: World) -> None:
    account = world.actors["auditor"].account_id
    expires = AT + dt.timedelta(days=2)
    given = {"name": "reader", "expires_at": expires}
    world.do("token.issue", account, "installation-administrator", **given)
    for at, wanted in ((AT, [("reader", expires, False)]), (expires, [])):
        assert [tuple(row) for row in prepared.rows(_tokens, at=at)] == wanted


def test_what_is_bound_never_becomes_part_of_the_text(world: World) -> None:
    del world
    assert prepared.rows(_bodies, "key", keys=["panel' OR 1=1 --"]) == []
    assert len(prepared.rows(_bodies, "key", keys=["panel"])) == 1


def _appointments(on: dt.date) -> Any:
    rows = Appointment.objects.filter(from_date__lte=on)
    return rows.select_related("code", "person").order_by("id")


def test_prepared_models_come_with_what_they_belong_to_or_with_none(world: World) -> None:
    del world
    wanted = list(_appointments(AT.date()))
    assert {row.code is None for row in wanted} == {True, False}
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            found = prepared.models(_appointments, on=AT.date())
            related = [(row.code, row.person, row.person.name) for row in found]
        assert len(asked) == 1
        assert found == wanted
        assert [row.role for row in found] == [row.role for row in wanted]
        assert related == [(row.code, row.person, row.person.name) for row in wanted]
    assert prepared.models(_appointments, on=dt.date(1999, 1, 1)) == []


def test_value_that_a_query_forgets_is_refused(world: World) -> None:
    del world
    with pytest.raises(LookupError, match="name"):
        prepared.rows(_forgetful, key="panel", name="x")


def test_value_of_a_kind_that_cannot_be_bound_is_refused(world: World) -> None:
    del world
    for wrong in (None, 3):
        with pytest.raises(TypeError, match="cannot be bound"):
            prepared.rows(_held, person="x", on=wrong)
    prepared.rows(_held, person="x", on=dt.date(2019, 1, 1))
    with pytest.raises(TypeError, match="a NoneType cannot be bound"):
        prepared.rows(_held, person="x", on=None)


def test_forms_are_compiled_once_and_do_not_pile_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    del world
    monkeypatch.setattr(prepared, "_forms", {})
    monkeypatch.setattr(prepared, "KEPT", 3)
    prepared.rows(_bodies, "key", keys=["panel"])
    (form,) = prepared._forms.values()
    prepared.rows(_bodies, "key", keys=["opsg"])
    assert list(prepared._forms.values()) == [form]
    for length in range(2, 9):
        prepared.rows(_bodies, "key", keys=["x"] * length)
        assert len(prepared._forms) <= 3


def test_prepared_query_asks_the_database_once(world: World) -> None:
    del world
    with CaptureQueriesContext(connection) as asked:
        prepared.rows(_bodies, "key", keys=["panel", "dcc"])
    assert len(asked) == 1
