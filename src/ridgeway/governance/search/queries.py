"""Finding things by their words: the total and one page, with the audience inside the query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.visibility import audiences, declare, kept_from
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.search.models import SearchEntry
from ridgeway.governance.search.nouns import seen_word
from ridgeway.governance.search.terms import fts5, terms_of, tsquery, whole_words
from ridgeway.governance.search.vocabulary import NOUNS

declare(SearchEntry)
PAGE_SIZE = 50
FURTHEST_PAGE = 10_000
RANKED_UP_TO = 1000
"""Up to so many hits the best come first; among more, the latest entered: a rank among thousands
tells a reader little and costs a look at every one."""

AROUND = 140


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `kind` is its table, `code` the key of its code, `extract` is plain text."""

    kind: str
    noun: str
    row_id: str
    code: str
    reference: str
    title: str
    extract: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits and how many there are in all; `ranked` says whether the best are first."""

    q: str
    terms: tuple[str, ...]
    total: int
    hits: tuple[Hit, ...]
    page: int
    ranked: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def search(actor: Actor, q: str, page: int = 1, *, code: str = "") -> Found:
    """What the actor may see that holds every word typed, in three queries.

    The last word also finds words that begin with it when no whole word does. Nothing typed can
    break the query; what holds no word finds nothing. `code` narrows to one code by its key.
    """
    terms = terms_of(q)
    page = min(max(page, 1), FURTHEST_PAGE)
    keys = dict(Code.objects.values_list("id", "key"))
    if code:
        keys = {pk: key for pk, key in keys.items() if key == code}
    if not terms or not keys:
        return Found(q, terms, 0, (), page, ranked=True)
    seen = _seen(actor, keys, everywhere=not code)
    kept = sorted(kept_from(actor))
    engine = _Sqlite(kept) if connection.vendor == "sqlite" else _Postgres(kept)
    total = engine.count(terms, seen, whole=True)
    whole = True
    if not total and not whole_words(q):
        total, whole = engine.count(terms, seen, whole=False), False
    if not total:
        return Found(q, terms, 0, (), page, ranked=True)
    ranked = total <= RANKED_UP_TO
    rows = engine.page(terms, seen, (page - 1) * PAGE_SIZE, whole=whole, ranked=ranked)
    hits = tuple(_hit(row, keys, terms) for row in rows)
    return Found(q, terms, total, hits, page, ranked)


def _seen(actor: Actor, codes: dict[str, str], *, everywhere: bool) -> tuple[str, ...] | None:
    """The words under which the actor may see; None where nothing need be left out."""
    groups = {code_id: audiences(actor, code_id) for code_id in codes}
    if everywhere and all(len(found) == len(Audience.values) for found in groups.values()):
        return None
    return tuple(seen_word(c, audience) for c, found in groups.items() for audience in found)


def _hit(row: Sequence[Any], codes: dict[str, str], terms: tuple[str, ...]) -> Hit:
    kind, row_id, code_id, reference, title, text = row
    noun = NOUNS[kind].title if kind in NOUNS else kind
    extract = extract_of(text, terms)
    return Hit(kind, noun, row_id, codes.get(code_id, ""), reference, title, extract)


def extract_of(text: str, terms: tuple[str, ...]) -> str:
    """The part of a text around the first word that was sought."""
    lower = text.lower()
    places = [at for term in terms if (at := lower.find(term.lower())) >= 0]
    start = max(0, min(places, default=0) - AROUND // 2)
    if start:
        start = text.find(" ", start, start + 30) + 1 or start
    end = start + AROUND
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + AROUND // 2)
    piece = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{piece}{' …' if end < len(text) else ''}"


Rows = list[tuple[Any, ...]]
_COLUMNS = "e.kind, e.row_id, e.code_id, e.reference, e.title, e.text"


class _Engine:
    """A full-text search without the rows that `kept` names: few, for most readers none."""

    def __init__(self, kept: Sequence[str]) -> None:
        self.kept = list(kept)

    def _but(self, column: str) -> str:
        if not self.kept:
            return ""
        marks = ", ".join(["%s"] * len(self.kept))
        kept = f"SELECT id FROM search_searchentry WHERE row_id IN ({marks})"  # noqa: S608 - marks
        return f" AND {column} NOT IN ({kept})"


class _Sqlite(_Engine):
    """FTS5. The audience is a column of the index, so hidden rows are never counted."""

    def _match(self, terms: tuple[str, ...], seen: tuple[str, ...] | None, whole: bool) -> str:
        said = f"{{reference title text}} : ({fts5(terms, whole=whole)})"
        if seen is None:
            return said
        words = " OR ".join(f'"{word}"' for word in seen)
        return f"{said} AND seen : ({words})"

    def count(self, terms: tuple[str, ...], seen: tuple[str, ...] | None, *, whole: bool) -> int:
        sql = f"SELECT count(*) FROM search_text WHERE search_text MATCH %s{self._but('rowid')}"  # noqa: S608
        return int(_rows(sql, [self._match(terms, seen, whole), *self.kept])[0][0])

    def page(
        self,
        terms: tuple[str, ...],
        seen: tuple[str, ...] | None,
        start: int,
        *,
        whole: bool,
        ranked: bool,
    ) -> Rows:
        order = "bm25(search_text, 10.0, 5.0, 1.0, 0.0), rowid DESC" if ranked else "rowid DESC"
        sql = (
            f"SELECT {_COLUMNS} FROM (SELECT rowid AS id, row_number() OVER () AS place FROM"  # noqa: S608 - constants only
            f" (SELECT rowid FROM search_text WHERE search_text MATCH %s{self._but('rowid')}"
            f" ORDER BY {order} LIMIT %s OFFSET %s)) f"
            " JOIN search_searchentry e ON e.id = f.id ORDER BY f.place"
        )
        return _rows(sql, [self._match(terms, seen, whole), *self.kept, PAGE_SIZE, start])


class _Postgres(_Engine):
    """A stored tsvector under a GIN index."""

    def _where(self, seen: tuple[str, ...] | None) -> str:
        return "words @@ to_tsquery('english', %s)" + (
            ("" if seen is None else " AND seen = ANY(%s)") + self._but("id")
        )

    def _given(
        self, terms: tuple[str, ...], seen: tuple[str, ...] | None, whole: bool
    ) -> list[Any]:
        said = tsquery(terms, whole=whole)
        return [said, *([] if seen is None else [list(seen)]), *self.kept]

    def count(self, terms: tuple[str, ...], seen: tuple[str, ...] | None, *, whole: bool) -> int:
        sql = f"SELECT count(*) FROM search_searchentry WHERE {self._where(seen)}"  # noqa: S608
        return int(_rows(sql, self._given(terms, seen, whole))[0][0])

    def page(
        self,
        terms: tuple[str, ...],
        seen: tuple[str, ...] | None,
        start: int,
        *,
        whole: bool,
        ranked: bool,
    ) -> Rows:
        rank = "ts_rank(words, to_tsquery('english', %s)) DESC, id DESC"
        given = self._given(terms, seen, whole)
        if ranked:
            given.append(tsquery(terms, whole=whole))
        order = rank if ranked else "id DESC"
        sql = (
            f"SELECT {_COLUMNS} FROM search_searchentry e WHERE {self._where(seen)}"  # noqa: S608
            f" ORDER BY {order} LIMIT %s OFFSET %s"
        )
        return _rows(sql, [*given, PAGE_SIZE, start])


def _rows(sql: str, given: list[Any]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [tuple(row) for row in cursor.fetchall()]
