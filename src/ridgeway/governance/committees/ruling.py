"""By which rule a body decides a matter: that of an adopted policy, else the one given by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pydantic import Field, model_validator

from ridgeway.core.gates.voting import Base, Counted, VotingRule
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.voting import Voting, voting_on
from ridgeway.core.verdict import Reason, State
from ridgeway.governance.acts import Given
from ridgeway.governance.codes.models import Body
from ridgeway.governance.codes.queries import rulebooks_in_force


class RuleGiven(Given):
    """How the body decides: holds only where no adopted policy states it."""

    quorum: int = Field(1, title="Quorum, in seats", ge=1, le=500)
    numerator: int = Field(1, title="Share of the votes: numerator", ge=0, le=100)
    denominator: int = Field(2, title="Share of the votes: denominator", ge=1, le=100)
    more_than: bool = Field(True, title="More than that share, not just that share")
    unanimous: bool = Field(False, title="Unanimous")
    base: Base = Field(Base.CAST, title="Share of")
    counted: Counted = Field(Counted.SEAT, title="Counted by")

    @model_validator(mode="after")
    def possible(self) -> RuleGiven:
        VotingRule(**self.model_dump())
        return self


@dataclass(frozen=True)
class Ruled:
    """The rule that a vote is counted by. `book` and `stated` are empty where no policy states one;
    an unconfirmed rule of a policy gives way to one given by hand."""

    by_hand: RuleGiven
    book: Rulebook | None = None
    stated: Voting | None = None

    @cached_property
    def hand_given(self) -> bool:
        return self.by_hand != RuleGiven()

    @property
    def by_policy(self) -> bool:
        return self.stated is not None and not (self.stated.unconfirmed and self.hand_given)

    @property
    def rule(self) -> VotingRule:
        if self.stated is not None and self.book is not None and self.by_policy:
            return self.stated.rule(self.book.cite(self.stated.clause))
        return VotingRule(**self.by_hand.model_dump())

    @property
    def ruled_by(self) -> str:
        """Where the rule stands, as the resolution keeps it; empty for one given by hand."""
        if self.stated is None or self.book is None or not self.by_policy:
            return ""
        return f"{self.book.reference}{' (unconfirmed)' if self.stated.unconfirmed else ''}"

    def against_hand(self) -> Iterator[Reason]:
        """A rule given by hand beside one that a policy states and somebody confirmed."""
        if self.stated is not None and self.hand_given and not self.stated.unconfirmed:
            what = "An adopted policy states how this body decides this matter; leave the rule out."
            yield Reason("rule", what, State.UNMET, clause=self.rule.clause)


def ruled(code_id: str, body: Body, matter: str, by_hand: RuleGiven, on: dt.date) -> Ruled:
    """The rule in force on a day for a matter of a body."""
    for book in rulebooks_in_force(code_id, on):
        if stated := voting_on(book.voting, matter, body.key):
            return Ruled(by_hand, book, stated)
    return Ruled(by_hand)
