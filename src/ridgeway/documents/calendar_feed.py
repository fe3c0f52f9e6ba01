"""Dated entries as an iCalendar feed (RFC 5545) that calendars can subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ridgeway.documents.wording import safe_link, visible

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Ridgeway//Release governance//EN"


class Standing(StrEnum):
    """How firm an entry is, in the words of RFC 5545."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated entry.

    `uid` never changes while the entry means the same thing; `sequence` rises when its date
    moves, so that a calendar replaces what it holds. `on` is a date (an all-day entry) or an
    aware instant; `until` is the last day, included, or the end instant.
    """

    uid: str
    on: dt.date | dt.datetime
    title: str
    until: dt.date | dt.datetime | None = None
    description: str = ""
    url: str = ""
    sequence: int = 0
    standing: Standing = Standing.CONFIRMED
    categories: tuple[str, ...] = ()


def to_ical(
    entries: Iterable[Entry],
    *,
    name: str,
    stamped_at: dt.datetime,
    description: str = "",
    refresh: dt.timedelta = dt.timedelta(hours=6),
) -> bytes:
    """The feed, entries in the order given. Raises ValueError for an entry that cannot stand.

    Refused: a naive instant, an end before its start, a date mixed with an instant, an empty
    uid, and the same uid twice.
    """
    from icalendar import Calendar  # noqa: PLC0415 - slow to load, seldom asked

    _aware(stamped_at, "the feed", "stamped_at")
    feed = Calendar()
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("name", _line(name))
    feed.add("x-wr-calname", _line(name))
    if description:
        feed.add("x-wr-caldesc", visible(description))
    feed.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    seen: set[str] = set()
    for entry in entries:
        uid = _line(entry.uid)
        if not uid:
            raise ValueError(f"the entry {entry.title!r} has no uid")
        if uid in seen:
            raise ValueError(f"the uid {uid} stands twice in one feed")
        seen.add(uid)
        feed.add_component(_event(entry, uid, stamped_at))
    return bytes(feed.to_ical())


def _event(entry: Entry, uid: str, stamped_at: dt.datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415

    start, end = _span(entry)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamped_at.astimezone(dt.UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _line(entry.title))
    if entry.description:
        event.add("description", visible(entry.description))
    if address := safe_link(entry.url):
        event.add("url", address)
    event.add("sequence", entry.sequence)
    event.add("status", entry.standing.value)
    # A due date is not an appointment: it leaves the day free.
    event.add("transp", "TRANSPARENT")
    if entry.categories:
        event.add("categories", [_line(category) for category in entry.categories])
    return event


def _span(entry: Entry) -> tuple[dt.date, dt.date]:
    """Start and exclusive end; instants in UTC, so no reader needs our time-zone tables."""
    start, end = entry.on, entry.until
    if isinstance(start, dt.datetime):
        _aware(start, entry.uid, "on")
        if end is None:
            end = start
        if not isinstance(end, dt.datetime):
            raise ValueError(f"{entry.uid}: an instant cannot run until a date")
        _aware(end, entry.uid, "until")
        span: tuple[dt.date, dt.date] = (start.astimezone(dt.UTC), end.astimezone(dt.UTC))
    else:
        if isinstance(end, dt.datetime):
            raise ValueError(f"{entry.uid}: a date cannot run until an instant")
        span = (start, (end or start) + dt.timedelta(days=1))
    if span[1] < span[0]:
        raise ValueError(f"{entry.uid}: it ends before it starts")
    return span


def _aware(moment: dt.datetime, whose: str, name: str) -> None:
    if moment.tzinfo is None:
        raise ValueError(f"{whose}: {name} is an instant without a time zone")


def _line(words: str) -> str:
    return visible(words).replace("\n", " ").strip()
