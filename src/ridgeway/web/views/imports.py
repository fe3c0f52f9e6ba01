"""Bringing a register in: files are handed in, read by the worker, then brought in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts import Forbidden
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.intake import staging
from ridgeway.governance.intake.columns import shapes
from ridgeway.governance.intake.queries import (
    every_fault,
    import_seen,
    imports_of,
    may_import,
    standing,
)
from ridgeway.web import flash
from ridgeway.web.columns import columns
from ridgeway.web.frame import Frame, frame_of, page
from ridgeway.web.sheets import csv_file
from ridgeway.web.shell import Link, Tone

FAULT_COLUMNS = ("file", "sheet", "cell", "field", "wrong", "right")
HEADS = {"cell": "Cell or line", "wrong": "What is wrong", "right": "What would be right"}
MOVED_ON = "It has moved on meanwhile; this is how it stands now."


@door(Who.KNOWN, "GET", "POST")
def imports(request: Request, code: str) -> HttpResponse:
    """The imports of a code, and the form that hands files in."""
    frame = frame_of(request)
    here = _open(frame, code)
    fault = ""
    if request.method == "POST":
        files = request.FILES.getlist("files")
        try:
            staged = staging.stage(
                here.row,
                [(str(it.name), it.chunks()) for it in files if isinstance(it, UploadedFile)],
                actor=frame.actor,
                at=frame.at,
                source=request.POST.get("source", ""),
            )
        except staging.NotTaken as refused:
            fault = str(refused)
        else:
            return redirect("import", here.key, staged.id)
    context = {
        "here": here,
        "fault": fault,
        "source": request.POST.get("source", "")[:300],
        "imports": imports_of(frame.actor, here.row, frame.at),
        "shapes": shapes(),
        "accepts": ",".join(staging.FORMS),
        "columns": columns,
    }
    crumbs = (Link("Modifications", reverse("modifications", args=(here.key,))),)
    return page(
        frame, "imports/list.html", context, code=here, crumbs=crumbs, status=422 if fault else 200
    )


@door(Who.KNOWN)
def staged_import(request: Request, code: str, import_id: str) -> HttpResponse:
    """One import as far as it is; alone the part that changes, when the open page asks for it."""
    frame = frame_of(request)
    here = _open(frame, code)
    it = standing(_seen(frame, here, import_id))
    context = {"here": here, "it": it, "columns": columns, "heads": _heads()}
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "imports/_standing.html", context)
        answer["Cache-Control"] = "private, no-store"
    else:
        crumbs = (Link("Imports", reverse("imports", args=(here.key,))),)
        answer = page(frame, "imports/page.html", context, code=here, crumbs=crumbs)
    patch_vary_headers(answer, ["HX-Request", "Cookie"])
    return answer


@door(Who.KNOWN, "POST")
def bring_in(request: Request, code: str, import_id: str) -> HttpResponse:
    """Ask for a checked import to be brought in, in the name of whoever presses the button."""
    return _asked(request, code, import_id, staging.ask_for, "import")


@door(Who.KNOWN, "POST")
def take_back(request: Request, code: str, import_id: str) -> HttpResponse:
    """Forget an import and its files."""
    return _asked(request, code, import_id, staging.take_back, "imports")


@door(Who.KNOWN)
def faults(request: Request, code: str, import_id: str) -> HttpResponseBase:
    """Every fault as a file."""
    frame = frame_of(request)
    row = _seen(frame, _open(frame, code), import_id)
    lines = ([line[name] for name in FAULT_COLUMNS] for line in every_fault(row.id))
    return csv_file(f"faults-{row.id}", [head.text for head in _heads()], lines)


def _asked(
    request: Request, code: str, import_id: str, ask: Callable[..., None], then: str
) -> HttpResponse:
    frame = frame_of(request)
    here = _open(frame, code)
    row = _seen(frame, here, import_id)
    where = (here.key,) if then == "imports" else (here.key, row.id)
    try:
        ask(row, actor=frame.actor, at=frame.at)
    except (staging.Over, Forbidden):
        answer = redirect("import", here.key, row.id)
        flash.tell(answer, MOVED_ON, Tone.CARE)
        return answer
    answer = redirect(then, *where)
    if then == "imports":
        flash.tell(answer, "The files are removed. Nothing in the register changed by that.")
    return answer


def _open(frame: Frame, key: str) -> CodeSeen:
    """The code, for whoever may bring its register in; for anybody else there is no such page."""
    here = frame.code(key)
    if not may_import(frame.actor, here.row, frame.at).allowed:
        raise Http404
    return here


def _seen(frame: Frame, here: CodeSeen, import_id: str) -> Any:
    found = import_seen(frame.actor, "" if "\0" in import_id else import_id[:16], frame.at)
    if found is None or found.code_id != here.id:
        raise Http404
    return found


def _heads() -> Any:
    return columns(*(HEADS.get(name, name.capitalize()) for name in FAULT_COLUMNS))
