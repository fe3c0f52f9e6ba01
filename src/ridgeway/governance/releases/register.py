"""The register: modifications with the release of each part. Pages, API, exports and the command
line read it here, so all show the same rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Q, QuerySet
from pydantic import BaseModel, ConfigDict, Field, field_validator

from ridgeway.governance import prepared
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.visibility import audiences, seen_ids, seen_then
from ridgeway.governance.modifications.models import Modification, ModificationReference
from ridgeway.governance.modifications.queries import seen_under, seen_values
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.models import Relation, Release, ScopeEntry
from ridgeway.governance.releases.register_ids import Wanted, page_ids, placed
from ridgeway.governance.releases.register_text import holding
from ridgeway.governance.remembered import remembered

PAGE_SIZE = 50
LARGEST_PAGE = 500
FURTHEST_PAGE = 1_000_000
NO_RELEASE = "none"

SORTS: dict[str, tuple[str, ...]] = {
    "reference": ("reference",),
    "title": ("title", "id"),
    "raised": ("raised_date", "reference"),
    "stage": ("stage", "reference"),
    "path": ("path", "reference"),
    "urgency": ("urgency", "reference"),
    "proposer": ("proposer__name", "reference"),
    "target": ("target_date", "reference"),
}
"""What the register may be sorted by; a minus before the name turns it round."""


class RegisterFilter(BaseModel):
    """What to show of the register, as a query string holds it. Empty means all."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _without_nul(cls, value: Any) -> Any:
        """No database text holds U+0000, so what is asked with it can be asked without."""
        return value.replace("\0", "") if isinstance(value, str) else value

    stage: str = Field("", title="Stage", max_length=40)
    path: str = Field("", title="Path", max_length=40)
    urgency: str = Field("", title="Urgency", max_length=40)
    release: str = Field("", title="Release", description="Its short name, or none", max_length=80)
    proposer: str = Field("", title="Proposer", description="Key of a Party", max_length=40)
    series: str = Field("", title="Series", description="How references begin", max_length=20)
    q: str = Field("", title="Text", description="In the reference or title", max_length=200)
    sort: str = Field(
        "reference",
        title="Sort by",
        pattern=rf"^-?({'|'.join(SORTS)})$",
        description="A minus turns it round",
    )
    page: int = Field(1, title="Page", ge=1, le=FURTHEST_PAGE)
    size: int = Field(PAGE_SIZE, title="Rows on a page", ge=1, le=LARGEST_PAGE)


EVERYTHING = RegisterFilter()


@dataclass(frozen=True, slots=True)
class Placed:
    """The release of one part of a modification, and how the part stands to it."""

    slug: str
    name: str
    relation: str


def release_names(places: Iterable[Placed]) -> str:
    """The names of the releases of one modification, as one cell."""
    return ", ".join([place.name for place in places])


@dataclass(slots=True)
class RegisterRow:
    """One modification in the register; the row that page, API and exports share.

    None and empty text mean: not held.
    """

    id: str
    reference: str
    title: str
    stage: str
    path: str
    urgency: str
    proposer: str | None
    proposer_key: str | None
    raised_date: dt.date | None
    target_date: dt.date | None
    decided_date: dt.date | None
    system_impact: bool | None
    central_cost: int | None
    example: bool
    releases: tuple[Placed, ...] = ()

    @property
    def release(self) -> str:
        return release_names(self.releases)

    @property
    def relation(self) -> str:
        return ", ".join(place.relation for place in self.releases)


