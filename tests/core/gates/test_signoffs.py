from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.gates.binding import Bound
from ridgeway.core.gates.signoffs import Required, SignOff, combine, standing
from ridgeway.core.verdict import Force, State, Verdict

NOW = Bound("paper", "1", "aa")
EDITED = Bound("paper", "2", "bb")
BOTH = (Required("operations", clause="8.1"), Required("testers", clause="8.2"))


def sign(body: str, person: str, about: Bound = NOW, account: str = "") -> SignOff:
    return SignOff(body, person, about, account or person)


def states(*signed: SignOff, required: tuple[Required, ...] = BOTH) -> list[State]:
    return [r.state for r in standing(required, signed, NOW)]


MET, UNMET = State.MET, State.UNMET


def test_one_from_each_of_two_bodies_are_two_requirements() -> None:
    assert states(sign("operations", "ann"), sign("operations", "bob")) == [MET, UNMET]
    assert states(sign("operations", "ann"), sign("testers", "bob")) == [MET, MET]
    assert states() == [UNMET, UNMET]


def test_a_person_on_both_bodies_fills_one_place_only() -> None:
    ann = (sign("operations", "ann"), sign("testers", "ann"))
    assert states(*ann) == [MET, UNMET]
    assert states(*ann, sign("operations", "bob")) == [MET, MET]
    assert states(*ann, sign("testers", "bob")) == [MET, MET]


def test_two_accounts_of_one_person_are_one_person() -> None:
    two = (Required("testers", people=2),)
    doubled = [sign("testers", "ann", account="ann"), sign("testers", "ann", account="a.smith")]
    assert states(*doubled, required=two) == [UNMET]
    assert states(*doubled, sign("testers", "bob"), required=two) == [MET]


@pytest.mark.parametrize(
    "about", [EDITED, Bound("paper", "1", "bb"), Bound("paper", "2", "aa"), Bound("x", "1", "aa")]
)
def test_a_sign_off_falls_when_what_was_signed_differs_in_anything(about: Bound) -> None:
    (reason,) = standing([Required("testers")], [sign("testers", "ann", about)], NOW)
    assert reason.state is UNMET
    assert reason.what == (
        "testers: 0 of one person signed. ann signed content that has changed since."
    )
    assert reason.remedy == "One more person of testers must sign."


def test_signing_again_after_an_edit_counts() -> None:
    again = [sign("testers", "ann", EDITED), sign("testers", "ann")]
    (reason,) = standing([Required("testers")], again, NOW)
    assert reason.state is MET
    assert "changed since" not in reason.what


def test_an_author_cannot_sign_their_own() -> None:
    signed = [sign("testers", "ann")]
    (reason,) = standing([Required("testers")], signed, NOW, excluded={"ann"})
    assert reason.state is UNMET
    assert "ann may not sign this" in reason.what


def test_several_rules_ask_for_the_most_that_any_of_them_asks() -> None:
    one, two = Required("testers", 1, "A", Force.MUST), Required("testers", 2, "B", Force.SHOULD)
    assert combine([one], [two, Required("operations")]) == (
        Required("testers", 2, "A; B", Force.MUST),
        Required("operations"),
    )
    assert states(sign("testers", "ann"), required=(one, two)) == [UNMET]


def test_a_requirement_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="use 1 or more"):
        Required("testers", people=0)


def test_sign_offs_add_up_to_one_verdict() -> None:
    reasons = standing(BOTH, [sign("testers", "ann")], NOW)
    verdict = Verdict("Is it signed?", reasons)
    assert not verdict.allowed
    assert [r.cleared_by for r in verdict.blocking] == [("operations",)]
    assert [r.clause for r in verdict.blocking] == ["8.1"]


NAMES = st.sampled_from(["ann", "bob", "cat", "dan"])
TEAMS = st.sampled_from(["operations", "testers", "security"])


def most_places(required: list[Required], pairs: set[tuple[str, str]]) -> int:
    """Tries every way to give each person one body."""
    people = sorted({person for _, person in pairs})
    options = [[b for b, p in pairs if p == person] for person in people]
    best = 0
    for choice in itertools.product(*options):
        best = max(best, sum(min(r.people, choice.count(r.body)) for r in required))
    return best


@given(
    st.lists(st.builds(Required, TEAMS, st.integers(1, 3)), min_size=1, unique_by=lambda r: r.body),
    st.lists(st.tuples(TEAMS, NAMES), max_size=10),
)
def test_people_are_shared_out_so_that_most_places_are_filled(
    required: list[Required], pairs: list[tuple[str, str]]
) -> None:
    wanted = {r.body for r in required}
    useful = {(body, person) for body, person in pairs if body in wanted}
    signed = [sign(body, person) for body, person in pairs]
    reasons = standing(required, signed, NOW)
    filled = sum(int(r.what.split(": ")[1].split(" of ")[0]) for r in reasons)
    assert filled == most_places(required, useful)
    every = all(r.state is MET for r in reasons)
    assert every == (filled == sum(r.people for r in required))


@given(st.lists(st.tuples(TEAMS, NAMES), max_size=8))
def test_an_edit_fells_every_sign_off(pairs: list[tuple[str, str]]) -> None:
    signed = [sign(body, person) for body, person in pairs]
    assert all(r.state is UNMET for r in standing(BOTH, signed, EDITED))
