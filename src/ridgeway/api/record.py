"""Reads of the record, of adopted policies and of notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query

from ridgeway.api import shapes
from ridgeway.api.asking import asked_of, there
from ridgeway.api.entrance import actor_of_request
from ridgeway.api.routing import Routes
from ridgeway.api.shapes import READ_REFUSALS
from ridgeway.api.showing import answer
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.queries import adopted_by
from ridgeway.governance.codes.visibility import audiences, kept_from
from ridgeway.governance.notices.queries import notices_of
from ridgeway.governance.record import queries

router = Routes(auth=actor_of_request)


@router.get(
    "/codes/{key}/record",
    response={200: shapes.EventsOut, **READ_REFUSALS},
    tags=["Record"],
    summary="Entries",
)
def entries(
    request: HttpRequest,
    key: str,
    asked: shapes.EventsQuery = Query(...),  # type: ignore[type-arg]
) -> HttpResponse:
    """Entries of a code's chain, the latest first, with the values that were hashed."""
    coming, code = asked_of(request, key)
    seen = audiences(coming.actor, code.id)
    rows = queries.events(code.key, seen, before=asked.before, subject=asked.subject, act=asked.act)
    place = queries.place_of(code.key)
    full = len(rows) == queries.PAGE
    body = {
        "size": place.size,
        "head": place.head,
        "next_before": rows[-1]["seq"] if full else None,
        "events": _for(coming.actor, rows),
    }
    return answer(body)


@router.get(
    "/codes/{key}/record/{seq}",
    response={200: shapes.EventOut, **READ_REFUSALS},
    tags=["Record"],
    summary="An entry",
)
def entry(request: HttpRequest, key: str, seq: int) -> HttpResponse:
    """One entry by its number."""
    coming, code = asked_of(request, key)
    seen = audiences(coming.actor, code.id)
    found = there(queries.event(code.key, seq, seen) if 0 < seq < LARGEST else None)
    return answer(_for(coming.actor, [found])[0])


def _for(actor: Actor, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries without the rows of those that hold something closed to the actor."""
    kept = kept_from(actor)
    for event in events:
        rows = event["body"].get("rows", ())
        if kept and any(row["id"] in kept for row in rows):
            event["body"] = {**event["body"], "rows": [], "rows_withheld": len(rows)}
    return events


LARGEST = 2**53


@router.get(
    "/codes/{key}/checkpoints",
    response={200: list[shapes.CheckpointOut], **READ_REFUSALS},
    tags=["Record"],
    summary="Checkpoints",
)
def checkpoints(request: HttpRequest, key: str) -> HttpResponse:
    """Signed checkpoints in the C2SP form: keep one, and demand consistency with it later."""
    _, code = asked_of(request, key)
    return answer(queries.checkpoints(code.key))


@router.get(
    "/codes/{key}/policies",
    response={200: list[shapes.PolicyOut], **READ_REFUSALS},
    tags=["Codes"],
    summary="Adopted policies",
)
def policies(request: HttpRequest, key: str) -> HttpResponse:
    """The versions of policies that a code adopted, with the digest of each text."""
    coming, code = asked_of(request, key)
    return answer(adopted_by(coming.actor, code.id))


@router.get(
    "/codes/{key}/notices",
    response={200: list[shapes.NoticeOut], **READ_REFUSALS},
    tags=["Notices"],
    summary="Notices",
)
def notices(request: HttpRequest, key: str) -> HttpResponse:
    """The latest notices that went out."""
    coming, code = asked_of(request, key)
    names = tuple(shapes.NoticeOut.model_fields)
    rows = notices_of(coming.actor, code.id)
    return answer([{name: row[name] for name in names} for row in rows])
