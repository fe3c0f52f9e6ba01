"""The page of a modification."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ridgeway.core.dates.wording import long_date as plain_date
from ridgeway.core.lifecycle.machine import ROLE_KEY, words
from ridgeway.core.verdict import Reason, State
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts import offers
from ridgeway.governance.codes.history import history_of
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.evidence import queries as evidence
from ridgeway.governance.modifications import queries as modifications
from ridgeway.governance.modifications.queries import (
    ModificationPage,
    Step,
    as_it_was,
    modification_named,
    page_of,
)
from ridgeway.governance.releases import register_past
from ridgeway.governance.releases.register import relations_of
from ridgeway.web.frame import frame_of, page
from ridgeway.web.history import happened
from ridgeway.web.lives import life_of_modification
from ridgeway.web.moments import moment_of
from ridgeway.web.offering import Offered, act_href, offered
from ridgeway.web.shell import Act, Link
from ridgeway.web.views import modification_parts
from ridgeway.web.wording import listed

MOVE = "modification.move"
PAST = (
    *modifications.TABLES, *register_past.TABLES, *committees.TABLES, *evidence.TABLES,
    *modification_parts.TABLES,
)  # fmt: skip
"""What the page of a modification is put together from."""


@door(Who.PUBLIC)
def modification(request: Request, code: str, reference: str) -> HttpResponse:
    """Everything about one modification; an old reference leads to the present one."""
    frame = frame_of(request)
    here = frame.code(code)
    row = modification_named(frame.actor, here.id, reference) if "\0" not in reference else None
    if row is None:
        raise Http404
    moment = moment_of(request, here, PAST)
    # No reference is ever given anew, so the present ones find what bore one of then.
    row = row if moment.is_now else as_it_was(frame.actor, row, moment.source)
    if row is None:
        raise Http404
    if row.reference != reference:
        return redirect(moment.kept(reverse("modification", args=(here.key, row.reference))))
    day = here.day(moment.at or frame.at)
    found = page_of(frame.actor, row, on=day, source=moment.source)
    entries = history_of(frame.actor, here.id, row.id, until=moment.position)
    offering = offers(row, frame.actor, frame.at) if moment.is_now else []
    acts = offered(offering, row.id, leave_out=[MOVE])
    moving = offered((o for o in offering if o.act.name == MOVE), row.id)
    parts = modification_parts.parts_of(frame, here, found, moment, day)
    context = {
        "here": here,
        "moment": moment,
        "it": found,
        "facts": _facts(found),
        **parts,
        "life": life_of_modification(found, entries, day, moment.source, parts["beside"].stays),
        "steps": _steps(found, moving, row.id),
        "relations": relations_of(frame.actor, row.id, moment.source),
        "resolutions": committees.resolutions_about(frame.actor, row.id, source=moment.source),
        "evidence": evidence.evidence_about(frame.actor, row.id, moment.source),
        "acts": acts,
        "happened": happened(entries),
        "today": day,
    }
    crumbs = (Link("Modifications", moment.kept(reverse("modifications", args=(here.key,)))),)
    return page(
        frame,
        "modifications/page.html",
        context,
        code=here,
        crumbs=crumbs,
        as_at=moment.banner(request),
        flashes=moment.flashes,
    )


def _facts(it: ModificationPage) -> list[tuple[str, Any]]:
    """The facts of the register in reading order; what no source states is None."""
    v = it.values
    touches = {True: "yes", False: "no"}.get(v["system_impact"])
    cost = None if v["central_cost"] is None else f"£{v['central_cost']:,}"
    return [
        ("Proposer", v["proposer"] or None),
        ("Path", _words(v["path"])),
        ("Urgency", _words(v["urgency"])),
        ("Touches systems", touches),
        ("Who is affected", None if v["impacts"] is None else ", ".join(v["impacts"]) or "nobody"),
        (
            "Documents",
            None if v["documents"] is None else ", ".join(v["documents"]) or "none",
        ),
        ("Central cost", cost),
        ("Raised", v["raised_date"]),
        ("Target", v["target_date"]),
        ("Decided", v["decided_date"]),
    ]


def _words(value: str) -> str | None:
    return (value[:1].upper() + value[1:]).replace("-", " ") if value else None


def _steps(it: ModificationPage, acts: Offered, row_id: str) -> list[Act]:
    """The steps of the workflow from here; what their form can still state is not in the way."""
    right = next((a for a in (*acts.now, *acts.others) if a.key == MOVE.replace(".", "-")), None)
    made = []
    for step in it.steps:
        told = tuple(_in_the_way(r) for r in step.verdict.blocking if not _asked_for(r, step))
        by = f"By {listed(tuple(words(role) for role in step.roles))}. " if step.roles else ""
        refused = right.refusals if right in acts.others and right else told
        made.append(
            Act(
                text=step.title,
                href=act_href(MOVE, row_id, {"action": step.action}),
                refusals=refused,
                note=f"{initial(by)}Leads to: {step.target}. {step.clause}",
                key=f"step-{step.action}",
            )
        )
    return sorted(made, key=lambda act: not act.offered)


def _in_the_way(reason: Reason) -> str:
    """What blocks, who can clear it, until when, and by which clause."""
    said = [reason.what]
    if reason.cleared_by:
        said.append(f"{listed(reason.cleared_by)} can bring it about.")
    if reason.too_late_after:
        said.append(f"Too late for the next date after {plain_date(reason.too_late_after)}.")
    return " ".join([*said, f"({reason.clause})" if reason.clause else ""]).strip()


def _asked_for(reason: Reason, step: Step) -> bool:
    """Whether the form of the step lets one say it: for whom one acts, why, until when, what holds.

    What is held against it no statement clears.
    """
    if reason.key == ROLE_KEY or reason.key in step.said:
        return True
    return reason.key in step.stated and reason.state is State.CANNOT_TELL


def initial(text: str) -> str:
    return text[:1].upper() + text[1:]
