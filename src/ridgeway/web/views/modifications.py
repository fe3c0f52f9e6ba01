"""The page of a modification."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from ridgeway.core.dates.wording import long_date as plain_date
from ridgeway.core.lifecycle.machine import ROLE_KEY, words
from ridgeway.core.verdict import Reason, State
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import Offer, offers
from ridgeway.governance.codes.history import Entry, history_of
from ridgeway.governance.control.queries import Held, held_by_freezes
from ridgeway.governance.modifications.queries import (
    ModificationPage,
    Step,
    page_of,
    steps_of,
)
from ridgeway.governance.releases import register_past
from ridgeway.governance.releases.register import relations_of
from ridgeway.web.lives import life_of_modification
from ridgeway.web.offering import Offered, act_href, offered
from ridgeway.web.shell import Act
from ridgeway.web.views import modification_parts, modification_said
from ridgeway.web.views.costs import ESTIMATE
from ridgeway.web.views.modification_opened import opened
from ridgeway.web.views.modification_tabs import DOCUMENT_ACTS
from ridgeway.web.wording import listed

MOVE = "modification.move"
SELDOM = (
    "modification.change-path", "modification.grant-urgency", "modification.split",
    "modification.combine", "modification.renumber", "modification.add-part",
)  # fmt: skip
"""Acts that a modification seldom meets; they stand folded."""

ELSEWHERE = (*DOCUMENT_ACTS, ESTIMATE)
"""Acts that another tab offers."""

PAST = (*register_past.TABLES, *modification_parts.TABLES, *modification_said.TABLES)
"""What the first page of a modification is put together from, beside its own row."""


@door(Who.PUBLIC)
def modification(request: Request, code: str, reference: str) -> HttpResponse:
    """Where it stands and what comes next; an old reference leads to the present one."""
    seen = opened(request, code, reference, PAST)
    row, moment = seen.row, seen.moment
    if row.reference != reference:
        return redirect(seen.href("modification"))
    found = modification_parts.kept(
        seen, "page", lambda: page_of(row, on=seen.today, source=seen.source)
    )
    steps: tuple[Step, ...] = ()
    offering: list[Offer] = []
    if moment.is_now:
        steps = steps_of(seen.actor, row, seen.life, seen.today)
        offering = offers(row, seen.actor, seen.frame.at, leave_out=ELSEWHERE)
    moving = offered((o for o in offering if o.act.name == MOVE), row.id)
    beside = modification_parts.beside_of(seen)
    said = modification_said.said_about(seen, {one.reference for one in found.references})

    def entries() -> tuple[Entry, ...]:
        return history_of(seen.actor, seen.code.id, row.id, until=moment.position)

    context = {
        "it": found,
        "policy": seen.life.book.cited if seen.life else "",
        "date": found.dating.date if found.dating else None,
        "facts": _facts(found),
        "beside": beside,
        "kinds": modification_parts.kinds_of(beside),
        "life": life_of_modification(found, entries, seen.today, seen.source, beside.stays),
        "steps": _steps(steps, moving, row.id, _held(found, steps, seen.today)),
        "next_links": modification_parts.next_links(seen, steps),
        "relations": relations_of(seen.actor, row.id, seen.source),
        "waiting": modification_said.waiting(said, seen.today),
        "acts": offered(offering, row.id, leave_out=(MOVE, *SELDOM)),
        "seldom": offered((o for o in offering if o.act.name in SELDOM), row.id),
    }
    return seen.page("modifications/page.html", context, tab="modification")


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


def _held(it: ModificationPage, steps: Sequence[Step], today: dt.date) -> Held:
    """How change freezes stand to its steps, on the day of its next limb while none binds yet."""
    if not steps or it.dating is None:
        return Held()
    next_ = next((limb for limb in it.dating.limbs if limb.decision_by_date >= today), None)
    planned = it.dating.date or (next_.implementation_date if next_ else None)
    return held_by_freezes(it.row.code_id, it.row.path, planned, today)


def _steps(steps: Sequence[Step], acts: Offered, row_id: str, held: Held) -> list[Act]:
    """The steps of the workflow from here; what their form can still state is not in the way."""
    right = next((a for a in (*acts.now, *acts.others) if a.key == MOVE.replace(".", "-")), None)
    made = []
    for step in steps:
        told = tuple(_in_the_way(r) for r in step.verdict.blocking if not _asked_for(r, step))
        frozen = step.action in held.steps
        told += tuple(_in_the_way(r) for r in held.now if frozen and r.blocks)
        then = " ".join(f"On its day: {_in_the_way(r)}" for r in held.then if frozen)
        by = f"By {listed(tuple(words(role) for role in step.roles))}. " if step.roles else ""
        refused = right.refusals if right in acts.others and right else told
        made.append(
            Act(
                text=step.title,
                href=act_href(MOVE, row_id, {"action": step.action}),
                refusals=refused,
                note=f"{initial(by)}Leads to: {step.target}. {step.clause} {then}".strip(),
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
