"""No page reads a whole table: how each database means to answer what long registers are asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from ridgeway.governance.codes import history
from ridgeway.governance.golive.models import Criterion
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases.facets import facets
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.queries import roadmap
from ridgeway.governance.releases.queries_page import scope_page
from ridgeway.governance.releases.register import RegisterFilter, register
from ridgeway.governance.search.queries import search
from ridgeway.governance.testing.models import Defect
from ridgeway.governance.testing.queries import grave_counts
from tests.governance.conftest import World
from tests.governance.modifications.register_world import brought, release_line
from tests.marks import covers

LONG = {
    "modifications_modification",
    "modifications_part",
    "releases_scopeentry",
    "testing_defect",
    "record_event",
    "search_searchentry",
}
"""Tables that grow with history; releases are few beside them."""

MANY = 300
Ask = Callable[[World], Any]


def asked(**given: Any) -> Ask:
    wanted = RegisterFilter.model_validate(given)
    return lambda world: register(world.actors["code-administrator"], world.code.id, wanted)


def of_the_record(**given: Any) -> Ask:
    def ask(world: World) -> Any:
        actor, code = world.actors["code-administrator"], world.code
        return history.entries(actor, code.key, code.id, **given)

    return ask


READS: dict[str, Ask] = {
    "the register": asked(),
    "one stage and path, newest first": asked(
        stage="refinement", path="self-governance", sort="-raised"
    ),
    "one stage": asked(stage="refinement"),
    "one urgency, newest first": asked(urgency="urgent", sort="-raised"),
    "by title, far in": asked(sort="title", page=4),
    "by day raised, far in": asked(sort="-raised", page=3),
    "by day raised, the oldest first": asked(sort="raised", page=4),
    "by target, far in": asked(sort="-target", page=3),
    "by stage, far in": asked(sort="-stage", page=3),
    "by urgency": asked(sort="urgency"),
    "by proposer": asked(sort="proposer"),
    "by proposer, far in, the last first": asked(sort="-proposer", page=4),
    "the last page": asked(page=6),
    "in no release": asked(release="none"),
    "in no release, by path": asked(release="none", stage="draft", sort="path"),
    "of one release": asked(release="r-1"),
    "a piece of a title": asked(q="irst 17"),
    "of one series": asked(series="MP1"),
    "what it narrows to": lambda w: facets(w.actors["member"], w.code.id, -1),
    "the scope of a release": lambda w: scope_page(w.actors["code-administrator"], w.code, "r-1"),
    "the roadmap": lambda w: roadmap(w.actors["code-administrator"], w.code),
    "testing issues of a release": lambda w: grave_counts(
        w.actors["code-administrator"],
        w.code.id,
        tuple(Release.objects.values_list("id", flat=True)),
    ),
    "words found": lambda w: search(w.actors["code-administrator"], "First"),
    "the record": of_the_record(),
    "the record before a number": of_the_record(within=history.Stretch(before=40)),
    "one act of the record": of_the_record(act="modification.raise"),
    "the record by a role": of_the_record(role="code-administrator"),
    "the record by a role after a number": of_the_record(
        role="party", within=history.Stretch(after=40)
    ),
    "one act of the record by a role": of_the_record(
        role="code-administrator", act="release.record-risk"
    ),
    "what happened to one thing": lambda w: history.history_of(
        w.actors["code-administrator"],
        w.code.id,
        Modification.objects.get(code=w.code, reference="MP0007").id,
    ),
}


@pytest.fixture
def long(world: World) -> World:
    mods = [
        {
            "reference": f"MP{n:04}",
            "title": f"First {n}",
            "raised_date": "2026-01-09",
            **({"release": "r-1"} if n < 30 else {}),
        }
        for n in range(MANY)
    ]
    defects = [
        {"reference": f"D{n}", "title": "Bad", "severity": 1, "release": f"r-{n % 9 + 1}"}
        for n in range(MANY)
    ]
    releases = [release_line(f"r-{n}") for n in range(1, 10)]
    brought(world, {"releases": releases, "modifications": mods, "defects": defects})
    assert Defect.objects.count() == MANY
    assert not Criterion.objects.exists()
    return world


@contextmanager
def told() -> Iterator[list[tuple[str, Any]]]:
    found: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def scanned(sql: str, params: Any) -> set[str]:
    """The tables that a plan reads from end to end, or of which it sorts all that a code has."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            # Small tables are scanned whatever indexes there are; so: is there any that serves?
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}", params)
            lines = [str(row[0]) for row in cursor.fetchall()]
            cursor.execute("SET LOCAL enable_seqscan = on")
        return {it[1] for x in lines if (it := re.search(r"Seq Scan on (\w+)", x))}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        lines = [str(row[3]) for row in cursor.fetchall()]
    names = {b: a for a, b in re.findall(r'"(\w+)" (U\d+)\b', sql)}
    sorts = "USE TEMP B-TREE FOR ORDER BY" in lines
    found = set()
    for line in lines:
        what, table, *how = line.split(" ", 2)
        # An index that is read in its own order ends with the page.
        ends = "USING" in "".join(how) and "LIMIT" in sql and not sorts
        whole = what == "SCAN" and "VIRTUAL" not in line and not ends
        sorted_whole = sorts and line.endswith(("(code_id=?)", "(chain_id=?)"))
        if whole or sorted_whole:
            found.add(names.get(table, table))
    return found


@covers("F-260")
@pytest.mark.parametrize("name", READS)
def test_no_long_table_is_read_from_end_to_end(name: str, long: World) -> None:
    with told() as statements:
        READS[name](long)
    reads = [(sql, params) for sql, params in statements if sql.startswith("SELECT")]
    assert reads
    for sql, params in reads:
        assert not scanned(sql, params) & LONG, sql


@covers("F-260")
@pytest.mark.sqlite
def test_the_planner_is_told_of_every_index_before_there_is_anything_to_measure(
    world: World,
) -> None:
    del world
    tables = [model._meta.db_table for model in apps.get_models()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl, idx FROM sqlite_stat1")
        told_of = set(cursor.fetchall())
        cursor.execute("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index'")
        held = {line for line in cursor.fetchall() if line[0] in tables}
    assert held
    assert held <= told_of


def test_the_check_sees_a_scan(long: World) -> None:
    del long
    with told() as statements:
        assert Modification.objects.filter(latest_update="nothing").count() == 0
    assert scanned(*statements[0]) == {"modifications_modification"}
