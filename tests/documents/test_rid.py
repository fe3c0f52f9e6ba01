"""The implementation document has every part, and says which of them it does not hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from ridgeway.documents.description import Heading
from ridgeway.documents.html import to_html
from ridgeway.documents.rid import gaps, rid
from ridgeway.documents.rid_costs import total
from ridgeway.documents.rid_facts import CostFacts, EndedFacts, RidFacts, SpecificationFacts
from tests.documents.samples import CLEAR, PAPER_DATE, Page, implementation
from tests.marks import covers


def words_of(facts: RidFacts) -> str:
    return " ".join(Page(to_html(rid(facts))).words.split())


PARTS = {
    "F-058": "MP071 Second-Comer Charging approved Pending implementation",
    "F-059": "MP071 No Yes: charges Yes",
    "F-060": "Section J Section MP071",
    "F-061": "MP071 Total 1,000.00 2,600.00 3,600.00",
    "F-062": "SIT DCC 3 June 2019 30 August 2019",
    "F-063": "Regression on both streams. (as proposed by DCC)",
    "F-064": "A desk answers within a working day.",
    "F-065": "No defect of severity 1 or 2 would be deployed (section 8)",
    "F-070": "GBCS 3.3 29 November 2019",
    "F-071": "GBCS 3.2 validity period ends 28 May 2020",
}


@pytest.mark.parametrize(
    "words", [pytest.param(words, marks=covers(f), id=f) for f, words in PARTS.items()]
)
def test_document_states(words: str) -> None:
    assert words in words_of(implementation())


MISSING = {
    "modifications": ("modifications", "which modifications are targeted or approved."),
    "amended": ("documents to be amended", "which documents the release amends."),
    "forecast": ("central cost", "the forecast cost of the release."),
    "activities": ("timescales, activities and risks", "the activities and their dates."),
    "risks": ("timescales, activities and risks", "the risks of implementing the release."),
    "testing_approach": ("testing approach", "the testing approach."),
    "user_testing": ("user testing and support", "the level of user testing that is required."),
    "user_support": ("user testing and support", "how the DCC supports users with testing."),
    "acceptance": ("acceptance criteria", "the acceptance criteria."),
    "specifications": ("technical specifications", "which versions of specifications take effect."),
    "ended": ("technical specifications", "which versions are removed or end."),
}


@pytest.mark.parametrize("field", MISSING)
def test_part_that_is_not_held_says_so_and_counts_as_a_gap(field: str) -> None:
    facts = implementation(**{field: None})
    part, words = MISSING[field]
    assert part in gaps(facts)
    assert f"Not held: {words}" in words_of(facts)
    assert "parts are not complete" in words_of(facts)


def test_complete_document_has_no_gap_and_every_part() -> None:
    assert gaps(implementation()) == ()
    assert "not complete" not in words_of(implementation())
    assert "not held" not in words_of(implementation())
    headings = [b.text for b in rid(implementation()).blocks if isinstance(b, Heading)]
    assert len(headings) == 10


def test_nothing_to_say_is_not_taken_for_not_held() -> None:
    facts = implementation(ended=(), specifications=(), risks=(), amended=())
    assert gaps(facts) == ()
    words = words_of(facts)
    assert "No version is removed or ends with this release." in words
    assert "No risk is recorded." in words


def test_document_of_an_unknown_release_still_has_every_part() -> None:
    facts = RidFacts(
        "R", "k", None, "Panel", "DCC", "DCC Systems", (), PAPER_DATE, "0.1", "draft", CLEAR
    )
    assert len(gaps(facts)) == 9
    assert "9 of 9 parts are not complete" in words_of(facts)


@covers("F-070")
def test_start_of_validity_that_is_not_agreed_is_expected_on_go_live_and_is_a_gap() -> None:
    facts = implementation(specifications=(SpecificationFacts("GBCS", "3.3"),))
    assert "expected on 29 November 2019, with go-live; the agreed date is not held" in words_of(
        facts
    )
    assert gaps(facts) == ("technical specifications",)


@covers("F-071")
@pytest.mark.parametrize(
    ("removed", "day", "words"),
    [
        (True, dt.date(2019, 11, 29), "removed on 29 November 2019"),
        (True, None, "removed; date not held"),
        (False, None, "ends; date not held"),
    ],
)
def test_version_that_goes_says_how_and_when(
    removed: bool, day: dt.date | None, words: str
) -> None:
    assert words in words_of(implementation(ended=(EndedFacts("GBCS", "3.2", removed, day),)))


@covers("F-061")
def test_total_is_given_only_when_every_amount_is_held() -> None:
    assert total([Decimal("0.10"), Decimal("0.20")]) == Decimal("0.30")
    assert total([Decimal(1), None]) is None
    forecast = (CostFacts("SIT", Decimal(1), Decimal(2)), CostFacts("UIT", None, Decimal(3)))
    words = words_of(implementation(forecast=forecast))
    assert "UIT not held 3.00 not held" in words
    assert "Total not held 5.00 not held" in words


@covers("F-059")
def test_impact_that_is_not_held_is_not_taken_for_none() -> None:
    facts = implementation()
    assert facts.modifications is not None
    wider = implementation(party_categories=("Large Supplier", "Network", "Small Supplier"))
    assert "MP071 No Yes: charges not held Yes" in words_of(wider)
    assert "impacts" in gaps(wider)
