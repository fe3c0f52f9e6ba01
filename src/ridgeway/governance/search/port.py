"""Keeps search in step with the acts of a transaction, at its end.

Once for all of them: the index of words is written to the disk's pages whenever a savepoint is
made, and an act within a shared transaction has one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from ridgeway.governance import prepared, writing
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Entered
from ridgeway.governance.record.rows import Row, label_of
from ridgeway.governance.search.models import SearchEntry
from ridgeway.governance.search.nouns import SAID, Noun
from ridgeway.governance.search.vocabulary import NOUNS, PARTS

ABOVE_PARTS = slice(2, 5)
"""Those of `SAID` that the parts of a thing are found by too."""

BATCH = 500


def after_acts(done: Sequence[Entered]) -> None:
    """Bring the search rows of whatever the acts wrote into line with it."""
    added = frozenset().union(*(one.acting.added for one in done))
    written: dict[str, dict[str, Row]] = {}
    once = True
    for row in _written(one.acting for one in done):
        if (kind := label_of(type(row))) in NOUNS:
            rows = written.setdefault(kind, {})
            once = once and row.id not in rows
            rows[row.id] = row
    moved = {
        kind: ids
        for kind, rows in written.items()
        if not NOUNS[kind].owner and (ids := _follow(NOUNS[kind], rows, added))
    }
    for noun in PARTS:
        parts_written = written.get(noun.kind, {}).values()
        # What a part was read with may have been written again by a later act.
        ids = {
            row.id for row in parts_written if row.id not in added or not once or noun.may_say(row)
        }
        if moved and (of := moved.get(label_of(noun.owning))):
            parts = noun.model._default_manager.filter(**{f"{noun.owner}__in": sorted(of)})
            ids |= set(parts.values_list("id", flat=True))
        if ids:
            _realign(noun, sorted(ids), added)


def _written(acts: Iterable[Acting]) -> Iterable[Row]:
    """What was written, in its order: of a row that two acts wrote the later one stands."""
    for acting in acts:
        for entry in acting.entries:
            yield from entry.rows
        yield from acting.rows()


def _follow(noun: Noun, rows: Mapping[str, Row], added: Collection[str]) -> set[str]:
    """Store what roots say, from memory; those whose parts are found otherwise now."""
    entries = [noun.entry([getattr(row, name) for name in noun.columns]) for row in rows.values()]
    held = held_of(noun.kind, [row_id for row_id in rows if row_id not in added])
    store(entries, held)
    return {
        entry.row_id
        for entry in entries
        if (before := held.get(entry.row_id))
        and before[1][ABOVE_PARTS] != tuple(getattr(entry, name) for name in SAID[ABOVE_PARTS])
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
    return rows.values_list("row_id", "id", *SAID)


def store(entries: Sequence[SearchEntry], held: Held) -> None:
    """Insert what is new and overwrite what differs: most acts change no word of their subject."""
    new = []
    for entry in entries:
        found = held.get(entry.row_id)
        if found is None:
            new.append(entry)
            continue
        values = {name: getattr(entry, name) for name in SAID}
        if tuple(values.values()) != found[1]:
            SearchEntry.objects.filter(pk=found[0]).update(**values)
    writing.insert(new)
