"""Whether a change of a baselined release was asked for and endorsed, by the facts held."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Status
from ridgeway.core.verdict import Reason, State
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.control.models import Changed, ChangeRequest
from ridgeway.governance.releases.models import Release

Asked = dict[str, Any]


def control_book(code_id: str, on: dt.date) -> Rulebook | None:
    """The policy that lays down how changes after a baseline are asked for: one that has force
    before one that is only proposed."""
    books = [b for b in rulebooks_in_force(code_id, on) if b.change_control is not None]
    books.sort(key=lambda book: book.status is not Status.APPROVED)
    return books[0] if books else None


def is_baselined(release: Release) -> bool:
    return release.rid_version > 0


@dataclass(frozen=True, slots=True)
class Covered:
    """How a change stands to change control: the request that covers it, if any, and the reason
    that the act gives."""

    release: Release
    request: ChangeRequest | None
    reason: Reason


def covered(
    release: Release, changes: Changed, asked: Asked, on: dt.date, *, lock: bool = False
) -> Covered | None:
    """Whether an endorsed request asks for exactly this; None where there is none and nothing asks
    for one, as under a policy that is only proposed."""
    book = control_book(release.code_id, on)
    if book is None or book.change_control is None or not is_baselined(release):
        return None
    rule, clause = book.change_control, book.cite(book.change_control.clause)
    if str(changes) not in rule.subjects:
        return None
    rows = ChangeRequest.objects.filter(release=release, changes=changes, state="endorsed")
    held = list((rows.select_for_update() if lock else rows).order_by("number"))
    match = next((row for row in held if row.asked == asked), None)
    if match is not None:
        what = f"Change request {match.number} was endorsed for this."
        return Covered(
            release, match, Reason("change-request", what, State.MET, clause, rule.force)
        )
    if book.status is not Status.APPROVED:
        return None
    what = f"The {release.name} is baselined, and no endorsed change request asks for this."
    reason = Reason(
        "change-request",
        what,
        State.UNMET,
        clause,
        rule.force,
        cleared_by=(book.body_name(rule.decided_by),),
        remedy="Raise a change request and have it endorsed.",
    )
    return Covered(release, None, reason)


def to_date(day: dt.date) -> Asked:
    return {"go_live_date": day.isoformat()}


def to_scope(reference: str, part: int, *, joins: bool) -> Asked:
    return {"modification": reference, "part": part, "joins": joins}


def to_cost(pounds: int) -> Asked:
    """The forecast in all its groups together, in whole pounds."""
    return {"cost": pounds}
