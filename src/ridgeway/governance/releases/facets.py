"""What the register can be narrowed to, kept per position of the record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.visibility import audiences
from ridgeway.governance.releases.models import RegisterCount, Relation, Release, ScopeEntry

LISTED = 60
"""How many releases are named: more than a decade of most codes."""

Counted = tuple[tuple[str, int], ...]


class ReleaseFacet(NamedTuple):
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Facets:
    """What everything that an audience sees can be narrowed to. Stages, paths and urgencies are
    counted; of the releases that carry something the latest are named."""

    total: int
    examples: int
    stages: Counted
    paths: Counted
    urgencies: Counted
    releases: tuple[ReleaseFacet, ...]


def facets(actor: Actor, code_id: str, position: int) -> Facets:
    """The facets at a position of the record; read anew only after the next act."""
    seen = audiences(actor, code_id)
    return Facets(*_counted(code_id, position, seen), _carrying(code_id, position, seen))


def total_seen(actor: Actor, code_id: str, position: int) -> int:
    """How many modifications the actor sees, kept in the same way."""
    return _counted(code_id, position, audiences(actor, code_id))[0]


@lru_cache(maxsize=64)
def _counted(
    code_id: str, position: int, seen: frozenset[str]
) -> tuple[int, int, Counted, Counted, Counted]:
    del position
    rows = RegisterCount.objects.filter(code_id=code_id, audience__in=sorted(seen))
    parts: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    total = examples = 0
    for *values, example, n in rows.values_list("stage", "path", "urgency", "example", "n"):
        total += n
        examples += n if example else 0
        for counter, value in zip(parts, values, strict=True):
            if value:
                counter[value] += n
    stages, paths, urgencies = map(_of, parts)
    return total, examples, stages, paths, urgencies


@lru_cache(maxsize=64)
def _carrying(code_id: str, position: int, seen: frozenset[str]) -> tuple[ReleaseFacet, ...]:
    del position
    carried = ScopeEntry.objects.filter(
        release_id=OuterRef("pk"), modification__audience__in=sorted(seen)
    ).exclude(relation=Relation.REMOVED)
    releases = Release.objects.filter(
        Exists(carried), code_id=code_id, audience__in=sorted(seen)
    ).order_by("-go_live_date", "-slug")
    return tuple(ReleaseFacet(*r) for r in releases.values_list("slug", "name")[:LISTED])


def _of(counts: Counter[str]) -> Counted:
    return tuple(sorted((value, n) for value, n in counts.items() if n))
