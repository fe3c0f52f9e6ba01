"""The shapes that answers have, for the description of the interface."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Schema
from pydantic import Field

from ridgeway.governance.modifications.queries import PartRow, ReferenceRow
from ridgeway.governance.modifications.queries_page import KinRow, StayRow
from ridgeway.governance.releases.obligations import ObligationLine
from ridgeway.governance.releases.register import RegisterRow, RelationRow
from ridgeway.governance.search.queries import Hit


class ReasonOut(Schema):
    key: str
    what: str
    state: str
    clause: str
    force: str
    cleared_by: list[str]
    remedy: str
    too_late_after: dt.date | None
    evidence: list[str]
    root: str


class VerdictOut(Schema):
    question: str
    state: str
    allowed: bool
    reasons: list[ReasonOut]


class FaultOut(Schema):
    at: str
    what: str


class Problem(Schema):
    """Problem details (RFC 9457); a refusal carries the whole verdict."""

    type: str
    title: str
    status: int
    detail: str
    verdict: VerdictOut | None = None
    faults: list[FaultOut] | None = None
    version: int | None = None


REFUSALS: dict[Any, Any] = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    412: Problem,
    422: Problem,
    428: Problem,
}
READ_REFUSALS: dict[Any, Any] = {400: Problem, 401: Problem, 404: Problem, 422: Problem}


Values = dict[str, Any]
"""A row under the names of its columns; dates in ISO form."""


class CodeOut(Schema):
    id: str
    key: str
    name: str
    short_name: str
    zone: str
    calendar: str
    contact: str
    version: int


class ActionOut(Schema):
    """An act as the caller may do it now, or the reasons why not."""

    act: str
    title: str
    verdict: VerdictOut


class RegisterOut(Schema):
    total: int
    page: int
    size: int
    rows: list[RegisterRow]


class ModificationOut(Schema):
    """A modification; what no source holds is null or empty."""

    id: str
    version: int
    reference: str
    title: str
    description: str
    stage: str
    stage_title: str
    path: str
    urgency: str
    proposer: str
    system_impact: bool | None
    impacts: Any
    documents: Any
    raised_date: dt.date | None
    target_date: dt.date | None
    decided_date: dt.date | None
    limbs: Any
    lead_time: str
    central_cost: int | None
    latest_update: str
    source: str
    example: bool
    audience: str
    policy: str
    implementation_date: str
    implementation_day: dt.date | None
    alarm: bool
    date_steps: Any
    stays: list[StayRow]
    impact_levels: Any
    held_documents: Any
    report: list[dict[str, Any]]
    kin: list[KinRow]
    references: list[ReferenceRow]
    parts: list[PartRow]
    releases: list[RelationRow]
    actions: list[ActionOut]


class SearchQuery(Schema):
    q: str = Field(description="Words to find", max_length=200)
    page: int = Field(1, ge=1, le=100_000)
    code: str = Field("", max_length=40)


class FoundOut(Schema):
    q: str
    terms: list[str]
    total: int
    page: int
    ranked: bool
    hits: list[Hit]


class ReleaseOut(Schema):
    """A release with everything that the caller may see of it."""

    id: str
    version: int
    slug: str
    name: str
    slot: str
    kind: str
    state: str
    standing: str
    policy: str
    policy_title: str
    policy_date: dt.date | None
    days_from_rule: int | None
    go_live_date: dt.date
    scope_date: dt.date | None
    test_start_date: dt.date | None
    actual_date: dt.date | None
    code_version: str
    description: str
    cause_of_moves: str
    rid_version: int
    rid_updated_date: dt.date | None
    source: str
    example: bool
    audience: str
    planned_dates: list[Values]
    obligations: list[ObligationLine]
    scope: list[Values]
    switched_code: list[Values]
    documents: list[Values]
    risks: list[Values]
    test_phases: list[Values]
    advice: list[Values]
    questions: list[Values]
    resolutions: list[Values]
    notices: list[Values]
    actions: list[ActionOut]


class DefectCountOut(Schema):
    severity: int
    state: str
    count: int


class ScopeOut(Schema):
    name: str
    state: str
    go_live_date: dt.date
    scope: list[Values]
    removed: list[Values]
    switched_code: list[Values]
    weighed: list[Values]
    defects: list[DefectCountOut]


class GateOut(Schema):
    readiness: VerdictOut
    decision: VerdictOut


class UpdatesAsked(Schema):
    """A request for updates on readiness: one `every` so many `unit`s from the first day on."""

    number: int
    by_body: str | None
    decided_date: dt.date | None
    authority: str
    every: int
    unit: str
    first_due_date: dt.date


class UpdateTold(Schema):
    """An update; `go_live_date` is the one that held then, `due_date` the day it answers for."""

    number: int
    stated_by: str | None
    reported_date: dt.date
    due_date: dt.date | None
    go_live_date: dt.date
    on_track: bool
    progress: str
    concerns: str
    source: str


class PartyTold(Schema):
    """What a Party told of its own readiness, for those who may read it; `go_live_date` is the one
    that held then."""

    number: int
    party: str
    category: str
    reported_date: dt.date
    go_live_date: dt.date
    on_track: bool
    progress: str
    concerns: str
    source: str


class PartiesOut(Schema):
    """By the latest of every Party how many are on track for the date that stands, how many are
    not, and how many last spoke of `another` date."""

    ready: int
    not_ready: int
    another: int
    told: list[PartyTold]


class ProgressOut(Schema):
    asked: list[UpdatesAsked]
    told: list[UpdateTold]
    owed: list[ObligationLine]
    parties: PartiesOut


class WhyOut(Schema):
    obligation: ObligationLine
    why: list[str]
    reckonings: list[Values]


class WhatIfQuery(Schema):
    go_live_date: dt.date = Field(description="The date to ask about")


class WhatIfOut(Schema):
    name: str
    renamed: bool
    authority: VerdictOut
    changes: list[Values]
    wrong_notices: list[Values]
    freezes: list[Values]


class EventOut(Schema):
    chain: str
    seq: int
    act: str
    subject_type: str
    subject_id: str
    actor_id: str
    audience: str
    recorded_at: dt.datetime
    hash: str
    body: Values


class EventsOut(Schema):
    size: int
    head: str
    next_before: int | None
    events: list[EventOut]


class EventsQuery(Schema):
    before: int | None = Field(None, ge=1, description="Only entries with a lower number")
    subject: str = Field("", max_length=16)
    act: str = Field("", max_length=60)


class CheckpointOut(Schema):
    chain: str
    size: int
    note: str
    signed_at: dt.datetime


class PolicyOut(Schema):
    policy: str
    version: str
    title: str
    digest: str
    applies_from_date: dt.date
    source: str


class NoticeOut(Schema):
    id: str
    rule: str
    title: str
    text: str
    clause: str
    due_date: dt.date | None
    state: str
    example: bool
