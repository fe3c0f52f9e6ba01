"""Readiness as the Parties tell it: who sees what a Party said, and how many expect to be ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code, Party
from ridgeway.governance.codes.visibility import declare, seen_by, seen_rows
from ridgeway.governance.golive.models import PartyReadiness
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.models import Release

TABLES = (PartyReadiness, Party, Code)
"""What a source of another moment has to hold."""

COUNTED = ("number", "party_id", "on_track", "go_live_date")
SHOWN = (
    "number", "party__name", "party__category", "reported_date", "go_live_date", "on_track",
    "progress", "concerns", "source",
)  # fmt: skip


def _readiness(actor: Actor) -> Q:
    """What a Party told is for its audience, and for whoever acts for that Party."""
    rule = seen_by(actor)
    for code_id in sorted(actor.codes()):
        if own := actor.parties(code_id):
            rule |= Q(code_id=code_id, party_id__in=sorted(own))
    return rule


def _own(actor: Actor, row: Mapping[str, Any]) -> bool:
    return row["party_id"] in actor.parties(row["code_id"])


declare(PartyReadiness, _readiness, mine=("party_id", _own))


@dataclass(frozen=True, slots=True)
class PartiesTold:
    """Of one release: what Parties told, latest first, as far as the reader may see it; and by the
    latest of every Party how many expect to be ready on the date that stands, how many do not, and
    how many last spoke of `another` date."""

    told: tuple[dict[str, Any], ...]
    ready: int
    not_ready: int
    another: int

    @property
    def parties(self) -> int:
        return self.ready + self.not_ready + self.another


def parties_told(actor: Actor, release_id: str, source: Source = LIVE) -> PartiesTold:
    """Of a release that the caller was found to see: three queries."""
    told = seen_rows(actor, PartyReadiness, SHOWN, source, release_id=release_id)
    rows = source.rows(PartyReadiness, COUNTED, release_id=release_id)
    latest = {row["party_id"]: row for row in sorted(rows, key=lambda row: int(row["number"]))}
    dates = source.rows(Release, ("go_live_date",), id=release_id) if latest else ()
    stands = {row["go_live_date"] for row in dates}
    counted = Counter(
        row["on_track"] if row["go_live_date"] in stands else None for row in latest.values()
    )
    return PartiesTold(
        told=tuple(sorted(told, key=lambda row: -int(row["number"]))),
        ready=counted[True],
        not_ready=counted[False],
        another=counted[None],
    )


def may_report(actor: Actor, code_id: str) -> bool:
    """Whether there may be a Party for which the actor reports: asks no query."""
    return actor.administers(code_id) or bool(actor.parties(code_id))


def not_asked(actor: Actor, code_id: str) -> tuple[str, ...]:
    """What the form of a report leaves out: a Party tells today, and mostly one speaks for one."""
    if actor.administers(code_id):
        return ()
    several = len(actor.parties(code_id)) > 1
    return ("reported_date",) if several else ("reported_date", "party")


def parties_open_to(actor: Actor, code_id: str) -> list[tuple[str, str]]:
    """The Parties for which an actor may report, by key: any for whoever administers the code."""
    rows = Party.objects.order_by("name")
    if not actor.administers(code_id):
        rows = rows.filter(pk__in=actor.parties(code_id))
    return list(rows.values_list("key", "name"))
