"""The cost groups of a code's policy, and what it asks of cost reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Costs
from ridgeway.core.verdict import Force
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.rhythm import Updates

WHOLE = "whole"
"""The group of an amount that its body does not break down."""

WHOLE_TITLE = "Not broken down"


@dataclass(frozen=True, slots=True)
class Group:
    """A cost group; `must` is false for one that is only wanted where it applies."""

    key: str
    title: str
    must: bool


@dataclass(frozen=True, slots=True)
class CostPolicy:
    """What one rulebook says of costs."""

    book: Rulebook
    rule: Costs
    groups: tuple[Group, ...]

    @property
    def clause(self) -> str:
        return self.book.cite(self.rule.clause)

    @property
    def updates(self) -> Updates:
        return Updates(self.book, self.rule.updates, self.rule.asked_by, self.clause)

    @property
    def duties(self) -> frozenset[str]:
        """The duties by which a release's cost is told."""
        return frozenset((self.rule.forecast, self.rule.updates, self.rule.actual))

    def key_of(self, said: str) -> str | None:
        """The key of a group that was named by key or title."""
        wanted = said.casefold()
        known = {WHOLE: WHOLE, WHOLE_TITLE.casefold(): WHOLE}
        for group in self.groups:
            known |= {group.key: group.key, group.title.casefold(): group.key}
        return known.get(wanted)

    def title_of(self, key: str) -> str:
        if key == WHOLE:
            return WHOLE_TITLE
        return next((group.title for group in self.groups if group.key == key), key)

    def rank_of(self, key: str) -> int:
        """The place of a group in the policy's order; what is not broken down comes last."""
        keys = [group.key for group in self.groups]
        return keys.index(key) if key in keys else len(keys)

    def names(self, bodies: tuple[str, ...]) -> str:
        return " or ".join(self.book.names_of(bodies))


def policy_of(book: Rulebook | None) -> CostPolicy | None:
    if book is None or book.costs is None:
        return None
    groups = tuple(
        Group(part.id, part.title, part.force is Force.MUST and not part.when)
        for part in book.contents_of(book.costs.groups)
    )
    return CostPolicy(book, book.costs, groups)


def cost_policy(code_id: str, on: dt.date, source: Source = LIVE) -> CostPolicy | None:
    """What the policies in force on a day say of costs; None where none does."""
    books = rulebooks_in_force(code_id, on, source)
    return next((policy for book in books if (policy := policy_of(book))), None)


def pinned_policy(code_id: str, reference: str) -> CostPolicy | None:
    """The same of the rulebook that a report pins."""
    return policy_of(book_of(code_id, reference))
