"""The counts that the database keeps of a register are those that counting would find."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases import kept_counts
from ridgeway.governance.releases.facets import facets
from ridgeway.governance.releases.models import RegisterCount
from ridgeway.governance.releases.register import RegisterFilter, narrowed, register
from tests.governance.conftest import World

WORDS: dict[str, list[Any]] = {
    "audience": ["public", "committee", "administration"],
    "stage": ["", "report", "implemented"],
    "path": ["", "self-governance"],
    "urgency": ["", "urgent"],
    "example": [True, False],
}
ROWS = st.fixed_dictionaries({name: st.sampled_from(words) for name, words in WORDS.items()})
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "add", "change", "remove"]), ROWS, st.integers(0, 20)),
    max_size=12,
)


def kept() -> dict[tuple[Any, ...], int]:
    rows = RegisterCount.objects.values_list(*kept_counts.KEY, "n")
    return {tuple(key): n for *key, n in rows if n}


def counted() -> dict[tuple[Any, ...], int]:
    return dict(Counter(Modification.objects.values_list(*kept_counts.KEY)))


@given(steps=STEPS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whoever_writes_the_counts_follow(world: World, steps: Any) -> None:
    Modification.objects.all().delete()
    for number, (what, values, which) in enumerate(steps):
        rows = list(Modification.objects.order_by("reference"))
        if what == "add" or not rows:
            Modification.objects.create(code=world.code, reference=f"T{number}", **values)
        elif what == "change":
            Modification.objects.filter(pk=rows[which % len(rows)].pk).update(**values)
        else:
            rows[which % len(rows)].delete()
        assert kept() == counted()


@pytest.mark.parametrize(
    "asked", [{}, {"stage": "report"}, {"path": "self-governance", "urgency": "urgent"}]
)
@pytest.mark.parametrize("role", ["code-administrator", "member", "party"])
def test_the_total_of_a_page_is_what_counting_finds(
    world: World, asked: dict[str, str], role: str
) -> None:
    for number, values in enumerate(product(*WORDS.values())):
        of = dict(zip(WORDS, values, strict=True))
        Modification.objects.create(code=world.code, reference=f"T{number}", **of)
    actor, wanted = world.actors[role], RegisterFilter.model_validate(asked)
    found = narrowed(actor, world.code.id, wanted).count()
    assert register(actor, world.code.id, wanted).total == found > 0
    if not asked:
        assert facets(actor, world.code.id, -1).total == found


@pytest.mark.usefixtures("world")
def test_after_a_table_was_built_anew_the_counts_are_kept_again(world: World) -> None:
    with connection.cursor() as cursor:
        for name, *_ in kept_counts.WHEN:
            on = "" if connection.vendor == "sqlite" else f" ON {kept_counts.TABLE}"
            cursor.execute(f"DROP TRIGGER register_{name}{on}")
    Modification.objects.create(code=world.code, reference="T1")
    assert kept() != counted()
    kept_counts.install()
    assert kept() == counted()
    Modification.objects.create(code=world.code, reference="T2")
    assert kept() == counted()
