"""From criteria to live: who says what, what may be waived, what falls when something changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.verdict import Refused, State
from ridgeway.governance.acts import Forbidden, perform
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.golive.models import CriterionFinding, Waiver
from ridgeway.governance.golive.queries import Gate, gate_of
from ridgeway.governance.record import rows
from ridgeway.governance.record.asat import source_at
from ridgeway.governance.record.models import Event
from ridgeway.governance.record.rows import recorded_columns
from ridgeway.governance.record.verify import verify_record
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import AT, World, appoint
from tests.governance.golive.staging import (
    NEXT_DAY,
    TODAY,
    advise,
    find,
    reword,
    staged,
    tell,
)
from tests.marks import covers


@pytest.fixture
def release(world: World) -> Release:
    return staged(world)


def gate(release: Release) -> Gate:
    return gate_of(Release.objects.get(pk=release.pk), TODAY)


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


def carry(world: World, release: Release, **more: Any) -> Resolution:
    done = world.do(
        "resolution.propose",
        world.code,
        subject_id=release.id,
        body=world.bodies["panel"].id,
        text="that it goes live",
        rule={"quorum": 2},
        **{"matter": "go-live", **more},
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


@covers("F-007")
def test_what_was_found_of_a_criterion_falls_with_its_wording_and_may_be_found_again(
    world: World, release: Release, agreed: Resolution
) -> None:
    reword(world, release)
    agreed.refresh_from_db()
    assert agreed.state == "void"
    reason = next(r for r in gate(release).readiness.blocking if r.key == "criterion-1")
    fell = "what DCC and Testing Advisory Group found fell on Tue 3 Mar 2026: the criterion was"
    assert f"{fell} reworded, and they may find again" in reason.what
    assert reason.cleared_by == ("DCC", "Testing Advisory Group")
    assert "criterion-2" not in open_keys(release)
    for body in ("dcc", "tag"):
        find(world, release, 1, body)
    assert "criterion-1" not in open_keys(release)
    held = CriterionFinding.objects.filter(criterion__number=1).order_by("number")
    days = list(held.values_list("fell_date", flat=True))
    assert days == [(AT + NEXT_DAY).date()] * 2 + [None] * 2


def test_who_has_to_find_may_change_and_what_was_found_stands(
    world: World, release: Release, agreed: Resolution
) -> None:
    assert agreed
    reword(world, release, text="Criterion 1", confirmed_by=["tag", "opsg"])
    reason = next(r for r in gate(release).readiness.blocking if r.key == "criterion-1")
    assert "fell" not in reason.what
    assert reason.cleared_by == ("Operations Group",)


def test_what_a_source_tells_stands_for_any_wording(world: World, release: Release) -> None:
    for body in ("dcc", "tag"):
        tell(world, release, 1, body)
    reword(world, release)
    assert "criterion-1" not in open_keys(release)


@covers("F-257")
def test_a_finding_recorded_before_its_columns_came_verifies_and_is_read_as_at_then(
    world: World, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    def before(model: type[rows.Row]) -> tuple[str, ...]:
        return tuple(name for name in recorded_columns(model) if name not in model.later)

    with monkeypatch.context() as then:
        then.setattr(rows, "recorded_columns", before)
        tell(world, release, 2, "secas")
    body = bytes(Event.objects.get(act="release.find-criterion").body)
    assert b"criterionfinding" in body
    assert b"fell_date" not in body
    assert verify_record([]).differences == ()
    columns = ("about_digest", "fell_date")
    found = source_at(AT, ["sec"], [CriterionFinding]).rows(CriterionFinding, columns)
    assert found == [{"about_digest": "", "fell_date": None}]


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
    with pytest.raises(Refused, match="This very call was made today: go"):
        perform("release.call", release.id, {"go": True}, actor=world.actors["delivery"], at=AT)
    world.do("release.set-live", release)
    live = Release.objects.get(pk=release.pk)
    assert (live.state, live.actual_date) == ("live", TODAY)


@pytest.fixture
def carrying(world: World, release: Release) -> Release:
    """The same release with an approved modification in its scope."""
    facts = {"title": "One table of holidays", "system_impact": False}
    world.do("modification.adopt", world.code, reference="MP1", **facts)
    late = dict.fromkeys(("rationale", "why_now", "risk_of_adding", "risk_of_leaving_out"), "Paper")
    given = {"modification": "MP1", "relation": "approved", "decided_by": "panel", **late}
    world.do("release.add-to-scope", release, **given)
    return release


def test_what_was_agreed_stands_once_it_is_carried_out(
    world: World, carrying: Release, agreed: Resolution
) -> None:
    perform("release.call", carrying.id, {"go": True}, actor=world.actors["delivery"], at=AT)
    world.do("release.set-live", carrying)
    tell(world, carrying, 1, "tag")
    assert carrying.scope.get().relation == "implemented"
    assert Resolution.objects.get(pk=agreed.pk).state == "carried"
    decision = gate(carrying).decision.reasons
    assert {r.key for r in decision if r.state is State.MET} >= {"decision", "final-call"}


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
