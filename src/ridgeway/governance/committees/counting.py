"""Who may vote in which seat on a resolution, and how its votes stand: counted anew each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from ridgeway.core.gates.indicating import Indication, indication
from ridgeway.core.gates.voting import Base, Counted, Position, Tally, VotingRule, tally
from ridgeway.governance.codes.models import Appointment, Role, Seat
from ridgeway.governance.committees.models import Attendance, Resolution, Standing, Verb
from ridgeway.governance.record.sources import LIVE, Source

Holders = Mapping[str, str]
"""Each seat with the person in it; a seat whose member is away without an alternate has none."""


TABLES = (Appointment, Attendance, Seat)
"""What a source of another moment has to hold to tell who sat."""


def members_of(code_id: str, body_id: str, on: dt.date, source: Source = LIVE) -> dict[str, str]:
    """The seats of a body that are filled on a day, each with its member."""
    rows = source.rows(
        Appointment,
        ("seat_id", "person_id", "from_date", "until_date"),
        code_id=code_id,
        body_id=body_id,
        role=[str(Role.MEMBER), str(Role.CHAIR)],
        alternate_of_id=None,
    )
    return {row["seat_id"]: row["person_id"] for row in rows if row["seat_id"] and holds(row, on)}


def holds(term: Mapping[str, Any], on: dt.date) -> bool:
    """Whether an appointment with these days holds on one."""
    until = term["until_date"]
    return bool(term["from_date"] <= on) and (until is None or bool(on <= until))


def seats_of(resolution: Resolution, on: dt.date, source: Source = LIVE) -> dict[str, str]:
    """The seats that may vote on a day, each with whoever sits in it at the resolution's meeting.

    Nobody sits twice: a person who holds a seat keeps that one.
    """
    members = members_of(resolution.code_id, resolution.body_id, on, source)
    meeting = resolution.meeting_id
    return sitting(members, source.rows(Attendance, STOOD, meeting_id=meeting) if meeting else ())


STOOD = ("standing", "person_id", "seat_id")


def sitting(members: Holders, stood: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The members of a body as they sit at one meeting: alternates for those who are away.

    `stood` tells with the columns of STOOD how each person stood to that meeting.
    """
    found = [tuple(row[name] for name in STOOD) for row in stood]
    away = {person for standing, person, _ in found if standing == Standing.AWAY}
    holders = {seat: "" if person in away else person for seat, person in members.items()}
    for standing, person, seat in found:
        if standing == Standing.ALTERNATE and seat in holders and person not in holders.values():
            holders[seat] = person
    return holders


def rule_of(resolution: Resolution) -> VotingRule:
    """The rule that a resolution keeps; what was put before there were others has the plain one."""
    kept = dict(resolution.rule)
    kept["base"] = Base(kept.get("base", Base.CAST))
    kept["counted"] = Counted(kept.get("counted", Counted.SEAT))
    return VotingRule(**kept)


def _standing(resolution: Resolution, holders: Holders) -> tuple[dict[str, str], list[str]]:
    """Every seat that counts with its voter, and those whose voter is recused."""
    voters = {v.seat_id: v.person_id for v in resolution.votes.all()}
    recused = {r.person_id for r in resolution.recusals.all()}
    seats = {**holders, **voters}
    out = [seat for seat, person in seats.items() if person in recused]
    return seats, out


def count(
    resolution: Resolution, on: dt.date, *, closed: bool = False, holders: Holders | None = None
) -> Tally:
    """The count of a resolution: rows counted anew each time, never a stored total.

    `holders` are the seats of that day, for whoever has read them.
    """
    holders = seats_of(resolution, on) if holders is None else holders
    seats, out = _standing(resolution, holders)
    votes = {v.seat_id: Position(v.position) for v in resolution.votes.all()}
    rule = rule_of(resolution)
    categories = {}
    if rule.counted is Counted.CATEGORY:
        named = Seat.objects.filter(pk__in=list(seats)).values_list("id", "category")
        categories = dict(named)
    return tally(rule, list(seats), votes, out, closed=closed, categories=categories)


def indicated(
    resolution: Resolution, on: dt.date, *, closed: bool = False, holders: Holders | None = None
) -> Indication:
    """The votes for each option of a resolution that asks to INDICATE one."""
    holders = seats_of(resolution, on) if holders is None else holders
    seats, out = _standing(resolution, holders)
    votes = {v.seat_id: v.option for v in resolution.votes.all()}
    quorum = rule_of(resolution).quorum
    return indication(
        len(resolution.options), list(seats), votes, out, quorum=quorum, closed=closed
    )


def asks_to_choose(resolution: Resolution) -> bool:
    return resolution.verb == Verb.INDICATE and bool(resolution.options)
