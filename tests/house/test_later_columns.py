"""Columns that came after rows were recorded: the record does not hold them, so `later` does.

Read from the migrations, so that nobody has to remember it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from ridgeway.core.record.canonical import plain
from ridgeway.governance.record.comparing import governed
from ridgeway.governance.record.rows import Row, label_of, recorded_columns
from tests.marks import covers

Columns = dict[str, dict[str, Any]]
"""By table, what rows that stood before a column came hold in it, in canonical form."""

GOVERNED = {label_of(model): model for model in governed()}


def operations(app: str) -> list[tuple[str, Operation]]:
    """The operations on an app's models with the name of their migration, in order."""
    graph = MigrationLoader(None).graph
    nodes = [node for node in graph.forwards_plan(graph.leaf_nodes(app)[0]) if node[0] == app]
    return [(name, op) for _, name in nodes for op in flat(graph.nodes[app, name].operations)]


def flat(found: Sequence[Operation]) -> Iterator[Operation]:
    """With those that move a table from app to app opened: they have their own inside."""
    for operation in found:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from flat(operation.state_operations)
        else:
            yield operation


def added_later(app: str) -> Columns:
    """The columns that came in another migration than their table."""
    made: dict[str, str] = {}
    found: Columns = {}
    for migration, operation in operations(app):
        if isinstance(operation, migrations.CreateModel):
            made[operation.name_lower] = migration
        elif isinstance(operation, migrations.AddField):
            table = operation.model_name_lower
            if made.get(table) != migration:
                column, value = filled(operation.name, operation.field)
                found.setdefault(f"{app}.{table}", {})[column] = value
    return found


def filled(name: str, field: models.Field[Any, Any]) -> tuple[str, Any]:
    """The name of the column, and what a migration puts into it for rows that are there."""
    column = f"{name}_id" if isinstance(field, models.ForeignKey) else name
    return column, plain(models.Field.get_default(field))


def test_every_app_with_governed_tables_is_read() -> None:
    tables = {f"{app}.{op.name_lower}" for app in APPS for op in created(app)}
    assert set(GOVERNED) <= tables


APPS = sorted({model._meta.app_label for model in GOVERNED.values()})


def created(app: str) -> list[migrations.CreateModel]:
    return [op for _, op in operations(app) if isinstance(op, migrations.CreateModel)]


@covers("F-257")
@pytest.mark.parametrize("app", APPS)
def test_a_column_that_came_later_is_declared_with_what_it_holds_then(app: str) -> None:
    wanted = {
        table: {name: value for name, value in columns.items() if name in recorded(table)}
        for table, columns in added_later(app).items()
        if table in GOVERNED
    }
    declared = {
        label: model.later
        for label, model in GOVERNED.items()
        if model._meta.app_label == app and model.later
    }
    assert declared == {table: columns for table, columns in wanted.items() if columns}


def recorded(table: str) -> tuple[str, ...]:
    return recorded_columns(GOVERNED[table])


def test_the_reading_of_the_migrations_finds_a_column_that_came_later() -> None:
    later = added_later("golive")
    assert later["golive.criterionfinding"] == {"about_digest": "", "fell_date": None}


TAKES_AWAY = (migrations.RemoveField, migrations.RenameField, migrations.DeleteModel)


@covers("F-257")
@pytest.mark.parametrize("app", APPS)
def test_no_recorded_column_or_table_goes_away(app: str) -> None:
    """What the record tells of a row must have a place in the table for good."""
    gone = [
        (migration, operation.describe())
        for migration, operation in operations(app)
        if isinstance(operation, TAKES_AWAY) and not migration.startswith("0001")
    ]
    assert gone == []


def test_what_is_declared_later_is_a_recorded_column_that_is_not_erased() -> None:
    """An erasable column is recorded as a digest, which rows from before it cannot have."""
    for model in apps.get_models():
        if issubclass(model, Row):
            assert set(model.later) <= set(recorded_columns(model)), model
            assert not any(model.later[n] for n in set(model.later) & set(model.erasable)), model
