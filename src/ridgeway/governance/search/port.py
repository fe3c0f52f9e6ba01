"""Keeps search in step with each act, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from ridgeway.governance.acting import Acting
from ridgeway.governance.record.models import Event
from ridgeway.governance.record.rows import Row, label_of
from ridgeway.governance.search.models import SearchEntry
from ridgeway.governance.search.nouns import NOUNS

CHANGING = ("code_id", "audience", "seen", "reference", "title", "text")
BATCH = 500


def after_act(acting: Acting, events: list[Event]) -> None:
    """Bring the search rows of whatever the act wrote into line with it."""
    del events
    rows = [row for row in _written(acting) if label_of(type(row)) in NOUNS]
    if not rows:
        return
    entries = entries_of(rows)
    # The first act on a row leaves it at version 1: only later ones find it in search already.
    older = [e for row, e in zip(rows, entries, strict=True) if getattr(row, "version", 2) > 1]
    store(entries, _held(older))


def _written(acting: Acting) -> Iterable[Row]:
    yield from acting.rows()
    for entry in acting.entries:
        yield from entry.rows


def entries_of(rows: Iterable[Row]) -> list[SearchEntry]:
    """The search rows of rows that can be found."""
    nouns = ((row, NOUNS[label_of(type(row))]) for row in rows)
    return [noun.entry(getattr(row, name) for name in noun.columns) for row, noun in nouns]


Held = dict[tuple[str, str], tuple[int, tuple[Any, ...]]]
"""Identity and present values of search rows, by kind and identity of what they stand for."""


def _held(entries: Sequence[SearchEntry]) -> Held:
    wanted: dict[str, list[str]] = {}
    for entry in entries:
        wanted.setdefault(entry.kind, []).append(entry.row_id)
    found: Held = {}
    for kind, ids in wanted.items():
        for start in range(0, len(ids), BATCH):
            some = Q(kind=kind, row_id__in=ids[start : start + BATCH])
            rows = SearchEntry.objects.filter(some).values_list("row_id", "id", *CHANGING)
            found.update({(kind, row_id): (pk, values) for row_id, pk, *values in rows})
    return found


def store(entries: Sequence[SearchEntry], held: Held) -> None:
    """Insert what is new and overwrite what differs: most acts change no word of their subject."""
    new = []
    for entry in entries:
        found = held.get((entry.kind, entry.row_id))
        if found is None:
            new.append(entry)
            continue
        values = {name: getattr(entry, name) for name in CHANGING}
        if list(values.values()) != list(found[1]):
            SearchEntry.objects.filter(pk=found[0]).update(**values)
    if len(new) == 1:
        new[0].save(force_insert=True)
    elif new:
        SearchEntry.objects.bulk_create(new, batch_size=BATCH)
