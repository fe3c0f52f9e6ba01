"""A plan as an iCalendar file (RFC 5545): one all-day entry for each go-live and obligation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from hashlib import sha256

from ridgeway.core.planning.releases import PlannedRelease
from ridgeway.core.policy.rulebook import Rulebook

EPOCH = dt.date(1970, 1, 1)
LONGEST = 75  # octets in a line, RFC 5545 section 3.1


def calendar_text(rulebook: Rulebook, releases: Iterable[PlannedRelease]) -> str:
    """The whole file. The same plan gives the same bytes: entries are stamped with the policy's
    day of issue, and their ids come from release and obligation, so that a moved date updates."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ridgeway//plan//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(rulebook.cited)}")
    stamp = f"{rulebook.issued_date or EPOCH:%Y%m%d}T000000Z"
    for release in releases:
        why = "\n".join(release.why)
        lines += _entry(
            f"{rulebook.id}/{release.name}",
            stamp,
            release.go_live_date,
            f"{release.name}: go-live",
            why,
        )
        for o in release.obligations:
            title = f"{release.name}: {o.title} ({o.owner_name}, {o.force})"
            lines += _entry(f"{rulebook.id}/{o.key}", stamp, o.due_date, title, "\n".join(o.why))
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines)


def _entry(key: str, stamp: str, day: dt.date, title: str, text: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(key.encode()).hexdigest()[:32]}@ridgeway"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(title)}"
    yield f"DESCRIPTION:{_escaped(text)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    return text.replace("\r", "").replace("\n", "\\n")


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never cutting a character in two."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += width
    return "\r\n".join([*pieces, piece]) + "\r\n"
