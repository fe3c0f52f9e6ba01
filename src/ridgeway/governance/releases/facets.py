"""What the register can be narrowed to, with how many rows each leaves: kept per position."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.visibility import audiences
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases.models import Relation, ScopeEntry

Counted = tuple[tuple[str, int], ...]


class ReleaseFacet(NamedTuple):
    slug: str
    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over everything that an audience sees. `unplaced` stand in no release."""

    total: int
    examples: int
    unplaced: int
    stages: Counted
    paths: Counted
    urgencies: Counted
    releases: tuple[ReleaseFacet, ...]


def facets(actor: Actor, code_id: str, position: int) -> Facets:
    """The facets at a position of the record; read anew only after the next act."""
    return _facets(code_id, position, audiences(actor, code_id))


@lru_cache(maxsize=64)
def _facets(code_id: str, position: int, seen: frozenset[str]) -> Facets:
    del position
    rows = Modification.objects.filter(code_id=code_id, audience__in=sorted(seen))
    counted = (
        rows.order_by().values_list("stage", "path", "urgency", "example").annotate(n=Count("id"))
    )
    parts: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    total = examples = 0
    for stage, path, urgency, example, n in counted:
        total += n
        examples += n if example else 0
        for counter, value in zip(parts, (stage, path, urgency), strict=True):
            if value:
                counter[value] += n
    scope = ScopeEntry.objects.filter(
        release__code_id=code_id,
        release__audience__in=sorted(seen),
        modification__audience__in=sorted(seen),
    ).exclude(relation=Relation.REMOVED)
    columns = ("release__slug", "release__name", "release__go_live_date")
    placed = (
        scope.order_by("-release__go_live_date")
        .values_list(*columns)
        .annotate(n=Count("modification_id", distinct=True))
    )
    within = scope.order_by().aggregate(n=Count("modification_id", distinct=True))["n"]
    return Facets(
        total=total,
        examples=examples,
        unplaced=total - within,
        stages=tuple(sorted(parts[0].items())),
        paths=tuple(sorted(parts[1].items())),
        urgencies=tuple(sorted(parts[2].items())),
        releases=tuple(ReleaseFacet(slug, name, n) for slug, name, _, n in placed),
    )
