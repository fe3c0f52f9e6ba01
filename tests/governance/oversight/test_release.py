"""Oversight of a release: due process step by step, and a verdict for each aspect and stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from ridgeway.core.verdict import State
from ridgeway.governance.acting import Told
from ridgeway.governance.oversight.looking import Stage
from ridgeway.governance.oversight.process import Came, Step
from ridgeway.governance.oversight.queries import Oversight, oversight
from ridgeway.governance.record.asat import source_at
from ridgeway.governance.record.models import INSTALLATION, Event
from ridgeway.governance.releases.models import Release
from tests.governance.costs.conftest import Costs, lines
from tests.governance.costs.conftest import costs as costs  # noqa: PLC0414
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import adopt as adopt  # noqa: PLC0414
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers

TODAY = dt.date(2026, 3, 2)


def look(scene: Scene, release: Release, role: str = "member", on: dt.date = TODAY) -> Oversight:
    found = oversight(scene.world.actors[role], scene.world.code, release.slug, on)
    assert found is not None
    return found


def step(found: Oversight, title: str) -> Step:
    return next(one for one in found.processes[0].steps if one.title == title)


def cell(found: Oversight, aspect: str, stage: Stage) -> tuple[State | None, str]:
    row = next(one for one in found.aspects if one.title == aspect)
    it = row.cells[list(Stage).index(stage)]
    return it.verdict, it.say


SCOPE = "Set the scope of modifications that touch DCC or User systems"


@covers("F-009")
def test_a_step_is_to_come_then_taken_and_the_entry_of_the_record_shows_it(costs: Costs) -> None:
    found = look(costs.scene, costs.release)
    assert (found.processes[0].board, step(found, SCOPE).came) == ("SEC Panel", Came.OPEN)
    costs.tell("release.discharge", rule="scope-system", note="Minute 5")
    found = look(costs.scene, costs.release)
    one = step(found, SCOPE)
    assert (one.came, one.taken_date, one.by) == (Came.TAKEN, TODAY, "Minute 5")
    entry = Event.objects.get(chain__key="sec", seq=one.entry or 0)
    assert entry.act == "release.discharge"


@covers("F-009")
def test_a_step_that_was_missed_is_late(costs: Costs) -> None:
    found = look(costs.scene, costs.release, on=dt.date(2026, 7, 1))
    assert step(found, SCOPE).came is Came.LATE
    assert any(line.rule == "scope-system" for line in found.missed)


@covers("F-009")
def test_a_decision_of_the_board_names_whose_advice_is_held(costs: Costs) -> None:
    title = "Decide that a release goes live"
    one = step(look(costs.scene, costs.release), title)
    assert one.came is Came.OPEN
    assert [(h.name, h.heard) for h in one.advice] == [("Operations Group", False), ("TAG", False)]
    told = Told(source="Minutes")
    given = {
        "subject_id": costs.release.id, "body": costs.scene.world.bodies["panel"].id,
        "matter": "release-scope", "verb": "agree", "text": "The scope", "audience": "public",
        "carried": True, "decided_date": "2026-02-20",
    }  # fmt: skip
    costs.scene.act("resolution.attest", costs.scene.world.code, told, **given)
    one = step(look(costs.scene, costs.release), "Set the scope of a release")
    assert (one.came, one.taken_date, one.by) == (Came.TAKEN, dt.date(2026, 2, 20), "attested")
    assert one.resolution
    assert Event.objects.get(chain__key="sec", seq=one.entry or 0).act == "resolution.attest"


@covers("F-009")
def test_a_decision_is_taken_by_the_duties_that_it_discharges_once_each_of_them_is(
    costs: Costs,
) -> None:
    title = "Set the scope of a release"
    costs.tell("release.discharge", rule="scope-system", note="Minute 5")
    assert step(look(costs.scene, costs.release), title).came is Came.OPEN
    costs.tell("release.discharge", rule="scope-documentation", note="Minute 9")
    taken = step(look(costs.scene, costs.release), title)
    assert (taken.came, taken.taken_date, taken.by) == (Came.TAKEN, TODAY, "Minute 9")


@covers("F-009")
def test_what_a_policy_only_lets_the_board_do_is_never_missed(costs: Costs) -> None:
    found = look(costs.scene, costs.release, on=dt.date(2030, 1, 1))
    assert step(found, "Introduce a change freeze").came is Came.NOT_ASKED


@covers("F-216")
def test_what_lies_ahead_has_no_verdict(costs: Costs) -> None:
    found = look(costs.scene, costs.release)
    assert found.stage is Stage.PLANNING
    for aspect in ("Scope", "Time", "Quality", "Cost"):
        assert cell(found, aspect, Stage.PROGRESS) == (None, "still to come")
    assert cell(found, "Time", Stage.PLANNING) == (State.MET, "on the rule’s date")


@covers("F-216", "F-228")
def test_cost_goes_from_forecast_over_updates_to_the_variance(costs: Costs) -> None:
    costs.tell("release.forecast-cost")
    found = look(costs.scene, costs.release)
    assert cell(found, "Cost", Stage.PLANNING) == (State.MET, "£2,100 forecast")
    costs.tell("release.update-cost", lines=lines(100, 200, 300, 400, 500, 700))
    Release.objects.filter(pk=costs.release.id).update(state="in-delivery")
    found = look(costs.scene, costs.release)
    assert cell(found, "Cost", Stage.PROGRESS) == (State.UNMET, "£100 over the forecast")
    costs.live(TODAY)
    told = lines(50, 200, 300, 400, 500, 600, comment="Less of it")
    costs.tell("release.report-actual-cost", lines=told)
    found = look(costs.scene, costs.release)
    assert cell(found, "Cost", Stage.AFTER) == (State.MET, "£50 under the forecast")


@covers("F-216", "F-228")
def test_a_missed_update_outranks_what_the_last_one_told(costs: Costs) -> None:
    costs.ask()
    costs.tell("release.forecast-cost")
    Release.objects.filter(pk=costs.release.id).update(state="in-delivery")
    found = look(costs.scene, costs.release, on=dt.date(2026, 5, 1))
    verdict, say = cell(found, "Cost", Stage.PROGRESS)
    assert (verdict, say) == (State.UNMET, "Update the Panel on spend and cost: late")


@covers("F-225")
def test_a_release_that_went_live_late_says_by_how_much(adopt: Callable[[], Release],
                                                        scene: Scene) -> None:  # fmt: skip
    found = look(scene, adopt())
    assert found.stage is Stage.AFTER
    assert cell(found, "Scope", Stage.AFTER) == (State.MET, "10 of 10 implemented")
    assert cell(found, "Time", Stage.PLANNING) == (
        State.WAIVED, "22 days after the rule’s date",
    )  # fmt: skip


@covers("F-216")
def test_what_changed_is_counted_from_the_board_s_last_meeting(costs: Costs) -> None:
    assert look(costs.scene, costs.release).meeting is None
    given = {
        "body": costs.scene.world.bodies["panel"].id, "title": "Panel 1",
        "meeting_date": "2026-03-04", "audience": "public",
    }  # fmt: skip
    costs.scene.act("meeting.call", costs.scene.world.code, **given)
    costs.scene.on(dt.date(2026, 3, 9))
    costs.tell("release.record-risk", text="It may rain")
    found = look(costs.scene, costs.release, on=dt.date(2026, 3, 9))
    assert found.meeting is not None
    assert [row["act"] for row in found.changed] == ["release.record-risk"]


@covers("F-215")
def test_the_authority_sees_the_cost_that_a_party_does_not(costs: Costs) -> None:
    costs.tell("release.forecast-cost", audience="committee")
    seen = look(costs.scene, costs.release, "authority")
    assert cell(seen, "Cost", Stage.PLANNING)[0] is State.MET
    hidden = look(costs.scene, costs.release, "party")
    assert cell(hidden, "Cost", Stage.PLANNING) != cell(seen, "Cost", Stage.PLANNING)
    assert hidden.costs.reports == ()


@covers("F-216")
@pytest.mark.parametrize("role", ["code-administrator", "party"])
def test_the_oversight_of_this_moment_is_the_oversight(costs: Costs, role: str) -> None:
    costs.tell("release.forecast-cost")
    costs.tell("release.discharge", rule="scope-system", note="Minute 5")
    actor, code = costs.scene.world.actors[role], costs.scene.world.code
    live = oversight(actor, code, costs.release.slug, TODAY)
    at = costs.scene.world.at + dt.timedelta(minutes=1)
    then = source_at(at, ("sec", INSTALLATION))
    position = Event.objects.filter(chain__key="sec").count()
    past = oversight(actor, code, costs.release.slug, TODAY, source=then, position=position)
    assert past == live
