"""A change freeze: proposed, consulted on, every response weighed, decided, and then it holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.verdict import Refused, State
from ridgeway.governance.acting import Told
from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.acts import ACTS, Forbidden
from ridgeway.governance.acts_on import offers
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.control.freezing import holding, stops_release
from ridgeway.governance.control.models import Freeze
from ridgeway.governance.golive.queries import gate_of
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.search.queries import search
from tests.governance.control.conftest import CITED, Scene
from tests.marks import covers

DAY = dt.date(2027, 11, 4)
ELSEWHERE = Told(source="Minutes of the Panel")


@covers("F-029")
def test_a_freeze_is_proposed_with_its_reason_and_its_span(scene: Scene) -> None:
    freeze = scene.propose()
    assert (freeze.state, freeze.clause) == ("proposed", CITED)
    assert holding(scene.world.code.id) == []
    with pytest.raises(Refused, match="rationale is not stated") as refused:
        scene.propose(rationale="")
    assert refused.value.verdict.blocking[0].clause == CITED
    with pytest.raises(Refused, match="over on Sun 1 Mar 2026 already"):
        scene.propose(first_date="2026-02-01", last_date="2026-03-01")


@covers("F-029")
def test_a_freeze_that_stands_is_not_proposed_again(scene: Scene) -> None:
    freeze = scene.propose()
    with pytest.raises(Refused, match="stands for these very days already"):
        scene.propose(rationale="Another reason")
    scene.propose(last_date="2027-12-30")
    scene.do("freeze.withdraw", freeze, reason="Not needed")
    assert scene.propose().number == 3


def test_who_may_propose_is_a_right(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        scene.do(
            "freeze.propose",
            scene.world.code,
            "party",
            title="x",
            rationale="y",
            first_date="2027-01-01",
            last_date="2027-01-02",
        )


@covers("F-030")
def test_no_decision_without_a_consultation(scene: Scene) -> None:
    freeze = scene.propose()
    with pytest.raises(Refused, match="Parties were not consulted first") as refused:
        scene.put(freeze, "change-freeze")
    assert {r.clause for r in refused.value.verdict.blocking} == {CITED}


@covers("F-030")
def test_no_decision_when_others_than_those_named_were_consulted(scene: Scene) -> None:
    freeze = scene.propose()
    scene.consult(freeze, ["dcc"])
    with pytest.raises(Refused, match="Parties were not consulted first"):
        scene.put(freeze, "change-freeze")


@covers("F-030")
def test_no_decision_while_the_consultation_is_open(scene: Scene) -> None:
    freeze = scene.propose()
    scene.consult(freeze)
    with pytest.raises(Refused, match="The consultation “On Autumn stability” is open") as refused:
        scene.put(freeze, "change-freeze")
    assert all(r.clause == CITED for r in refused.value.verdict.blocking)
    assert all(r.cleared_by for r in refused.value.verdict.blocking)


@covers("F-030")
def test_no_decision_while_a_response_is_not_considered(scene: Scene) -> None:
    freeze = scene.propose()
    row = scene.consult(freeze)
    first, second = scene.respond(row), scene.respond(row, "delivery")
    scene.close(row)
    scene.consider(first)
    with pytest.raises(Refused, match="Not considered yet: 1 of the responses"):
        scene.put(freeze, "change-freeze")
    scene.consider(second)
    with pytest.raises(Refused, match="is not concluded"):
        scene.put(freeze, "change-freeze")


@covers("F-030")
def test_a_withdrawn_consultation_consulted_nobody(scene: Scene) -> None:
    freeze = scene.propose()
    row = scene.consult(freeze)
    scene.do("consultation.withdraw", row, reason="Asked the wrong question")
    with pytest.raises(Refused, match="Parties were not consulted first"):
        scene.put(freeze, "change-freeze")


@covers("F-030")
def test_a_vote_is_refused_once_others_are_asked_again(scene: Scene) -> None:
    freeze = scene.propose()
    scene.consulted(freeze)
    resolution = scene.put(freeze, "change-freeze")
    scene.consult(freeze)
    resolution.refresh_from_db()
    assert resolution.state == "void"
    with pytest.raises(Refused, match="is open"):
        scene.vote(resolution)


@covers("F-031")
def test_the_body_that_the_policy_names_decides(scene: Scene) -> None:
    freeze = scene.propose()
    scene.consulted(freeze)
    with pytest.raises(Refused, match="SEC Panel has not decided"):
        scene.put(freeze, "change-freeze", body=scene.world.bodies["opsg"].id)


@covers("F-031")
def test_a_carried_resolution_agrees_the_freeze_and_makes_its_notice_owed(scene: Scene) -> None:
    freeze = scene.frozen()
    assert (freeze.state, freeze.decided_date) == ("agreed", scene.world.at.date())
    notice = Notice.objects.get(subject_id=freeze.id)
    assert (notice.rule, notice.due_date) == ("freeze-decision", freeze.decided_date)
    assert notice.clause == "section 3"


@covers("F-031")
def test_a_lost_resolution_refuses_it_and_that_is_told_too(scene: Scene) -> None:
    freeze = scene.propose()
    scene.consulted(freeze)
    scene.vote(scene.put(freeze, "change-freeze"), "against")
    freeze.refresh_from_db()
    assert freeze.state == "refused"
    assert holding(scene.world.code.id) == []
    assert Notice.objects.filter(subject_id=freeze.id, rule="freeze-decision").count() == 1


@covers("F-031")
def test_a_decision_made_elsewhere_is_attested_with_its_source(scene: Scene) -> None:
    freeze = scene.propose()
    given = {
        "subject_type": "control.freeze",
        "subject_id": freeze.id,
        "body": scene.world.bodies["panel"].id,
        "matter": "change-freeze",
        "verb": "agree",
        "text": "that nothing is implemented",
        "decided_date": "2026-03-01",
    }
    opsg = {**given, "body": scene.world.bodies["opsg"].id}
    with pytest.raises(Refused, match="SEC Panel has not decided"):
        scene.told("resolution.attest", scene.world.code, ELSEWHERE, **opsg)
    scene.told("resolution.attest", scene.world.code, ELSEWHERE, **given)
    freeze.refresh_from_db()
    assert (freeze.state, freeze.decided_date) == ("agreed", dt.date(2026, 3, 1))


def test_a_revision_lets_the_resolution_fall_and_a_decided_freeze_is_not_revised(
    scene: Scene,
) -> None:
    freeze = scene.propose()
    scene.consulted(freeze)
    resolution = scene.put(freeze, "change-freeze")
    later = {"rationale": "Still", "first_date": "2027-11-08", "last_date": "2027-11-30"}
    scene.do("freeze.revise", freeze, **later)
    resolution.refresh_from_db()
    assert resolution.state == "void"
    scene.vote(scene.put(freeze, "change-freeze"))
    with pytest.raises(Refused, match="change freeze is agreed"):
        scene.do("freeze.revise", freeze, **later)
    with pytest.raises(Refused):
        scene.do("freeze.withdraw", freeze, reason="Too late")


def test_a_proposal_is_withdrawn_in_the_open(scene: Scene) -> None:
    freeze = scene.propose()
    scene.do("freeze.withdraw", freeze, reason="No need")
    freeze.refresh_from_db()
    assert (freeze.state, freeze.ended_because) == ("withdrawn", "No need")
    with pytest.raises(Refused, match="change freeze is withdrawn"):
        scene.put(freeze, "change-freeze")


SPANS: list[tuple[str, bool]] = [
    ("2027-10-31", False),
    ("2027-11-01", True),
    ("2027-11-15", True),
    ("2027-11-30", True),
    ("2027-12-01", False),
]


@covers("F-032")
@pytest.mark.parametrize(("day", "frozen"), SPANS)
def test_no_date_is_set_into_a_freeze(scene: Scene, day: str, frozen: bool) -> None:
    scene.frozen()
    if not frozen:
        scene.set_date(day)
        return
    with pytest.raises(Refused, match=r"A change freeze .Autumn stability. holds") as refused:
        scene.set_date(day)
    assert refused.value.verdict.blocking[0].clause == CITED


@covers("F-032")
def test_whoever_only_asks_for_a_day_is_shown_the_freeze(scene: Scene) -> None:
    scene.frozen()
    scene.set_date("2027-11-15", status="requested", by_body="dcc")


@covers("F-032")
@pytest.mark.parametrize(("day", "frozen"), SPANS)
def test_whoever_plans_a_release_into_a_freeze_is_shown_it(
    scene: Scene, day: str, frozen: bool
) -> None:
    scene.frozen()
    given = {"kind": "documentation", "go_live_date": day}
    done = scene.do("release.plan", scene.world.code, **given)
    told = done.answer.get("departures", [])
    assert [text.endswith(f"({CITED})") for text in told] == [True] * frozen


@covers("F-032")
def test_a_slot_that_falls_into_a_freeze_shows_it_too(scene: Scene) -> None:
    scene.frozen(first_date="2028-06-01", last_date="2028-06-30")
    done = scene.do("release.plan", scene.world.code, slot="june", year=2028)
    assert "Autumn stability" in done.answer["departures"][0]
    by_rule = {"slot": "february", "year": 2028, "standing": "by-rule"}
    assert "departures" not in scene.do("release.plan", scene.world.code, **by_rule).answer


LIMB = {"release": "November 2027 SEC Release", "by": "2027-06-01"}


@covers("F-032")
def test_no_implementation_date_is_amended_into_a_freeze_and_one_set_into_it_shows_it(
    scene: Scene,
) -> None:
    scene.modification("MP902", path="authority", decided_date="2026-02-02")
    row = Modification.objects.get()
    scene.frozen()
    asked = {"by_body": "panel", "rationale": "More tests", "implementation_date": "2027-11-15"}
    scene.do("modification.amend-date", row, step="requested", **asked)
    with pytest.raises(Refused, match="Autumn stability") as refused:
        scene.do(
            "modification.amend-date", row, step="consented", **{**asked, "by_body": "authority"}
        )
    assert [r.key for r in refused.value.verdict.blocking] == ["freeze"]
    later = {**asked, "by_body": "authority", "implementation_date": "2027-12-02"}
    scene.do("modification.amend-date", row, step="consented", **later)
    scene.modification("MP903", path="authority")
    other = Modification.objects.get(reference="MP903")
    limbs = [{"date": "2027-11-15", **LIMB}]
    done = scene.do("modification.set-dates", other, limbs=limbs)
    assert "Autumn stability" in done.answer["departures"][0]


@covers("F-032")
def test_a_release_does_not_go_live_inside_a_freeze_and_may_after_it(scene: Scene) -> None:
    scene.frozen()
    scene.on(DAY)
    with pytest.raises(Refused) as refused:
        scene.do("release.set-live", scene.release)
    freeze = next(r for r in refused.value.verdict.blocking if r.key == "freeze")
    assert freeze.remedy == "From Wed 1 Dec 2027 on it no longer holds."
    scene.on(dt.date(2027, 12, 1))
    scene.set_date("2027-12-01", set_on_date="2027-12-01")
    with pytest.raises(Refused) as refused:
        scene.do("release.set-live", scene.release)
    assert "freeze" not in {r.key for r in refused.value.verdict.blocking}


@covers("F-032")
def test_the_gate_of_a_release_shows_the_freeze_on_its_planned_day(scene: Scene) -> None:
    scene.frozen()
    today = scene.world.at.date()
    frozen = [r for r in gate_of(scene.release, today).readiness.reasons if r.key == "freeze"]
    assert [(r.blocks, r.clause) for r in frozen] == [(True, CITED)]
    scene.set_date("2027-12-02")
    reasons = gate_of(scene.release, today).readiness.reasons
    assert not [r for r in reasons if r.key == "freeze"]


def test_the_button_of_a_frozen_release_says_so_before_it_is_pressed(scene: Scene) -> None:
    scene.frozen()
    scene.on(DAY)
    admin = scene.world.actors["code-administrator"]
    offer = offers(scene.release, admin, scene.world.at, ["release.set-live"])[0]
    assert "freeze" in {r.key for r in offer.verdict.blocking}


@covers("F-032", "F-005")
def test_a_direction_is_flagged_and_not_stopped(scene: Scene) -> None:
    scene.modification("SOS1", path="direction", system_impact=True)
    scene.do("release.add-to-scope", scene.release, modification="SOS1")
    scene.frozen()
    code_id, release = scene.world.code.id, scene.release
    reasons = stops_release(release.id, code_id, DAY, scene.world.at.date())
    assert [(r.key, r.state) for r in reasons] == [("freeze-direction", State.MET)]
    assert "cannot stop this, only warn" in reasons[0].what
    scene.set_date("2027-11-15")
    scene.modification("MP900", system_impact=False)
    scene.do("release.add-to-scope", scene.release, modification="MP900")
    reasons = stops_release(release.id, code_id, DAY, scene.world.at.date())
    assert {r.key: r.blocks for r in reasons} == {"freeze": True, "freeze-direction": False}


IMPLEMENT: list[tuple[str, bool]] = [("authority", False), ("direction", True)]


@covers("F-032")
@pytest.mark.parametrize(("path", "passes"), IMPLEMENT)
def test_a_modification_is_not_implemented_while_frozen(
    scene: Scene, path: str, passes: bool
) -> None:
    scene.modification("MP901", path=path, stage="pending-implementation")
    row = Modification.objects.get()
    scene.frozen()
    scene.on(DAY)
    step = {"action": "implement", "facts": ["release-live"]}
    told = Told(acting_for="secas")
    if passes:
        scene.told("modification.move", row, told, **step)
        return
    with pytest.raises(Refused, match="Autumn stability") as refused:
        scene.told("modification.move", row, told, **step)
    assert [r.key for r in refused.value.verdict.blocking] == ["freeze"]
    scene.on(dt.date(2027, 12, 1))
    scene.told("modification.move", row, told, **step)


@covers("F-032")
def test_a_lifted_freeze_stops_nothing_from_that_day_on(scene: Scene) -> None:
    freeze = scene.frozen()
    scene.on(dt.date(2027, 11, 10))
    scene.vote(scene.put(freeze, "lift-freeze", text="The network is stable"))
    freeze.refresh_from_db()
    assert (freeze.state, freeze.lifted_date) == ("lifted", dt.date(2027, 11, 10))
    held = holding(scene.world.code.id)
    assert [(f.first, f.last) for f in held] == [(dt.date(2027, 11, 1), dt.date(2027, 11, 9))]
    with pytest.raises(Refused, match="Only a change freeze that was agreed"):
        scene.put(freeze, "lift-freeze")


def test_a_freeze_that_is_only_proposed_stops_nothing(scene: Scene) -> None:
    scene.propose()
    scene.set_date("2027-11-15")


def test_without_a_policy_that_knows_freezes_none_is_proposed(world: Any) -> None:
    with pytest.raises(Refused, match="knows change freezes"):
        world.do(
            "freeze.propose",
            world.code,
            title="x",
            rationale="y",
            first_date="2027-01-01",
            last_date="2027-01-02",
        )
    assert not Freeze.objects.exists()


def test_every_step_of_a_freeze_is_an_act_of_its_own(scene: Scene) -> None:
    scene.frozen()
    assert {"freeze.propose", "freeze.revise", "freeze.withdraw"} <= set(ACTS)
    assert Resolution.objects.get().state == "carried"


@covers("F-258")
def test_what_holds_changes_up_is_found_by_its_words(scene: Scene) -> None:
    freeze = scene.propose()
    row = scene.consult(freeze)
    scene.respond(row)
    kinds = {
        word: {hit.kind for hit in search(PUBLIC, word).hits}
        for word in ("full stretch", "agree with the freeze", "Whether to freeze")
    }
    assert kinds["full stretch"] == {"control.freeze"}
    assert kinds["agree with the freeze"] == {"consultations.askedquestion"}
    assert kinds["Whether to freeze"] == {"consultations.consultation"}
