"""How a frozen paper is laid out: keys and days are read as words, what somebody wrote stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.baselines.models import Activity, SpecificationVersion
from ridgeway.governance.committees.models import AgendaItem
from ridgeway.governance.consultations.models import Consideration
from ridgeway.governance.control.models import ChangeRequest
from ridgeway.governance.golive import binding as golive
from ridgeway.governance.modifications import binding as modifications
from ridgeway.web.papers import KEYED, sections_of
from tests.governance.conftest import World
from tests.governance.conftest import world as world  # noqa: PLC0414

READ: list[tuple[str, str, Any, str]] = [
    ("golive.waiver", "reason", "follow-up", "follow-up"),
    ("golive.waiver", "reason_key", "testing-issues", "testing issues"),
    ("releases.risk", "text", "to-be-confirmed", "to-be-confirmed"),
    ("releases.risk", "approach", ["follow-up", "2027-11-04"], "follow-up; 2027-11-04"),
    ("releases.switchedcode", "state", "half-on", "half-on"),
    ("committees.advice", "on", "2027-11-04", "2027-11-04"),
    ("committees.advice", "advice_date", "2027-11-04", "Thu 4 Nov 2027"),
    ("committees.advice", "advice_date", "in spring", "in spring"),
    ("committees.advice", "finding", "not-met", "not met"),
    ("committees.statement", "said_by", "opsg-chair", "opsg-chair"),
    ("consultations", "closes_at", "2027-11-04T17:00:00Z", "Thu 4 Nov 2027, 17:00 UTC"),
    ("consultations", "outcome", "no-change", "no-change"),
    ("modification", "path", "self-governance", "self governance"),
    ("modification", "title", "go-live", "go-live"),
    (
        "modification",
        "limbs",
        [{"date": "2027-11-04", "release": "follow-up", "by": "2027-10-01"}],
        "date: Thu 4 Nov 2027; release: follow-up; by: Fri 1 Oct 2027",
    ),
    (
        "request",
        "what_if",
        {
            "on": "2027-11-04",
            "freezes": [{"title": "year", "first": "2027-12-20", "last": "2028-01-03"}],
        },
        "on: Thu 4 Nov 2027; freezes: title: year; first: Mon 20 Dec 2027; last: Mon 3 Jan 2028",
    ),
    (
        "request",
        "what_if",
        {
            "changes": [{"sentence": "too-so", "effects": ["born-late"]}],
            "reasons": [{"what": "not-so", "state": "cannot-tell"}],
        },
        "changes: sentence: too-so; effects: born late; reasons: what: not-so; state: cannot tell",
    ),
]


@pytest.mark.parametrize("rows", [False, True], ids=["facts", "rows"])
@pytest.mark.parametrize(("table", "column", "value", "reads"), READ)
def test_a_value_is_read_by_its_column_and_not_by_its_look(
    table: str, column: str, value: Any, reads: str, rows: bool
) -> None:
    held = {column: value}
    (section,) = sections_of({table: [held] if rows else held}, PUBLIC)
    found = section.rows[0][0] if rows else section.facts[0][1]
    assert found == reads


SHOWN: list[tuple[type[models.Model], str]] = [
    *((model, model._meta.label_lower) for model, _ in golive.PARTS),
    *((model, name) for name, (model, _) in modifications.PARTS.items()),
    (Consideration, "considerations"),
    (ChangeRequest, "request"),
    (AgendaItem, "item"),
    (Activity, "activities"),
    (SpecificationVersion, "specifications"),
]


@pytest.mark.parametrize(("model", "table"), SHOWN, ids=[table for _, table in SHOWN])
def test_every_list_of_ours_that_lies_in_a_paper_is_read_as_words(
    model: type[models.Model], table: str
) -> None:
    last = table.rpartition(".")[2]
    lists = {f.attname for f in model._meta.concrete_fields if f.choices}
    assert lists <= {name for name in lists if not KEYED.isdisjoint({name, f"{last}.{name}"})}


def test_no_column_that_is_read_as_a_key_holds_free_text() -> None:
    texts = {
        field.attname
        for model in apps.get_models()
        if model.__module__.startswith("ridgeway.governance")
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField) and not field.choices
    }
    assert not texts & KEYED


def test_bodies_that_are_named_by_identity_and_by_key_are_read_once(
    world: World, django_assert_num_queries: Any
) -> None:
    opsg, delivery = world.bodies["opsg"], world.bodies["dcc"]
    rows = [{"number": 1, "stated_by_id": opsg.id, "confirmed_by": [delivery.key, "gone"]}]
    with django_assert_num_queries(1):
        (section,) = sections_of({"golive.criterion": rows}, PUBLIC)
    assert section.rows == (("1", opsg.name, f"{delivery.short_name}, gone"),)
