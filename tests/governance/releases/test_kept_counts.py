"""The counts that the database keeps of a register are those that counting would find."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

import pytest
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ridgeway.governance.modifications.models import Modification, Part
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases import kept_counts
from ridgeway.governance.releases.facets import facets
from ridgeway.governance.releases.models import RegisterCount, Release, ScopeEntry
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
WHAT = ["add", "add", "change", "remove", "place", "place", "leave", "return", "open"]
STEPS = st.lists(st.tuples(st.sampled_from(WHAT), ROWS, st.integers(0, 20)), max_size=14)


def kept() -> dict[tuple[Any, ...], int]:
    rows = RegisterCount.objects.values_list(*kept_counts.KEY, "n")
    return {tuple(key): n for *key, n in rows if n}


def counted() -> dict[tuple[Any, ...], int]:
    """What counting finds, one modification after the other."""
    rows = Modification.objects.values_list("id", *kept_counts.COLUMNS)
    return dict(Counter((*key, _widest(row_id)) for row_id, *key in rows))


def _widest(modification_id: str) -> str:
    carried = ScopeEntry.objects.filter(modification_id=modification_id)
    seen = set(carried.exclude(relation="removed").values_list("release__audience", flat=True))
    return next((word for word in Audience.values if word in seen), "")


def _releases(world: World) -> list[Release]:
    """A release for each of some audiences."""
    day = {"go_live_date": world.at.date()}
    return [
        Release.objects.get_or_create(code=world.code, slug=word, audience=word, defaults=day)[0]
        for word in ("public", "committee", "administration")
    ]


def _take(world: World, step: tuple[str, dict[str, Any], int], number: int) -> None:
    what, values, which = step
    rows = list(Modification.objects.order_by("reference"))
    releases = list(Release.objects.order_by("slug"))
    entries = list(ScopeEntry.objects.order_by("id"))
    if what == "add" or not rows:
        Modification.objects.create(code=world.code, reference=f"T{number}", **values)
        return
    row, release = rows[which % len(rows)], releases[which % len(releases)]
    if what == "change":
        Modification.objects.filter(pk=row.pk).update(**values)
    elif what == "remove":
        ScopeEntry.objects.filter(modification=row).delete()
        Part.objects.filter(modification=row).delete()
        row.delete()
    elif what == "place":
        part = Part.objects.create(modification=row, number=number + 1)
        ScopeEntry.objects.create(release=release, part=part, modification=row, relation="approved")
    elif what == "open":
        Release.objects.filter(pk=release.pk).update(audience=values["audience"])
    elif entries:
        relation = "removed" if what == "leave" else "implemented"
        entry = ScopeEntry.objects.filter(pk=entries[which % len(entries)].pk)
        entry.update(relation=relation, release=release)


def test_a_count_that_somebody_changed_is_named(world: World) -> None:
    Modification.objects.create(code=world.code, reference="T1", title="A change")
    assert list(kept_counts.differences()) == []
    RegisterCount.objects.update(n=3)
    (found,) = kept_counts.differences()
    assert "says 3, there are 1" in str(found)
    RegisterCount.objects.all().delete()
    assert "says 0, there are 1" in str(*kept_counts.differences())


@given(steps=STEPS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whoever_writes_the_counts_follow(world: World, steps: Any) -> None:
    for table in (ScopeEntry, Part, Modification, Release):
        table.objects.all().delete()
    _releases(world)
    for number, step in enumerate(steps):
        _take(world, step, number)
        assert kept() == counted()


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"stage": "report"},
        {"path": "self-governance", "urgency": "urgent"},
        {"release": "none"},
        {"release": "none", "stage": "report", "sort": "-urgency"},
    ],
)
@pytest.mark.parametrize("role", ["code-administrator", "member", "party"])
def test_the_total_of_a_page_is_what_counting_finds(
    world: World, asked: dict[str, str], role: str
) -> None:
    for number, values in enumerate(product(*WORDS.values())):
        of = dict(zip(WORDS, values, strict=True))
        row = Modification.objects.create(code=world.code, reference=f"T{number}", **of)
        if number % 4:
            part = Part.objects.create(modification=row)
            release = _releases(world)[number % 4 - 1]
            relation = "removed" if number % 5 == 0 else "approved"
            ScopeEntry.objects.create(
                release=release, part=part, modification=row, relation=relation
            )
    actor, wanted = world.actors[role], RegisterFilter.model_validate(asked)
    found = narrowed(actor, world.code.id, wanted).count()
    assert register(actor, world.code.id, wanted).total == found > 0
    if not asked:
        assert facets(actor, world.code.id, -1).total == found


@pytest.mark.usefixtures("world")
def test_after_a_migration_the_counts_are_kept_again(world: World) -> None:
    kept_counts.remove()
    Modification.objects.create(code=world.code, reference="T1")
    assert kept() != counted()
    kept_counts.install()
    assert kept() == counted()
    Modification.objects.create(code=world.code, reference="T2")
    assert kept() == counted()


def test_a_migration_can_build_a_table_anew_that_counts_are_kept_of(world: World) -> None:
    Modification.objects.create(code=world.code, reference="T1")
    emit_pre_migrate_signal(0, interactive=False, db=connection.alias)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            held = {name for (name,) in cursor.fetchall()}
        assert not held & {f"register_{name}" for name, *_ in kept_counts.WHEN}
        # SQLite refuses this while a trigger anywhere names the table.
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {kept_counts.COUNTS} RENAME TO elsewhere")
            cursor.execute(f"ALTER TABLE elsewhere RENAME TO {kept_counts.COUNTS}")
    emit_post_migrate_signal(0, interactive=False, db=connection.alias)
    assert kept() == counted()
