"""The dates of a code over a span, as marks that a timeline or a calendar feed can draw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ridgeway.core.dates.calendar import OutsideCalendarError
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.visibility import seen_rows
from ridgeway.governance.record.rows import listed
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.books import book_of, calendar_named, cut_off_rules
from ridgeway.governance.releases.models import Obligation, PlannedDate, Release
from ridgeway.governance.releases.obligations import COLUMNS, ObligationLine, lines_of

ONE_DAY = dt.timedelta(days=1)

TABLES = (Release, PlannedDate, Obligation)
"""What a source of another moment has to hold for a calendar."""

RELEASE = (
    "id", "slug", "name", "kind", "state", "standing", "policy", "go_live_date", "actual_date",
    "example",
)  # fmt: skip


class MarkKind(StrEnum):
    GO_LIVE = "go-live"
    EARLIER_DATE = "earlier-date"
    CUT_OFF = "cut-off"
    NOTICE = "notice"
    DUTY = "duty"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class CalendarMark:
    """One day. `release_kind` is the lane; `slug` and `rule` lead to the release and the why.

    `line` is the obligation, where the mark is one; `by_rule` marks days of releases whose facts
    are not held.
    """

    day: dt.date
    kind: MarkKind
    title: str
    slug: str = ""
    release_id: str = ""
    release: str = ""
    release_kind: str = ""
    rule: str = ""
    state: str = ""
    by_rule: bool = False
    example: bool = False
    line: ObligationLine | None = None


def calendar(
    actor: Actor,
    code: Code,
    first: dt.date,
    last: dt.date,
    today: dt.date,
    source: Source = LIVE,
) -> list[CalendarMark]:
    """Every mark from `first` to `last`, in order of days: three queries."""
    held = seen_rows(actor, Release, RELEASE, source, code_id=code.id)
    releases: Releases = {row["id"]: row for row in held}
    marks = [*_go_lives(releases, first, last), *_earlier(releases, first, last, source)]
    marks += _duties(code, releases, first, last, today, source)
    marks += holidays(code, first, last)
    return sorted(marks, key=lambda mark: (mark.day, mark.release, mark.title))


Releases = dict[str, dict[str, object]]


def _mark(
    row: dict[str, object], day: dt.date, kind: MarkKind, title: str, *, state: str = ""
) -> CalendarMark:
    return CalendarMark(
        day=day,
        kind=kind,
        title=title,
        slug=str(row["slug"]),
        release_id=str(row["id"]),
        release=str(row["name"]),
        release_kind=str(row["kind"]),
        state=state,
        by_rule=row["standing"] == "by-rule",
        example=bool(row["example"]),
    )


def _go_lives(releases: Releases, first: dt.date, last: dt.date) -> list[CalendarMark]:
    found = []
    for row in releases.values():
        day = row["actual_date"] or row["go_live_date"]
        if isinstance(day, dt.date) and first <= day <= last:
            title = str(row["name"])
            found.append(_mark(row, day, MarkKind.GO_LIVE, title, state=str(row["state"])))
    return found


def _between(
    source: Source,
    model: type[PlannedDate | Obligation],
    columns: Sequence[str],
    releases: Releases,
    dates: tuple[str, dt.date, dt.date],
) -> list[dict[str, Any]]:
    """Rows of these releases whose date, named by its column, lies in a span."""
    name, first, last = dates
    if source is LIVE:
        rows = model._default_manager.filter(release__in=list(releases))
        return listed(rows.filter(**{f"{name}__range": (first, last)}).values(*columns))
    found = source.rows(model, columns, release_id=list(releases))
    return [row for row in found if first <= row[name] <= last]


def _earlier(
    releases: Releases, first: dt.date, last: dt.date, source: Source
) -> list[CalendarMark]:
    """Dates that held once and no longer do."""
    columns = ("release_id", "go_live_date", "status", "number")
    rows = _between(source, PlannedDate, columns, releases, ("go_live_date", first, last))
    found = {}
    for held in sorted(rows, key=lambda row: (row["release_id"], row["number"])):
        if held["status"] == "requested":
            continue
        release_id, day = held["release_id"], held["go_live_date"]
        row = releases[release_id]
        if day not in (row["actual_date"], row["go_live_date"]):
            title = f"{row['name']}: an earlier date"
            found[release_id, day] = _mark(row, day, MarkKind.EARLIER_DATE, title)
    return list(found.values())


def _duties(
    code: Code,
    releases: Releases,
    first: dt.date,
    last: dt.date,
    today: dt.date,
    source: Source,
) -> list[CalendarMark]:
    columns = tuple(dict.fromkeys((*COLUMNS, "release_id", "lapsed")))
    rows = _between(source, Obligation, columns, releases, ("due_date", first, last))
    found = []
    by_release: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["lapsed"]:
            continue
        by_release.setdefault(row.pop("release_id"), []).append(row)
    for release_id, group in by_release.items():
        release = releases[release_id]
        for line in lines_of(group, code.id, today):
            mark = _mark(release, line.due_date, _kind(code, line), line.title, state=line.state)
            found.append(_with_line(mark, line))
    return found


def _with_line(mark: CalendarMark, line: ObligationLine) -> CalendarMark:
    return replace(mark, rule=line.rule, line=line)


def _kind(code: Code, line: ObligationLine) -> MarkKind:
    book = book_of(code.id, line.policy)
    if book is not None and line.rule in cut_off_rules(book):
        return MarkKind.CUT_OFF
    return MarkKind.NOTICE if line.notice else MarkKind.DUTY


def holidays(code: Code, first: dt.date, last: dt.date) -> list[CalendarMark]:
    """The bank holidays of a code's calendar in a span, as far as it reaches."""
    working, day, found = calendar_named(code.calendar), first, []
    while day <= last:
        try:
            holiday = working.holiday(day)
        except OutsideCalendarError:
            holiday = None
        if holiday is not None:
            found.append(CalendarMark(day, MarkKind.HOLIDAY, holiday.title))
        day += ONE_DAY
    return found
