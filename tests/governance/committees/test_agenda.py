"""The agenda: numbers that stay, papers that arrive in time or late, interests that close them."""

from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees import counting
from ridgeway.governance.committees.models import AgendaItem, Paper
from ridgeway.governance.evidence import store
from ridgeway.governance.evidence.models import Evidence
from tests.governance.committees.seats import PAPERS_DUE, Committee
from tests.marks import covers

MISSING = "0" * 64


@covers("F-252")
def test_items_keep_their_numbers_in_any_order(committee: Committee) -> None:
    meeting = committee.meeting()
    for title in ("One", "Two", "Three"):
        committee.item(meeting, title)
    committee.do("meeting.order-agenda", meeting, numbers=[3, 1, 2])
    ordered = AgendaItem.objects.order_by("order").values_list("number", flat=True)
    assert list(ordered) == [3, 1, 2]
    with pytest.raises(Refused, match="every number once: 1, 2, 3"):
        committee.do("meeting.order-agenda", meeting, numbers=[1, 2])


DUE = PAPERS_DUE  # a Wednesday
ARRIVALS = [
    (DUE, 23, 0),
    (DUE + dt.timedelta(days=1), 8, 1),
    (DUE + dt.timedelta(days=2), 8, 2),
    (DUE + dt.timedelta(days=3), 8, 2),  # Saturday: two working days have passed
    (DUE + dt.timedelta(days=5), 8, 3),
]


@covers("F-163")
@pytest.mark.parametrize(("day", "hour", "late"), ARRIVALS)
def test_a_paper_is_late_by_working_days_after_the_paper_day(
    committee: Committee, day: dt.date, hour: int, late: int
) -> None:
    item = committee.item(committee.meeting())
    committee.on(day, hour)
    assert committee.paper(item).days_late == late


@covers("F-163")
def test_a_decision_on_late_papers_says_on_what_basis(committee: Committee) -> None:
    item = committee.item(committee.meeting())
    committee.on(DUE + dt.timedelta(days=2))
    committee.paper(item, "Completion report", pages=240)
    resolution = committee.put(item)
    for number in range(3):
        committee.vote(resolution, number)
    with pytest.raises(Refused, match=r"two working days late.*240 pages.* on what basis"):
        committee.do("resolution.close", resolution, "chair")
    committee.do("resolution.close", resolution, "chair", basis="A summary given at the meeting")
    resolution.refresh_from_db()
    assert "two working days late" in resolution.considered
    assert resolution.considered.endswith(
        "Considered on this basis: A summary given at the meeting"
    )


def test_the_body_of_an_agenda_item_resolves_on_it_without_being_named(
    committee: Committee,
) -> None:
    item = committee.item(committee.meeting())
    assert committee.put(item, body="").body == committee.world.bodies["panel"]
    with pytest.raises(Refused, match="on the agenda of another body"):
        committee.put(item, body=committee.world.bodies["opsg"].id)
    with pytest.raises(Refused, match="No body is registered as ''"):
        committee.put(body="", subject_type="committees.agendaitem", subject_id=item.id, matter="x")


def test_a_paper_of_an_earlier_day_needs_a_source(committee: Committee) -> None:
    item = committee.item(committee.meeting())
    with pytest.raises(Refused, match="say where that is known from"):
        committee.paper(item, arrived_date="2026-02-20")


def test_a_paper_without_text_or_file_is_refused(committee: Committee) -> None:
    item = committee.item(committee.meeting())
    with pytest.raises(Refused, match="its text, its file, or both"):
        committee.do("paper.submit", item, title="Nothing")
    with pytest.raises(Refused, match="No file with this digest"):
        committee.do("paper.submit", item, title="Nothing", digest=MISSING)


@covers("F-253")
def test_an_interest_closes_papers_and_files_at_once_and_sets_the_vote_aside(
    committee: Committee,
) -> None:
    digest, size = store.put(iter([b"figures"]))
    item = committee.item(committee.meeting())
    committee.paper(item, digest=digest, size=size, file_name="figures.txt")
    resolution = committee.put(item)
    committee.vote(resolution, 0)
    mine, other = committee.members[0], committee.members[1]
    assert (visible(Paper, mine).count(), visible(Evidence, mine).count()) == (2, 1)
    committee.do("item.declare-interest", item, mine, interest="My employer is paid by it")
    assert (visible(Paper, mine).count(), visible(Evidence, mine).count()) == (0, 0)
    assert (visible(Paper, other).count(), visible(Evidence, other).count()) == (2, 1)
    count = counting.count(resolution, committee.at.date())
    assert (count.in_favour, count.recused, count.seats) == (0, 1, 4)
    with pytest.raises(Refused, match="recused"):
        committee.vote(resolution, 0)


@covers("F-253")
def test_what_is_added_to_the_item_later_is_closed_as_well(committee: Committee) -> None:
    item = committee.item(committee.meeting())
    mine = committee.members[0]
    committee.do("item.declare-interest", item, mine, interest="Mine")
    committee.paper(item, "A later paper")
    resolution = committee.put(item)
    assert not visible(Paper, mine).exists()
    assert resolution.recusals.get().person_id == mine.person_id
    with pytest.raises(Refused, match="recused"):
        committee.vote(resolution, 0)
    with pytest.raises(Refused, match="already"):
        committee.do("item.declare-interest", item, mine, interest="Again")


def test_the_administrator_enters_an_interest_only_for_somebody_of_the_body(
    committee: Committee,
) -> None:
    item = committee.item(committee.meeting())
    stranger = committee.world.actors["party"].person_id
    with pytest.raises(Refused, match="no place on this body"):
        committee.do("item.enter-interest", item, person=stranger, interest="None")
    person = committee.members[3].person_id
    committee.do("item.enter-interest", item, person=person, interest="Said at the meeting")
    assert item.declarations.get().person_id == person


def test_a_resolution_about_the_item_itself_falls_when_a_paper_is_added(
    committee: Committee,
) -> None:
    item = committee.item(committee.meeting())
    resolution = committee.put(item)
    committee.paper(item)
    resolution.refresh_from_db()
    assert (resolution.state, resolution.void_reason != "") == ("void", True)


def test_a_withdrawn_item_stays_and_takes_nothing_more(committee: Committee) -> None:
    item = committee.item(committee.meeting())
    resolution = committee.put(item)
    with pytest.raises(Refused, match="withdraw that"):
        committee.do("item.withdraw", item, reason="Not ready")
    committee.do("resolution.withdraw", resolution, reason="Not ready")
    committee.do("item.withdraw", item, reason="Not ready")
    with pytest.raises(Refused, match="withdrawn: Not ready"):
        committee.paper(item)


def test_a_withdrawn_paper_no_longer_makes_a_decision_late(committee: Committee) -> None:
    item = committee.item(committee.meeting())
    committee.on(DUE + dt.timedelta(days=1))
    paper = committee.paper(item)
    committee.do("paper.withdraw", paper, reason="Wrong file")
    with pytest.raises(Refused, match="withdrawn already"):
        committee.do("paper.withdraw", paper, reason="Again")
