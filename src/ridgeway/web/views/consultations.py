"""What is asked of whom, until when; what came back, and what was done about each response."""

from __future__ import annotations

from django.http import HttpResponse

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import offers
from ridgeway.governance.codes.history import history_of
from ridgeway.governance.consultations.queries import (
    TABLES,
    ConsultationPage,
    acts_on_responses,
    consultation_page,
    consultation_seen,
    consultations_of,
)
from ridgeway.governance.consultations.subjects import MATTERS
from ridgeway.governance.naming import named
from ridgeway.web.columns import columns
from ridgeway.web.frame import Frame, frame_of
from ridgeway.web.history import happened
from ridgeway.web.moments import as_asked, moment_of
from ridgeway.web.offering import act_href, offered
from ridgeway.web.places import place_of
from ridgeway.web.shell import Link

RESPOND = "consultation.respond"


@door(Who.PUBLIC)
def consultations(request: Request, code: str) -> HttpResponse:
    """The consultations of a code, open ones first."""
    frame = frame_of(request)
    here = frame.code(code)
    moment = moment_of(request, here, TABLES)
    lines = consultations_of(frame.actor, here.id, moment.at or frame.at, moment.source)
    context = {
        "here": here,
        "open": [line for line in lines if line.state == "open"],
        "others": [line for line in lines if line.state != "open"],
        "matters": MATTERS,
        "columns": columns,
    }
    return moment.page(frame, "consultations/list.html", context, code=here)


@door(Who.PUBLIC)
def consultation(request: Request, consultation_id: str) -> HttpResponse:
    """One consultation, with the questions to answer and the responses one may see."""
    frame = frame_of(request)
    held = consultation_seen(frame.actor, "" if "\0" in consultation_id else consultation_id[:16])
    row, here, moment = as_asked(frame, held, TABLES)
    it = consultation_page(frame.actor, row, moment.at or frame.at, moment.source)
    about = named(frame.actor, [(row.subject_type, row.subject_id), *_changed(it)])
    thing = about.get((row.subject_type, row.subject_id))
    acts = offers(row, frame.actor, frame.at) if moment.is_now else []
    context = {
        "here": here,
        "it": it,
        "row": row,
        "thing": thing,
        "thing_href": moment.kept(place_of(thing)) if thing else "",
        "acts": offered(acts, row.id, leave_out=[RESPOND]),
        "respond_href": act_href(RESPOND, row.id)
        if moment.is_now and _may_respond(frame, it)
        else "",
        "may": acts_on_responses(frame.actor, row, frame.at) if moment.is_now else (),
        "changed": {key: (found, place_of(found)) for key, found in about.items()},
        "happened": happened(history_of(frame.actor, here.id, row.id, until=moment.position)),
    }
    crumbs = (Link("Consultations", moment.kept(f"/{here.key}/consultations")),)
    return moment.page(frame, "consultations/page.html", context, code=here, crumbs=crumbs)


def _changed(it: ConsultationPage) -> list[tuple[str, str]]:
    return [(c.subject_type, c.subject_id) for r in it.responses for c in r.changes]


def _may_respond(frame: Frame, it: ConsultationPage) -> bool:
    found = offers(it.row, frame.actor, frame.at, [RESPOND])
    return any(offer.verdict.allowed for offer in found)
