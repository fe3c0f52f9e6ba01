"""The numbers of a bundle: what was cited stays what it was when the agenda grows."""

from __future__ import annotations

import pytest

from ridgeway.documents.meeting_bundle import meeting_bundle
from ridgeway.documents.placing import laid_out
from ridgeway.governance.committees.models import Meeting
from ridgeway.governance.committees.queries_meetings import meeting_page
from tests.governance.committees.conftest import committee as committee  # noqa: PLC0414
from tests.governance.committees.seats import Committee
from tests.governance.conftest import world as world  # noqa: PLC0414

pytestmark = pytest.mark.django_db


def numbers(committee: Committee, meeting: Meeting, reader: str = "code-administrator") -> set[str]:
    """Every number with the anchor that it bears."""
    seen = meeting_page(committee.world.actors[reader], meeting)
    layout = laid_out(meeting_bundle(seen))
    return {f"{placed.number} {placed.anchor}" for placed in layout.body if placed.number}


def test_numbers_stay_when_an_item_and_a_late_paper_are_added(committee: Committee) -> None:
    meeting = committee.meeting()
    first = committee.item(meeting)
    committee.paper(first)
    committee.do("action.raise", committee.world.code, text="Write", item=first.id,
                 owner=committee.world.bodies["secas"].id)  # fmt: skip
    before = numbers(committee, meeting)
    assert {"B attendance", "C actions"} <= before
    committee.paper(committee.item(meeting, "Any other business"), "Tabled")
    committee.paper(first, "Late report")
    after = numbers(committee, meeting)
    assert before <= after
    assert "2 item-2" in after


def test_an_item_keeps_its_number_for_a_reader_who_does_not_see_the_one_before(
    committee: Committee,
) -> None:
    meeting = committee.meeting(audience="public")
    committee.item(meeting, "In private", audience="administration")
    committee.item(meeting, "In public", audience="public")
    seen = numbers(committee, meeting, "party")
    assert "2 item-2" in seen
    assert not any(one.startswith("1 ") for one in seen)
