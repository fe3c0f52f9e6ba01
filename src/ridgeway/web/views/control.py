"""What holds changes up, and what asks to change what was fixed: freezes and change requests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts import offers
from ridgeway.governance.codes.history import history_of
from ridgeway.governance.committees.queries import resolutions_about
from ridgeway.governance.consultations.queries import consultations_of
from ridgeway.governance.control.queries import (
    freeze_seen,
    freezes_of,
    request_seen,
    requests_of,
    standing_of,
)
from ridgeway.governance.notices.queries import notices_about
from ridgeway.web.columns import columns
from ridgeway.web.frame import Frame, frame_of, page
from ridgeway.web.history import happened
from ridgeway.web.offering import act_href, offered
from ridgeway.web.shell import Link

FREEZE, REQUEST = "control.freeze", "control.changerequest"


@door(Who.PUBLIC)
def control(request: Request, code: str) -> HttpResponse:
    """The freezes of a code, and the changes asked for after a baseline."""
    frame = frame_of(request)
    here = frame.code(code)
    acts = offered(offers(here.row, frame.actor, frame.at, ["freeze.propose"]), here.id)
    context = {
        "here": here,
        "freezes": freezes_of(frame.actor, here.id, here.day(frame.at)),
        "requests": requests_of(frame.actor, here.id),
        "acts": acts,
        "columns": columns,
    }
    return page(frame, "control/list.html", context, code=here)


@door(Who.PUBLIC)
def freeze(request: Request, freeze_id: str) -> HttpResponse:
    """One freeze from its proposal to its end: who was asked, who decided, when it holds."""
    frame = frame_of(request)
    row = freeze_seen(frame.actor, _clean(freeze_id))
    if row is None:
        raise Http404
    here = frame.code_with(row.code_id)
    standing = standing_of(vars(row), here.day(frame.at))
    context = {
        **_about(frame, row, here.id),
        "here": here,
        "row": row,
        "standing": standing,
        "consultations": consultations_of(frame.actor, here.id, frame.at, subject_id=row.id),
        "notices": notices_about(frame.actor, row.id),
        "next": _next(frame, row, here.id),
    }
    crumbs = (Link("Change control", f"/{here.key}/control"),)
    return page(frame, "control/freeze.html", context, code=here, crumbs=crumbs)


@door(Who.PUBLIC)
def change_request(request: Request, request_id: str) -> HttpResponse:
    """One change request with its what if, as it was when it was raised."""
    frame = frame_of(request)
    row = request_seen(frame.actor, _clean(request_id))
    if row is None:
        raise Http404
    here = frame.code_with(row.code_id)
    what = row.what_if
    changes = [
        {**c, "old": _day(c["old_due_date"]), "new": _day(c["new_due_date"])}
        for c in what.get("changes", ())
    ]
    context = {
        **_about(frame, row, here.id),
        "here": here,
        "row": row,
        "asked": asked_words(row.changes, row.asked),
        "what": what,
        "changes": [c for c in changes if c["bad"]] + [c for c in changes if not c["bad"]],
        "notices": notices_about(frame.actor, row.id),
        "put_href": act_href("resolution.propose", here.id, _put(REQUEST, row, "change-request"))
        if row.state == "raised" and _administers(frame, here.id)
        else "",
        "columns": columns,
    }
    crumbs = (Link(row.release.name, f"/{here.key}/releases/{row.release.slug}"),)
    return page(frame, "control/request.html", context, code=here, crumbs=crumbs)


def asked_words(changes: str, asked: dict[str, Any]) -> str:
    """What is asked for, in one line."""
    if changes == "schedule":
        return f"Go-live on {dt.date.fromisoformat(asked['go_live_date']):%-d %B %Y}"
    if changes == "scope":
        part = f", part {asked['part']}" if asked["part"] > 1 else ""
        return f"{asked['modification']}{part} {'joins' if asked['joins'] else 'leaves'} the scope"
    return f"A cost of £{asked['cost']:,}"


def _about(frame: Frame, row: Any, code_id: str) -> dict[str, Any]:
    """What every page of a thing that a body decides shows."""
    return {
        "acts": offered(offers(row, frame.actor, frame.at), row.id),
        "resolutions": resolutions_about(frame.actor, row.id),
        "happened": happened(history_of(frame.actor, code_id, row.id)),
    }


def _next(frame: Frame, row: Any, code_id: str) -> tuple[Link, ...]:
    """The steps that begin at the code, for whoever administers it."""
    if not _administers(frame, code_id):
        return ()
    about = {"subject_type": FREEZE, "subject_id": row.id}
    if row.state == "proposed":
        return (
            Link("Open a consultation on it", act_href("consultation.open", code_id, about)),
            Link(
                "Put it to the body that decides",
                act_href("resolution.propose", code_id, _put(FREEZE, row, "change-freeze")),
            ),
        )
    if row.state == "agreed":
        lift = act_href("resolution.propose", code_id, _put(FREEZE, row, "lift-freeze"))
        return (Link("Propose to lift it", lift),)
    return ()


def _put(kind: str, row: Any, matter: str) -> dict[str, str]:
    return {"subject_type": kind, "subject_id": row.id, "matter": matter}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _administers(frame: Frame, code_id: str) -> bool:
    return "code-administrator" in frame.actor.roles(code_id)


def _clean(text: str) -> str:
    return "" if "\0" in text else text[:16]
