"""Votes by seat, counted in whole numbers by a rule that is data.

A fraction is never turned into a decimal: two thirds of three is two, exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ridgeway.core.verdict import Reason, State, Verdict


class Position(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Base(StrEnum):
    """Of what the threshold is a share: votes for and against, or every seat not recused."""

    CAST = "votes-cast"
    SEATS = "seats"


@dataclass(frozen=True, slots=True)
class VotingRule:
    """How a body decides.

    `quorum` counts seats that took part, abstentions included. The share of votes in favour must be
    at least numerator/denominator, or more than it with `more_than` (a simple majority is "more
    than 1/2"). `unanimous` asks that nobody is against; with base `seats`, that every seat is for.
    """

    quorum: int = 1
    numerator: int = 1
    denominator: int = 2
    more_than: bool = True
    base: Base = Base.CAST
    unanimous: bool = False
    clause: str = ""

    def __post_init__(self) -> None:
        if self.quorum < 1:
            raise ValueError(f"a quorum of {self.quorum}: use 1 or more")
        if not 0 <= self.numerator <= self.denominator or self.denominator < 1:
            share = f"{self.numerator}/{self.denominator}"
            raise ValueError(f"a threshold of {share}: use a share from 0 to 1, such as 2/3")
        if self.more_than and self.numerator == self.denominator and not self.unanimous:
            raise ValueError("more than all can never be reached: use at least 1/1")

    def passes(self, in_favour: int, against: int, abstained: int, seats: int) -> bool:
        """Whether such a count carries, quorum and threshold together."""
        quorate = in_favour + against + abstained >= self.quorum
        return quorate and self.reached(in_favour, against, seats)

    def reached(self, in_favour: int, against: int, seats: int) -> bool:
        """Whether the share in favour is enough; nothing carries without a vote in favour."""
        if in_favour == 0:
            return False
        base = in_favour + against if self.base is Base.CAST else seats
        if self.unanimous:
            return in_favour == base
        share, wanted = in_favour * self.denominator, self.numerator * base
        return share > wanted if self.more_than else share >= wanted

    def in_words(self) -> str:
        of = "the votes cast" if self.base is Base.CAST else "all seats not recused"
        if self.unanimous:
            return f"all of {of}"
        much = "more than" if self.more_than else "at least"
        return f"{much} {self.numerator}/{self.denominator} of {of}"


@dataclass(frozen=True, slots=True)
class Tally:
    """A count at one moment. `seats` are those not recused, `waiting` those yet to vote.

    `carried` tells whether the motion would carry if the vote closed now.
    """

    in_favour: int
    against: int
    abstained: int
    recused: int
    seats: int
    waiting: int
    quorum: int
    carried: bool
    can_still_pass: bool
    can_still_fail: bool
    closed: bool
    set_aside: tuple[str, ...] = ()

    @property
    def voted(self) -> int:
        return self.in_favour + self.against + self.abstained

    @property
    def quorate(self) -> bool:
        return self.voted >= self.quorum

    @property
    def can_no_longer_pass(self) -> bool:
        return not self.can_still_pass

    @property
    def lost(self) -> bool:
        """Closed without carrying, or beyond rescue by those still to vote."""
        return not self.carried and (self.closed or self.can_no_longer_pass)


def tally(
    rule: VotingRule,
    seats: Sequence[str],
    votes: Mapping[str, Position],
    recused: Collection[str] = (),
    *,
    closed: bool = False,
) -> Tally:
    """Counts the votes of the seats that are not recused.

    A vote cast before its seat was recused does not count and is listed in `set_aside`. Raises
    ValueError, naming them, for votes or recusals of seats that do not exist.
    """
    known = dict.fromkeys(seats)
    if len(known) != len(seats):
        raise ValueError("a seat is listed twice: " + ", ".join(seats))
    strangers = [seat for seat in (*votes, *recused) if seat not in known]
    if strangers:
        raise ValueError(f"not a seat of this body: {', '.join(dict.fromkeys(strangers))}")
    voting = [seat for seat in known if seat not in recused]
    cast = [votes[seat] for seat in voting if seat in votes]
    counts = {p: cast.count(p) for p in Position}
    yes, no, abstained = counts[Position.FOR], counts[Position.AGAINST], counts[Position.ABSTAIN]
    waiting = 0 if closed else len(voting) - len(cast)
    carried = rule.passes(yes, no, abstained, len(voting))
    return Tally(
        in_favour=yes,
        against=no,
        abstained=abstained,
        recused=len(known) - len(voting),
        seats=len(voting),
        waiting=waiting,
        quorum=rule.quorum,
        carried=carried,
        # Those who wait help a motion most if all vote for it, harm it most if all vote against.
        can_still_pass=carried or rule.passes(yes + waiting, no, abstained, len(voting)),
        can_still_fail=not carried or not rule.passes(yes, no + waiting, abstained, len(voting)),
        closed=closed,
        set_aside=tuple(seat for seat in known if seat in recused and seat in votes),
    )


def voting_verdict(rule: VotingRule, count: Tally, question: str = "Is it carried?") -> Verdict:
    """Quorum and threshold as reasons, both told whichever fails."""
    few = f"{count.voted} of {count.seats} seats took part; the quorum is {rule.quorum}."
    share = (
        f"{count.in_favour} for, {count.against} against, {count.abstained} abstained,"
        f" {count.recused} recused; needed: {rule.in_words()}."
    )
    enough = rule.reached(count.in_favour, count.against, count.seats)
    return Verdict(
        question,
        (
            Reason("quorum", few, _met(count.quorate), clause=rule.clause),
            Reason("threshold", share, _met(enough), clause=rule.clause),
        ),
    )


def _met(holds: bool) -> State:
    return State.MET if holds else State.UNMET
