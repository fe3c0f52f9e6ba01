"""What a body is asked to resolve, what was told, and the files that a decision rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from markupsafe import Markup

from ridgeway.core.access import may
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts import offers
from ridgeway.governance.codes.history import history_of
from ridgeway.governance.committees.sheet import Sheet, resolution_sheet
from ridgeway.governance.evidence import store
from ridgeway.governance.evidence.queries import evidence_seen
from ridgeway.governance.naming import named
from ridgeway.governance.notices.queries import deliveries_of, notice_seen
from ridgeway.governance.remembered import remembered
from ridgeway.web.frame import frame_of, page
from ridgeway.web.history import happened
from ridgeway.web.offering import act_href, offered
from ridgeway.web.papers import as_document, sections_of, things_in
from ridgeway.web.places import address_of, place_of
from ridgeway.web.shell import Link


@door(Who.PUBLIC)
def resolution(request: Request, resolution_id: str) -> HttpResponse:
    """A resolution: its wording, what lay in front of the body, the count, and one's own vote."""
    frame = frame_of(request)

    def kept(code_id: str, subject_id: str, make: Callable[[], str]) -> str:
        return remembered(("digest", subject_id), frame.code_with(code_id).head, make)

    it = resolution_sheet(frame.actor, _clean(resolution_id), frame.at, kept)
    if it is None:
        raise Http404
    here = frame.code_with(it.row.code_id)
    about = named(frame.actor, [(it.row.subject_type, it.row.subject_id)])
    thing = next(iter(about.values()), None)
    query = {"paper_digest": it.row.subject_digest}
    found = offers(it.row, frame.actor, frame.at, known=it.known)
    acts = offered(
        found,
        it.row.id,
        query=query,
        leave_out=("resolution.vote" if it.indication else "resolution.choose",),
        main="resolution.choose" if it.indication else "resolution.vote",
    )
    names = named(frame.actor, things_in(it.content)) if it.content else {}
    context = {
        "here": here,
        "it": it,
        "thing": thing,
        "thing_href": (place_of(thing) if thing else "")
        or address_of(frame.actor, it.row.subject_type, it.row.subject_id),
        "made": _made(it),
        "sections": sections_of(it.content, names) if it.content else (),
        "acts": acts,
        "happened": happened(history_of(frame.actor, here.id, it.row.id)),
    }
    crumbs = (Link(thing.title or thing.short, place_of(thing)),) if thing else ()
    return page(frame, "committees/resolution.html", context, code=here, crumbs=crumbs)


def _made(it: Sheet) -> Markup | None:
    """What was put, as the document that it is."""
    if not it.content or it.row.paper is None:
        return None
    return as_document(it.content, it.row.paper.arrived_at.date(), it.row.paper.audience)


@door(Who.PUBLIC)
def notice(request: Request, notice_id: str) -> HttpResponse:
    """A notice, and for those who administer or audit who was sent it."""
    frame = frame_of(request)
    it = notice_seen(frame.actor, _clean(notice_id))
    if it is None:
        raise Http404
    here = frame.code_with(it.code_id)
    about = named(frame.actor, [(it.subject_type, it.subject_id)])
    thing = next(iter(about.values()), None)
    resends = may("delivery.resend", frame.actor.roles(here.id))
    deliveries = [
        {**d, "resend_href": act_href("delivery.resend", d["id"])}
        if resends and d["state"] == "failed"
        else d
        for d in deliveries_of(frame.actor, it.id)
    ]
    context: dict[str, Any] = {
        "here": here,
        "it": it,
        "thing": thing,
        "thing_href": place_of(thing) if thing else "",
        "deliveries": deliveries,
        "counts": {
            state: sum(d["state"] == state for d in deliveries)
            for state in ("sent", "pending", "failed")
        },
        "sees_deliveries": _administers(frame.actor.roles(here.id)),
        "acts": offered(offers(it, frame.actor, frame.at), it.id),
        "happened": happened(history_of(frame.actor, here.id, it.id)),
        "today": here.day(frame.at),
    }
    crumbs = (Link(thing.title or thing.short, place_of(thing)),) if thing else ()
    return page(frame, "committees/notice.html", context, code=here, crumbs=crumbs)


def _administers(roles: frozenset[str]) -> bool:
    return not roles.isdisjoint({"code-administrator", "auditor"})


@door(Who.PUBLIC)
def evidence_file(request: Request, evidence_id: str) -> HttpResponseBase:
    """The file of a piece of evidence that the reader may see, never shown inside a page."""
    found = evidence_seen(request.actor, _clean(evidence_id))
    if found is None or not found.digest:
        raise Http404
    place = store.path_of(found.digest)
    if not place.is_file():
        raise Http404
    answer = FileResponse(
        place.open("rb"),
        as_attachment=True,
        filename=found.file_name or f"{found.digest[:16]}.bin",
        content_type="application/octet-stream",
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    answer["Digest"] = f"sha-256={found.digest}"
    return answer


def _clean(text: str) -> str:
    return "" if "\0" in text else text[:16]
