"""Acts about series of meetings: by what rule a body meets, and calling the meetings of a year."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, model_validator

from ridgeway.core.dates.calendar import Calendar, OutsideCalendarError
from ridgeway.core.dates.loading import load_calendar
from ridgeway.core.dates.rules import nth_weekday
from ridgeway.core.dates.wording import day_month_year, long_date
from ridgeway.core.policy.terms import Weekday, Which
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.faults import crashpoint
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import body_or_refusal
from ridgeway.governance.codes.models import Code
from ridgeway.governance.committees.models import Meeting, MeetingSeries
from ridgeway.governance.committees.services_meetings import instant_of
from ridgeway.governance.record.rows import Audience

Line = Annotated[str, Field(min_length=1, max_length=200)]
Month = Annotated[int, Field(ge=1, le=12)]


class SetUpSeries(Given):
    body: str = Field(title="Body")
    title: Line = Field(title="Title")
    weekday: Weekday | None = Field(None, title="Weekday", description="For a rule")
    which: Which | None = Field(None, title="Which one of its month", description="For a rule")
    months: list[Month] = Field(
        default_factory=list,
        title="Months",
        description="Numbers, one on each line; none means every month",
        json_schema_extra={"widget": "lines"},
    )
    dates: list[dt.date] = Field(
        default_factory=list,
        title="Dates",
        description="Instead of a rule: one day on each line, such as 2027-01-14",
        json_schema_extra={"widget": "lines"},
    )
    place: str = Field("", title="Place", max_length=200)
    starts: dt.time | None = Field(None, title="Begins at")
    paper_days: int = Field(5, title="Papers due, in working days before", ge=0, le=60)
    clause: str = Field("", title="Clause", max_length=120)
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")
    example: bool = Field(False, title="An example")

    @model_validator(mode="after")
    def one_way(self) -> SetUpSeries:
        by_rule = self.weekday is not None and self.which is not None
        if by_rule == bool(self.dates) or (self.weekday is None) != (self.which is None):
            raise ValueError("give a weekday and which one of its month, or dates, not both")
        return self


@act(
    "series.set-up",
    Code,
    SetUpSeries,
    title="Set up a series of meetings",
    effect="Meetings of a year can be called from it; none is called yet.",
)
def set_up_series(acting: Acting, code: Code, given: SetUpSeries) -> None:
    row = MeetingSeries(
        code=code,
        body=body_or_refusal(acting, given.body),
        weekday=given.weekday.number if given.weekday else None,
        which=given.which.number if given.which else None,
        dates=sorted({day.isoformat() for day in given.dates}),
        months=sorted(set(given.months)),
        **given.model_dump(exclude={"body", "weekday", "which", "dates", "months"}),
    )
    acting.about(acting.add(row))


def days_of(series: MeetingSeries, year: int) -> list[dt.date]:
    """The days that the series' rule or its dates give in a year; a fifth that a month lacks is
    left out."""
    if series.weekday is None or series.which is None:
        days = (dt.date.fromisoformat(text) for text in series.dates)
        return [day for day in days if day.year == year]
    found = []
    for month in series.months or range(1, 13):
        try:
            found.append(nth_weekday(year, month, series.weekday, series.which))
        except ValueError:
            continue
    return found


class CallYear(Given):
    year: int = Field(title="Year", ge=2000, le=2100)


def may_call_year(acting: Acting, series: MeetingSeries, given: CallYear | None) -> Verdict:
    del acting
    reasons = []
    if series.ended_date is not None:
        what = f"The series ended on {long_date(series.ended_date)}."
        reasons.append(Reason("ended", what, State.UNMET))
    if given is not None and not days_of(series, given.year):
        what = f"The series has no day in {given.year}."
        reasons.append(Reason("days", what, State.UNMET))
    if given is not None and not reasons and not _uncalled(series, given.year):
        what = f"Every meeting of {given.year} is called already."
        reasons.append(Reason("called", what, State.UNMET))
    return Verdict("May they be called?", tuple(reasons))


def _uncalled(series: MeetingSeries, year: int) -> list[dt.date]:
    """Days of the year for which nothing was called; a moved or cancelled one was."""
    known = Meeting.objects.filter(series=series).values_list("title", flat=True)
    held = set(known)
    return [day for day in days_of(series, year) if title_of(series, day) not in held]


def title_of(series: MeetingSeries, day: dt.date) -> str:
    """The name of a meeting from the day that its series gives it; moving it does not rename it."""
    return f"{series.title}, {day_month_year(day)}"[:200]


@act(
    "series.call-meetings",
    MeetingSeries,
    CallYear,
    title="Call the meetings of a year",
    effect="Each with its paper day; a day that is no working day moves to the next one.",
    judge=may_call_year,
)
def call_year(acting: Acting, series: MeetingSeries, given: CallYear) -> None:
    calendar = load_calendar(series.code.calendar)
    rows = [_called(series, day, calendar) for day in _uncalled(series, given.year)]
    acting.add_all(rows)
    crashpoint("series.called")
    acting.answer["called"] = len(rows)


def _called(series: MeetingSeries, day: dt.date, calendar: Calendar) -> Meeting:
    try:
        meets = calendar.next_working(day)
        papers: dt.date | None = calendar.shift(meets, -series.paper_days)
    except OutsideCalendarError:
        meets, papers = day, None
    moved = f"{long_date(day)} is not a working day." if meets != day else ""
    return Meeting(
        code=series.code,
        body_id=series.body_id,
        series=series,
        title=title_of(series, day),
        meeting_date=meets,
        paper_date=papers,
        place=series.place,
        starts_at=instant_of(series.code, meets, series.starts),
        state_reason=moved,
        example=series.example,
        audience=series.audience,
    )


class EndSeries(Given):
    ended_date: dt.date = Field(title="Last day")


def _may_end(acting: Acting, series: MeetingSeries, given: EndSeries | None) -> Verdict:
    del acting
    if given is None or series.ended_date != given.ended_date:
        return Verdict("End the series?")
    what = f"It ends on {long_date(given.ended_date)} already."
    return Verdict("End the series?", (Reason("ended", what, State.UNMET),))


@act(
    "series.end",
    MeetingSeries,
    EndSeries,
    title="End the series",
    effect="No more meetings are called from it; those called stay.",
    judge=_may_end,
)
def end_series(acting: Acting, series: MeetingSeries, given: EndSeries) -> None:
    acting.change(series, ended_date=given.ended_date)
