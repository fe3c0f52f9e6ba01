"""Reads of consultations, change freezes and change requests."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from ridgeway.api.asking import asked_of, there, today_in
from ridgeway.api.entrance import actor_of_request
from ridgeway.api.reads import actions
from ridgeway.api.releases import ONE
from ridgeway.api.routing import Routes
from ridgeway.api.shapes import READ_REFUSALS
from ridgeway.api.showing import answer
from ridgeway.entrance.doors import Request
from ridgeway.governance.committees.queries import resolutions_about
from ridgeway.governance.consultations import queries as consultations_
from ridgeway.governance.control import queries as control_
from ridgeway.governance.directions.queries import DirectionLine, direction_seen, directions_of
from ridgeway.governance.releases.queries import release_by_slug

router = Routes(auth=actor_of_request, tags=["Change control"])
Values = dict[str, Any]


class ConsultationOut(Schema):
    """One consultation; `responses` are those that the caller may see, of `received` in all."""

    id: str
    number: int
    title: str
    purpose: str
    clause: str
    state: str
    standing: str
    issuer: str
    consulted: list[str]
    subject_type: str
    subject_id: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    closing_times: list[Values]
    questions: list[Values]
    received: int
    late: int
    considered: int
    outcome: str
    responses: list[consultations_.ResponseRow]
    actions: list[Values]


class FreezeOut(Schema):
    id: str
    number: int
    title: str
    rationale: str
    first_date: dt.date
    last_date: dt.date
    state: str
    standing: str
    decided_date: dt.date | None
    lifted_date: dt.date | None
    clause: str
    policy: str
    resolutions: list[Values]
    actions: list[Values]


class ChangeRequestOut(Schema):
    """`asked` is what is to be done, `what_if` what that would have done when it was raised."""

    id: str
    number: int
    release: str
    changes: str
    title: str
    rationale: str
    state: str
    asked: Values
    what_if: Values
    raised_date: dt.date
    decided_date: dt.date | None
    done_date: dt.date | None
    clause: str
    policy: str
    resolutions: list[Values]
    actions: list[Values]


class ChangesOut(Schema):
    requests: list[Values]
    departures: list[Values]


@router.get(
    "/codes/{key}/consultations",
    response={200: list[consultations_.ConsultationLine], **READ_REFUSALS},
    summary="Consultations",
)
def consultations(request: HttpRequest, key: str) -> HttpResponse:
    """The consultations of a code, the latest first."""
    coming, code = asked_of(request, key)
    return answer(consultations_.consultations_of(coming.actor, code.id, coming.at))


@router.get(
    "/consultations/{consultation_id}",
    response={200: ConsultationOut, **READ_REFUSALS},
    summary="A consultation",
)
def consultation(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """One consultation with its questions, and the responses that the caller may see."""
    coming = cast("Request", request)
    row = there(consultations_.consultation_seen(coming.actor, consultation_id))
    page = consultations_.consultation_page(coming.actor, row, coming.at)
    own = (
        "id", "number", "title", "purpose", "clause", "state", "consulted", "subject_type",
        "subject_id", "opens_at", "closes_at", "outcome",
    )  # fmt: skip
    body = {
        **{name: getattr(row, name) for name in own},
        "standing": page.standing,
        "issuer": row.issuer.short_name,
        "closing_times": page.closing_times,
        "questions": page.questions,
        "received": page.received,
        "late": page.late,
        "considered": page.considered,
        "responses": page.responses,
        "actions": actions(coming, row),
    }
    return answer(body, version=row.version)


@router.get(
    "/codes/{key}/freezes",
    response={200: list[control_.FreezeLine], **READ_REFUSALS},
    summary="Change freezes",
)
def freezes(request: HttpRequest, key: str) -> HttpResponse:
    """The change freezes of a code, the latest first."""
    coming, code = asked_of(request, key)
    return answer(control_.freezes_of(coming.actor, code.id, today_in(coming, code.zone)))


@router.get(
    "/codes/{key}/directions",
    response={200: list[DirectionLine], **READ_REFUSALS},
    summary="Directed changes",
)
def directions(request: HttpRequest, key: str) -> HttpResponse:
    """The directed changes of a code by effective date, apart from its modifications."""
    coming, code = asked_of(request, key)
    return answer(directions_of(coming.actor, code.id))


@router.get(
    "/directions/{direction_id}",
    response={200: DirectionLine, **READ_REFUSALS},
    summary="A directed change",
)
def direction(request: HttpRequest, direction_id: str) -> HttpResponse:
    """One directed change with the release that delivers it."""
    coming = cast("Request", request)
    row = there(direction_seen(coming.actor, direction_id))
    (line,) = directions_of(coming.actor, row.code_id, id=row.id)
    return answer(line, version=row.version)


@router.get(
    "/freezes/{freeze_id}", response={200: FreezeOut, **READ_REFUSALS}, summary="A change freeze"
)
def freeze(request: HttpRequest, freeze_id: str) -> HttpResponse:
    """One change freeze, how it stands today, and what was resolved on it."""
    coming = cast("Request", request)
    row = there(control_.freeze_seen(coming.actor, freeze_id))
    own = (
        "id", "number", "title", "rationale", "first_date", "last_date", "state", "decided_date",
        "lifted_date", "clause", "policy",
    )  # fmt: skip
    body = {
        **{name: getattr(row, name) for name in own},
        "standing": control_.standing_of(vars(row), today_in(coming, row.code.zone)),
        "resolutions": resolutions_about(coming.actor, row.id),
        "actions": actions(coming, row),
    }
    return answer(body, version=row.version)


@router.get(
    "/codes/{key}/changes",
    response={200: list[Values], **READ_REFUSALS},
    summary="Change requests",
)
def requests(request: HttpRequest, key: str) -> HttpResponse:
    """The change requests of a code, over all its releases."""
    coming, code = asked_of(request, key)
    return answer(control_.requests_of(coming.actor, code.id))


@router.get(
    f"{ONE}/changes", response={200: ChangesOut, **READ_REFUSALS}, summary="Changes asked for"
)
def changes(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """What was asked to change after the baseline, and what was changed without being asked."""
    coming, code = asked_of(request, key)
    release = there(release_by_slug(coming.actor, code, slug))
    body = {
        "requests": control_.requests_of(coming.actor, code.id, release_id=release.id),
        "departures": control_.departures_of(release.id),
    }
    return answer(body)


@router.get(
    "/changes/{request_id}",
    response={200: ChangeRequestOut, **READ_REFUSALS},
    summary="A change request",
)
def change_request(request: HttpRequest, request_id: str) -> HttpResponse:
    """One change request, with what it would have done when it was raised."""
    coming = cast("Request", request)
    row = there(control_.request_seen(coming.actor, request_id))
    own = (
        "id", "number", "changes", "title", "rationale", "state", "asked", "what_if",
        "raised_date", "decided_date", "done_date", "clause", "policy",
    )  # fmt: skip
    body = {
        **{name: getattr(row, name) for name in own},
        "release": row.release.slug,
        "resolutions": resolutions_about(coming.actor, row.id),
        "actions": actions(coming, row),
    }
    return answer(body, version=row.version)
