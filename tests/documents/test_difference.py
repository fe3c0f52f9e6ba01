"""What changed between two versions is told part by part: rows, columns and words."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.documents.description import plain
from ridgeway.documents.difference import (
    Difference,
    difference,
    difference_document,
    words_changed,
)
from ridgeway.documents.html import to_html
from ridgeway.documents.release_document import release_document
from tests.documents.rid_sample import CONTROL, rid_content
from tests.documents.samples import Page
from tests.marks import covers

Content = dict[str, Any]


def between(change: Callable[[Content], object]) -> Difference:
    before = rid_content()
    after = copy.deepcopy(before)
    change(after)
    return difference(release_document(before, CONTROL), release_document(after, CONTROL))


def add_modification(content: Content) -> None:
    row = {**content["modifications"][0], "reference": "MP072", "title": "Another"}
    content["modifications"].append(row)


CHANGES: dict[str, tuple[Callable[[Content], object], str, str, str, str]] = {
    "added row": (add_modification, "Modifications", "added", "", "Another"),
    "removed row": (
        lambda c: c["risks"].pop(), "Timetable", "removed", "Late firmware", "",
    ),
    "changed cell": (
        lambda c: c["modifications"][0].update(relation="targeted"),
        "Modifications", "changed", "Approved", "Targeted",
    ),
    "changed words": (
        lambda c: c["parts"][5].update(text="Regression on one stream."),
        "Testing", "changed", "both streams.", "one stream.",
    ),
    "moved date": (
        lambda c: c["activities"][1].update(ends_date="2019-10-18"),
        "Timetable", "changed", "4 October 2019", "18 October 2019",
    ),
    "added column": (
        lambda c: c["categories"].append("Small Supplier"),
        "Impacts", "added", "", "Small Supplier",
    ),
    "changed cost": (
        lambda c: c["costs"]["central"][0].update(amount=4000),
        "Central cost", "changed", "3,600", "4,000",
    ),
}  # fmt: skip


@covers("F-052", "F-075", "F-103")
@pytest.mark.parametrize("name", CHANGES)
def test_one_change_is_told_once_under_its_part(name: str) -> None:
    change, part, kind, was, now = CHANGES[name]
    found = between(change)
    [section] = [s for s in found.sections if s.title == part]
    [told] = section.changes
    assert told.change == kind
    assert was in plain(told.was)
    assert now in plain(told.now)


def test_nothing_changed_says_so() -> None:
    found = between(dict)
    assert (found.sections, found.count) == ((), 0)
    made = release_document(rid_content(), CONTROL)
    names = ("version 1.0", "version 2.0")
    shown = difference_document(found, made, names=names, document_date=dt.date(2019, 11, 1))
    assert "version 1.0 and version 2.0 say the same" in Page(to_html(shown)).words


def test_changed_words_stand_in_bold() -> None:
    was, now = words_changed("two devices each", "three devices each")
    assert [(r.text, r.bold) for r in was] == [("two ", True), ("devices each", False)]
    assert [(r.text, r.bold) for r in now] == [("three ", True), ("devices each", False)]


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_word_is_lost_between_the_two(was: str, now: str) -> None:
    from ridgeway.documents.wording import visible

    left, right = words_changed(visible(was), visible(now))
    assert plain(left) == visible(was)
    assert plain(right) == visible(now)


def test_a_table_that_went_is_one_change() -> None:
    found = between(lambda content: content["costs"].update(standalone=[]))
    [section] = [s for s in found.sections if s.title == "Standalone cost"]
    kinds = {c.change.value for c in section.changes}
    assert kinds == {"removed", "added"}
    assert len(section.changes) == 2
