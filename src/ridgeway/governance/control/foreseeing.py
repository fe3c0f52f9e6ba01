"""What a change that is asked for would do, as plain values that are frozen with the request."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ridgeway.core.record.canonical import plain
from ridgeway.core.verdict import Reason, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.control.freezing import holding
from ridgeway.governance.control.models import Changed
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.finding import parts_named
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.queries_whatif import what_if
from ridgeway.governance.releases.scoping import Inclusion, is_late, judge_inclusion

QUESTION = "Ask for this change?"


def foresee(
    acting: Acting, release: Release, changes: Changed, asked: dict[str, Any]
) -> dict[str, Any]:
    """The what if of the day. Refused for a date or a modification that leads nowhere."""
    base = {"on": acting.today.isoformat(), "rid_version": release.rid_version}
    if changes is Changed.SCHEDULE:
        return {**base, **_schedule(acting, release, dt.date.fromisoformat(asked["go_live_date"]))}
    if changes is Changed.SCOPE:
        return {**base, **_scope(acting, release, asked)}
    return base


def _schedule(acting: Acting, release: Release, day: dt.date) -> dict[str, Any]:
    found = what_if(
        acting.actor,
        acting.within,
        release,
        day,
        acting.today,
        at=acting.at,
        freezes=holding(release.code_id),
    )
    return {
        "from_date": release.go_live_date.isoformat(),
        "to_date": day.isoformat(),
        "name": found.name,
        "renamed": found.renamed,
        "authority": [_reason(r) for r in found.authority.reasons],
        "changes": [
            {
                "id": change.id,
                "title": change.title,
                "owner": change.owner_name,
                "clause": change.clause,
                "force": str(change.force),
                "old_due_date": plain(change.old_due_date),
                "new_due_date": plain(change.new_due_date),
                "effects": [str(effect) for effect in change.effects],
                "bad": change.is_bad,
                "sentence": change.sentence,
            }
            for change in found.what.changes
        ],
        "freezes": [
            {"title": f.title, "first": f.first.isoformat(), "last": f.last.isoformat()}
            for f in found.what.freezes
        ],
    }


def _scope(acting: Acting, release: Release, asked: dict[str, Any]) -> dict[str, Any]:
    reference, number = asked["modification"], asked["part"]
    part = parts_named(acting, [reference]).get((reference, number))
    if part is None:
        raise refusal(QUESTION, "modification", f"There is no modification {reference!r}.")
    out: dict[str, Any] = {"title": part.modification.title, "rid_after": release.rid_version + 1}
    book = book_of(release.code_id, release.policy)
    if not asked["joins"] or book is None:
        return out
    reasons = judge_inclusion(Inclusion(book, release, part.modification, acting.today))
    return {**out, "late": is_late(reasons), "reasons": [_reason(r) for r in reasons]}


def _reason(reason: Reason) -> dict[str, str]:
    return {
        "what": reason.what,
        "state": str(reason.state),
        "clause": reason.clause,
        "force": str(reason.force),
    }
