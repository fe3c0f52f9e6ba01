"""The register as it stood: filtered, sorted and paged in Python over rows of a past moment.

It answers what `register` answers of the present, slower, for everything held then is read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import Any

from django.db import connection

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Party
from ridgeway.governance.codes.visibility import seen_ids, seen_rows, seen_then
from ridgeway.governance.modifications.models import Modification, Part
from ridgeway.governance.record.sources import Source
from ridgeway.governance.releases.facets import LISTED, Facets, ReleaseFacet
from ridgeway.governance.releases.models import Relation, Release, ScopeEntry
from ridgeway.governance.releases.register import (
    COLUMNS,
    NO_RELEASE,
    SORTS,
    Placed,
    RegisterFilter,
    RegisterPage,
    RegisterRow,
)

Values = dict[str, Any]

TABLES = (Modification, Part, ScopeEntry, Release, Party)
"""What a source has to hold for the register."""

NAMES = tuple(field.name for field in fields(RegisterRow) if field.name != "releases")
_SCOPE = (
    "modification_id", "modification__audience", "release_id", "release__code_id",
    "release__audience", "release__slug", "release__name", "release__go_live_date", "relation",
    "part__number",
)  # fmt: skip


class RegisterThen:
    """The register of one code for one reader at one moment, read once."""

    def __init__(self, actor: Actor, code_id: str, source: Source) -> None:
        wanted = tuple(dict.fromkeys((*COLUMNS, "audience")))
        self._held = seen_rows(actor, Modification, wanted, source, code_id=code_id)
        entries = source.rows(ScopeEntry, _SCOPE, release__code_id=code_id)
        entries = seen_then(actor, entries, "release__audience", "release__code_id")
        now = seen_ids(actor, Release, {row["release_id"] for row in entries}, (code_id,))
        self._scope = [
            row
            for row in entries
            if row["release_id"] in now and row["relation"] != Relation.REMOVED
        ]
        self._scope.sort(key=lambda row: int(row["part__number"]))

    def page(self, asked: RegisterFilter) -> RegisterPage:
        """A page with its total; one beyond the last is empty."""
        found = self.rows(asked)
        start = (asked.page - 1) * asked.size
        return RegisterPage(
            tuple(found[start : start + asked.size]), len(found), asked.page, asked.size
        )

    def rows(self, asked: RegisterFilter) -> list[RegisterRow]:
        """Every row that a filter finds, in its order, whatever its page."""
        placed = self._placed(asked.release)
        found = [row for row in self._held if _is_asked(row, asked, placed)]
        places: dict[str, list[Placed]] = {}
        for row in self._scope:
            place = Placed(row["release__slug"], row["release__name"], row["relation"])
            places.setdefault(row["modification_id"], []).append(place)
        return [_row(row, places) for row in _sorted(found, asked.sort)]

    def facets(self) -> Facets:
        """What it can be narrowed to, with how many rows each leaves."""
        seen = {row["id"] for row in self._held}
        within = [row for row in self._scope if row["modification_id"] in seen]
        carrying = {
            (row["release__go_live_date"], row["release__slug"], row["release__name"])
            for row in within
        }
        return Facets(
            total=len(self._held),
            examples=sum(bool(row["example"]) for row in self._held),
            stages=self._counted("stage"),
            paths=self._counted("path"),
            urgencies=self._counted("urgency"),
            releases=tuple(
                ReleaseFacet(slug, name)
                for _, slug, name in sorted(carrying, reverse=True)[:LISTED]
            ),
        )

    def _counted(self, column: str) -> tuple[tuple[str, int], ...]:
        values = Counter(str(row[column]) for row in self._held if row[column])
        return tuple(sorted(values.items()))

    def _placed(self, slug: str) -> frozenset[str]:
        """The modifications in the scope of a release, or of any."""
        return frozenset(
            row["modification_id"]
            for row in self._scope
            if slug in ("", NO_RELEASE) or row["release__slug"] == slug
        )


def _is_asked(row: Values, asked: RegisterFilter, placed: frozenset[str]) -> bool:
    equal = {"stage": asked.stage, "path": asked.path, "urgency": asked.urgency}
    equal["proposer__key"] = asked.proposer.lower()
    if any(value and row[name] != value for name, value in equal.items()):
        return False
    if asked.series and not str(row["reference"]).startswith(asked.series):
        return False
    text = asked.q.casefold()
    if text and not any(text in str(row[name]).casefold() for name in ("reference", "title")):
        return False
    if asked.release:
        return (row["id"] in placed) is (asked.release != NO_RELEASE)
    return True


def _sorted(rows: list[Values], sort: str) -> list[Values]:
    """The order that the database gives, also to rows that lack the first column."""
    first, *more = SORTS[sort.removeprefix("-")]
    turned = sort.startswith("-")
    found = sorted(rows, key=lambda row: tuple(row[name] for name in more))
    held = [row for row in found if row[first] is not None]
    held.sort(key=lambda row: row[first], reverse=turned)
    lacking = [row for row in found if row[first] is None]
    last = bool(connection.features.nulls_order_largest) is not turned
    return [*held, *lacking] if last else [*lacking, *held]


def _row(values: Values, places: dict[str, list[Placed]]) -> RegisterRow:
    given = {name: values[column] for name, column in zip(NAMES, COLUMNS, strict=True)}
    return RegisterRow(**given, releases=tuple(places.get(values["id"], ())))
