"""What holds changes up, and what asks to change what was fixed: freezes and change requests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import offers
from ridgeway.governance.codes.history import history_of
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.committees.queries import resolutions_about
from ridgeway.governance.consultations import queries as consultations
from ridgeway.governance.consultations.queries import consultations_of
from ridgeway.governance.control import queries
from ridgeway.governance.modifications.queries import modification_named
from ridgeway.governance.notices import queries as notices
from ridgeway.governance.notices.queries import notices_about
from ridgeway.governance.releases.books import cited
from ridgeway.web.columns import columns
from ridgeway.web.frame import Frame, frame_of
from ridgeway.web.history import happened
from ridgeway.web.moments import Moment, as_asked, moment_of
from ridgeway.web.offering import act_href, offered
from ridgeway.web.shell import Link

TABLES = {
    *queries.TABLES, *consultations.TABLES, *committees.TABLES, *notices.TABLES,
}  # fmt: skip
FREEZE, REQUEST = "control.freeze", "control.changerequest"


@door(Who.PUBLIC)
def control(request: Request, code: str) -> HttpResponse:
    """The freezes of a code, and the changes asked for after a baseline."""
    frame = frame_of(request)
    here = frame.code(code)
    moment = moment_of(request, here, queries.TABLES)
    today = here.day(moment.at or frame.at)
    acts = offers(here.row, frame.actor, frame.at, ["freeze.propose"]) if moment.is_now else []
    context = {
        "here": here,
        "freezes": queries.freezes_of(frame.actor, here.id, today, moment.source),
        "requests": queries.requests_of(frame.actor, here.id, moment.source),
        "acts": offered(acts, here.id),
        "columns": columns,
    }
    return moment.page(frame, "control/list.html", context, code=here)


@door(Who.PUBLIC)
def freeze(request: Request, freeze_id: str) -> HttpResponse:
    """One freeze from its proposal to its end: who was asked, who decided, when it holds."""
    frame = frame_of(request)
    held = queries.freeze_seen(frame.actor, _clean(freeze_id))
    row, here, moment = as_asked(frame, held, TABLES)
    at = moment.at or frame.at
    standing = queries.standing_of(vars(row), here.day(at))
    context = {
        **_about(frame, row, here, moment),
        "standing": standing,
        "consultations": consultations_of(
            frame.actor, here.id, at, moment.source, subject_id=row.id
        ),
        "next": _next(frame, row, standing, here.id) if moment.is_now else (),
    }
    crumbs = (Link("Change control", moment.kept(f"/{here.key}/control")),)
    return moment.page(frame, "control/freeze.html", context, code=here, crumbs=crumbs)


@door(Who.PUBLIC)
def change_request(request: Request, request_id: str) -> HttpResponse:
    """One change request with its what if, as it was when it was raised."""
    frame = frame_of(request)
    held = queries.request_seen(frame.actor, _clean(request_id))
    row, here, moment = as_asked(frame, held, TABLES)
    what = row.what_if
    changes = [
        {**c, "old": _day(c["old_due_date"]), "new": _day(c["new_due_date"])}
        for c in what.get("changes", ())
    ]
    context = {
        **_about(frame, row, here, moment),
        "asked": asked_words(row.changes, row.asked),
        "asked_about": _asked_about(frame, here, row),
        "what": what,
        "changes": [c for c in changes if c["bad"]] + [c for c in changes if not c["bad"]],
        "put_href": act_href("resolution.propose", here.id, _put(REQUEST, row, "change-request"))
        if moment.is_now and row.state == "raised" and frame.actor.administers(here.id)
        else "",
        "columns": columns,
    }
    release = moment.kept(f"/{here.key}/releases/{row.release.slug}")
    return moment.page(
        frame, "control/request.html", context, code=here, crumbs=(Link(row.release.name, release),)
    )


def _asked_about(frame: Frame, here: CodeSeen, row: Any) -> Any:
    """The modification that it takes into a scope or out of it; None if hidden, or about more."""
    if row.changes != "scope":
        return None
    return modification_named(frame.actor, here.id, row.asked["modification"])


def asked_words(changes: str, asked: dict[str, Any]) -> str:
    """What is asked for, in one line."""
    if changes == "schedule":
        return f"Go-live on {dt.date.fromisoformat(asked['go_live_date']):%-d %B %Y}"
    if changes == "scope":
        part = f", part {asked['part']}" if asked["part"] > 1 else ""
        return f"{asked['modification']}{part} {'joins' if asked['joins'] else 'leaves'} the scope"
    return f"A cost of £{asked['cost']:,}"


def _about(frame: Frame, row: Any, here: CodeSeen, moment: Moment) -> dict[str, Any]:
    """What every page of a thing that a body decides shows."""
    return {
        "here": here,
        "row": row,
        "policy": cited(here.id, row.policy),
        "acts": offered(offers(row, frame.actor, frame.at) if moment.is_now else [], row.id),
        "resolutions": resolutions_about(frame.actor, row.id, source=moment.source),
        "notices": notices_about(frame.actor, row.id, moment.source),
        "happened": happened(history_of(frame.actor, here.id, row.id, until=moment.position)),
    }


def _next(frame: Frame, row: Any, standing: str, code_id: str) -> tuple[Link, ...]:
    """The steps that begin at the code, for whoever administers it."""
    if not frame.actor.administers(code_id):
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
    if row.state == "agreed" and standing != "ended":
        lift = act_href("resolution.propose", code_id, _put(FREEZE, row, "lift-freeze"))
        return (Link("Propose to lift it", lift),)
    return ()


def _put(kind: str, row: Any, matter: str) -> dict[str, str]:
    return {"subject_type": kind, "subject_id": row.id, "matter": matter}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _clean(text: str) -> str:
    return "" if "\0" in text else text[:16]
