"""What a body is asked to resolve, what was told, and the files that a decision rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from markupsafe import Markup

from ridgeway.core.access import may
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import offers
from ridgeway.governance.codes.history import history_of
from ridgeway.governance.committees.queries import SHEET_TABLES, resolution_seen, with_parts
from ridgeway.governance.committees.sheet import Sheet, resolution_sheet
from ridgeway.governance.evidence import store
from ridgeway.governance.evidence.queries import evidence_seen
from ridgeway.governance.naming import Named, named
from ridgeway.governance.notices import queries as notices
from ridgeway.governance.notices.queries import deliveries_of, notice_seen
from ridgeway.governance.remembered import remembered
from ridgeway.web.frame import frame_of
from ridgeway.web.history import happened
from ridgeway.web.moments import Moment, as_asked
from ridgeway.web.offering import act_href, offered
from ridgeway.web.papers import as_document, sections_of
from ridgeway.web.places import address_of, place_of
from ridgeway.web.shell import Link


@door(Who.PUBLIC)
def resolution(request: Request, resolution_id: str) -> HttpResponse:
    """A resolution: its wording, what lay in front of the body, the count, and one's own vote."""
    frame = frame_of(request)

    def kept(code_id: str, subject_id: str, make: Callable[[], str]) -> str:
        return remembered(("digest", subject_id), frame.code_with(code_id).head, make)

    held = resolution_seen(frame.actor, _clean(resolution_id))
    then, here, moment = as_asked(frame, held, SHEET_TABLES)
    row, at = with_parts(then, moment.source), moment.at or frame.at
    it = resolution_sheet(frame.actor, row, at, kept, moment.source)
    about = named(frame.actor, [(row.subject_type, row.subject_id)])
    thing = next(iter(about.values()), None)
    query = {"paper_digest": row.subject_digest}
    found = offers(row, frame.actor, frame.at, known=it.known) if moment.is_now else []
    acts = offered(
        found,
        row.id,
        query=query,
        leave_out=("resolution.vote" if it.indication else "resolution.choose",),
        main="resolution.choose" if it.indication else "resolution.vote",
    )
    context = {
        "here": here,
        "it": it,
        "thing": thing,
        "thing_href": moment.kept(
            (place_of(thing) if thing else "")
            or address_of(frame.actor, row.subject_type, row.subject_id)
        ),
        "made": _made(it),
        "sections": sections_of(it.content, frame.actor) if it.content else (),
        "acts": acts,
        "happened": happened(history_of(frame.actor, here.id, row.id, until=moment.position)),
        "today": here.day(at),
    }
    return moment.page(
        frame, "committees/resolution.html", context, code=here, crumbs=_crumbs(thing, moment)
    )


def _crumbs(thing: Named | None, moment: Moment) -> tuple[Link, ...]:
    return (Link(thing.title or thing.short, moment.kept(place_of(thing))),) if thing else ()


def _made(it: Sheet) -> Markup | None:
    """What was put, as the document that it is."""
    if not it.content or it.row.paper is None:
        return None
    return as_document(it.content, it.row.paper.arrived_at.date(), it.row.paper.audience)


@door(Who.PUBLIC)
def notice(request: Request, notice_id: str) -> HttpResponse:
    """A notice, and for those who administer or audit who was sent it."""
    frame = frame_of(request)
    held = notice_seen(frame.actor, _clean(notice_id))
    it, here, moment = as_asked(frame, held, notices.PAGE_TABLES)
    about = named(frame.actor, [(it.subject_type, it.subject_id)])
    thing = next(iter(about.values()), None)
    resends = moment.is_now and may("delivery.resend", frame.actor.roles(here.id))
    deliveries = [
        {**d, "resend_href": act_href("delivery.resend", d["id"])}
        if resends and d["state"] == "failed"
        else d
        for d in deliveries_of(frame.actor, it.id, moment.source)
    ]
    context: dict[str, Any] = {
        "here": here,
        "it": it,
        "thing": thing,
        "thing_href": moment.kept(place_of(thing)) if thing else "",
        "deliveries": deliveries,
        "counts": {
            state: sum(d["state"] == state for d in deliveries)
            for state in ("sent", "pending", "failed")
        },
        "sees_deliveries": _administers(frame.actor.roles(here.id)),
        "acts": offered(offers(it, frame.actor, frame.at) if moment.is_now else [], it.id),
        "happened": happened(history_of(frame.actor, here.id, it.id, until=moment.position)),
        "today": here.day(moment.at or frame.at),
    }
    return moment.page(
        frame, "committees/notice.html", context, code=here, crumbs=_crumbs(thing, moment)
    )


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