COLUMNS = tuple(
    {"proposer": "proposer__name", "proposer_key": "proposer__key"}.get(f.name, f.name)
    for f in fields(RegisterRow)
    if f.name != "releases"
)


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page and how many rows there are in all."""

    rows: tuple[RegisterRow, ...]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def register(
    actor: Actor, code_id: str, asked: RegisterFilter = EVERYTHING, *, head: bytes = b""
) -> RegisterPage:
    """A page of the register with its total, in a handful of queries however many rows are held.

    A page beyond the last is empty. With the `head` that `CodeSeen` tells, the rows of a page that
    was read since serve again until the record moves on; not those of a text as it is typed.
    """
    if not head or asked.q or asked.size > PAGE_SIZE:
        return _page(actor, code_id, asked)
    key = ("register", code_id, audiences(actor, code_id), asked)
    return remembered(key, head, lambda: _page(actor, code_id, asked))


def _page(actor: Actor, code_id: str, asked: RegisterFilter) -> RegisterPage:
    start = (asked.page - 1) * asked.size
    order = ordering(asked.sort)
    # Ids first: a narrow index serves the long way to a deep page, whole rows are read for 50.
    if asked.q or asked.series or asked.release not in ("", NO_RELEASE):
        found = narrowed(actor, code_id, asked)
        ordered = found.order_by(*order)
        ids = list(ordered.values_list("id", flat=True)[start : start + asked.size])
        total = found.order_by().count()
    else:
        given = {"code": code_id, **seen_values(actor, code_id), **_equal(asked)}
        wanted = Wanted(given, unplaced=asked.release == NO_RELEASE)
        ids, total = page_ids(wanted, order, start, asked.size)
    places = places_of(actor, code_id, ids)
    by_id = {values[0]: _row(values, places) for values in prepared.rows(_by_id, ids=ids)}
    return RegisterPage(tuple(by_id[pk] for pk in ids), total, asked.page, asked.size)


def _equal(asked: RegisterFilter) -> dict[str, str]:
    """The conditions of a filter that ask for one value of a column."""
    wanted = {"stage": asked.stage, "path": asked.path, "urgency": asked.urgency}
    wanted["proposer__key"] = asked.proposer.lower()
    return {name: value for name, value in wanted.items() if value}


def _by_id(ids: Sequence[str]) -> QuerySet[Any, Any]:
    return Modification.objects.filter(pk__in=ids).values_list(*COLUMNS)


def register_total(actor: Actor, code_id: str, asked: RegisterFilter = EVERYTHING) -> int:
    """How many modifications a filter finds, whatever the page; one query."""
    return narrowed(actor, code_id, asked).count()


def narrowed(actor: Actor, code_id: str, asked: RegisterFilter) -> QuerySet[Modification]:
    """Every row that a filter finds and the actor may see, in no order."""
    rows = Modification.objects.filter(seen_under(actor, code_id), code_id=code_id).order_by()
    found = rows.filter(**_equal(asked))
    if asked.series:
        found = found.filter(reference__gte=asked.series, reference__lt=asked.series + "\U0010ffff")
    if asked.q:
        found = found.filter(holding(asked.q) | _once_called(code_id, asked.q))
    if asked.release == NO_RELEASE:
        found = found.exclude(placed(code_id, **seen_values(actor, code_id)))
    elif asked.release:
        scope = _in_scope(actor, code_id).filter(release__slug=asked.release)
        found = found.filter(pk__in=scope.values("modification_id"))
    return found


def _once_called(code_id: str, text: str) -> Q:
    """Those that bear or bore exactly this reference; nothing is added where there are none."""
    named = {"code_id": code_id, "reference__in": sorted({text, text.upper()})}
    ids = list(
        ModificationReference.objects.filter(**named).values_list("modification_id", flat=True)
    )
    return Q(pk__in=ids) if ids else Q()


def ordering(sort: str) -> tuple[str, ...]:
    """The columns that a sort follows."""
    names = SORTS[sort.removeprefix("-")]
    # Only the first column turns; rows alike in it stay in the order of their references.
    return (f"-{names[0]}", *names[1:]) if sort.startswith("-") else names


def _in_scope(actor: Actor, code_id: str) -> QuerySet[ScopeEntry]:
    """What stands in the scope of releases that the actor may see."""
    return ScopeEntry.objects.filter(
        seen_under(actor, code_id, "release__audience"), release__code_id=code_id
    ).exclude(relation=Relation.REMOVED)


def _row(values: tuple[Any, ...], places: dict[str, list[Placed]]) -> RegisterRow:
    made = RegisterRow(*values)
    made.releases = tuple(places.get(made.id, ()))
    return made


def places_of(actor: Actor, code_id: str, ids: list[str] | None) -> dict[str, list[Placed]]:
    """Where each modification stands; with `ids` for these only."""
    found: dict[str, list[Placed]] = {}
    known: dict[tuple[str, str, str], Placed] = {}
    for pk, *values in _places(actor, code_id, ids):
        key = (values[0], values[1], values[2])
        place = known.get(key) or known.setdefault(key, Placed(*key))
        found.setdefault(pk, []).append(place)
    return found


def release_cells(actor: Actor, code_id: str, ids: list[str] | None) -> dict[str, str]:
    """The names of the releases of each modification, as `release_names` writes them."""
    found: dict[str, str] = {}
    for pk, _, name, _ in _places(actor, code_id, ids):
        found[pk] = f"{found[pk]}, {name}" if pk in found else name
    return found


def _places(actor: Actor, code_id: str, ids: list[str] | None) -> prepared.Rows:
    within = {} if ids is None else {"ids": ids}
    return prepared.rows(_placed, code=code_id, **seen_values(actor, code_id), **within)


def _placed(
    code: str, seen: Sequence[str] | None = None, ids: Sequence[str] | None = None
) -> QuerySet[Any, Any]:
    rows = ScopeEntry.objects.filter(release__code_id=code).exclude(relation=Relation.REMOVED)
    if seen is not None:
        rows = rows.filter(release__audience__in=seen)
    if ids is not None:
        rows = rows.filter(modification_id__in=ids)
    columns = ("modification_id", "release__slug", "release__name", "relation")
    return rows.order_by("part__number").values_list(*columns)


@dataclass(frozen=True, slots=True)
class RelationRow:
    """How one part of a modification stands, or stood, to a release."""

    part: int
    part_name: str
    release_id: str
    slug: str
    name: str
    go_live_date: dt.date
    actual_date: dt.date | None
    relation: str
    since_date: dt.date | None
    late: bool
    rationale: str


_RELATION = (
    "part__number", "part__name", "release_id", "release__slug", "release__name",
    "release__go_live_date", "release__actual_date", "relation", "since_date", "late", "rationale",
)  # fmt: skip


def relations_of(
    actor: Actor, modification_id: str, source: Source = LIVE
) -> tuple[RelationRow, ...]:
    """Each part's relations to the releases that the actor may see, removed ones too."""
    columns = (*_RELATION, "release__code_id", "release__audience")
    rows = source.rows(ScopeEntry, columns, modification_id=modification_id)
    rows = seen_then(actor, rows, "release__audience", "release__code_id")
    if source is not LIVE:
        now = seen_ids(actor, Release, (row["release_id"] for row in rows))
        rows = [row for row in rows if row["release_id"] in now]
    rows.sort(key=lambda row: (row["part__number"], row["release__go_live_date"]))
    return tuple(RelationRow(*(row[name] for name in _RELATION)) for row in rows)
