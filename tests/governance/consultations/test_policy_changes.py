"""A policy that binds itself to consult is changed only after those it names were consulted."""

from __future__ import annotations

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import ACTS, judged
from ridgeway.governance.codes.models import PolicyAdoption
from tests.governance.consultations.conftest import RULES, TOO_LATE, Asking
from tests.marks import covers

DUTY = """
[[duties]]
id = "policy-consultation"
title = "Consult before changing this policy"
owner = "secas"
anchor = "change of the policy proposed"
timing = "event"
when = "before any change"
subject = "policy"
to = ["parties", "tabasc"]
discharge = "consultation"
discharged_by = "The consultation, its responses weighed"
clause = "section 1"
force = "must"
"""


def version(number: str) -> str:
    later = RULES.replace('version = "3.0"\ntitle', f'version = "{number}"\ntitle')
    return later.replace("applies_from = 2019-09-13", "applies_from = 2026-01-01") + DUTY


@pytest.fixture
def bound(asking: Asking) -> Asking:
    """The same with a version in force that binds itself to consult."""
    asking.policy = PolicyAdoption.objects.get(pk=asking.adopt(version("3.1")).subject_id)
    return asking


def concluded(asking: Asking, consulted: list[str]) -> None:
    row = asking.open(consulted=consulted)
    response = asking.respond(row)
    before = asking.world.at
    asking.at(TOO_LATE)
    asking.world.do("consultation.close", row)
    asking.consider(response)
    asking.world.do("consultation.conclude", row, outcome="Change it")
    assert before < TOO_LATE


@covers("F-107")
def test_a_change_without_a_consultation_is_refused_with_the_clause(bound: Asking) -> None:
    with pytest.raises(Refused, match="asked Parties, TABASC") as refused:
        bound.adopt(version("3.2"))
    assert refused.value.verdict.blocking[0].clause.endswith("3.1, section 1")


@covers("F-107")
def test_whoever_was_left_out_is_named(bound: Asking) -> None:
    concluded(bound, ["parties"])
    with pytest.raises(Refused, match="asked TABASC"):
        bound.adopt(version("3.2"))


@covers("F-106", "F-107")
def test_a_concluded_consultation_lets_the_next_version_be_adopted(bound: Asking) -> None:
    concluded(bound, ["parties", "tabasc"])
    bound.adopt(version("3.2"), reason="Respondents asked for another weekday")
    assert set(PolicyAdoption.objects.values_list("policy_version", flat=True)) == {
        "3.0",
        "3.1",
        "3.2",
    }


def test_an_open_consultation_is_not_enough(bound: Asking) -> None:
    bound.open(consulted=["parties", "tabasc"])
    with pytest.raises(Refused, match="No concluded consultation"):
        bound.adopt(version("3.2"))


@covers("F-106")
def test_a_revision_without_a_reason_is_a_departure_that_shows(asking: Asking) -> None:
    acting = Acting(
        actor=asking.world.actors["code-administrator"],
        at=asking.world.at,
        act="policy.adopt",
        code=asking.world.code,
        subject=asking.world.code,
    )
    declared = ACTS["policy.adopt"]
    given = declared.given.model_validate({"text": version("3.1")})
    verdict = judged(declared, acting, given)
    assert verdict.allowed
    assert [r.what for r in verdict.departures] == [
        "No reason is given for revising SEC Release Management Policy 3.0."
    ]
