"""The shapes that answers have, for the description of the interface."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Schema


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
