"""Compares the governed tables with their last snapshots, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from ridgeway.core.record.canonical import CanonicalError, plain, written
from ridgeway.governance.record.folding import (
    Difference,
    Folded,
    Last,
    digest_of,
    key_of,
    recorded_in,
)
from ridgeway.governance.record.reading import AT_ONCE
from ridgeway.governance.record.rows import Keeping, Row, governed_by, label_of, snapshot_of
from ridgeway.governance.record.spread import Spread

Values = dict[str, Any]


def governed() -> list[type[Row]]:
    """Every table whose columns the record answers for."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Row) and model.keeping is Keeping.GOVERNED
    ]


def compared(folded: Folded) -> Iterator[Difference]:
    """Each column, missing row and surplus row that differs, in no order."""
    with Spread() as held:
        for model in governed():
            for row_id, digest in _digests(model):
                held.put((key_of(label_of(model), row_id), digest))
        for said, rows in zip(folded.parts(), held.parts(), strict=True):
            # A dict: of rows that come twice one counts.
            yield from _part(said, dict(rows))


def _part(said: dict[str, Last], held: dict[str, str]) -> Iterator[Difference]:
    for key, digest in held.items():
        last = said.pop(key, None)
        label, row_id = key.split(" ", 1)
        if last is None:
            yield Difference(label, row_id, "is in the table, but never was recorded")
        elif last.digest != digest:
            yield from _row(label, row_id, last)
    for key in said:
        label, row_id = key.split(" ", 1)
        there = "the row is not there" if governed_by(label) else "there is no such governed table"
        yield Difference(label, row_id, f"is in the record, but {there}")


def _row(label: str, row_id: str, last: Last) -> Iterator[Difference]:
    """Which columns differ, from the row and its snapshot read again."""
    model = governed_by(label)
    assert model is not None  # noqa: S101 - there is such a row
    try:
        values = _table(model).values(*_columns(model)).get(pk=row_id)
    except (ValueError, TypeError) as fault:
        yield Difference(label, row_id, f"cannot be read: {fault}")
        return
    try:
        held = snapshot_of(model, values)
    except (CanonicalError, ValueError, TypeError) as fault:
        yield Difference(label, row_id, f"holds what no row can hold: {fault}")
        return
    said = {**model.later, **recorded_in(last, key_of(label, row_id))}
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


UNREADABLE = ""
"""Stands where a row has no digest, as something in it is not of its column's kind."""


def _digests(model: type[Row]) -> Iterator[tuple[str, str]]:
    """The id and the digest of every row; some come twice where one cannot be read."""
    columns, rows = _columns(model), _table(model)
    loose = [f.attname for f in model._meta.concrete_fields if isinstance(f, models.JSONField)]
    try:
        for row in rows.values_list(*columns).iterator(chunk_size=AT_ONCE):
            values = dict(zip(columns, row, strict=True))
            yield values["id"], _digest(model, values, loose)
    except (ValueError, TypeError):
        for row_id in rows.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE):
            try:
                values = rows.values(*columns).get(pk=row_id)
            except (ValueError, TypeError):
                yield row_id, UNREADABLE
            else:
                yield row_id, _digest(model, values, loose)


def _digest(model: type[Row], values: Values, loose: list[str]) -> str:
    """The digest of a row from the table; `plain` is spared where it could change nothing."""
    try:
        if model.erasable or model.unrecorded:
            return digest_of(model, snapshot_of(model, values))
        for name in loose:
            values[name] = plain(values[name])
        return UNREADABLE if float in map(type, values.values()) else digest_of(model, values)
    except (CanonicalError, ValueError, TypeError):
        return UNREADABLE


def _table(model: type[Row]) -> models.QuerySet[Any]:
    return model._default_manager.order_by()


def _columns(model: type[Row]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
