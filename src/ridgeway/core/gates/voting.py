"""Votes by seat or by category, counted in whole numbers by a rule that is data.

A fraction is never turned into a decimal: two thirds of three is two, exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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


class Counted(StrEnum):
    """What has a vote in the share: each seat, or each category by the majority of its seats."""

    SEAT = "seat"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class VotingRule:
    """How a body decides.

    `quorum` counts seats that took part, abstentions included. The share of votes in favour must be
    at least numerator/denominator, or more than it with `more_than` (a simple majority is "more
    than 1/2"). `unanimous` asks that nobody is against; with base `seats`, that every seat is for.
    `counted` by category, each has one vote: that of most of its seats, and a tie abstains.
    """

    quorum: int = 1
    numerator: int = 1
    denominator: int = 2
    more_than: bool = True
    base: Base = Base.CAST
    unanimous: bool = False
    counted: Counted = Counted.SEAT
    clause: str = ""

    def __post_init__(self) -> None:
        if self.quorum < 1:
            raise ValueError(f"a quorum of {self.quorum}: use 1 or more")
        if not 0 <= self.numerator <= self.denominator or self.denominator < 1:
            share = f"{self.numerator}/{self.denominator}"
            raise ValueError(f"a threshold of {share}: use a share from 0 to 1, such as 2/3")
        if self.more_than and self.numerator == self.denominator and not self.unanimous:
            raise ValueError("more than all can never be reached: use at least 1/1")

    def passes(self, units: Iterable[Unit]) -> bool:
        """Whether such a count carries, quorum and threshold together."""
        held = tuple(units)
        return sum(unit.voted for unit in held) >= self.quorum and self.reached(held)

    def reached(self, units: Iterable[Unit]) -> bool:
        """Whether the share in favour is enough; nothing carries without a vote in favour."""
        sides = [unit.side for unit in units if unit.seats]
        in_favour, against = sides.count(Position.FOR), sides.count(Position.AGAINST)
        if in_favour == 0:
            return False
        base = in_favour + against if self.base is Base.CAST else len(sides)
        if self.unanimous:
            return in_favour == base
        share, wanted = in_favour * self.denominator, self.numerator * base
        return share > wanted if self.more_than else share >= wanted

    def in_words(self) -> str:
        votes, all_ = IN_WORDS[self.counted]
        of = votes if self.base is Base.CAST else all_
        if self.unanimous:
            return f"all of {of}"
        much = "more than" if self.more_than else "at least"
        return f"{much} {self.numerator}/{self.denominator} of {of}"


IN_WORDS = {
    Counted.SEAT: ("the votes cast", "all seats not recused"),
    Counted.CATEGORY: ("the categories that are for or against", "all categories not recused"),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """What has one vote in the share: a seat, or the seats of a category. `seats` are those that
    are not recused; `name` is empty for a seat that stands alone."""

    name: str
    in_favour: int
    against: int
    abstained: int
    seats: int

    @property
    def voted(self) -> int:
        return self.in_favour + self.against + self.abstained

    @property
    def waiting(self) -> int:
        return self.seats - self.voted

    @property
    def side(self) -> Position | None:
        """How it votes: the side with more seats, an abstention on a tie, nothing if none did."""
        if not self.voted:
            return None
        if self.in_favour == self.against:
            return Position.ABSTAIN
        return Position.FOR if self.in_favour > self.against else Position.AGAINST

    def with_all(self, position: Position) -> Unit:
        """The same once all who wait have voted so."""
        if position is Position.FOR:
            return replace(self, in_favour=self.in_favour + self.waiting)
        return replace(self, against=self.against + self.waiting)


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
    units: tuple[Unit, ...] = ()

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
    categories: Mapping[str, str] | None = None,
) -> Tally:
    """Counts the votes of the seats that are not recused.

    `categories` say to which category a seat belongs; one without stands for itself.
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
    units = _units(rule, voting, votes, categories or {})
    carried = rule.passes(units)
    # Those who wait help a motion most if all vote for it, harm it most if all vote against.
    helped, harmed = (
        [unit if closed else unit.with_all(side) for unit in units]
        for side in (Position.FOR, Position.AGAINST)
    )
    return Tally(
        in_favour=yes,
        against=no,
        abstained=abstained,
        recused=len(known) - len(voting),
        seats=len(voting),
        waiting=0 if closed else len(voting) - len(cast),
        quorum=rule.quorum,
        carried=carried,
        can_still_pass=carried or rule.passes(helped),
        can_still_fail=not carried or not rule.passes(harmed),
        closed=closed,
        set_aside=tuple(seat for seat in known if seat in recused and seat in votes),
        units=units,
    )


def _units(
    rule: VotingRule,
    voting: Sequence[str],
    votes: Mapping[str, Position],
    categories: Mapping[str, str],
) -> tuple[Unit, ...]:
    """The seats that are not recused, each by itself or together with those of its category."""
    groups: dict[tuple[str, str], list[str]] = {}
    for seat in voting:
        name = categories.get(seat, "") if rule.counted is Counted.CATEGORY else ""
        groups.setdefault((name, "") if name else ("", seat), []).append(seat)
    found = []
    for (name, _), seats in groups.items():
        cast = [votes[seat] for seat in seats if seat in votes]
        yes, no, abstained = (cast.count(position) for position in Position)
        found.append(Unit(name, yes, no, abstained, len(seats)))
    return tuple(found)


def voting_verdict(rule: VotingRule, count: Tally, question: str = "Is it carried?") -> Verdict:
    """Quorum and threshold as reasons, both told whichever fails."""
    few = f"{count.voted} of {count.seats} seats took part; the quorum is {rule.quorum}."
    share = (
        f"{count.in_favour} for, {count.against} against, {count.abstained} abstained,"
        f" {count.recused} recused{_by_category(rule, count)}; needed: {rule.in_words()}."
    )
    enough = rule.reached(count.units)
    return Verdict(
        question,
        (
            Reason("quorum", few, _met(count.quorate), clause=rule.clause),
            Reason("threshold", share, _met(enough), clause=rule.clause),
        ),
    )


def _by_category(rule: VotingRule, count: Tally) -> str:
    if rule.counted is Counted.SEAT:
        return ""
    sides = [unit.side for unit in count.units]
    told = ((sides.count(Position.FOR), "for"), (sides.count(Position.AGAINST), "against"))
    return ", by category " + ", ".join(f"{number} {word}" for number, word in told)


def _met(holds: bool) -> State:
    return State.MET if holds else State.UNMET
