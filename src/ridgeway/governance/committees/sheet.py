"""A resolution as its page shows it: wording, paper, each seat, the count, one's own part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from ridgeway.core.gates.indicating import Indication
from ridgeway.core.gates.voting import Counted, Tally
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Seat
from ridgeway.governance.codes.visibility import audiences, seen_ids
from ridgeway.governance.committees.counting import (
    asks_to_choose,
    count,
    indicated,
    rule_of,
    seats_of,
)
from ridgeway.governance.committees.models import Paper, Resolution
from ridgeway.governance.committees.voting import DIGEST_NOW, SEATS_NOW, digest_now
from ridgeway.governance.record.rows import in_order
from ridgeway.governance.record.sources import LIVE, Source

Kept = Callable[[str, str, Callable[[], str]], str]


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat and how it stands: a position, `recused` or `waiting`; `option` is what it chose.

    `mine` marks the reader's.
    """

    name: str
    category: str
    standing: str
    reason: str
    cast_at: dt.datetime | None
    mine: bool
    option: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`content` is None where the paper is not for this reader; `changed` says that what lay in
    front of the body is no longer what is held; `known` is what judging an open one needs too."""

    row: Resolution
    content: dict[str, Any] | None
    seats: tuple[SeatLine, ...]
    count: Tally | None
    needed: str
    changed: bool
    my_position: str
    recused: bool
    known: Mapping[str, Any] = field(default_factory=dict)
    indication: Indication | None = None
    by_category: bool = False


def resolution_sheet(
    actor: Actor,
    row: Resolution,
    at: dt.datetime,
    kept: Kept = lambda _code, _subject, make: make(),
    source: Source = LIVE,
) -> Sheet:
    """The sheet of a resolution with its parts, that the actor was found to see: four queries.

    `kept` may keep the digest of what a code holds about a subject: making it takes a query for
    each kind of thing that lies in front of the body. Of a past moment nothing is held against
    what was put.
    """
    recusals = {r.person_id for r in row.recusals.all()}
    recused = bool(actor.person_id) and actor.person_id in recusals
    reads = row.paper is not None and _reads(actor, row.paper, recused, source)
    content = row.paper.content if row.paper and reads else None
    if row.attested:
        return Sheet(row, content, (), None, "", False, "", recused)
    on = row.decided_date or at.astimezone(ZoneInfo(row.code.zone)).date()
    votes = {v.seat_id: v for v in row.votes.all()}
    of = {"body_id": row.body_id, "code_id": row.code_id}
    named = in_order(source.rows(Seat, ("id", "name", "category"), **of), "name", "category")
    holders = seats_of(row, on, source)
    lines = []
    for seat in (s for s in named if s["id"] in holders or s["id"] in votes):
        vote = votes.get(seat["id"])
        person = holders.get(seat["id"], "")
        out = person in recusals or bool(vote and vote.person_id in recusals)
        lines.append(
            SeatLine(
                name=seat["name"],
                category=seat["category"],
                standing="recused" if out else vote.position if vote else "waiting",
                reason="" if out or not vote else vote.reason,
                cast_at=None if out or not vote else vote.cast_at,
                mine=bool(actor.person_id) and person == actor.person_id,
                option=None if out or not vote else vote.option,
            )
        )
    mine = next((v.position for v in votes.values() if v.person_id == actor.person_id), "")
    changed, digest = False, ""
    if row.state == "open" and source is LIVE:
        digest = kept(row.code_id, row.subject_id, lambda: digest_now(row))
        changed = not digest or digest != row.subject_digest
    closed = row.state in ("carried", "lost")
    choosing, rule = asks_to_choose(row), rule_of(row)
    return Sheet(
        row=row,
        content=content,
        seats=tuple(lines),
        count=None if choosing else count(row, on, closed=closed, holders=holders),
        needed="more votes than any other option" if choosing else rule.in_words(),
        changed=changed,
        my_position=str(mine),
        recused=recused,
        indication=indicated(row, on, closed=closed, holders=holders) if choosing else None,
        by_category=rule.counted is Counted.CATEGORY,
        known={DIGEST_NOW: digest, SEATS_NOW: holders} if row.state == "open" else {},
    )


def _reads(actor: Actor, paper: Paper, recused: bool, source: Source) -> bool:
    """Whether the paper of a resolution that an actor sees is for them: the rule of `queries`.

    Whoever was recused since reads it in no past either.
    """
    if recused or paper.audience not in audiences(actor, paper.code_id):
        return False
    return source is LIVE or paper.id in seen_ids(actor, Paper, [paper.id])
