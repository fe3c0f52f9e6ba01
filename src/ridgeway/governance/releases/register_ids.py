"""Which modifications a page of the register shows, and how many there are.

Read from narrow indexes and kept counts, so that a page costs the same however many rows are held
and, but for a walk along one index, however far in it lies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from ridgeway.governance import prepared
from ridgeway.governance.codes.models import Party
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.models import RegisterCount, Relation, ScopeEntry

Order = tuple[str, ...]
Seen = Sequence[str] | None
Build = Callable[..., QuerySet[Any, Any]]
NONE: frozenset[str] = frozenset()

COUNTED = frozenset({"stage", "path", "urgency"})
"""Columns of few values, each of them counted: where one begins in their order is known."""

PROPOSER = "proposer__name"

SOUGHT: dict[str, tuple[frozenset[str], ...]] = {
    "reference": tuple(frozenset({name}) for name in COUNTED),
    "raised_date": (frozenset({"stage", "path"}),),
}
"""What an index finds in the order of a column; else rows are sorted, or an order is walked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a register is narrowed to: its code and the values that columns are to have.

    With `seen` among them only what is for these audiences; with `unplaced` only what stands in no
    release that they see.
    """

    given: dict[str, Any]
    unplaced: bool = False

    @property
    def equal(self) -> frozenset[str]:
        """The columns of few values that are narrowed."""
        return frozenset(self.given) & COUNTED

    def with_value(self, column: str, value: str) -> Wanted:
        return Wanted({**self.given, column: value}, self.unplaced)

    def proposed_by(self, parties: list[str]) -> Wanted:
        """What these Parties proposed; without any, what nobody is held to have proposed."""
        return Wanted({**self.given, "proposers": parties}, self.unplaced)

    def rows(self, build: Build, *shape: Any) -> prepared.Rows:
        return prepared.rows(build, *shape, self.unplaced, **self.given)


def page_ids(wanted: Wanted, order: Order, start: int, size: int) -> tuple[list[str], int]:
    """The identities of the rows of a page in their order, and how many there are on all pages."""
    if "proposer__key" in wanted.given:
        total = next((n for (n,) in wanted.rows(_total)), 0)
        return _ordered(wanted, order, start, size, total), total
    column = order[0].removeprefix("-")
    if column in COUNTED:
        return _by_value(wanted, order, start, size)
    if column == PROPOSER and not (wanted.equal or wanted.unplaced):
        return _by_proposer(wanted, order, start, size)
    total, every = next(iter(wanted.rows(_kept_totals)), (0, 0))
    sought = not wanted.equal or any(it <= wanted.equal for it in SOUGHT.get(column, ()))
    # Where many are alike the next ones in the order come sooner than all of them are sorted.
    walks = not sought and total * total > (start + size) * every
    return _ordered(wanted, order, start, size, total, wanted.equal if walks else NONE), total


def _by_value(wanted: Wanted, order: Order, start: int, size: int) -> tuple[list[str], int]:
    """A page in the order of a column that is counted: one value of it after the other."""
    column = order[0].removeprefix("-")
    counts = wanted.rows(_kept_by, column)
    found: list[str] = []
    for value, n in reversed(counts) if order[0].startswith("-") else counts:
        alike, more = wanted.with_value(column, value), size - len(found)
        found += _ordered(alike, order[1:], start, more, n)
        start = max(start - n, 0)
    return found, sum(n for _, n in counts)


def _by_proposer(wanted: Wanted, order: Order, start: int, size: int) -> tuple[list[str], int]:
    """A page in the order of the names of proposers, whose rows are counted first.

    In full order are put only those of the names that lie whole on the page; of the name in which
    it begins and of that in which it ends an index gives the rows.
    """
    counts: dict[str | None, int] = dict(wanted.rows(_proposed))
    by_name = groupby(prepared.rows(_named), itemgetter(0))
    named = ([pk for _, pk in alike if pk in counts] for _, alike in by_name)
    groups = [parties for parties in named if parties]
    groups.insert(len(groups) if connection.features.nulls_order_largest else 0, [])
    begun, on_page = 0, []
    for group in reversed(groups) if order[0].startswith("-") else groups:
        n = sum(counts[pk] for pk in group) if group else counts.get(None, 0)
        if n and begun < start + size and begun + n > start:
            on_page.append((group, n, begun))
        begun += n
    found: list[str] = []
    for part in filter(None, (on_page[:1], on_page[1:-1], on_page[1:][-1:])):
        alike = wanted.proposed_by([pk for group, _, _ in part for pk in group])
        within, n = max(start - part[0][2], 0), sum(n for _, n, _ in part)
        by = order[1:] if len(part) == 1 else order
        found += _ordered(alike, by, within, size - len(found), n)
    return found, begun


def _ordered(
    wanted: Wanted,
    order: Order,
    start: int,
    size: int,
    total: int,
    walked: frozenset[str] = NONE,
) -> list[str]:
    """A page in one order, counted from the end that is nearer."""
    size = min(size, total - start)
    if size <= 0:
        return []
    after = total - start - size
    if after >= start:
        return [pk for (pk,) in wanted.rows(_ids, order, start, size, walked)]
    back = tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)
    return [pk for (pk,) in wanted.rows(_ids, back, after, size, walked)][::-1]


class Walked(Func):
    """A column that is compared row by row, so that SQLite follows the order instead."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **more)


