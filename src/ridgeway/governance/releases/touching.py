"""What a modification, and so a release, touches: in the words of the policy that binds it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance.releases.models import Relation, Release


def system_impacts(book: Rulebook) -> frozenset[str]:
    """The impacts that some kind of release may not carry: those on central systems."""
    return frozenset(impact for kind in book.kinds for impact in kind.excludes)


def touched(book: Rulebook, system_impact: bool | None, impacts: Any) -> frozenset[str] | None:
    """The policy's impacts that a modification has; None when that is not held.

    `impacts` may name them outright, as a list or as the keys of a table.
    """
    named = set(impacts) if isinstance(impacts, list | dict) else set()
    said = {str(name).casefold() for name in named}
    known = {i.id for i in book.impacts if said & {i.id.casefold(), i.title.casefold()}}
    if system_impact:
        known |= system_impacts(book)
    elif system_impact is None and not known:
        return None
    return frozenset(known)


def impacts_of(release: Release, book: Rulebook) -> frozenset[str]:
    """Everything that the scope of a held release is known to touch: one query."""
    entries = release.scope.exclude(relation=Relation.REMOVED)
    pairs = entries.values_list("modification__system_impact", "modification__impacts")
    return union_of(book, pairs)


def union_of(book: Rulebook, pairs: Iterable[tuple[bool | None, Any]]) -> frozenset[str]:
    found: set[str] = set()
    for system_impact, impacts in pairs:
        found |= touched(book, system_impact, impacts) or set()
    return frozenset(found)
