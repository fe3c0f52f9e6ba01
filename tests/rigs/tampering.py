"""Every column of every table that the record answers for, changed behind the product's back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any, TypeAlias

from django.apps import apps
from django.db import IntegrityError, models, transaction

from ridgeway.governance.proving import sign_now, verify_all
from ridgeway.governance.record.rows import Keeping, Row, label_of
from ridgeway.governance.releases.models import RegisterCount
from ridgeway.governance.search.models import SearchEntry
from tests.governance.record.altering import other
from tests.governance.record.conftest import unguarded
from tests.rigs.life import Life, play
from tests.rigs.scene import AT
from tests.rigs.stage import Stage
from tests.rigs.stories import STORIES

Table = type[models.Model]
Column: TypeAlias = "models.Field[Any, Any]"
Change: TypeAlias = "tuple[list[models.Model], Column]"
SOME = 8
"""Rows of a table that are tried, where the first cannot be changed without another column."""

UNTOLD = {
    "record.checkpoint signed_at": "no signed note tells it; the chain tells when entries came",
}


def tamper() -> dict[str, Any]:
    """After every story: the columns that were `tried`, those whose change was `refused` by the
    database itself or `missed`, and the tables that are `empty`."""
    life = Life(Stage(0, ""))
    for story in STORIES.values():
        play(story(life))
    sign_now(AT)
    assert not list(verify_all().faults())
    told: dict[str, list[str]] = {"tried": [], "refused": [], "missed": []}
    tables = [table for table in answered_for() if table._default_manager.exists()]
    own = [table for table in tables if label_of(table).startswith("record.")]
    alone = [[change] for table in own for change in _columns_of(table)]
    for changes in (*_in_turn(set(tables) - set(own)), *alone):
        with unguarded():
            done = [_change(*one) for one in changes]
            faults = "\n".join(verify_all().faults())
        for (rows, column), changed in zip(changes, done, strict=True):
            name = f"{label_of(type(rows[0]))} {column.attname}"
            told["tried" if changed else "refused"].append(name)
            if changed and name not in UNTOLD and not (faults and _named(changed) in faults):
                told["missed"].append(name)
    return {**told, "empty": [label_of(t) for t in answered_for() if t not in tables]}


def answered_for() -> Iterator[Table]:
    """The tables of ours that are governed or derived."""
    for table in apps.get_models():
        keeping = getattr(table, "keeping", Keeping.OPERATIONAL)
        if table.__module__.startswith("ridgeway.") and keeping is not Keeping.OPERATIONAL:
            yield table


def _columns_of(table: Table) -> Iterator[Change]:
    """Each recorded column, with some rows that have something in it."""
    for column in table._meta.concrete_fields:
        apart = column.attname in getattr(table, "unrecorded", {})
        filled = table._default_manager.exclude(**{f"{column.attname}__isnull": True})
        rows = list(filled.order_by("pk")[:SOME])
        if rows and not apart and not isinstance(column, models.AutoField):
            yield rows, column


def _in_turn(tables: Iterable[Table]) -> Iterator[list[Change]]:
    """The first column of each table, then the second of each, and so on."""
    for columns in zip_longest(*(list(_columns_of(table)) for table in tables)):
        yield [one for one in columns if one is not None]


def _change(rows: list[models.Model], column: Column) -> models.Model | None:
    """The row into which another value went; none where the database itself refuses them all."""
    return next((row for row in rows if _changed(row, column)), None)


def _changed(row: models.Model, column: Column) -> bool:
    value = getattr(row, column.attname)
    words = [word for word in _words(type(row), column) if word != value]
    higher = [value + 1000] if isinstance(value, int) and not isinstance(value, bool) else []
    for new in (other(column, value), *words, *higher):
        try:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=row.pk).update(**{column.attname: new})
        except IntegrityError:
            continue
        return True
    return False


def _words(table: Table, column: Column) -> Iterator[str]:
    """The words that the model or a rule of the table knows for a column."""
    yield from (word for word, _ in column.flatchoices)
    for rule in table._meta.constraints:
        if isinstance(rule, models.CheckConstraint) and isinstance(rule.condition, models.Q):
            for said in rule.condition.children:
                if isinstance(said, tuple) and said[0] == f"{column.attname}__in":
                    yield from said[1]


def _named(row: models.Model) -> str:
    """What a fault has to say of a row to name it; of the record itself any fault is enough."""
    if isinstance(row, SearchEntry):
        return row.row_id
    if isinstance(row, RegisterCount):
        return label_of(RegisterCount)
    return f"{label_of(type(row))} {row.pk}" if isinstance(row, Row) else ""
