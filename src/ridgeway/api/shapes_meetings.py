"""The shapes of meetings, bodies and what is owed, for the description of the interface."""

from __future__ import annotations

import datetime as dt

from ninja import Schema

from ridgeway.api.shapes import Values
from ridgeway.governance.committees.queries_meetings import SeatSat


class MeetingLine(Schema):
    """`body` is the key of the body, `paper_date` the day by which papers are due."""

    id: str
    title: str
    body: str
    body_name: str
    series: str | None
    meeting_date: dt.date
    paper_date: dt.date | None
    starts_at: dt.datetime | None
    place: str
    state: str
    state_reason: str
    example: bool


class PaperLine(Schema):
    """`days_late` are working days after the paper day, 0 in time; digests are SHA-256."""

    id: str
    title: str
    digest: str
    arrived_at: dt.datetime
    days_late: int
    pages: int | None
    withdrawn_reason: str
    evidence_id: str | None
    file_name: str | None
    file_size: int | None
    file_digest: str | None
    submitted_by: str | None


class ViewLine(Schema):
    """A view that a body gave, with what came late and what the view rests on all the same."""

    id: str
    body: str
    on: str
    finding: str
    advice_date: dt.date
    papers_late: bool
    lateness: str
    basis: str
    withdrawn_reason: str


class ResolutionLine(Schema):
    """`chosen` is the number of the option indicated; `ruled_by` the policy that states the rule of
    the vote, empty where it was given by hand."""

    id: str
    paper_id: str | None
    verb: str
    text: str
    matter: str
    state: str
    conditions: str
    options: list[str]
    chosen: int | None
    considered: str
    decided_date: dt.date | None
    void_reason: str
    ruled_by: str
    example: bool


class ActionLine(Schema):
    """Something to be done by a body; `body` gave it, `owner` owes it."""

    id: str
    number: int
    body: str
    meeting: str | None
    item_id: str | None
    text: str
    owner: str
    due_date: dt.date | None
    state: str
    raised_date: dt.date
    closed_date: dt.date | None
    note: str
    subject_type: str
    subject_id: str


class ConditionLine(Schema):
    """What a resolution hangs on until it is discharged; `body` is the body that agreed."""

    id: str
    number: int
    text: str
    owner: str | None
    due_date: dt.date | None
    state: str
    discharged_date: dt.date | None
    evidence_id: str | None
    note: str
    resolution_id: str
    resolution_state: str
    resolution_text: str
    body: str


class RequestedView(Schema):
    """A view that a body is asked for by a day; `advice_id` is the view once it was given."""

    id: str
    body: str
    on: str
    due_date: dt.date
    requested_date: dt.date
    state: str
    clause: str
    subject_type: str
    subject_id: str
    advice_id: str | None


class Interest(Schema):
    """Both are empty for whoever may not know names."""

    name: str
    interest: str


class ItemOut(Schema):
    """A point of the agenda. `closed` counts the papers that the caller's own interest closes."""

    id: str
    number: int
    title: str
    purpose: str
    subject_type: str
    subject_id: str
    outcome: str
    withdrawn_reason: str
    papers: list[PaperLine]
    views: list[ViewLine]
    resolutions: list[ResolutionLine]
    raised: list[ActionLine]
    interests: list[Interest]
    mine: bool
    closed: int


class MinutesOut(Schema):
    id: str
    text: str
    state: str
    written_at: dt.datetime
    approved_date: dt.date | None
    approved_by_id: str | None
    version: int


class MeetingOut(MeetingLine):
    """A meeting; `resolutions` are those without an agenda item, `raised` its actions, `actions`
    what the caller may do."""

    items: list[ItemOut]
    resolutions: list[ResolutionLine]
    seats: list[SeatSat]
    attending: list[str]
    raised: list[ActionLine]
    conditions: list[ConditionLine]
    minutes: MinutesOut | None
    actions: list[Values]


class PaperOut(PaperLine):
    """A paper with its content, for whom no interest closes it."""

    meeting_id: str | None
    item_id: str | None
    content: Values
    version: int


class BodyLine(Schema):
    key: str
    name: str
    short_name: str


class Holding(Schema):
    """Who sits, from when until when; the name is empty for whoever may not know names."""

    name: str
    role: str
    from_date: dt.date
    until_date: dt.date | None


class SeatOut(Schema):
    id: str
    name: str
    category: str
    held: list[Holding]
    alternates: list[Holding]


class SeriesOut(Schema):
    """A series of meetings; `rule` says in words when it meets."""

    id: str
    title: str
    rule: str
    place: str
    starts: dt.time | None
    paper_days: int
    ended_date: dt.date | None
    example: bool


class BodyOut(BodyLine):
    """A body under a code; `owed` are its open actions, `views` those that it is asked for."""

    seats: list[SeatOut]
    resolutions: list[ResolutionLine]
    owed: list[ActionLine]
    views: list[RequestedView]
    meetings: list[MeetingLine]
    series: list[SeriesOut]
