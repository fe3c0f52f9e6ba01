"""A release's document has every part of the policy, and says which of them it does not hold."""

from __future__ import annotations

from typing import Any

import pytest

from ridgeway.documents.description import Heading
from ridgeway.documents.html import to_html
from ridgeway.documents.release_document import release_document
from tests.documents.rid_sample import CONTROL, implementation, rid_content
from tests.documents.samples import Page
from tests.marks import covers


def words_of(content: dict[str, Any]) -> str:
    made = release_document(content, CONTROL)
    return " ".join(Page(to_html(made)).words.split())


PARTS = {
    "F-058": "MP071 Second-Comer Charging Approved",
    "F-059": "MP071 No Yes Yes",
    "F-060": "Section J Section MP071",
    "F-061": "MP071 3,600",
    "F-062": "SIT Delivery body 3 June 2019 30 August 2019",
    "F-063": "Regression on both streams. (as stated by DCC)",
    "F-064": "A desk answers within a working day.",
    "F-065": "No defect of severity 1 or 2 would be deployed (section 8)",
    "F-070": "GBCS 3.3 29 November 2019, with go-live Yes",
    "F-071": "GBCS 3.2 Validity Period ends on 28 May 2020 Not yet",
    "F-076": "Testing Approach Document. It follows, to the TAG by 28 February 2019",
    "F-085": "System integration testing 2,500",
    "F-086": "System integration testing 2,500 2,000 User integration testing 100 50",
    "F-018": "Two devices of each maker.",
    "F-017": "The TAG is asked in May.",
}


@pytest.mark.parametrize(
    "words", [pytest.param(words, marks=covers(f), id=f) for f, words in PARTS.items()]
)
def test_document_states(words: str) -> None:
    assert words in words_of(rid_content())


MISSING = {
    "activities": "start and end of testing by Users",
    "criteria": "the acceptance criteria",
    "costs": "the forecast cost of the release",
}
EMPTY: dict[str, Any] = {
    "activities": [],
    "criteria": [],
    "costs": {"groups": [], "told_by": [], "central": [], "standalone": [], "forecast": []},
}


@pytest.mark.parametrize("section", MISSING)
def test_part_that_is_not_held_says_so(section: str) -> None:
    words = words_of(rid_content(**{section: EMPTY[section]}))
    assert f"Not held: {MISSING[section]}" in words


def test_every_part_of_the_policy_has_its_heading_in_order() -> None:
    content = rid_content()
    headings = [b.text for b in implementation().blocks if isinstance(b, Heading)]
    assert headings == ["Summary", *(part["heading"] for part in content["parts"])]


def test_part_of_words_that_nobody_wrote_is_not_held() -> None:
    content = rid_content()
    for part in content["parts"]:
        part["text"] = ""
    assert "Not held: how the DCC will test" in words_of(content)


def test_part_that_was_set_aside_says_why() -> None:
    content = rid_content()
    content["parts"][-1] |= {"applies": False, "text": "The release touches none."}
    assert "Does not apply to this release. The release touches none." in words_of(content)


@covers("F-061")
def test_sum_is_given_only_when_every_amount_is_held() -> None:
    costs = rid_content()["costs"]
    costs["central"].append({"reference": "MP072", "amount": None})
    words = words_of(rid_content(costs=costs))
    assert "MP072 not held" in words
    assert "Together not held" in words


@covers("F-086")
def test_forecast_stands_beside_no_sum_over_a_gap() -> None:
    costs = rid_content()["costs"]
    costs["central"].append({"reference": "MP072", "amount": 5})
    words = words_of(rid_content(costs=costs))
    assert "By themselves, added up" not in words
    assert "System integration testing 2,000 User integration testing 50 Total 2,050" in words


@covers("F-059")
def test_impact_that_is_not_held_is_not_taken_for_none() -> None:
    content = rid_content()
    content["modifications"][0] |= {"impacts": None, "system_impact": None}
    assert "MP071 not held not held not held" in words_of(content)
