"""A release on its way to go-live, and what bodies say of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from ridgeway.core.policy.loading import shipped_rulebooks
from ridgeway.governance.acting import UNTOLD, Told
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.record.rows import Row
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import AT, World

SCHEME = Path(__file__).parent / "policies" / "reservoir-scheme.toml"
"""Another scheme, whose policy names what may be waived."""

TODAY = AT.date()
NEXT_DAY = dt.timedelta(days=1)


def shipped(name: str) -> str:
    """The text of a shipped rulebook."""
    return next(path.read_text("utf-8") for key, _, path in shipped_rulebooks() if key == name)


def staged(world: World, policy: str = "") -> Release:
    """An ad hoc release that goes live today, with two criteria, under the shipped policy or
    another."""
    world.do("policy.adopt", world.code, text=policy or shipped("sec-rmp"))
    done = world.do(
        "release.plan",
        world.code,
        kind="documentation",
        go_live_date="2026-03-02",
        audience="parties",
    )
    release = Release.objects.get(pk=done.subject_id)
    for number, (stated, confirmed) in enumerate((("dcc", ["tag"]), ("secas", [])), 1):
        world.do(
            "release.set-criterion",
            release,
            number=number,
            text=f"Criterion {number}",
            stated_by=world.bodies[stated].id,
            confirmed_by=confirmed,
        )
    return Release.objects.get(pk=release.pk)


def find(world: World, release: Release, number: int, body: str, *, met: bool = True) -> Done:
    return world.do(
        "release.find-criterion", release, number=number, body=world.bodies[body].id, met=met
    )


def tell(world: World, release: Release, number: int, body: str) -> Done:
    """What a source tells a body found."""
    given = {"number": number, "body": world.bodies[body].id, "met": True}
    return told(world, "release.find-criterion", release, given, Told(source="A paper"))


def reword(world: World, release: Release, **given: Any) -> Done:
    """The first criterion in other words, a day later."""
    values = {
        "number": 1,
        "text": "Criterion 1, twice",
        "stated_by": world.bodies["dcc"].id,
        "confirmed_by": ["tag"],
        **given,
    }
    return told(world, "release.set-criterion", release, values, UNTOLD, AT + NEXT_DAY)


def told(
    world: World, act: str, subject: Row, given: Any, said: Told, at: dt.datetime = AT
) -> Done:
    admin = world.actors["code-administrator"]
    return perform(act, subject.id, given, actor=admin, at=at, told=said)


def advise(world: World, release: Release, body: str) -> None:
    world.do(
        "advice.give",
        world.code,
        subject_id=release.id,
        body=world.bodies[body].id,
        advice_date=TODAY,
        finding="met",
    )
