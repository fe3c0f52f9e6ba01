"""A release through its life, its discharges and its risks."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from ridgeway.core.lifecycle.tables import RELEASE
from ridgeway.core.policy.terms import ReleaseMove
from ridgeway.core.verdict import Refused
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Forbidden
from ridgeway.governance.acts_on import offers
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.models import Event
from ridgeway.governance.releases.lifecycle import OWN_ACTS, approve, set_live
from ridgeway.governance.releases.models import Obligation, Release, RiskView
from ridgeway.governance.releases.obligations import obligations_of
from tests.governance.conftest import World
from tests.governance.releases.conftest import RULES, TODAY, Scene
from tests.marks import covers


def to_state(scene: Scene, release: Release, state: str) -> None:
    Release.objects.filter(pk=release.id).update(state=state)
    release.refresh_from_db()
    del scene


def states_of(release: Release, today: dt.date = TODAY) -> dict[str, str]:
    return {ln.rule: ln.state for ln in obligations_of(release.code_id, release.id, today)}


STEPS = [a for a in RELEASE.actions if a not in OWN_ACTS]
OUT_OF_PLACE = [
    (state, action)
    for state in RELEASE.states
    for action in STEPS
    if RELEASE.row(state, action) is None
]


@pytest.mark.parametrize(("state", "action"), OUT_OF_PLACE)
def test_a_step_out_of_its_place_is_refused(
    scene: Scene, november: Release, state: str, action: str
) -> None:
    to_state(scene, november, state)
    with pytest.raises(Refused) as caught:
        scene.act("release.move", november, action=action, rationale="Because")
    assert "state" in {r.key for r in caught.value.verdict.blocking}


def test_a_release_walks_from_open_to_delivery(scene: Scene, november: Release) -> None:
    with pytest.raises(Refused, match="scope is empty") as empty:
        scene.act("release.move", november, action="set-scope")
    assert [r.clause for r in empty.value.verdict.blocking] == [
        "SEC Release Management Policy 3.0, sections 2 and 5"
    ]
    scene.modification("MP200", system_impact=True)
    scene.add(november, "MP200", relation="approved")
    scene.act("release.move", november, action="set-scope")
    with pytest.raises(Refused, match="Panel approves, is not started"):
        scene.act("release.move", november, action="baseline")
    scene.baseline(november)
    done = scene.act("release.move", november, action="start-delivery")
    assert done.answer["state"] == "in-delivery"
    with pytest.raises(Refused) as caught:
        scene.act("release.move", november, action="submit-evidence")
    blocking = caught.value.verdict.blocking
    assert {r.key for r in blocking} == {"advice-sought", "evidence-held"}
    assert all("section" in r.clause for r in blocking)


def scoped(scene: Scene, release: Release) -> None:
    """The release with a scope of one, set, that says what it amends."""
    scene.modification("MP210", system_impact=True, documents=["Section H"])
    scene.add(release, "MP210", relation="approved")
    scene.act("release.move", release, action="set-scope")


@covers("F-074")
def test_a_baseline_discharges_its_duty_in_the_same_act_with_the_entry_to_show_for_it(
    scene: Scene, november: Release
) -> None:
    scoped(scene, november)
    done = scene.baseline(november)
    assert (november.rid_version, november.rid_updated_date) == (1, TODAY)
    line = next(
        ln
        for ln in obligations_of(november.code_id, november.id, TODAY)
        if ln.rule == "rid-baseline"
    )
    assert (line.state, line.discharged_date) == ("discharged", TODAY)
    assert line.discharge_note == f"Baseline: entry sec/{done.seq} of the record"
    written = Event.objects.get(chain__key="sec", seq=done.seq)
    assert str(november.obligations.get(rule="rid-baseline").id).encode() in bytes(written.body)
    assert states_of(november)["scope-system"] == "open"


@covers("F-074")
def test_a_baseline_that_comes_late_is_late(scene: Scene, november: Release) -> None:
    limit = november.obligations.get(rule="rid-baseline").due_date
    scoped(scene, november)
    scene.on(limit + dt.timedelta(days=3))
    scene.baseline(november)
    line = next(
        ln
        for ln in obligations_of(november.code_id, november.id, limit + dt.timedelta(days=3))
        if ln.rule == "rid-baseline"
    )
    assert (line.state, line.days_late) == ("discharged-late", 3)


@covers("F-074")
def test_without_an_approved_document_there_is_no_baseline(scene: Scene, november: Release) -> None:
    scoped(scene, november)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            scene.act("release.move", november, action="baseline")
        [reason] = refused.value.verdict.blocking
        assert reason.key == "document-complete"
        assert "section 5" in reason.clause
        if not november.release_documents.exists():
            scene.act("release.start-document", november, document="rid")
    november.refresh_from_db()
    assert november.rid_version == 0
    assert states_of(november)["rid-baseline"] == "open"


OF_A_RELEASE = re.compile(r'\[\[(documents\]\]\nid|contents\]\]\ndocument) = "(rid|tad)"')


def test_where_the_policy_asks_for_no_document_the_release_says_what_it_amends(
    world: World,
) -> None:
    scene = Scene(world)
    tables = RULES.read_text(encoding="utf-8").split("\n\n")
    text = "\n\n".join(table for table in tables if not OF_A_RELEASE.match(table))
    scene.act("policy.adopt", world.code, text=text)
    november = scene.plan(slot="november", year=2027)
    scene.modification("MP211", system_impact=True)
    scene.add(november, "MP211")
    scene.act("release.move", november, action="set-scope")
    with pytest.raises(Refused, match="Nothing says which documents these amend: MP211"):
        scene.act("release.move", november, action="baseline")
    scene.act("modification.edit", november.scope.get().modification, documents=["Section H"])
    scene.act("release.move", november, action="baseline")
    november.refresh_from_db()
    assert november.rid_version == 1


def test_a_duty_that_was_discharged_keeps_its_day_when_the_scope_is_baselined_again(
    scene: Scene, november: Release
) -> None:
    scoped(scene, november)
    scene.baseline(november)
    scene.act("release.move", november, action="reopen-scope", rationale="One more")
    scene.on(TODAY + dt.timedelta(days=1))
    scene.act("release.move", november, action="baseline")
    assert november.obligations.get(rule="rid-baseline").discharged_date == TODAY


def test_every_step_that_a_policy_may_name_is_a_step_of_a_release() -> None:
    ends_nothing = {"reopen-scope", "defer", "cancel"}
    assert {str(move) for move in ReleaseMove} == set(RELEASE.actions) - ends_nothing


def test_a_cancelled_release_owes_nothing(scene: Scene, november: Release) -> None:
    scene.act("release.move", november, action="cancel", rationale="Nothing to deliver")
    assert set(states_of(november).values()) == {"lapsed"}


def test_a_release_with_a_scope_is_not_cancelled(scene: Scene, november: Release) -> None:
    scene.modification("MP201", system_impact=True)
    scene.add(november, "MP201")
    with pytest.raises(Refused, match="still holds 1"):
        scene.act("release.move", november, action="cancel", rationale="Wanted")


def live(scene: Scene, release: Release, day: dt.date) -> None:
    world = scene.world
    release.refresh_from_db()
    release.code = world.code
    acting = Acting(
        actor=world.actors["code-administrator"],
        at=world.at,
        act="release.set-live",
        code=world.code,
        subject=release,
    )
    approve(acting, release)
    assert release.state == "approved"
    set_live(acting, release, day)
    release.refresh_from_db()


def test_going_live_implements_what_is_approved_and_counts_costs_from_the_day(
    scene: Scene, november: Release
) -> None:
    for reference in ("MP202", "MP203"):
        scene.modification(reference, system_impact=True)
    scene.add(november, "MP202", relation="approved")
    scene.add(november, "MP203")
    limit = november.obligations.get(rule="notice-1-month").due_date
    scene.on(dt.date(2027, 11, 8))
    live(scene, november, dt.date(2027, 11, 8))
    assert (november.state, november.actual_date) == ("live", dt.date(2027, 11, 8))
    assert november.go_live_date == dt.date(2027, 11, 4)
    relations = dict(november.scope.values_list("modification__reference", "relation"))
    assert relations == {"MP202": "implemented", "MP203": "targeted"}
    assert november.obligations.get(rule="actual-cost").due_date == dt.date(2028, 2, 8)
    assert november.obligations.get(rule="notice-1-month").due_date == limit
    with pytest.raises(Refused, match="live"):
        live(scene, november, dt.date(2027, 11, 9))


LATE_BY = [(-1, "discharged", 0), (0, "discharged", 0), (1, "discharged-late", 1)]


@covers("F-087", "F-091")
@pytest.mark.parametrize("rule", ["evidence-to-panel", "actual-cost"])
@pytest.mark.parametrize(("shift", "state", "late"), LATE_BY)
def test_a_discharge_is_late_after_its_limit_and_keeps_the_limit(
    scene: Scene, november: Release, rule: str, shift: int, state: str, late: int
) -> None:
    due = november.obligations.get(rule=rule).due_date
    scene.on(due + dt.timedelta(days=shift))
    scene.act("release.discharge", november, rule=rule, note="Put before the Panel")
    row = Obligation.objects.get(release=november, rule=rule)
    assert row.judged_due_date == due
    line = next(
        ln
        for ln in obligations_of(november.code_id, november.id, due + dt.timedelta(days=60))
        if ln.rule == rule
    )
    assert (line.state, line.days_late) == (state, late)


@covers("F-091")
def test_input_that_must_precede_the_evidence_is_late_only_against_the_evidence(
    scene: Scene, november: Release
) -> None:
    limit = november.obligations.get(rule="evidence-to-panel").due_date
    scene.on(limit + dt.timedelta(days=10))
    assert states_of(november, scene.world.at.date())["tag-input"] == "open"
    scene.act("release.discharge", november, rule="evidence-to-panel", note="Sent")
    after = scene.world.at.date() + dt.timedelta(days=1)
    assert states_of(november, after)["tag-input"] == "late"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"rule": "no-such"}, "rule"),
    ({"rule": "actual-cost"}, "shown"),
    ({"rule": "actual-cost", "note": "x", "discharged_date": "2026-03-03"}, "discharged-date"),
    ({"rule": "actual-cost", "evidence": "nothing"}, "evidence"),
]


@pytest.mark.parametrize(("given", "key"), WRONG)
def test_a_discharge_without_ground_is_refused(
    scene: Scene, november: Release, given: dict[str, Any], key: str
) -> None:
    with pytest.raises(Refused) as caught:
        scene.act("release.discharge", november, **given)
    assert key in {r.key for r in caught.value.verdict.blocking}


def test_evidence_shows_a_discharge_and_may_be_added_later_for_the_same_day(
    scene: Scene, november: Release
) -> None:
    held = Evidence.objects.create(
        code=scene.world.code,
        subject_type="releases.release",
        subject_id=november.id,
        title="Test report",
        arrived_date=TODAY,
        audience="public",
    )
    scene.act("release.discharge", november, rule="tad-to-tag", note="Issued")
    scene.act("release.discharge", november, rule="tad-to-tag", evidence=held.id)
    scene.act("release.discharge", november, rule="tad-published", evidence=held.id)
    rows = november.obligations.filter(evidence=held).order_by("rule")
    assert [(row.rule, row.discharge_note) for row in rows] == [
        ("tad-published", ""),
        ("tad-to-tag", "Issued"),
    ]


def test_what_is_discharged_is_not_discharged_again(scene: Scene, november: Release) -> None:
    scene.act("release.discharge", november, rule="tad-to-tag", note="Issued")
    with pytest.raises(Refused, match="was discharged"):
        scene.act("release.discharge", november, rule="tad-to-tag", note="Again")


@covers("F-165")
def test_a_risk_stands_with_each_bodys_view_and_a_later_view_replaces_it(
    scene: Scene, november: Release
) -> None:
    risk = {"text": "A switch may be turned on", "owner": "DCC", "approach": ["Watch it"]}
    number = scene.act("release.record-risk", november, **risk).answer["number"]
    view = {"number": number, "body": "opsg"}
    scene.act("release.view-risk", november, **view, accepted=None)
    scene.act("release.view-risk", november, **view, accepted=True, subject_to="An alert")
    scene.act("release.record-risk", november, number=number, **{**risk, "additions": ["Alert"]})
    row = RiskView.objects.get()
    assert (row.accepted, row.subject_to, row.risk.additions) == (True, "An alert", ["Alert"])
    with pytest.raises(Refused, match="no risk number 9"):
        scene.act("release.view-risk", november, number=9, body="opsg")


@pytest.mark.parametrize(
    ("role", "act"),
    [
        ("delivery", "release.set-date"),
        ("delivery", "release.add-to-scope"),
        ("party", "release.discharge"),
        ("member", "release.move"),
        ("delivery", "release.view-risk"),
    ],
)
def test_acts_are_for_their_roles_alone(
    scene: Scene, november: Release, role: str, act: str
) -> None:
    every: dict[str, dict[str, Any]] = {
        "release.set-date": {"go_live_date": "2027-11-11", "by_body": "panel",
                             "authority": "x", "cause": "x"},
        "release.add-to-scope": {"modification": "MP1"},
        "release.discharge": {"rule": "actual-cost", "note": "x"},
        "release.move": {"action": "set-scope"},
        "release.view-risk": {"number": 1, "body": "opsg"},
    }  # fmt: skip
    with pytest.raises(Forbidden):
        scene.world.do(act, november, role, **every[act])


def test_buttons_answer_without_input(scene: Scene, november: Release) -> None:
    actor = scene.world.actors["code-administrator"]
    found = {o.act.name: o.verdict.allowed for o in offers(november, actor, scene.world.at)}
    assert found["release.set-date"] is found["release.discharge"] is True
    assert found["release.remove-from-scope"] is found["release.view-risk"] is False
