"""The record of a code: its entries, its checkpoint, verifying it now, taking it away."""

from __future__ import annotations

import json
import tempfile
from typing import IO, Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from ridgeway.core.record.note import NoteError
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts import ACTS
from ridgeway.governance.codes import history
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.naming import model_named, named
from ridgeway.governance.proving import verify_all
from ridgeway.governance.record.checkpoints import Unsound, sign_chains
from ridgeway.governance.record.export import export_record
from ridgeway.governance.record.keys import signer
from ridgeway.web.frame import frame_of, page
from ridgeway.web.history import act_title, entry_href, when
from ridgeway.web.moments import NOW, Moment, moment_of
from ridgeway.web.places import place_of
from ridgeway.web.shell import Flash, Link, Pages, Tone

MOST_ENTRIES = 200_000
"""Verified while somebody waits; a longer record is for the command line."""

IN_MEMORY = 8 * 1024 * 1024
FAULTS_SHOWN = 200


@door(Who.PUBLIC)
def entries(request: Request, code: str) -> HttpResponse:
    """The entries that the reader may see, the latest first; `as_at` leads to a page's past."""
    frame = frame_of(request)
    here = frame.code(code)
    given = request.GET
    act = given.get("act", "") if given.get("act", "") in ACTS else ""
    role = given.get("role", "") if given.get("role", "") in dict(history.ROLES) else ""
    subject = given.get("subject", "")[:16].replace("\0", "")
    before, after = _number(given.get("before", "")), _number(given.get("after", ""))
    moment = moment_of(request, here, ())
    found = history.entries(
        frame.actor,
        here.key,
        here.id,
        act=act,
        subject_id=subject,
        role=role,
        within=history.Stretch(before, after, moment.position),
    )
    names = named(frame.actor, {row.subject for row in found.rows})
    kept = {"act": act, "role": role, "subject": subject}
    href = reverse("record", args=(here.key,))
    cursors = kept | {"as_at": moment.asked}
    context = {
        "here": here,
        "rows": [_line(row, names.get(row.subject), moment) for row in found.rows],
        "acts": [(name, it.title) for name, it in sorted(ACTS.items(), key=lambda i: i[1].title)],
        "roles": history.ROLES,
        "asked": kept,
        "standing": history.standing(here.key, moment.position, moment.at),
        "reads_all": moment.is_now and history.reads_everything(frame.actor, here.id),
        "pages": Pages(
            f"{len(found.rows)} shown",
            _cursor(href, cursors, "before", found.older_before),
            _cursor(href, cursors, "after", found.newer_after),
        ),
    }
    return moment.page(frame, "record/entries.html", context, code=here)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _cursor(href: str, kept: dict[str, str], name: str, seq: int | None) -> str:
    if seq is None:
        return ""
    query = {k: v for k, v in kept.items() if v} | {name: str(seq)}
    return f"{href}?{urlencode(query)}"


SHOWS_THE_PAST = frozenset(
    {
        "modifications.modification", "releases.release", "directions.direction",
        "consultations.consultation", "control.freeze", "control.changerequest",
        "committees.resolution", "committees.meeting", "committees.agendaitem",
        "committees.paper", "notices.notice",
    }
)  # fmt: skip
"""The kinds of subjects whose page can be asked for a moment."""


def _line(row: history.Entry, thing: Any, moment: Moment = NOW) -> dict[str, Any]:
    href = place_of(thing) if thing else ""
    return {
        "entry": row,
        "title": act_title(row.act),
        "href": entry_href(row),
        "subject": thing.text if thing else "",
        "subject_href": moment.kept(href) if row.subject_type in SHOWS_THE_PAST else href,
    }


@door(Who.PUBLIC)
def entry(request: Request, code: str, seq: int) -> HttpResponse:
    """One entry as it was hashed; rows that are not for this reader are left out and counted."""
    frame = frame_of(request)
    here = frame.code(code)
    found = history.entry(frame.actor, here.key, here.id, seq) if seq < 2**62 else None
    if found is None:
        raise Http404
    row, stored = found
    body: dict[str, Any] = json.loads(stored)
    nouns = [r for r in body["rows"] if model_named(r["t"])]
    seen = named(frame.actor, {(r["t"], r["id"]) for r in nouns} | {row.subject})
    whole = all((r["t"], r["id"]) in seen for r in nouns) and row.subject in seen
    hidden = 0 if whole else len(body["rows"])
    thing = seen.get(row.subject)
    context = {
        "here": here,
        "line": _line(row, thing),
        "entry": row,
        "body": body,
        "stored": stored.decode("utf-8") if whole else "",
        "rows": body["rows"] if whole else [],
        "hidden": hidden,
        "happened": when(body),
        "earlier": reverse("record-entry", args=(here.key, seq - 1)) if seq > 1 else "",
        "later": reverse("record-entry", args=(here.key, seq + 1)) if seq < here.position else "",
    }
    crumbs = (Link("Record", reverse("record", args=(here.key,))),)
    return page(frame, "record/entry.html", context, code=here, crumbs=crumbs)


@door(Who.PUBLIC)
def note(request: Request, code: str) -> HttpResponse:
    """The signed checkpoint as text, for whoever wants to keep it outside."""
    here = frame_of(request).code(code)
    found = history.standing(here.key)
    if not found.note:
        raise Http404
    answer = HttpResponse(found.note, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{here.key}-{found.noted}.note"'
    return answer


@door(Who.KNOWN, "GET", "POST")
def verify(request: Request, code: str) -> HttpResponse:
    """Verify every chain now and show what was found; for those who may read everything."""
    frame = frame_of(request)
    here = frame.code(code)
    if not history.reads_everything(frame.actor, here.id):
        raise Http404
    if request.method != "POST":
        return redirect("record", here.key)
    many = history.entries_in_all()
    context: dict[str, Any] = {"here": here, "entries": many, "most": MOST_ENTRIES, "result": None}
    if many <= MOST_ENTRIES:
        result = verify_all()
        context |= {"result": result, "faults": list(result.faults())[:FAULTS_SHOWN]}
    crumbs = (Link("Record", reverse("record", args=(here.key,))),)
    return page(frame, "record/verified.html", context, code=here, crumbs=crumbs)


@door(Who.KNOWN, "POST")
def bundle(request: Request, code: str) -> HttpResponseBase:
    """The code's chain with its checkpoints as one file that verifies offline, freshly signed."""
    frame = frame_of(request)
    here: CodeSeen = frame.code(code)
    if not history.reads_everything(frame.actor, here.id):
        raise Http404
    try:
        key = signer()
        sign_chains(key, frame.at)
    except (Unsound, NoteError, OSError) as fault:
        flashes = (Flash(f"No bundle was made: {fault}.", Tone.REFUSED),)
        context = {"here": here, "entries": 0, "most": MOST_ENTRIES, "result": None}
        return page(frame, "record/verified.html", context, code=here, flashes=flashes, status=409)
    out: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
    export_record(out, [key.verifier], at=frame.at, installation=key.name, chains=[here.key])
    out.seek(0)
    name = f"{here.key}-record-{frame.at:%Y%m%dT%H%MZ}.zip"
    answer = FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    return answer
