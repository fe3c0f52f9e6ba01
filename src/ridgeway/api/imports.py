"""Imports over HTTP: hand files in, see how far they are and every fault.

Bringing in what was checked decides, and tokens decide nothing: a signed-in person does that.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Schema, UploadedFile

from ridgeway.api.asking import asked_of, there
from ridgeway.api.entrance import actor_of_request
from ridgeway.api.problems import problem
from ridgeway.api.routing import Routes
from ridgeway.api.shapes import READ_REFUSALS, REFUSALS
from ridgeway.api.showing import answer
from ridgeway.entrance.doors import Request
from ridgeway.governance.acts import Missing
from ridgeway.governance.intake import staging
from ridgeway.governance.intake.queries import (
    Standing,
    every_fault,
    import_seen,
    imports_of,
    may_hand_in,
    standing,
)

router = Routes(auth=actor_of_request, tags=["Imports"])
ONE = "/imports/{import_id}"


class ImportFault(Schema):
    """What is wrong at a line of a file, or at a cell of a sheet, and what would be right."""

    file: str
    sheet: str
    cell: str
    field: str
    wrong: str
    right: str


@router.get(
    "/codes/{key}/imports",
    response={200: list[Standing], **READ_REFUSALS},
    summary="Imports",
)
def imports(request: HttpRequest, key: str) -> HttpResponse:
    """The latest imports of a code, without their faults."""
    coming, code = _code(request, key)
    return answer(imports_of(coming.actor, code, coming.at))


@router.post(
    "/codes/{key}/imports",
    response={201: Standing, **REFUSALS},
    summary="Hand files in",
)
def hand_in(
    request: HttpRequest,
    key: str,
    files: File[list[UploadedFile]],
    source: Form[str] = "",
) -> HttpResponse:
    """CSV, JSON or XLSX files are staged and read; nothing of the register changes by it.

    `Location` names the import, which tells how far reading is and every fault that was found.
    """
    coming, code = _code(request, key)
    named: Iterable[Any] = ((str(file.name), file.chunks()) for file in files)
    try:
        row = staging.stage(code, named, actor=coming.actor, at=coming.at, source=source)
    except staging.NotTaken as refused:
        return problem(422, str(refused), kind="files")
    made = answer(standing(row))
    made.status_code = HTTPStatus.CREATED
    made["Location"] = f"/api/v1/imports/{row.id}"
    return made


@router.get(ONE, response={200: Standing, **READ_REFUSALS}, summary="An import")
def staged(request: HttpRequest, import_id: str) -> HttpResponse:
    """How far an import is: waiting, reading, checked or faulty, storing, done or failed."""
    _, row = _seen(request, import_id)
    return answer(standing(row))


@router.get(
    f"{ONE}/faults", response={200: list[ImportFault], **READ_REFUSALS}, summary="Its faults"
)
def faults(request: HttpRequest, import_id: str) -> HttpResponse:
    """Every fault by file and line, or by sheet and cell."""
    _, row = _seen(request, import_id)
    return answer(list(every_fault(row.id)))


@router.delete(ONE, response={204: None, **REFUSALS}, summary="Take it back")
def take_back(request: HttpRequest, import_id: str) -> HttpResponse:
    """Forget an import and its files; what is in the register stays."""
    coming, row = _seen(request, import_id)
    try:
        staging.take_back(row, actor=coming.actor, at=coming.at)
    except staging.Over:
        return problem(409, "It is being brought in; wait until that is over.", kind="import")
    return HttpResponse(status=204)


def _code(request: HttpRequest, key: str) -> tuple[Request, Any]:
    """The code, for whoever may hand files in; for anybody else there is no such place."""
    coming, code = asked_of(request, key)
    if not may_hand_in(coming.actor, code, coming.at).allowed:
        raise Missing
    return coming, code


def _seen(request: HttpRequest, import_id: str) -> tuple[Request, Any]:
    coming = cast("Request", request)
    wanted = "" if "\0" in import_id else import_id[:16]
    return coming, there(import_seen(coming.actor, wanted, coming.at))
