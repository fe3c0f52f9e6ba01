"""Reads of oversight: a release as its board sees it, who answers for what, and the Parties."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from ridgeway.api.asking import asked_of, there, today_in
from ridgeway.api.entrance import actor_of_request
from ridgeway.api.releases import ONE
from ridgeway.api.routing import Routes
from ridgeway.api.shapes import READ_REFUSALS
from ridgeway.api.showing import answer
from ridgeway.governance.codes.parties import PartyLine, parties_of
from ridgeway.governance.oversight import duties, queries
from ridgeway.governance.releases.obligations import ObligationLine

router = Routes(auth=actor_of_request, tags=["Oversight"])


class CellOut(Schema):
    stage: str
    verdict: str | None
    say: str


class AspectOut(Schema):
    title: str
    cells: list[CellOut]


class StepOut(Schema):
    title: str
    clause: str
    force: str
    due_date: dt.date | None
    when: str
    came: str
    taken_date: dt.date | None
    by: str
    entry: int | None
    resolution: str
    advice: list[dict[str, Any]]


class ProcessOut(Schema):
    """The steps that one policy demands of a board; one that is only proposed does not bind."""

    board: str
    policy: str
    binds: bool
    steps: list[StepOut]


class OversightOut(Schema):
    """A release through the eyes of its board."""

    stage: str
    aspects: list[AspectOut]
    processes: list[ProcessOut]
    missed: list[ObligationLine]
    since: dt.date | None
    changed: list[dict[str, Any]]


class HolderOut(Schema):
    """A body, role or class of parties with every part that it has."""

    key: str
    name: str
    does: str
    parts: list[duties.Part]


@router.get(
    f"{ONE}/oversight", response={200: OversightOut, **READ_REFUSALS}, summary="Its oversight"
)
def of_release(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """Scope, time, quality and cost with a verdict for each stage; due process step by step."""
    coming, code = asked_of(request, key)
    found = there(queries.oversight(coming.actor, code, slug, today_in(coming, code.zone)))
    stages = [str(stage) for stage in queries.Stage]
    changed = ("seq", "act", "recorded_at")
    return answer(
        {
            "stage": found.stage,
            "aspects": [
                {
                    "title": aspect.title,
                    "cells": [
                        {"stage": stage, "verdict": cell.verdict, "say": cell.say}
                        for stage, cell in zip(stages, aspect.cells, strict=True)
                    ],
                }
                for aspect in found.aspects
            ],
            "processes": found.processes,
            "missed": found.missed,
            "since": found.meeting["meeting_date"] if found.meeting else None,
            "changed": [{name: row[name] for name in changed} for row in found.changed],
        }
    )


@router.get(
    "/codes/{key}/responsibilities",
    response={200: list[HolderOut], **READ_REFUSALS},
    summary="Who is responsible for what",
)
def responsibilities(request: HttpRequest, key: str, mine: bool = False) -> HttpResponse:
    """Every part that the adopted policies give to anybody; with `mine`, to the caller's bodies."""
    coming, code = asked_of(request, key)
    found = duties.holders(code.id, today_in(coming, code.zone))
    if mine:
        bodies = duties.stands_for(coming.actor, code)
        found = [one for one in found if one.key in bodies]
    return answer(found)


@router.get(
    "/codes/{key}/parties",
    response={200: list[PartyLine], **READ_REFUSALS},
    summary="The Parties",
)
def parties(request: HttpRequest, key: str) -> HttpResponse:
    """Every Party with its category; contacts for those who administer or audit the code."""
    coming, code = asked_of(request, key)
    return answer(parties_of(coming.actor, code.id, today_in(coming, code.zone)))
