"""Reads about releases: the list and the roadmap; pages of one release stand in modules beside."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet

from ridgeway.governance import prepared
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.visibility import declare, seen_rows, visible
from ridgeway.governance.modifications.queries import seen_values
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.models import Relation, Release, ScopeEntry
from ridgeway.governance.releases.queries_calendar import CalendarMark, calendar
from ridgeway.governance.releases.queries_due import DueLine, obligations_changed, obligations_due
from ridgeway.governance.releases.queries_page import (
    ReleasePage,
    Why,
    release_page,
    scope_page,
    scope_seen,
    why,
)
from ridgeway.governance.releases.queries_whatif import what_if

declare(Release)

__all__ = [
    "CalendarMark",
    "DueLine",
    "ReleasePage",
    "Why",
    "calendar",
    "obligations_changed",
    "obligations_due",
    "release_by_slug",
    "release_page",
    "releases_list",
    "roadmap",
    "scope_page",
    "what_if",
    "why",
    "with_severe",
]

ENDED = ("closed", "cancelled")
OVER = ("live", "early-life", "reviewed", *ENDED)


def release_by_slug(actor: Actor, code: Code, slug: str) -> Release | None:
    """The release at an address, if the actor may see it."""
    rows = prepared.rows(_by_slug, code=code.id, slug=slug, **seen_values(actor, code.id))
    return Release.from_db(None, RELEASE, rows[0]) if rows else None


RELEASE = tuple(field.attname for field in Release._meta.concrete_fields)


def _by_slug(code: str, slug: str, seen: Sequence[str] | None = None) -> QuerySet[Any, Any]:
    rows = Release.objects.filter(code_id=code, slug=slug)
    rows = rows if seen is None else rows.filter(audience__in=seen)
    return rows.values_list(*RELEASE)


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release in a list."""

    id: str
    slug: str
    name: str
    kind: str
    state: str
    standing: str
    policy_date: dt.date | None
    go_live_date: dt.date
    actual_date: dt.date | None
    code_version: str
    example: bool
    audience: str


_LINE = (
    "id", "slug", "name", "kind", "state", "standing", "policy_date", "go_live_date",
    "actual_date", "code_version", "example", "audience",
)  # fmt: skip


def releases_list(actor: Actor, code: Code) -> list[ReleaseLine]:
    """Every release of a code that the actor may see, the latest first: one query."""
    rows = visible(Release, actor).filter(code=code).order_by("-go_live_date", "name")
    return [ReleaseLine(**row) for row in rows.values(*_LINE)]


@dataclass(frozen=True, slots=True)
class RoadmapLine:
    """A release on the roadmap: `done` of `scope` parts are implemented; `severe` counts open
    defects of severity 1 and 2, None where nobody counted them."""

    id: str
    slug: str
    name: str
    kind: str
    state: str
    standing: str
    scope_date: dt.date | None
    go_live_date: dt.date
    actual_date: dt.date | None
    example: bool
    done: int
    scope: int
    severe: int | None


_ROAD = (
    "id", "slug", "name", "kind", "state", "standing", "scope_date", "go_live_date",
    "actual_date", "example",
)  # fmt: skip


def roadmap(
    actor: Actor,
    code: Code,
    *,
    every: bool = False,
    first: int | None = None,
    severe: Mapping[str, int] | None = None,
    source: Source = LIVE,
) -> list[RoadmapLine]:
    """The open releases, or every one, by date: two queries.

    `severe` gives the open severe defects by release id (a release that is missing has none).
    """
    rows: list[dict[str, Any]]
    if source is LIVE:
        releases = visible(Release, actor).filter(code=code)
        if not every:
            releases = releases.exclude(state__in=OVER)
        rows = list(releases.order_by("go_live_date", "name").values(*_ROAD)[: first or None])
    else:
        held = seen_rows(actor, Release, _ROAD, source, code_id=code.id)
        rows = [row for row in held if every or row["state"] not in OVER]
        rows = sorted(rows, key=lambda row: (row["go_live_date"], row["name"]))[: first or None]
    counted = _counted(actor, code, [row["id"] for row in rows], source)
    return [
        RoadmapLine(
            **row,
            done=counted.get((row["id"], Relation.IMPLEMENTED), 0),
            scope=sum(counted.get((row["id"], r), 0) for r in _IN_SCOPE),
            severe=None if severe is None else severe.get(row["id"], 0),
        )
        for row in rows
    ]


def with_severe(lines: list[RoadmapLine], severe: Mapping[str, int]) -> list[RoadmapLine]:
    """The same lines with counts of severe defects by release id, gathered after reading them."""
    return [replace(line, severe=severe.get(line.id, 0)) for line in lines]


_IN_SCOPE = (Relation.TARGETED, Relation.APPROVED, Relation.IMPLEMENTED)


def _counted(
    actor: Actor, code: Code, ids: list[str], source: Source
) -> dict[tuple[str, str], int]:
    """Parts in scope by release and relation, of modifications that the actor may see."""
    if source is not LIVE:
        columns = ("release_id", "relation", "modification_id", "modification__audience")
        entries = source.rows(ScopeEntry, columns, release_id=ids)
        seen = scope_seen(actor, code.id, entries, source)
        return dict(Counter((row["release_id"], row["relation"]) for row in seen))
    rows = prepared.rows(_by_relation, ids=ids, **seen_values(actor, code.id))
    return {(release, relation): count for release, relation, count in rows}


def _by_relation(ids: Sequence[str], seen: Sequence[str] | None = None) -> QuerySet[Any, Any]:
    # By id, so that the index alone answers.
    entries = ScopeEntry.objects.filter(release_id__in=ids).order_by()
    if seen is not None:
        entries = entries.filter(modification__audience__in=seen)
    return entries.values_list("release_id", "relation").annotate(Count("id"))
