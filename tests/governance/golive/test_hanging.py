"""An agreement that hangs on conditions: go-live waits until they are discharged."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from ridgeway.core.verdict import Force, Reason, Refused, State
from ridgeway.governance.acting import Told
from ridgeway.governance.acts import perform
from ridgeway.governance.committees.models import Condition, Resolution
from ridgeway.governance.golive.queries import TABLES, gate_of
from ridgeway.governance.record.asat import source_at
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import AT, World
from tests.governance.golive.staging import NEXT_DAY, TODAY, advise, find, staged
from tests.governance.golive.test_golive import carry, settle_duties
from tests.marks import covers

HANGS: dict[str, Any] = {"text": "The RAID log is shown to the Panel", "due_date": "2026-03-01"}


@pytest.fixture
def release(world: World) -> Release:
    """Everything found and advised, nothing resolved."""
    made = staged(world)
    settle_duties(made)
    for number, body in ((1, "dcc"), (1, "tag"), (2, "secas")):
        find(world, made, number, body)
    for body in ("opsg", "tag"):
        advise(world, made, body)
    return made


def agree(world: World, release: Release, **hangs: Any) -> Resolution:
    owner = world.bodies["dcc"].id
    return carry(world, release, hangs_on=[{**HANGS, "owner": owner, **hangs}], audience="public")


def conditions(release: Release) -> list[Reason]:
    gate = gate_of(Release.objects.get(pk=release.pk), TODAY)
    return [r for r in gate.decision.reasons if r.key.startswith("condition-")]


def go(world: World, release: Release) -> None:
    perform("release.call", release.id, {"go": True}, actor=world.actors["delivery"], at=AT)


def discharge(world: World, release: Release, at: dt.datetime = AT) -> None:
    admin = world.actors["code-administrator"]
    given = {"subject_type": "releases.release", "subject_id": release.id, "title": "RAID log"}
    source = Told(source="The log itself")
    done = perform("evidence.submit", world.code.id, given, actor=admin, at=at, told=source)
    row = Condition.objects.get()
    wanted = {"evidence": done.subject_id}
    perform("condition.discharge", row.id, wanted, actor=admin, at=at)


@covers("F-015", "F-140")
def test_an_open_condition_stops_go_live_and_names_who_owes_it_by_when(
    world: World, release: Release
) -> None:
    resolution = agree(world, release)
    assert (resolution.state, Release.objects.get(pk=release.pk).state) == ("carried", "approved")
    [reason] = conditions(release)
    assert (reason.state, reason.force, reason.cleared_by) == (State.UNMET, Force.MUST, ("DCC",))
    assert "The RAID log is shown to the Panel. It is not discharged; DCC owes it" in reason.what
    assert "it was due on Sun 1 Mar 2026" in reason.what
    go(world, release)
    with pytest.raises(Refused, match="It is not discharged"):
        world.do("release.set-live", release)


@covers("F-015")
def test_a_discharged_condition_no_longer_stops_go_live(world: World, release: Release) -> None:
    agree(world, release)
    discharge(world, release)
    [reason] = conditions(release)
    assert reason.state is State.MET
    assert "Discharged on Mon 2 Mar 2026" in reason.what
    go(world, release)
    world.do("release.set-live", release)
    assert Release.objects.get(pk=release.pk).state == "live"


def test_a_condition_that_is_due_only_after_go_live_is_shown_and_does_not_stop_it(
    world: World, release: Release
) -> None:
    agree(world, release, due_date="2026-06-01")
    [reason] = conditions(release)
    assert (reason.state, reason.force) == (State.UNMET, Force.MAY)
    go(world, release)
    world.do("release.set-live", release)
    assert Release.objects.get(pk=release.pk).state == "live"


def test_a_condition_that_is_not_public_is_told_without_its_words(
    world: World, release: Release
) -> None:
    carry(world, release, hangs_on=[{**HANGS, "due_date": None}], audience="committee")
    [reason] = conditions(release)
    assert "RAID" not in reason.what
    assert "agreed on condition 1. It is not discharged" in reason.what
    assert reason.cleared_by == ("SEC Panel",)


def test_the_gate_of_an_earlier_moment_knows_the_condition_as_it_was(
    world: World, release: Release
) -> None:
    agree(world, release)
    discharge(world, release, AT + NEXT_DAY)
    row = {
        "id": release.id,
        "code_id": release.code_id,
        "go_live_date": release.go_live_date,
        "actual_date": None,
    }
    then = gate_of(row, TODAY, source=source_at(AT, ["sec"], TABLES))
    states = [r.state for r in then.decision.reasons if r.key.startswith("condition-")]
    assert states == [State.UNMET]
    assert conditions(release)[0].state is State.MET


def test_the_decisions_of_a_release_show_conditions_views_and_actions(
    world: World, release: Release
) -> None:
    asked: dict[str, Any] = {
        "subject_type": "releases.release", "subject_id": release.id, "audience": "public",
    }  # fmt: skip
    opsg, dcc = world.bodies["opsg"].id, world.bodies["dcc"].id
    world.do("view.request", world.code, body=opsg, on="the outage", due_date="2026-03-20", **asked)
    world.do("action.raise", world.code, body=opsg, owner=dcc, text="Publish the window", **asked)
    Release.objects.filter(pk=release.pk).update(audience="public")
    agree(world, release)
    page = Client().get(f"/sec/releases/{release.slug}/decisions").content.decode()
    for words in ("The RAID log is shown to the Panel", "the outage", "Publish the window"):
        assert words in page
