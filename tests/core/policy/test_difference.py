"""Two versions side by side: each rule that differs, in words, with its clause."""

from __future__ import annotations

import pytest

from ridgeway.core.policy.difference import Kind, differences
from ridgeway.core.policy.loading import parse_rulebook
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.sections import TITLES
from tests.core.policy.shipped import SMALL, sec_rmp, text_of


def changed(old: str, new: str) -> Rulebook:
    text = text_of("sec-rmp@3.0")
    assert old in text
    return parse_rulebook(text.replace(old, new, 1), "4.0")


def test_version_equals_itself() -> None:
    assert differences(sec_rmp(), sec_rmp()) == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "clause", "sentence"),
    [
        (
            'title = "Tell Parties that go-live is imminent"',
            'title = "Tell Parties of go-live"',
            "duties.notice-1-month.title",
            "section 9",
            "title was “Tell Parties that go-live is imminent” and is “Tell Parties of go-live”",
        ),
        (
            'offset = { amount = -6, unit = "weeks" }',
            'offset = { amount = -8, unit = "weeks" }',
            "duties.evidence-to-panel.offset",
            "section 8",
            "was six weeks before its anchor and is eight weeks before its anchor",
        ),
        (
            'which = "first"',
            'which = "second"',
            "slots.november.which",
            "section 3",
            "was first and is second",
        ),
        (
            "minimum = true",
            "minimum = false",
            "duties.tad-to-tag.minimum",
            "section 6",
            "was yes and is no",
        ),
        (
            'consult = ["parties"]\nmust_state',
            'consult = ["parties", "dcc"]\nmust_state',
            "freeze.consult",
            "section 3",
            "was parties and is parties, dcc",
        ),
    ],
)
def test_changed_rule_is_told_in_words(
    old: str, new: str, place: str, clause: str, sentence: str
) -> None:
    (found,) = differences(sec_rmp(), changed(old, new))
    assert found.sentence.split(":")[0].split(",")[0] in TITLES.values()
    assert (found.place, found.kind, found.clause) == (place, Kind.CHANGED, clause)
    assert found.sentence.endswith(sentence)


def test_new_and_dropped_duties_are_told_by_their_titles() -> None:
    found = differences(sec_rmp(), changed('id = "release-notes"', 'id = "notes"'))
    assert [(d.kind, d.place) for d in found] == [
        (Kind.REMOVED, "duties.release-notes"),
        (Kind.ADDED, "duties.notes"),
    ]
    assert [d.sentence for d in found] == [
        "Duties: “Provide the DCC's release notes for the release page” is no longer there",
        "Duties: “Provide the DCC's release notes for the release page” is new",
    ]


def test_whole_section_that_comes_or_goes_is_told_once() -> None:
    old = parse_rulebook(SMALL, "old")
    new = parse_rulebook(SMALL[: SMALL.index("[naming]")], "new")
    told = {d.place: d.kind for d in differences(old, new)}
    assert told == {
        "naming": Kind.REMOVED,
        "kinds.system": Kind.REMOVED,
        "slots.may": Kind.REMOVED,
        "duties.notice": Kind.REMOVED,
    }
