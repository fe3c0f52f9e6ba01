"""Reads of change freezes and change requests, as far as one may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ridgeway.core.planning import freezing as engine
from ridgeway.core.verdict import Reason
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.codes.visibility import declare, seen_rows, visible
from ridgeway.governance.control.freezing import (
    COLUMNS,
    HOLDING,
    ONE_DAY,
    holding,
    spans,
    steps_stopped,
    stopped,
)
from ridgeway.governance.control.models import Changed, ChangeRequest, Departure, Freeze
from ridgeway.governance.record.rows import listed
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.models import Release

declare(Freeze)
declare(ChangeRequest)

TABLES = (Freeze, ChangeRequest, Departure, Release, Body, Code)
"""What a source of another moment has to hold for the freezes and requests of then."""

FREEZE = (
    "id", "number", "title", "rationale", "first_date", "last_date", "state", "decided_date",
    "lifted_date", "ended_because", "example",
)  # fmt: skip
REQUEST = (
    "id", "number", "changes", "title", "rationale", "state", "raised_date", "decided_date",
    "done_date", "raised_by__short_name", "release_id", "release__name", "release__slug",
    "code__key", "example",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FreezeLine:
    """A change freeze. `standing` tells an agreed one apart: `to-come`, `in-force`, `ended`."""

    id: str
    number: int
    title: str
    rationale: str
    first_date: dt.date
    last_date: dt.date
    state: str
    standing: str
    decided_date: dt.date | None
    lifted_date: dt.date | None
    ended_because: str
    example: bool

    @property
    def end(self) -> dt.date:
        """The last day on which it holds."""
        if self.lifted_date is None:
            return self.last_date
        return min(self.last_date, self.lifted_date - ONE_DAY)

    @property
    def decided(self) -> bool:
        """Whether it holds, held or is to hold: what a calendar draws."""
        return self.state in ("agreed", "lifted")


def standing_of(row: dict[str, Any], today: dt.date) -> str:
    if row["state"] == "lifted" and today < row["lifted_date"]:
        return "in-force"
    if row["state"] != "agreed":
        return str(row["state"])
    if today < row["first_date"]:
        return "to-come"
    return "in-force" if today <= row["last_date"] else "ended"


def freezes_of(
    actor: Actor, code_id: str, today: dt.date, source: Source = LIVE
) -> list[FreezeLine]:
    """The freezes of a code, the latest first: one query."""
    rows = seen_rows(actor, Freeze, FREEZE, source, code_id=code_id)
    lines = [FreezeLine(standing=standing_of(row, today), **row) for row in rows]
    return sorted(lines, key=lambda line: (line.first_date, line.number), reverse=True)


def freezes_that_hold(actor: Actor, code_id: str) -> list[engine.Freeze]:
    """What holds or will, as the engine asks for it, as far as the actor may see: one query."""
    rows = visible(Freeze, actor).filter(code_id=code_id, state__in=HOLDING)
    return spans(listed(rows.values(*COLUMNS)))


@dataclass(frozen=True, slots=True)
class Held:
    """What freezes say to the steps that implement a modification: `now` stands in the way today,
    `then` on the day that is planned for it."""

    steps: tuple[str, ...] = ()
    now: tuple[Reason, ...] = ()
    then: tuple[Reason, ...] = ()


def held_by_freezes(code_id: str, path: str, planned: dt.date | None, today: dt.date) -> Held:
    """For the page of a modification of this path: one query at most."""
    steps = steps_stopped(code_id, today)
    freezes = holding(code_id) if steps else []
    if not freezes:
        return Held()
    later = planned if planned and planned > today else None
    return Held(
        steps,
        tuple(stopped(code_id, today, (path,), today, freezes)),
        tuple(stopped(code_id, later, (path,), today, freezes)) if later else (),
    )


def freeze_seen(actor: Actor, freeze_id: str) -> Freeze | None:
    return visible(Freeze, actor).filter(pk=freeze_id).select_related("code").first()


def requests_of(
    actor: Actor, code_id: str, source: Source = LIVE, *, release_id: str = "", most: int = 200
) -> list[dict[str, Any]]:
    """Change requests of a code or of one release, the latest first: one query."""
    of = {"release_id": release_id} if release_id else {}
    rows = seen_rows(actor, ChangeRequest, REQUEST, source, code_id=code_id, **of)
    return sorted(rows, key=lambda row: (row["raised_date"], row["number"]), reverse=True)[:most]


def requests_about(
    actor: Actor, code_id: str, references: Collection[str], source: Source = LIVE
) -> list[dict[str, Any]]:
    """Requests to take a modification into a scope or out of it, under any of its references, the
    latest first: one query."""
    columns, of = (*REQUEST, "asked"), {"code_id": code_id, "changes": str(Changed.SCOPE)}
    rows = seen_rows(actor, ChangeRequest, columns, source, **of)
    found = [row for row in rows if row["asked"].get("modification") in references]
    return sorted(found, key=lambda row: (row["raised_date"], row["number"]), reverse=True)


def request_seen(actor: Actor, request_id: str) -> ChangeRequest | None:
    rows = visible(ChangeRequest, actor).filter(pk=request_id)
    return rows.select_related("code", "release", "raised_by").first()


def departures_of(release_id: str, source: Source = LIVE) -> list[dict[str, Any]]:
    """Changes of a baseline that nobody had endorsed, as they happened: one query."""
    columns = ("number", "act", "what", "clause", "on_date")
    rows = source.rows(Departure, columns, release_id=release_id)
    return sorted(rows, key=lambda row: int(row["number"]))


def to_decide(actor: Actor, code_id: str, today: dt.date) -> Sequence[dict[str, Any]]:
    """For the day's page of the administration: freezes and requests that wait for a step."""
    if not actor.administers(code_id):
        return ()
    freezes = visible(Freeze, actor).filter(code_id=code_id, state="proposed", last_date__gte=today)
    requests = visible(ChangeRequest, actor).filter(code_id=code_id, state="raised")
    found = [
        {**row, "kind": "freeze"}
        for row in freezes.order_by("first_date").values("id", "title", "example")
    ]
    found += [
        {**row, "kind": "request"}
        for row in requests.order_by("raised_date").values(
            "id", "title", "example", "release__name"
        )
    ]
    return found
