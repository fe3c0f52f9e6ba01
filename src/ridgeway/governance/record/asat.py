"""The register as it stood: rows folded from the snapshots that were recorded by an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Max

from ridgeway.core.record.canonical import parse
from ridgeway.core.record.salted import PREFIX, matches
from ridgeway.governance.record.folding import version_of
from ridgeway.governance.record.models import Event
from ridgeway.governance.record.reading import AT_ONCE, one_moment
from ridgeway.governance.record.rows import Row, governed_by, label_of
from ridgeway.governance.record.sources import FoldedSource, Values

Snapshots = dict[str, dict[str, Values]]


def source_at(
    at: dt.datetime, chains: Iterable[str], tables: Collection[type[Row]] = ()
) -> FoldedSource:
    """The rows as they were recorded by `at`, typed as the tables' values.

    `chains` are the keys to read: that of the code and, for people, bodies and parties, that of
    the installation. With `tables` only these are folded, which is much faster for one page.
    Columns that the record does not answer for are None. Whoever shows the rows asks for the
    audience of then, which is in them, and for that of now.
    """
    labels = [label_of(model) for model in tables]
    with one_moment():
        folded = snapshots_at(at, chains, labels)
        return FoldedSource({label: _typed(label, rows) for label, rows in folded.items()}, labels)


def position_at(key: str, at: dt.datetime) -> int:
    """The number of the last entry of a chain by a moment; 0 before its first."""
    known = Event.objects.filter(chain__key=key, recorded_at__lte=at)
    return int(known.aggregate(last=Max("seq"))["last"] or 0)


def snapshots_at(at: dt.datetime, chains: Iterable[str], labels: Collection[str] = ()) -> Snapshots:
    """The last snapshot of each row by table and id, in canonical forms.

    A chain is read up to its last entry of that time, in the order of its numbers: a clock that
    was put back meanwhile hides no entry from between.
    """
    marks = [f'"t":"{label}"'.encode() for label in labels]
    wanted = set(labels)
    folded: Snapshots = {}
    for key in chains:
        for label, rows in _of_chain(key, at, marks, wanted).items():
            held = folded.setdefault(label, {})
            later = {
                i: v
                for i, v in rows.items()
                if i not in held or version_of(held[i]) <= version_of(v)
            }
            held.update(later)
    return folded


def _of_chain(key: str, at: dt.datetime, marks: list[bytes], wanted: set[str]) -> Snapshots:
    folded: Snapshots = {}
    rows = Event.objects.filter(chain__key=key, seq__lte=position_at(key, at)).order_by("seq")
    for body in rows.values_list("body", flat=True).iterator(chunk_size=AT_ONCE):
        data = bytes(body)
        # Looking for a table's name in the bytes is fifty times cheaper than reading them.
        if marks and not any(mark in data for mark in marks):
            continue
        for row in parse(data, exact=True)["rows"]:
            if not wanted or row["t"] in wanted:
                folded.setdefault(row["t"], {})[row["id"]] = row["v"]
    return folded


def _typed(label: str, rows: Mapping[str, Values]) -> dict[str, Values]:
    model = governed_by(label)
    if model is None:
        return {}
    fields = [(f, f.attname) for f in model._meta.concrete_fields]
    texts = _texts(model, rows)
    typed = {}
    for row_id, snapshot in rows.items():
        said = {**model.later, **snapshot}
        values = {name: _value(field, said.get(name)) for field, name in fields}
        for name in model.erasable:
            values[name] = _said(str(snapshot.get(name) or ""), texts.get(row_id), name)
        typed[row_id] = values
    return typed


def _value(field: models.Field[Any, Any], recorded: Any) -> Any:
    if recorded is None or isinstance(field, models.JSONField):
        return recorded
    if field.is_relation:
        return recorded
    return field.to_python(recorded)


def _texts(model: type[Row], rows: Mapping[str, Values]) -> dict[str, Values]:
    """The present text and salt of the rows of a table that has text which may be erased."""
    if not model.erasable:
        return {}
    found = model._default_manager.order_by().values("id", "salt", *model.erasable)
    return {row["id"]: row for row in found.iterator(chunk_size=AT_ONCE) if row["id"] in rows}


def _said(recorded: str, present: Values | None, name: str) -> str:
    """The text that the digest stands for, if it is still held; nothing once it was erased.

    Text that was corrected since is gone too: the record keeps digests only.
    """
    if not recorded.startswith(PREFIX):
        return recorded
    if present is None or not present[name]:
        return ""
    salt = bytes.fromhex(present["salt"])
    return str(present[name]) if matches(recorded, salt, present[name]) else ""
