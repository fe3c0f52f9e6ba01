"""Another date for a release: who may, with whose consent, and what it does to what is owed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ridgeway.core.verdict import Refused
from ridgeway.governance.codes.models import Delegation
from ridgeway.governance.record.models import Event
from ridgeway.governance.releases.models import Obligation, PlannedDate, Reckoning, Release
from ridgeway.governance.releases.queries import release_by_slug
from tests.governance.releases.conftest import Scene
from tests.marks import covers

DECISION = {"by_body": "panel", "authority": "Decision of the Panel", "cause": "More testing"}


def move(scene: Scene, release: Release, day: str, **given: Any) -> dict[str, Any]:
    done = scene.act("release.set-date", release, **{**DECISION, "go_live_date": day, **given})
    release.refresh_from_db()
    return done.answer


def with_approved(scene: Scene, release: Release) -> None:
    scene.modification("MP800", system_impact=True)
    scene.add(release, "MP800", relation="approved")


def consented(scene: Scene, release: Release) -> None:
    """Asked for 18 November, up to 30 November, and consented to."""
    asked = {"status": "requested", "latest_date": "2027-11-30"}
    move(scene, release, "2027-11-18", **asked)
    answer = {"status": "consented", "latest_date": "2027-11-30", "by_body": "authority"}
    move(scene, release, "2027-11-18", **answer)


@covers("F-025", "F-028")
def test_the_panel_sets_another_date_by_recorded_decision_and_the_name_stays(
    scene: Scene, november: Release
) -> None:
    move(scene, november, "2027-11-25")
    assert november.name == "November 2027 SEC Release"
    assert november.policy_date == dt.date(2027, 11, 4)
    dates = list(november.planned_dates.values_list("status", "go_live_date", "by_body__key"))
    assert dates == [
        ("by-rule", dt.date(2027, 11, 4), None),
        ("set", dt.date(2027, 11, 25), "panel"),
    ]


@covers("F-028")
def test_out_of_its_month_the_name_follows_and_the_address_stays(
    scene: Scene, november: Release
) -> None:
    slug = november.slug
    move(scene, november, "2027-12-02")
    assert (november.name, november.slug) == ("December 2027 SEC Release", slug)
    found = release_by_slug(scene.world.actors["party"], scene.world.code, slug)
    assert found == november
    again = scene.plan(kind="documentation", go_live_date="2027-11-11", audience="public")
    assert again.name == "November 2027 SEC Release"
    assert again.slug == f"{slug}-2"


@covers("F-158")
def test_open_obligations_move_with_old_date_new_date_and_cause(
    scene: Scene, november: Release
) -> None:
    answer = move(scene, november, "2027-11-25", cause="Switched code")
    evidence = Obligation.objects.get(release=november, rule="evidence-to-panel")
    first, second = Reckoning.objects.filter(obligation=evidence)
    assert (first.due_date, second.due_date) == (dt.date(2027, 9, 23), dt.date(2027, 10, 14))
    assert second.cause == ("Go-live moved from Thu 4 Nov 2027 to Thu 25 Nov 2027: Switched code")
    changed = {c["rule"]: c for c in answer["obligations_changed"]}
    assert changed["evidence-to-panel"]["old_due_date"] == "2027-09-23"
    assert changed["evidence-to-panel"]["new_due_date"] == "2027-10-14"


def test_a_limit_that_passed_before_the_date_was_set_is_born_late(
    scene: Scene, november: Release
) -> None:
    scene.on(dt.date(2027, 10, 1))
    answer = move(scene, november, "2027-11-05")
    changed = {c["rule"]: c["born_late"] for c in answer["obligations_changed"]}
    assert changed["evidence-to-panel"] is True
    assert changed["actual-cost"] is False


@covers("F-046", "F-049")
def test_approved_modifications_need_consent_which_replaces_the_date_by_itself(
    scene: Scene, november: Release
) -> None:
    with_approved(scene, november)
    with pytest.raises(Refused) as caught:
        move(scene, november, "2027-11-18")
    [reason] = caught.value.verdict.blocking
    assert (reason.key, reason.cleared_by) == ("consent", ("Authority",))
    move(scene, november, "2027-11-18", status="requested", cause="Eight weeks of tests")
    assert november.go_live_date == dt.date(2027, 11, 4)
    move(scene, november, "2027-11-18", status="consented", by_body="authority")
    assert november.go_live_date == dt.date(2027, 11, 18)
    assert [d.status for d in november.planned_dates.all()] == ["by-rule", "requested", "consented"]


@covers("F-025", "F-049")
@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        ("2027-11-17", False),
        ("2027-11-19", True),
        ("2027-11-30", True),
        ("2027-12-01", False),
    ],
)
def test_a_later_date_needs_no_new_consent_inside_the_range_that_was_left(
    scene: Scene, november: Release, day: str, allowed: bool
) -> None:
    with_approved(scene, november)
    consented(scene, november)
    lent = Delegation.objects.get(subject_id=november.id)
    assert (lent.grantor.key, lent.grantee.key) == ("authority", "panel")
    if not allowed:
        with pytest.raises(Refused, match="consent"):
            move(scene, november, day)
        return
    move(scene, november, day)
    last = PlannedDate.objects.filter(release=november).last()
    assert last is not None
    assert last.delegation_id == lent.id


@covers("F-047")
@pytest.mark.parametrize("body", ["panel", "dcc"])
def test_bodies_that_the_policy_names_may_ask(scene: Scene, november: Release, body: str) -> None:
    move(scene, november, "2027-11-18", status="requested", by_body=body)
    assert november.go_live_date == dt.date(2027, 11, 4)


@covers("F-047")
def test_a_party_may_ask_in_its_own_name_and_only_ask(scene: Scene, november: Release) -> None:
    given = {"key": "supplier", "name": "A Supplier"}
    scene.world.do(
        "party.register", scene.world.installation, "installation-administrator", **given
    )
    move(scene, november, "2027-11-18", status="requested", by_body="supplier")
    last = november.planned_dates.last()
    assert last is not None
    assert (last.by_body, last.authority) == (None, "A Supplier: Decision of the Panel")
    with pytest.raises(Refused, match="No body"):
        move(scene, november, "2027-11-18", by_body="supplier")


def test_going_back_to_the_cycles_day_needs_consent_too(scene: Scene, november: Release) -> None:
    with_approved(scene, november)
    consented(scene, november)
    with pytest.raises(Refused, match="changes approved dates"):
        move(scene, november, "2027-11-04")


WRONG = [
    ({"by_body": "dcc"}, "body"),
    ({"by_body": "nobody"}, "body"),
    ({"status": "requested", "by_body": "tag"}, "body"),
    ({"status": "consented", "by_body": "panel"}, "body"),
    ({"status": "consented", "by_body": "authority"}, "request"),
    ({"set_on_date": "2026-03-03"}, "set-on-date"),
    ({"go_live_date": "2026-03-01"}, "go-live-date"),
    ({"go_live_date": "2027-11-04"}, "go-live-date"),
    ({"latest_date": "2027-11-30"}, "latest-date"),
    ({"status": "requested", "latest_date": "2027-11-01"}, "latest-date"),
]


@pytest.mark.parametrize(("given", "key"), WRONG)
def test_a_date_that_may_not_be_is_refused_with_the_reason(
    scene: Scene, november: Release, given: dict[str, str], key: str
) -> None:
    before = Event.objects.count()
    with pytest.raises(Refused) as caught:
        move(scene, november, **{"day": "2027-11-18", **_renamed(given)})
    assert key in {r.key for r in caught.value.verdict.blocking}
    assert (Event.objects.count(), november.planned_dates.count()) == (before, 1)


def _renamed(given: dict[str, str]) -> dict[str, str]:
    return {("day" if key == "go_live_date" else key): value for key, value in given.items()}


def test_one_act_writes_one_entry_with_every_row(scene: Scene, november: Release) -> None:
    before = Event.objects.count()
    version = november.version
    move(scene, november, "2027-11-25")
    assert Event.objects.count() == before + 1
    assert november.version == version + 1


@covers("F-158")
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(days=st.lists(st.integers(0, 200), min_size=1, max_size=5), done=st.integers(0, 5))
def test_any_sequence_of_moves_keeps_one_reckoning_per_change_and_what_is_done_never_moves(
    scene: Scene, days: list[int], done: int
) -> None:
    Release.objects.update(state="cancelled")
    scene.world.at = scene.world.at + dt.timedelta(days=1)
    release = scene.plan(kind="system", go_live_date="2028-03-02")
    moves = 0
    for number, shift in enumerate(days):
        if number == done:
            scene.act("release.discharge", release, rule="tad-to-tag", note="Issued")
        day = dt.date(2028, 3, 2) + dt.timedelta(days=shift)
        release.refresh_from_db()
        if day != release.go_live_date:
            move(scene, release, day.isoformat())
            moves += 1
    for row in release.obligations.all():
        numbers = list(row.reckonings.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        last = row.reckonings.last()
        assert last is not None
        assert last.due_date == row.due_date
        if row.discharged_date is None:
            assert len(numbers) == moves + 1
        else:
            assert row.judged_due_date == row.due_date
            assert len(numbers) <= done + 1
