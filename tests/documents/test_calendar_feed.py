"""The calendar feed parses back to the entries that went in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.documents.calendar_feed import Entry, Standing, to_ical
from ridgeway.documents.wording import visible
from tests.marks import covers

STAMP = dt.datetime(2019, 11, 1, 9, tzinfo=dt.UTC)
ENTRY = Entry(
    "release-1.evidence@example.org",
    dt.date(2019, 10, 18),
    "Evidence to the Panel; by, then",
    description="First line\nSecond, line; with \\ signs",
    url="https://example.org/releases/1",
    sequence=3,
    standing=Standing.TENTATIVE,
    categories=("Obligation", "SEC, November"),
)


def read(feed: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(feed).walk("VEVENT"))


def feed_of(*entries: Entry) -> bytes:
    return to_ical(entries, name="SEC dates", stamped_at=STAMP)


@covers("F-259")
def test_entry_parses_back_as_it_went_in() -> None:
    (event,) = read(feed_of(ENTRY))
    assert event["UID"] == ENTRY.uid
    assert event.decoded("DTSTART") == dt.date(2019, 10, 18)
    assert event.decoded("DTEND") == dt.date(2019, 10, 19)
    assert event.decoded("DTSTAMP") == STAMP
    assert event["SUMMARY"] == ENTRY.title
    assert event["DESCRIPTION"] == ENTRY.description
    assert event["URL"] == ENTRY.url
    assert event["SEQUENCE"] == 3
    assert event["STATUS"] == "TENTATIVE"
    assert event["TRANSP"] == "TRANSPARENT"
    assert [str(c) for c in event["CATEGORIES"].cats] == list(ENTRY.categories)


@covers("F-259")
def test_instant_keeps_its_moment_whatever_its_zone() -> None:
    moment = dt.datetime(2019, 7, 1, 17, tzinfo=ZoneInfo("Europe/London"))
    (event,) = read(feed_of(replace(ENTRY, on=moment, until=moment + dt.timedelta(hours=1))))
    assert event.decoded("DTSTART") == dt.datetime(2019, 7, 1, 16, tzinfo=dt.UTC)
    assert event.decoded("DTEND") == dt.datetime(2019, 7, 1, 17, tzinfo=dt.UTC)


def test_last_day_of_a_span_is_included() -> None:
    (event,) = read(feed_of(replace(ENTRY, until=dt.date(2019, 10, 20))))
    assert event.decoded("DTEND") == dt.date(2019, 10, 21)


def test_feed_without_entries_is_a_calendar() -> None:
    calendar = icalendar.Calendar.from_ical(feed_of())
    assert calendar["VERSION"] == "2.0"
    assert calendar["X-WR-CALNAME"] == "SEC dates"


def test_same_entries_make_the_same_bytes_and_lines_fit() -> None:
    long = replace(ENTRY, title="ä" * 300)
    assert feed_of(long) == feed_of(long)
    assert all(len(line) <= 75 for line in feed_of(long).split(b"\r\n"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"uid": " "}, "no uid"),
        ({"on": dt.datetime(2019, 1, 1)}, "without a time zone"),  # noqa: DTZ001
        ({"until": dt.date(2019, 10, 1)}, "ends before it starts"),
        ({"until": STAMP}, "cannot run until an instant"),
        ({"on": STAMP, "until": dt.date(2019, 12, 1)}, "cannot run until a date"),
    ],
)
def test_entry_is_refused_when_it_cannot_stand(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        feed_of(replace(ENTRY, **change))


def test_two_entries_with_one_uid_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        feed_of(ENTRY, ENTRY)


@given(st.text(), st.text(), st.text(min_size=1).filter(lambda t: visible(t).strip()))
def test_any_text_stays_inside_its_own_field(title: str, description: str, uid: str) -> None:
    (event,) = read(feed_of(replace(ENTRY, title=title, description=description, uid=uid)))
    assert event["SUMMARY"] == visible(title).replace("\n", " ").strip()
    assert str(event.get("DESCRIPTION", "")) == visible(description)
