"""How a policy's bodies are called inside a sentence."""

from __future__ import annotations

import pytest

from ridgeway.core.policy.loading import load_rulebook

CALLED = [
    ("sec-rmp", "panel", "the SEC Panel", "The SEC Panel"),
    ("sec-rmp", "secas", "SECAS", "SECAS"),
    ("sec-rmp", "parties", "Parties", "Parties"),
    ("dcc-rmp", "dcc", "the DCC", "The DCC"),
    ("cssc-plan", "participants", "CCMT Participants", "CCMT Participants"),
    ("sec-rmp", "nobody", "nobody", "Nobody"),
]


@pytest.mark.parametrize(("policy", "body", "inside", "opening"), CALLED)
def test_a_name_takes_the_article_that_its_policy_gives_it(
    policy: str, body: str, inside: str, opening: str
) -> None:
    book = load_rulebook(policy)
    assert book.called(body) == inside
    assert book.called(body, opening=True) == opening


def test_a_body_that_goes_by_another_name_keeps_its_article() -> None:
    assert load_rulebook("sec-rmp").called("panel", "Panel of the code") == "the Panel of the code"
