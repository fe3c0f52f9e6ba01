"""How a policy states votes: by matter and body, checked to the number."""

from __future__ import annotations

from typing import Any

import pytest

from ridgeway.core.gates.voting import Base, Counted, Position, tally
from ridgeway.core.policy.loading import load_rulebook
from ridgeway.core.policy.voting import Voting, faults_of, voting_on
from ridgeway.core.verdict import Force
from tests.marks import covers


def rule(matter: str = "any", body: str = "panel", **more: Any) -> Voting:
    return Voting(matter=matter, body=body, clause="x", force=Force.MUST, **more)


@covers("F-249")
def test_the_rule_of_the_matter_goes_before_the_one_for_any() -> None:
    rules = (rule(), rule("budget", share="2/3"), rule(body="opsg"))
    own, other = voting_on(rules, "budget", "panel"), voting_on(rules, "date", "panel")
    assert own is rules[1]
    assert other is rules[0]
    assert voting_on(rules, "date", "tag") is None


@pytest.mark.parametrize(
    ("faulty", "words"),
    [
        (rule(share="two thirds"), "not a share"),
        (rule(share="3/2"), "from 0 to 1"),
        (rule(share="1/1"), "more than all"),
        (rule(quorum=0), "quorum of 0"),
    ],
)
def test_a_rule_that_cannot_be_counted_by_is_a_fault(faulty: Voting, words: str) -> None:
    ((_, key, what, _),) = faults_of((faulty,))
    assert (key, words in what) == ("share", True)


def test_two_rules_for_one_matter_of_a_body_are_a_fault() -> None:
    assert [key for _, key, _, _ in faults_of((rule("a"), rule("a")))] == ["matter"]


@covers("F-249")
def test_the_shipped_rule_for_a_proposal_of_the_panel_is_unanimity_on_two_grounds() -> None:
    found = voting_on(load_rulebook("sec-section-d").voting, "panel-proposal", "panel")
    assert found is not None
    assert found.unanimous
    assert [(need.id, need.published) for need in found.needs] == [
        ("authority-request", False),
        ("panel-report", True),
    ]


def test_what_no_source_confirms_is_marked() -> None:
    found = voting_on(load_rulebook("sec-section-d").voting, "modification", "change-board")
    assert found is not None
    assert found.unconfirmed
    assert found.quorum is None


CATEGORIES = {"a": "large", "b": "large", "c": "large", "d": "small", "e": "network"}


@covers("F-249")
@pytest.mark.parametrize(
    ("cast", "carried", "still"),
    [
        ("+++--", False, False),  # three large suppliers are one vote
        ("++-++", True, True),
        ("+---.", False, False),
        ("+--+.", False, True),
        ("+.-+.", False, True),
        ("+-.+.", False, True),
    ],
)
def test_each_category_has_one_vote(cast: str, carried: bool, still: bool) -> None:
    marks = {"+": Position.FOR, "-": Position.AGAINST}
    votes = {s: marks[m] for s, m in zip("abcde", cast, strict=True) if m != "."}
    by_category = rule(counted=Counted.CATEGORY, base=Base.SEATS).rule("x")
    count = tally(by_category, list("abcde"), votes, categories=CATEGORIES)
    assert (count.carried, count.can_still_pass) == (carried, still)
