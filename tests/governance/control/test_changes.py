"""After a baseline a change is asked for, seen early, endorsed or rejected, and then done."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from ridgeway.core.verdict import Refused
from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.control.models import ChangeRequest, Departure
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.releases.models import Release
from tests.governance.control.conftest import ADOPTED, CONTROL, Scene
from tests.marks import covers

CITED = "Enduring Responsibilities of the SEC Panel 0.1, section 5.2"


@pytest.fixture
def bound(scene: Scene) -> Scene:
    """A baselined release of a code that adopted change control."""
    scene.do("policy.adopt", scene.world.code, text=ADOPTED, applies_from_date="2026-01-01")
    scene.baseline()
    return scene


@covers("F-233")
def test_a_request_carries_what_it_would_do_as_worked_out_when_it_was_raised(
    bound: Scene,
) -> None:
    request = bound.raise_change(go_live_date="2027-12-02")
    assert (request.number, request.state, request.clause) == (1, "raised", CITED)
    what = request.what_if
    assert (what["from_date"], what["to_date"]) == ("2027-11-04", "2027-12-02")
    assert what["renamed"] is True
    assert {c["id"] for c in what["changes"]} >= {"tad-to-tag", "notice-12-months"}
    Release.objects.filter(pk=bound.release.id).update(go_live_date="2027-11-18")
    request.refresh_from_db()
    assert request.what_if == what


@covers("F-233")
def test_the_what_if_of_a_date_in_a_freeze_says_so(bound: Scene) -> None:
    bound.frozen(first_date="2027-12-01", last_date="2027-12-31")
    request = bound.raise_change(go_live_date="2027-12-02")
    assert [f["title"] for f in request.what_if["freezes"]] == ["Autumn stability"]


@covers("F-234")
def test_parties_see_a_request_from_the_day_it_is_raised_and_are_to_be_told(bound: Scene) -> None:
    request = bound.raise_change(go_live_date="2027-12-02")
    party = bound.world.actors["party"]
    assert visible(ChangeRequest, party).filter(pk=request.pk).exists()
    assert not visible(ChangeRequest, PUBLIC).exists()
    notice = Notice.objects.get(subject_id=request.id)
    assert notice.rule.endswith("change-request-seen")
    assert (notice.clause, notice.audience) == ("section 5.2", "parties")


WRONG: list[dict[str, Any]] = [
    {},
    {"changes": "scope"},
    {"changes": "cost"},
]


@pytest.mark.parametrize("given", WRONG)
def test_a_request_says_what_is_to_change(bound: Scene, given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        bound.raise_change(**given)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"go_live_date": "2027-11-04"}, "planned for Thu 4 Nov 2027 already"),
    ({"go_live_date": "2027-12-02", "rationale": ""}, "rationale is not stated"),
    ({"go_live_date": "2027-12-02", "raised_by": "nobody"}, "No body is registered"),
    ({"changes": "scope", "modification": "MP9999"}, "no modification 'MP9999'"),
]


@covers("F-233")
@pytest.mark.parametrize(("given", "why"), REFUSED)
def test_a_request_that_leads_nowhere_is_refused(
    bound: Scene, given: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        bound.raise_change(**given)
    assert not ChangeRequest.objects.exists()


@covers("F-233")
def test_nothing_is_asked_for_before_a_baseline(bound: Scene) -> None:
    Release.objects.filter(pk=bound.release.id).update(rid_version=0)
    with pytest.raises(Refused, match="It is not baselined"):
        bound.raise_change(go_live_date="2027-12-02")
    bound.set_date("2027-12-02")


def test_the_same_is_not_asked_for_twice(bound: Scene) -> None:
    bound.raise_change(go_live_date="2027-12-02")
    with pytest.raises(Refused, match="Change request 1 asks for the same"):
        bound.raise_change(go_live_date="2027-12-02")


@covers("F-233")
def test_a_baselined_date_is_changed_only_as_endorsed(bound: Scene) -> None:
    with pytest.raises(Refused, match="no endorsed change request") as refused:
        bound.set_date("2027-12-02")
    assert refused.value.verdict.blocking[0].clause == CITED
    request = bound.raise_change(go_live_date="2027-12-02")
    with pytest.raises(Refused, match="no endorsed change request"):
        bound.set_date("2027-12-02")
    bound.vote(bound.put(request, "change-request"))
    request.refresh_from_db()
    assert request.state == "endorsed"
    with pytest.raises(Refused, match="no endorsed change request"):
        bound.set_date("2027-12-09")
    assert bound.set_date("2027-12-02").answer["change_request"] == 1
    request.refresh_from_db()
    assert (request.state, request.done_date) == ("done", bound.world.at.date())
    with pytest.raises(Refused, match="no endorsed change request"):
        bound.set_date("2027-11-04")


@covers("F-233")
def test_a_baselined_scope_is_changed_only_as_endorsed(bound: Scene) -> None:
    bound.modification("MP300", system_impact=False)
    with pytest.raises(Refused, match="no endorsed change request"):
        bound.do("release.add-to-scope", bound.release, modification="MP300")
    joins = bound.raise_change(changes="scope", modification="MP300")
    assert joins.what_if["late"] is False
    assert joins.what_if["rid_after"] == 2
    bound.vote(bound.put(joins, "change-request"))
    bound.do("release.add-to-scope", bound.release, modification="MP300")
    with pytest.raises(Refused, match="no endorsed change request"):
        bound.do("release.remove-from-scope", bound.release, modification="MP300", rationale="x")
    bound.do("release.add-to-scope", bound.release, modification="MP300", relation="approved")
    leaves = bound.raise_change(changes="scope", modification="MP300", joins="leaves")
    bound.vote(bound.put(leaves, "change-request"))
    bound.do("release.remove-from-scope", bound.release, modification="MP300", rationale="x")
    assert set(ChangeRequest.objects.values_list("state", flat=True)) == {"done"}


def forecast(scene: Scene, pounds: int) -> None:
    keys = ("pit", "sit", "uit", "implement-to-live", "one-off-operations", "ongoing-operations")
    lines = [
        {"group": f"cost-{key}", "amount": pounds if key == "pit" else 0, "comment": "As told"}
        for key in keys
    ]
    scene.do("release.forecast-cost", scene.release, stated_by="dcc", lines=lines)


@covers("F-233")
def test_a_baselined_cost_is_changed_only_as_endorsed(bound: Scene) -> None:
    forecast(bound, 100)
    with pytest.raises(Refused, match="no endorsed change request"):
        forecast(bound, 150)
    request = bound.raise_change(changes="cost", cost=150)
    bound.vote(bound.put(request, "change-request"))
    with pytest.raises(Refused, match="no endorsed change request"):
        forecast(bound, 151)
    forecast(bound, 150)
    request.refresh_from_db()
    assert request.state == "done"


@covers("F-233")
def test_a_rejected_request_lets_nothing_happen(bound: Scene) -> None:
    request = bound.raise_change(go_live_date="2027-12-02")
    bound.vote(bound.put(request, "change-request"), "against")
    request.refresh_from_db()
    assert request.state == "rejected"
    with pytest.raises(Refused, match="no endorsed change request"):
        bound.set_date("2027-12-02")
    with pytest.raises(Refused, match="The change request is rejected"):
        bound.put(request, "change-request")


@covers("F-233", "F-265")
def test_the_body_that_the_policy_names_endorses(bound: Scene) -> None:
    request = bound.raise_change(go_live_date="2027-12-02")
    with pytest.raises(Refused, match="The SEC Panel decides this, not the Operations Group"):
        bound.put(request, "change-request", body=bound.world.bodies["opsg"].id)


def test_an_endorsed_request_is_withdrawn_in_the_open(bound: Scene) -> None:
    request = bound.raise_change(go_live_date="2027-12-02")
    bound.vote(bound.put(request, "change-request"))
    bound.do("change.withdraw", request, reason="No longer wanted")
    request.refresh_from_db()
    assert (request.state, request.ended_because) == ("withdrawn", "No longer wanted")
    with pytest.raises(Refused, match="no endorsed change request"):
        bound.set_date("2027-12-02")


@covers("F-233")
def test_a_policy_that_is_only_proposed_has_no_force(scene: Scene) -> None:
    scene.do("policy.adopt", scene.world.code, text=CONTROL, applies_from_date="2026-01-01")
    scene.baseline()
    request = scene.raise_change(go_live_date="2027-12-02")
    assert request.state == "raised"
    scene.set_date("2027-12-02")
    assert not Departure.objects.exists()


@covers("F-233")
def test_what_was_endorsed_is_done_by_the_act_though_the_policy_is_only_proposed(
    scene: Scene,
) -> None:
    scene.do("policy.adopt", scene.world.code, text=CONTROL, applies_from_date="2026-01-01")
    scene.baseline()
    request = scene.raise_change(go_live_date="2027-12-02")
    scene.vote(scene.put(request, "change-request"))
    assert "change_request" not in scene.set_date("2027-12-09").answer
    assert scene.set_date("2027-12-02").answer["change_request"] == request.number
    request.refresh_from_db()
    assert (request.state, request.done_date) == ("done", scene.world.at.date())
    assert not Departure.objects.exists()


@covers("F-233")
def test_where_the_policy_only_advises_an_unasked_change_is_a_recorded_departure(
    scene: Scene,
) -> None:
    before, rule, after = ADOPTED.partition("[change_control]")
    advised = before + rule + after.replace('force = "must"', 'force = "should"', 1)
    scene.do("policy.adopt", scene.world.code, text=advised, applies_from_date="2026-01-01")
    scene.baseline()
    scene.set_date("2027-12-02")
    departure = Departure.objects.get()
    assert (departure.act, departure.clause) == ("release.set-date", CITED)
    assert "no endorsed change request asks for this" in departure.what


def test_without_any_policy_on_it_no_request_is_raised(scene: Scene) -> None:
    scene.baseline()
    with pytest.raises(Refused, match="knows change requests"):
        scene.raise_change(go_live_date="2027-12-02")
