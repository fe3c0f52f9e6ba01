from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.gates.voting import Base, Position, VotingRule, tally, voting_verdict
from ridgeway.core.verdict import State

FOR, AGAINST, ABSTAIN = Position
SEATS = ("a", "b", "c", "d", "e")
MAJORITY = VotingRule(quorum=3)
TWO_THIRDS = VotingRule(quorum=3, numerator=2, denominator=3, more_than=False)
OF_ALL = VotingRule(quorum=1, base=Base.SEATS)
UNANIMOUS = VotingRule(quorum=2, unanimous=True)
EVERY_SEAT = VotingRule(quorum=1, unanimous=True, base=Base.SEATS)


def votes(text: str) -> dict[str, Position]:
    """`+-0.`: for, against, abstain, not voted, seat by seat."""
    marks = {"+": FOR, "-": AGAINST, "0": ABSTAIN}
    return {s: marks[m] for s, m in zip(SEATS, text, strict=True) if m != "."}


CASES = [
    (MAJORITY, "+++--", True),
    (MAJORITY, "++--0", False),  # a tie is not a majority
    (MAJORITY, "+0000", True),
    (MAJORITY, "++...", False),  # no quorum
    (MAJORITY, "00000", False),
    (TWO_THIRDS, "++-..", True),  # exactly two thirds
    (TWO_THIRDS, "+++--", False),
    (TWO_THIRDS, "++++-", True),
    (OF_ALL, "+++..", True),
    (OF_ALL, "++00.", False),
    (UNANIMOUS, "++0..", True),
    (UNANIMOUS, "++++-", False),
    (EVERY_SEAT, "++++0", False),
    (EVERY_SEAT, "+++++", True),
]


@pytest.mark.parametrize(("rule", "cast", "carried"), CASES)
def test_a_closed_vote_carries_or_is_lost_by_its_rule(
    rule: VotingRule, cast: str, carried: bool
) -> None:
    count = tally(rule, SEATS, votes(cast), closed=True)
    assert count.carried is carried
    assert count.lost is not carried
    assert count.can_still_pass is carried
    assert count.can_still_fail is not carried
    verdict = voting_verdict(rule, count)
    assert verdict.allowed is carried


def test_a_recused_seat_counts_for_nothing() -> None:
    every = tally(EVERY_SEAT, SEATS, votes("++++."), recused={"e"})
    assert (every.carried, every.seats, every.recused) == (True, 4, 1)
    late = tally(EVERY_SEAT, SEATS, votes("++++-"), recused={"e"})
    assert late.carried
    assert late.against == 0
    assert late.set_aside == ("e",)


def test_recusals_can_leave_too_few_for_a_quorum() -> None:
    count = tally(MAJORITY, SEATS, votes("++..."), recused={"c", "d", "e"})
    assert not count.quorate
    assert count.can_no_longer_pass
    assert count.lost


def test_the_reasons_tell_quorum_and_share_apart() -> None:
    count = tally(MAJORITY, SEATS, votes("++..."))
    quorum, share = voting_verdict(MAJORITY, count).reasons
    assert (quorum.state, share.state) == (State.UNMET, State.MET)
    assert quorum.what == "2 of 5 seats took part; the quorum is 3."
    assert share.what == (
        "2 for, 0 against, 0 abstained, 0 recused; needed: more than 1/2 of the votes cast."
    )
    assert not count.lost
    assert count.can_still_pass


@pytest.mark.parametrize("cast", ["z", "e"])
def test_a_vote_of_no_seat_is_refused_by_name(cast: str) -> None:
    seats = ("a", "b")
    with pytest.raises(ValueError, match=f"not a seat of this body: {cast}"):
        tally(MAJORITY, seats, {cast: FOR})
    with pytest.raises(ValueError, match="not a seat"):
        tally(MAJORITY, seats, {}, recused=[cast])
    with pytest.raises(ValueError, match="twice"):
        tally(MAJORITY, ("a", "a"), {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"quorum": 0},
        {"numerator": 3, "denominator": 2},
        {"denominator": 0},
        {"numerator": -1},
        {"numerator": 1, "denominator": 1},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_what_to_use(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="use "):
        VotingRule(**wrong)  # type: ignore[arg-type]


RULES = st.builds(
    VotingRule,
    quorum=st.integers(1, 5),
    numerator=st.integers(0, 3),
    denominator=st.integers(4, 5),
    more_than=st.booleans(),
    base=st.sampled_from(Base),
    unanimous=st.booleans(),
)
BALLOTS = st.dictionaries(st.sampled_from(SEATS), st.sampled_from(Position))


def carries(rule: VotingRule, seats: int, cast: list[Position]) -> bool:
    """The rule once more, in fractions."""
    yes, no = cast.count(FOR), cast.count(AGAINST)
    if len(cast) < rule.quorum or not yes:
        return False
    of = yes + no if rule.base is Base.CAST else seats
    if rule.unanimous:
        return yes == of
    share, limit = Fraction(yes, of), Fraction(rule.numerator, rule.denominator)
    return share > limit if rule.more_than else share >= limit


@given(RULES, BALLOTS, st.sets(st.sampled_from(SEATS)))
def test_what_can_still_happen_agrees_with_trying_every_way_to_go_on(
    rule: VotingRule, ballots: dict[str, Position], recused: set[str]
) -> None:
    count = tally(rule, SEATS, ballots, recused)
    voting = [s for s in SEATS if s not in recused]
    cast = [ballots[s] for s in voting if s in ballots]
    waiting = len(voting) - len(cast)
    ways = [
        carries(rule, len(voting), cast + [p for p in more if p])
        for more in itertools.product([FOR, AGAINST, ABSTAIN, None], repeat=waiting)
    ]
    assert count.carried == carries(rule, len(voting), cast)
    assert count.can_still_pass == any(ways)
    assert count.can_still_fail == (not all(ways))
    assert count.lost == (not any(ways))
    assert count.voted + count.waiting + count.recused == len(SEATS)
