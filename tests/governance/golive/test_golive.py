"""From criteria to live: who says what, what may be waived, what falls when something changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.policy.loading import shipped_rulebooks
from ridgeway.core.verdict import Refused, State
from ridgeway.governance.acts import Done, Forbidden, perform
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.golive.models import CriterionFinding, Waiver
from ridgeway.governance.golive.queries import Gate, gate_of
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import AT, World, appoint
from tests.marks import covers

TODAY = AT.date()


@pytest.fixture
def release(world: World) -> Release:
    """An ad hoc release that goes live today, with two criteria."""
    text = next(p.read_text("utf-8") for name, _, p in shipped_rulebooks() if name == "sec-rmp")
    world.do("policy.adopt", world.code, text=text)
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


def gate(release: Release) -> Gate:
    return gate_of(Release.objects.get(pk=release.pk), TODAY)


def find(world: World, release: Release, number: int, body: str, *, met: bool = True) -> Done:
    return world.do(
        "release.find-criterion", release, number=number, body=world.bodies[body].id, met=met
    )


def advise(world: World, release: Release, body: str) -> None:
    world.do(
        "advice.give",
        world.code,
        subject_id=release.id,
        body=world.bodies[body].id,
        advice_date=TODAY,
        finding="met",
    )


def open_keys(release: Release) -> set[str]:
    return {r.key for r in gate(release).readiness.blocking}


def settle_duties(release: Release) -> None:
    """What is owed by date is told elsewhere; here no duty stands in the way."""
    release.obligations.update(in_force=False)


@covers("F-007", "F-140")
def test_a_criterion_is_met_when_its_body_states_and_the_others_confirm(
    world: World, release: Release
) -> None:
    settle_duties(release)
    assert {"criterion-1", "criterion-2", "advice-opsg", "advice-tag"} <= open_keys(release)
    find(world, release, 1, "dcc")
    assert "criterion-1" in open_keys(release)
    find(world, release, 1, "tag")
    assert "criterion-1" not in open_keys(release)


def test_a_later_finding_outranks_an_earlier(world: World, release: Release) -> None:
    for met in (True, False):
        find(world, release, 2, "secas", met=met)
    reason = next(r for r in gate(release).readiness.reasons if r.key == "criterion-2")
    assert reason.state is State.UNMET
    assert CriterionFinding.objects.filter(criterion__number=2).count() == 2


def test_nobody_speaks_for_a_body_that_is_not_theirs(world: World, release: Release) -> None:
    given = {"number": 1, "body": world.bodies["tag"].id, "met": True}
    with pytest.raises(Refused, match="do not speak for that body"):
        perform("release.find-criterion", release.id, given, actor=world.actors["delivery"], at=AT)


@covers("F-092")
def test_advice_of_each_body_is_wanted_and_one_does_not_stand_for_the_other(
    world: World, release: Release
) -> None:
    advise(world, release, "opsg")
    keys = open_keys(release)
    assert "advice-opsg" not in keys
    assert "advice-tag" in keys


def test_only_what_the_policy_lets_be_waived_is_waived(world: World, release: Release) -> None:
    admin = appoint(
        world.installation,
        world.actors["installation-administrator"],
        "code-administrator",
        code_id=world.code.id,
    )
    given = {
        "reason_key": "criterion-1",
        "body": world.bodies["panel"].id,
        "reason": "Because we say so",
    }
    with pytest.raises(Refused, match="does not let"):
        perform("release.waive", release.id, given, actor=admin, at=AT)
    assert not Waiver.objects.exists()


@covers("F-261")
def test_whoever_found_a_criterion_does_not_waive_on_the_same_release(
    world: World, release: Release
) -> None:
    find(world, release, 2, "secas")
    given = {"reason_key": "criterion-1", "body": world.bodies["panel"].id, "reason": "x"}
    with pytest.raises(Forbidden, match="another person"):
        world.do("release.waive", release, **given)


@pytest.fixture
def agreed(world: World, release: Release) -> Resolution:
    """Everything found and advised, and the Panel's resolution carried by two seats."""
    settle_duties(release)
    for number, body in ((1, "dcc"), (1, "tag"), (2, "secas")):
        find(world, release, number, body)
    for body in ("opsg", "tag"):
        advise(world, release, body)
    return carry(world, release)


