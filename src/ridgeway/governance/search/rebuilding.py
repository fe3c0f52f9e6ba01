"""Search is derived: it can be told apart from the rows that it stands for, and made anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef

from ridgeway.governance.record.folding import Difference
from ridgeway.governance.search.models import SearchEntry
from ridgeway.governance.search.nouns import SAID, Noun
from ridgeway.governance.search.port import BATCH, held_of
from ridgeway.governance.search.vocabulary import NOUNS

INDEXES = ("search_text", "search_title")
"""SQLite's indexes, which follow `search_searchentry` by triggers."""

AT_ONCE = 2000


def differences() -> Iterator[Difference]:
    """Where search does not say what the rows say; and whether the index itself holds together."""
    for noun in NOUNS.values():
        yield from _differences_of(noun)
    strange = SearchEntry.objects.exclude(kind__in=NOUNS)
    for kind, row_id in strange.values_list("kind", "row_id"):
        yield Difference(kind, row_id, "no such noun is searched")
    if connection.vendor == "sqlite":
        yield from _index_faults()


def _differences_of(noun: Noun) -> Iterator[Difference]:
    rows = _values(noun)
    while some := list(islice(rows, BATCH)):
        found = held_of(noun.kind, [values[0] for values in some])
        for values in some:
            yield from _differences_in(noun, values, found.get(values[0]))
    there = noun.rows().filter(pk=OuterRef("row_id"))
    gone = SearchEntry.objects.filter(~Exists(there), kind=noun.kind)
    for row_id in gone.values_list("row_id", flat=True).iterator(chunk_size=AT_ONCE):
        yield Difference(noun.kind, row_id, "is found but is not there")


def _differences_in(
    noun: Noun, values: tuple[Any, ...], found: tuple[int, tuple[Any, ...]] | None
) -> Iterator[Difference]:
    row_id = values[0]
    try:
        said = noun.said(values)
    except KeyError as unknown:
        yield Difference(noun.kind, row_id, f"is for an audience that is none: {unknown}")
        return
    if found is None:
        yield Difference(noun.kind, row_id, "cannot be found")
        return
    if said != found[1]:
        for name, value, held in zip(SAID, said, found[1], strict=True):
            if value != held:
                yield Difference(noun.kind, row_id, f"{name} differs")


def _values(noun: Noun) -> Iterator[tuple[Any, ...]]:
    rows = noun.rows().order_by("pk").values_list(*noun.columns)
    yield from rows.iterator(chunk_size=AT_ONCE)


def _index_faults() -> Iterator[Difference]:
    for index in INDEXES:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
                )
        except DatabaseError:
            yield Difference(index, "", "the index is not that of its table")


def rebuild() -> int:
    """Make search anew from the rows; how many can be found."""
    count = 0
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        for noun in NOUNS.values():
            entries = map(noun.entry, _values(noun))
            while batch := list(islice(entries, AT_ONCE)):
                SearchEntry.objects.bulk_create(batch, batch_size=500)
                count += len(batch)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for index in INDEXES:
                    cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608
    return count
