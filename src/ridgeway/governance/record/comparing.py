"""Compares the governed tables with their last snapshots, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from ridgeway.core.record.canonical import CanonicalError, parse, written
from ridgeway.governance.record.folding import Difference, Folded
from ridgeway.governance.record.reading import AT_ONCE
from ridgeway.governance.record.rows import Keeping, Row, label_of, snapshot_of

Values = dict[str, Any]


def governed() -> list[type[Row]]:
    """Every table whose columns the record answers for."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Row) and model.keeping is Keeping.GOVERNED
    ]


def compared(folded: Folded) -> Iterator[Difference]:
    """Each column, missing row and surplus row that differs. Empties `folded` on the way."""
    for model in governed():
        recorded = folded.tables.pop(label_of(model), {})
        yield from _table(model, recorded)
        for row_id in recorded:
            yield Difference(label_of(model), row_id, "is in the record, but the row is not there")
    for label, rows in folded.tables.items():
        for row_id in rows:
            yield Difference(label, row_id, "is in the record, but there is no such governed table")


def _table(model: type[Row], recorded: dict[str, bytes]) -> Iterator[Difference]:
    label = label_of(model)
    for row_id, values, fault in _rows(model):
        snapshot = recorded.pop(row_id, None)
        if snapshot is None:
            yield Difference(label, row_id, "is in the table, but never was recorded")
        elif fault:
            yield Difference(label, row_id, f"cannot be read: {fault}")
        else:
            yield from _row(model, row_id, snapshot, values)


def _row(model: type[Row], row_id: str, snapshot: bytes, values: Values) -> Iterator[Difference]:
    label = label_of(model)
    try:
        held = snapshot_of(model, values)
    except (CanonicalError, ValueError, TypeError) as fault:
        yield Difference(label, row_id, f"holds what no row can hold: {fault}")
        return
    if written(held) == snapshot:
        return
    said = {**model.later, **parse(snapshot)}
    if written(held) == written(said):
        return  # recorded before the table had its later columns
    for name in sorted(held.keys() | said.keys()):
        if name not in said:
            what = f"{name} is {held[name]!r}, and was never recorded"
        elif name not in held:
            what = f"{name} was recorded as {said[name]!r}, but there is no such column"
        elif written(held[name]) != written(said[name]):
            what = f"{name} is {held[name]!r}, recorded was {said[name]!r}"
        else:
            continue
        yield Difference(label, row_id, what, name, said.get(name), held.get(name))


def _rows(model: type[Row]) -> Iterator[tuple[str, Values, str]]:
    """Id, values and, for a row that the database cannot turn into values, why."""
    columns = [field.attname for field in model._meta.concrete_fields]
    table: models.QuerySet[Any] = model._default_manager.order_by()
    done: set[str] = set()
    try:
        for values in table.values(*columns).iterator(chunk_size=AT_ONCE):
            done.add(values["id"])
            yield values["id"], values, ""
    except (ValueError, TypeError):
        yield from _one_by_one(table, columns, done)


def _one_by_one(
    table: models.QuerySet[Any], columns: list[str], done: set[str]
) -> Iterator[tuple[str, Values, str]]:
    """The rest of a table in which something is not of its column's kind."""
    for row_id in list(table.values_list("pk", flat=True)):
        if row_id in done:
            continue
        try:
            yield row_id, table.values(*columns).get(pk=row_id), ""
        except (ValueError, TypeError) as fault:
            yield row_id, {}, str(fault)