def carry(world: World, release: Release) -> Resolution:
    done = world.do(
        "resolution.propose",
        world.code,
        subject_id=release.id,
        body=world.bodies["panel"].id,
        matter="go-live",
        text="that it goes live",
        rule={"quorum": 2},
    )
    resolution = Resolution.objects.get(pk=done.subject_id)
    for number in range(2):
        cast(world, resolution, f"Seat {done.seq}-{number}")
    world.do("resolution.close", resolution, "chair")
    return Resolution.objects.get(pk=resolution.pk)


def cast(world: World, resolution: Resolution, name: str) -> None:
    panel = world.bodies["panel"].id
    seat = world.do("seat.create", world.code, body=panel, name=name).subject_id
    root = world.actors["installation-administrator"]
    member = appoint(
        world.installation, root, "member", code_id=world.code.id, body=panel, seat=seat
    )
    given: dict[str, Any] = {"position": "for", "paper_digest": resolution.subject_digest}
    perform("resolution.vote", resolution.id, given, actor=member, at=AT)


@covers("F-140", "F-173")
def test_a_carried_resolution_approves_the_release(release: Release, agreed: Resolution) -> None:
    assert agreed.state == "carried"
    assert Release.objects.get(pk=release.pk).state == "approved"
    assert gate(release).readiness.allowed


def test_a_resolution_does_not_carry_against_an_unmet_gate(world: World, release: Release) -> None:
    settle_duties(release)
    with pytest.raises(Refused, match="Criterion 1"):
        carry(world, release)
    assert Release.objects.get(pk=release.pk).state == "open"


def test_an_edit_after_the_approval_voids_it_visibly(
    world: World, release: Release, agreed: Resolution
) -> None:
    world.do("release.record-risk", release, text="A new risk")
    agreed.refresh_from_db()
    assert agreed.state == "void"
    assert "record-risk" in agreed.void_reason
    decision = {r.key: r.state for r in gate(release).decision.reasons}
    assert decision["decision"] is State.UNMET


@covers("F-153")
def test_set_live_wants_the_final_go_of_the_delivery_body(
    world: World, release: Release, agreed: Resolution
) -> None:
    assert agreed
    with pytest.raises(Refused, match="final call"):
        world.do("release.set-live", release)
    perform("release.call", release.id, {"go": False}, actor=world.actors["delivery"], at=AT)
    with pytest.raises(Refused, match="no-go"):
        world.do("release.set-live", release)
    perform("release.call", release.id, {"go": True}, actor=world.actors["delivery"], at=AT)
    world.do("release.set-live", release)
    live = Release.objects.get(pk=release.pk)
    assert (live.state, live.actual_date) == ("live", TODAY)


def test_only_the_delivery_body_makes_the_final_call(
    world: World, release: Release, agreed: Resolution
) -> None:
    assert agreed
    for role in ("code-administrator", "chair", "party"):
        with pytest.raises(Forbidden, match="Only"):
            perform("release.call", release.id, {"go": True}, actor=world.actors[role], at=AT)


def test_no_call_before_the_approval(world: World, release: Release) -> None:
    with pytest.raises(Refused, match="has not agreed"):
        perform("release.call", release.id, {"go": True}, actor=world.actors["delivery"], at=AT)


def test_set_live_gives_every_reason_at_once(world: World, release: Release) -> None:
    with pytest.raises(Refused) as caught:
        world.do("release.set-live", release)
    keys = {r.key for r in caught.value.verdict.blocking}
    assert {"final-call", "criterion-1", "criterion-2", "advice-opsg", "advice-tag"} <= keys


def test_after_go_live_criteria_stand_unless_a_source_speaks(
    world: World, release: Release
) -> None:
    Release.objects.filter(pk=release.pk).update(actual_date=dt.date(2026, 3, 1), state="live")
    with pytest.raises(Refused, match="live"):
        find(world, release, 1, "dcc")
