"""Meetings: called from a series, moved, cancelled; who sits in them; their minutes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.committees.counting import seats_of
from ridgeway.governance.committees.models import Attendance, Meeting, MeetingSeries, Minutes, Paper
from tests.governance.committees.seats import MEETS, PAPERS_DUE, Committee
from tests.marks import covers


def series(committee: Committee, **more: object) -> MeetingSeries:
    given: dict[str, Any] = {
        "body": committee.world.bodies["panel"].id,
        "title": "SEC Panel",
        "weekday": "friday",
        "which": "third",
        "starts": "10:00",
        "place": "London",
        **more,
    }
    done = committee.do("series.set-up", committee.world.code, **given)
    return MeetingSeries.objects.get(pk=done.subject_id)


@covers("F-252")
def test_the_meetings_of_a_year_are_called_with_their_paper_days(committee: Committee) -> None:
    done = committee.do("series.call-meetings", series(committee), year=2026)
    assert done.answer["called"] == 12
    days = Meeting.objects.order_by("meeting_date").values_list("meeting_date", "paper_date")
    assert days[0] == (dt.date(2026, 1, 16), dt.date(2026, 1, 9))
    assert days[3] == (dt.date(2026, 4, 17), dt.date(2026, 4, 10))
    june = Meeting.objects.get(meeting_date=dt.date(2026, 6, 19))
    assert june.starts_at == dt.datetime(2026, 6, 19, 9, tzinfo=dt.UTC)  # summer time


def test_a_day_that_is_no_working_day_moves_to_the_next_and_says_so(committee: Committee) -> None:
    given: dict[str, Any] = {"weekday": "friday", "which": "last", "months": [12]}
    committee.do("series.call-meetings", series(committee, **given), year=2026)
    (meeting,) = Meeting.objects.all()
    assert meeting.meeting_date == dt.date(2026, 12, 29)  # after Christmas and its substitute day
    assert meeting.state_reason == "Fri 25 Dec 2026 is not a working day."


def test_a_year_is_called_once_and_a_moved_meeting_is_not_called_again(
    committee: Committee,
) -> None:
    held = series(committee)
    committee.do("series.call-meetings", held, year=2026)
    meeting = Meeting.objects.get(meeting_date=dt.date(2026, 6, 19))
    committee.do("meeting.move", meeting, meeting_date="2026-06-23", reason="The room is taken")
    meeting.refresh_from_db()
    assert (meeting.meeting_date, meeting.paper_date) == (
        dt.date(2026, 6, 23),
        dt.date(2026, 6, 16),
    )
    with pytest.raises(Refused, match="called already"):
        committee.do("series.call-meetings", held, year=2026)
    committee.do("series.end", held, ended_date="2026-12-31")
    with pytest.raises(Refused, match="It ends on Thu 31 Dec 2026 already"):
        committee.do("series.end", held, ended_date="2026-12-31")
    with pytest.raises(Refused, match="ended on Thu 31 Dec 2026"):
        committee.do("series.call-meetings", held, year=2027)


def test_a_series_of_agreed_dates_gives_those_of_the_year(committee: Committee) -> None:
    dates = ["2026-02-10", "2027-02-09", "2026-09-08"]
    held = series(committee, weekday=None, which=None, dates=dates)
    assert committee.do("series.call-meetings", held, year=2026).answer["called"] == 2


@covers("F-252")
def test_papers_are_judged_anew_when_a_meeting_moves(committee: Committee) -> None:
    meeting = committee.meeting()
    committee.on(PAPERS_DUE + dt.timedelta(days=2))
    paper = committee.paper(committee.item(meeting))
    assert paper.days_late == 2
    committee.do("meeting.move", meeting, meeting_date="2026-04-01", reason="Too early")
    assert Paper.objects.get(pk=paper.id).days_late == 0


def test_a_cancelled_meeting_stays_visible_and_takes_nothing_more(committee: Committee) -> None:
    meeting = committee.meeting()
    committee.do("meeting.cancel", meeting, reason="No business")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.state_reason) == ("cancelled", "No business")
    with pytest.raises(Refused, match="cancelled: No business"):
        committee.item(meeting)


@covers("F-251")
def test_an_alternate_sits_and_votes_for_a_member_who_is_away(committee: Committee) -> None:
    meeting = committee.meeting()
    resolution = committee.put(committee.item(meeting))
    alternate = committee.alternate(0)
    given: dict[str, Any] = {"seat": committee.seats[0].id, "alternate": alternate.person_id}
    committee.do("meeting.seat-alternate", meeting, **given)
    assert seats_of(resolution, committee.at.date())[committee.seats[0].id] == alternate.person_id
    with pytest.raises(Refused, match="no seat"):
        committee.vote(resolution, 0)
    read = {"position": "for", "paper_digest": resolution.subject_digest}
    committee.do("resolution.vote", resolution, alternate, **dict[str, Any](read))
    assert resolution.votes.get().seat == committee.seats[0]


def test_one_person_never_counts_twice(committee: Committee) -> None:
    meeting = committee.meeting()
    with pytest.raises(Refused, match="never counts twice"):
        committee.do(
            "meeting.seat-alternate",
            meeting,
            seat=committee.seats[0].id,
            alternate=committee.members[1].person_id,
        )
    alternate = committee.alternate(0)
    with pytest.raises(Refused, match="not appointed as an alternate for this seat"):
        committee.do(
            "meeting.seat-alternate",
            meeting,
            seat=committee.seats[1].id,
            alternate=alternate.person_id,
        )
    assert not Attendance.objects.exists()


def test_a_member_declared_away_without_an_alternate_leaves_the_seat_empty(
    committee: Committee,
) -> None:
    meeting = committee.meeting()
    resolution = committee.put(committee.item(meeting))
    committee.do("meeting.seat-alternate", meeting, seat=committee.seats[2].id, note="On leave")
    assert seats_of(resolution, committee.at.date())[committee.seats[2].id] == ""
    with pytest.raises(Refused, match="no seat"):
        committee.vote(resolution, 2)


@covers("F-252")
def test_minutes_are_approved_at_a_later_meeting_and_stand(committee: Committee) -> None:
    meeting = committee.meeting()
    with pytest.raises(Refused, match="nothing to write yet"):
        committee.do("minutes.write", meeting, text="Too soon")
    committee.on(MEETS + dt.timedelta(days=1))
    committee.do("minutes.write", meeting, text="What was said")
    minutes = Minutes.objects.get()
    about = {"subject_type": "committees.minutes", "subject_id": minutes.id, "matter": "minutes"}
    next_one = committee.meeting(title="Panel, April", meeting_date="2026-04-15", paper_date=None)
    item = committee.item(next_one, "Minutes of the last meeting")
    resolution = committee.put(item, **about)
    committee.do("minutes.write", meeting, text="What was really said")
    resolution.refresh_from_db()
    assert resolution.state == "void"  # the text that was put is no longer the text
    again = committee.put(item, **about)
    for number in range(3):
        committee.vote(again, number)
    committee.do("resolution.close", again, "chair")
    minutes.refresh_from_db()
    assert (minutes.state, minutes.approved_by) == ("approved", again)
    with pytest.raises(Refused, match="approved and stand"):
        committee.do("minutes.write", meeting, text="Something else")
    committee.do("resolution.withdraw", again, "chair", reason="A name was wrong")
    minutes.refresh_from_db()
    assert (minutes.state, minutes.approved_by, minutes.approved_date) == ("draft", None, None)


def test_attendance_is_recorded_once_the_day_has_come(committee: Committee) -> None:
    meeting = committee.meeting()
    present = [committee.members[0].person_id]
    with pytest.raises(Refused, match="nobody attended yet"):
        committee.do("meeting.record-attendance", meeting, present=present)
    committee.on(MEETS)
    committee.do("meeting.record-attendance", meeting, present=present)
    assert Attendance.objects.get().seat == committee.seats[0]