def _ids(
    order: Order, start: int, size: int, walked: frozenset[str], unplaced: bool, **given: Any
) -> QuerySet[Any, Any]:
    for name in sorted(walked):
        given[f"its_{name}"] = given.pop(name)
    rows = Modification.objects.annotate(**{f"its_{name}": Walked(F(name)) for name in walked})
    found = rows.filter(_narrowing(unplaced, **given)).order_by(*order)
    return found.values_list("id")[start : start + size]


def _total(unplaced: bool, **given: Any) -> QuerySet[Any, Any]:
    rows = Modification.objects.filter(_narrowing(unplaced, **given)).order_by()
    return rows.values_list("code_id").annotate(n=Count("id")).values_list("n")


def _proposed(unplaced: bool, **given: Any) -> QuerySet[Any, Any]:
    """How many each Party proposed."""
    rows = Modification.objects.filter(_narrowing(unplaced, **given)).order_by()
    return rows.values_list("proposer_id").annotate(n=Count("id"))


def _named() -> QuerySet[Any, Any]:
    return Party.objects.order_by("name").values_list("name", "id")


def _narrowing(
    unplaced: bool,
    code: str,
    seen: Seen = None,
    proposers: Sequence[str] | None = None,
    **equal: str,
) -> Q:
    found = Q(code_id=code, **equal)
    if proposers is not None:
        found &= Q(proposer_id__in=proposers) if proposers else Q(proposer=None)
    if seen is not None:
        found &= Q(audience__in=seen)
    return found & ~placed(code, seen) if unplaced else found


def placed(code: str, seen: Seen = None) -> Q:
    """What stands in the scope of a release of the code that these audiences see."""
    carried = ScopeEntry.objects.filter(modification_id=OuterRef("pk"), release__code_id=code)
    if seen is not None:
        carried = carried.filter(release__audience__in=seen)
    return Q(Exists(carried.exclude(relation=Relation.REMOVED)))


def _kept(unplaced: bool, code: str, seen: Seen = None, **equal: str) -> QuerySet[RegisterCount]:
    found = RegisterCount.objects.filter(code_id=code, **equal).order_by()
    if seen is not None:
        found = found.filter(audience__in=seen)
    # Whoever sees an audience sees every wider one, so the widest that sees a release tells all.
    return found.exclude(placed__in=seen or Audience.values) if unplaced else found


def _kept_totals(unplaced: bool, **given: Any) -> QuerySet[Any, Any]:
    """How many there are, and how many there would be whatever the columns of few values."""
    equal = Q(**{name: given.pop(name) for name in COUNTED & given.keys()})
    kept = _kept(unplaced, **given).values_list("code_id")
    totals = kept.annotate(total=Coalesce(Sum("n", filter=equal), 0), every=Sum("n"))
    return totals.values_list("total", "every")


def _kept_by(column: str, unplaced: bool, **given: Any) -> QuerySet[Any, Any]:
    counted = _kept(unplaced, **given).values_list(column).annotate(total=Sum("n"))
    return counted.filter(total__gt=0).order_by(column)
