"""Reads of codes, modifications and search: the queries that the pages use, as JSON."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import Query

from ridgeway.api import shapes
from ridgeway.api.asking import asked_of, there
from ridgeway.api.entrance import actor_of_request
from ridgeway.api.routing import Routes
from ridgeway.api.shapes import READ_REFUSALS
from ridgeway.api.showing import answer, answer_of, as_json
from ridgeway.entrance.doors import Request
from ridgeway.governance.acts_on import offers
from ridgeway.governance.codes.overview import code_seen
from ridgeway.governance.codes.queries import codes_seen
from ridgeway.governance.modifications.queries import modification_named, page_of
from ridgeway.governance.modifications.queries_page import beside, written
from ridgeway.governance.modifications.workflow import life_of
from ridgeway.governance.releases.register import (
    RegisterFilter,
    RegisterRow,
    register,
    relations_of,
)
from ridgeway.governance.search.queries import search

router = Routes(auth=actor_of_request)


@router.get(
    "/codes", response={200: list[shapes.CodeOut], **READ_REFUSALS}, tags=["Codes"], summary="Codes"
)
def codes(request: HttpRequest) -> HttpResponse:
    """Every code that the caller may see."""
    actor = cast("Request", request).actor
    return answer([code_as_json(code) for code in codes_seen(actor)])


@router.get(
    "/codes/{key}",
    response={200: shapes.CodeOut, **READ_REFUSALS},
    tags=["Codes"],
    summary="A code",
)
def code(request: HttpRequest, key: str) -> HttpResponse:
    """One code by its key."""
    _, found = asked_of(request, key)
    return answer(code_as_json(found), version=found.version)


def code_as_json(found: Any) -> dict[str, Any]:
    names = ("id", "key", "name", "short_name", "zone", "calendar", "contact", "version")
    return {name: getattr(found, name) for name in names}


@router.get(
    "/codes/{key}/modifications",
    response={200: shapes.RegisterOut, **READ_REFUSALS},
    tags=["Modifications"],
    summary="The register",
)
def modifications(
    request: HttpRequest,
    key: str,
    asked: RegisterFilter = Query(...),  # type: ignore[type-arg]
) -> HttpResponse:
    """The register of a code: filtered, sorted, in pages, with the total."""
    coming = cast("Request", request)
    found = there(code_seen(coming.actor, key))
    page = register(coming.actor, found.id, asked, head=found.head)
    rows = ",".join(_row_as_json(*VALUES(row)) for row in page.rows)
    head = f'"total":{page.total},"page":{page.page},"size":{page.size}'
    return answer_of(f'{{{head},"rows":[{rows}]}}')


NAMES = tuple(field.name for field in fields(RegisterRow))
VALUES = attrgetter(*NAMES)


@lru_cache(8192)
def _row_as_json(*values: Any) -> str:
    """A row of the register, which follows from its values alone, as every answer holds it."""
    return as_json(dict(zip(NAMES, values, strict=True)))


@router.get(
    "/codes/{key}/modifications/{reference}",
    response={200: shapes.ModificationOut, **READ_REFUSALS},
    tags=["Modifications"],
    summary="A modification",
)
def modification(request: HttpRequest, key: str, reference: str) -> HttpResponse:
    """One modification by any reference that it bears or bore."""
    coming, found = asked_of(request, key)
    row = there(modification_named(coming.actor, found.id, reference))
    today = coming.at.date()
    page = page_of(row, on=today)
    held = beside(coming.actor, row, life_of(row.code_id, today))
    told = written(coming.actor, row, today)
    body = {
        **{name: value for name, value in page.values.items() if name not in HIDDEN},
        "stage_title": page.stage_title,
        "policy": page.policy,
        "references": page.references,
        "parts": page.parts,
        "releases": relations_of(coming.actor, row.id),
        "implementation_date": page.dating.sentence if page.dating else "",
        "implementation_day": page.dating.date if page.dating else None,
        "alarm": page.dating is not None and page.dating.alarm,
        "date_steps": page.dating.steps if page.dating else (),
        "stays": held.stays,
        "impact_levels": held.impacts,
        "held_documents": told.documents,
        "report": [
            {"topic": one.topic.id, "heading": one.topic.heading, "texts": one.texts}
            for one in told.topics
        ],
        "kin": held.kin,
        "actions": actions(coming, row),
    }
    return answer(body, version=row.version)


HIDDEN = frozenset({"code_id", "proposer_id"})


def actions(coming: Request, subject: Any) -> list[dict[str, Any]]:
    """What the caller may do with a subject, each with its verdict."""
    return [
        {"act": offer.act.name, "title": offer.act.title, "verdict": offer.verdict}
        for offer in offers(subject, coming.actor, coming.at)
    ]


@router.get(
    "/search",
    response={200: shapes.FoundOut, **READ_REFUSALS},
    tags=["Search"],
    summary="Search",
)
def find(request: HttpRequest, asked: shapes.SearchQuery = Query(...)) -> HttpResponse:  # type: ignore[type-arg]
    """What the caller may see that holds every word."""
    return answer(search(cast("Request", request).actor, asked.q, asked.page, code=asked.code))
