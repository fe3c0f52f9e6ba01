"""Keeps search in step with each act, inside its transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from ridgeway.governance import prepared, writing
from ridgeway.governance.acting import Acting
from ridgeway.governance.record.models import Event
from ridgeway.governance.record.rows import Row, label_of
from ridgeway.governance.search.models import SearchEntry
from ridgeway.governance.search.nouns import Noun
from ridgeway.governance.search.vocabulary import NOUNS, PARTS

CHANGING = ("code_id", "audience", "seen", "reference", "title", "text")
ABOVE_PARTS = slice(2, 5)
"""Those of them that the parts of a thing are found by too."""

BATCH = 500


def after_act(acting: Acting, events: list[Event]) -> None:
    """Bring the search rows of whatever the act wrote into line with it."""
    del events
    written: dict[str, list[Row]] = {}
    for row in _written(acting):
        if (kind := label_of(type(row))) in NOUNS:
            written.setdefault(kind, []).append(row)
    moved = {
        kind: ids
        for kind, rows in written.items()
        if not NOUNS[kind].owner and (ids := _follow(NOUNS[kind], rows, acting.added))
    }
    for noun in PARTS:
        rows = written.get(noun.kind, ())
        ids = {row.id for row in rows if row.id not in acting.added or noun.may_say(row)}
        if moved and (of := moved.get(label_of(noun.owning))):
            parts = noun.model._default_manager.filter(**{f"{noun.owner}__in": sorted(of)})
            ids |= set(parts.values_list("id", flat=True))
        if ids:
            _realign(noun, sorted(ids), acting.added)


def _written(acting: Acting) -> Iterable[Row]:
    yield from acting.rows()
    for entry in acting.entries:
        yield from entry.rows


def _follow(noun: Noun, rows: Sequence[Row], added: Collection[str]) -> set[str]:
    """Store what roots say, from memory; those whose parts are found otherwise now."""
    entries = [noun.entry(getattr(row, name) for name in noun.columns) for row in rows]
    held = held_of(noun.kind, [row.id for row in rows if row.id not in added])
    store(entries, held)
    return {
        entry.row_id
        for entry in entries
        if (before := held.get(entry.row_id))
        and before[1][ABOVE_PARTS] != tuple(getattr(entry, name) for name in CHANGING[ABOVE_PARTS])
    }


def _realign(noun: Noun, ids: Sequence[str], added: Collection[str]) -> None:
    """Read parts with what they belong to and store what they say; forget what says nothing."""
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        rows = prepared.rows(_saying, noun.kind, ids=some)
        entries = [noun.entry(values) for values in rows]
        held = held_of(noun.kind, [row_id for row_id in some if row_id not in added])
        store(entries, held)
        gone = set(held) - {entry.row_id for entry in entries}
        if gone:
            SearchEntry.objects.filter(kind=noun.kind, row_id__in=gone).delete()


def _saying(kind: str, ids: Sequence[str]) -> QuerySet[Any, Any]:
    noun = NOUNS[kind]
    return noun.rows().filter(pk__in=ids).values_list(*noun.columns)


Held = dict[str, tuple[int, tuple[Any, ...]]]
"""Identity and present values of search rows of one kind, by what they stand for."""


def held_of(kind: str, ids: Sequence[str]) -> Held:
    found: Held = {}
    for start in range(0, len(ids), BATCH):
        rows = prepared.rows(_present, kind=kind, ids=ids[start : start + BATCH])
        found |= {row_id: (pk, tuple(values)) for row_id, pk, *values in rows}
    return found


def _present(kind: str, ids: Sequence[str]) -> QuerySet[Any, Any]:
    rows = SearchEntry.objects.filter(kind=kind, row_id__in=ids)
    return rows.values_list("row_id", "id", *CHANGING)


def store(entries: Sequence[SearchEntry], held: Held) -> None:
    """Insert what is new and overwrite what differs: most acts change no word of their subject."""
    new = []
    for entry in entries:
        found = held.get(entry.row_id)
        if found is None:
            new.append(entry)
            continue
        values = {name: getattr(entry, name) for name in CHANGING}
        if tuple(values.values()) != found[1]:
            SearchEntry.objects.filter(pk=found[0]).update(**values)
    writing.insert(new)
