"""The real input: what the sources say of November 2019 is shown, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.core.verdict import Force, State
from ridgeway.governance.committees.models import Advice, Question, Resolution, Vote
from ridgeway.governance.golive.models import Criterion, FinalCall
from ridgeway.governance.golive.queries import gate_of
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.notices.models import Delivery, Notice
from ridgeway.governance.releases.models import PlannedDate, Reckoning, Release
from ridgeway.governance.releases.obligations import ObligationLine, obligations_of
from tests.marks import covers

pytestmark = pytest.mark.usefixtures("demo", "db")
PAPER_DAY = dt.date(2019, 11, 8)
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def release(demo: str) -> Release:
    return Release.objects.get(slug=demo.rpartition("/")[2])


def line(release: Release, rule: str, today: dt.date = TODAY) -> ObligationLine:
    found = obligations_of(release.code_id, release.id, today)
    return next(one for one in found if one.rule == rule)


@covers("F-024", "F-025", "F-028")
def test_the_rule_gives_7_november_the_panel_29_november_and_the_name_stays(
    release: Release,
) -> None:
    assert release.policy_date == dt.date(2019, 11, 7)
    assert release.go_live_date == release.actual_date == dt.date(2019, 11, 29)
    assert release.name == "November 2019 SEC Release"


@covers("F-046", "F-049", "F-158")
def test_the_date_moved_twice_and_each_time_somebody_had_the_authority(release: Release) -> None:
    rows = PlannedDate.objects.filter(release=release).order_by("number")
    assert [(r.status, r.set_on_date, r.go_live_date, r.latest_date) for r in rows] == [
        ("by-rule", None, dt.date(2019, 11, 7), None),
        ("requested", dt.date(2019, 10, 1), dt.date(2019, 11, 24), dt.date(2019, 12, 1)),
        ("consented", dt.date(2019, 10, 8), dt.date(2019, 11, 24), dt.date(2019, 12, 1)),
        ("set", dt.date(2019, 10, 30), dt.date(2019, 11, 29), None),
    ]
    revision = rows[3]
    assert revision.delegation is not None
    assert revision.delegation.latest_date == dt.date(2019, 12, 1)
    assert "CR1066" in release.cause_of_moves


@covers("F-091")
def test_the_evidence_limit_is_shown_as_it_stood_for_each_date(release: Release) -> None:
    rows = Reckoning.objects.filter(
        obligation__release=release, obligation__rule="evidence-to-panel"
    ).order_by("number")
    limits = [(row.go_live_date, row.due_date) for row in rows]
    assert limits == [
        (dt.date(2019, 11, 7), dt.date(2019, 9, 26)),
        (dt.date(2019, 11, 24), dt.date(2019, 10, 13)),
        (dt.date(2019, 11, 29), dt.date(2019, 10, 18)),
    ]


@covers("F-091")
def test_the_evidence_came_21_days_after_a_limit_that_was_born_late(release: Release) -> None:
    evidence = line(release, "evidence-to-panel", PAPER_DAY)
    assert evidence.limit_date == dt.date(2019, 10, 18)
    assert evidence.discharged_date == PAPER_DAY
    assert evidence.days_late == 21
    assert evidence.born_late
    assert evidence.force == Force.SHOULD
    assert evidence.departure


def test_duties_from_before_the_policy_are_not_in_force_and_none_is_called_late(
    release: Release,
) -> None:
    for one in obligations_of(release.code_id, release.id, TODAY):
        if one.due_date < dt.date(2019, 9, 13):
            assert not one.in_force
            assert one.state == "not-in-force"
        assert one.state not in ("late", "born-late"), one


@covers("F-140", "F-146", "F-149")
def test_the_gate_of_8_november_has_one_criterion_of_seven_that_nothing_states(
    release: Release,
) -> None:
    verdict = gate_of(release, PAPER_DAY).readiness
    assert not verdict.allowed
    assert [(r.key, r.state) for r in verdict.blocking] == [("criterion-5", State.CANNOT_TELL)]
    assert verdict.blocking[0].too_late_after == dt.date(2019, 11, 28)
    assert verdict.blocking[0].cleared_by == ("DCC", "TAG")
    assert [r.key for r in verdict.departures] == ["evidence-to-panel"]
    assert sum(r.key.startswith("criterion-") for r in verdict.reasons) == 7


def test_ten_modifications_seven_criteria_two_views(release: Release) -> None:
    assert release.scope.filter(relation="implemented").count() == 10
    assert Criterion.objects.filter(release=release).count() == 7
    views = Advice.objects.filter(subject_id=release.id).order_by("body__key")
    assert [(v.body.key, v.finding) for v in views] == [
        ("opsg", "met"),
        ("tag", "met-with-reservation"),
    ]


@covers("F-163")
def test_the_tag_says_that_papers_were_late_and_what_its_view_rests_on(release: Release) -> None:
    tag = Advice.objects.get(subject_id=release.id, body__key="tag")
    assert tag.papers_late
    assert "8 November" in tag.basis


@covers("F-166", "F-172", "F-165")
def test_the_switch_of_secmp0062_is_off_and_opsg_accepts_subject_to_an_answer(
    release: Release,
) -> None:
    assert release.switched_code.get(reference="SECMP0062").state == "off"
    view = release.risks.get().views.get()
    assert (view.body.key, view.accepted) == ("opsg", True)
    assert view.subject_to
    assert Question.objects.get(subject_id=release.id).accepted_subject_to


def test_what_no_source_says_is_not_invented(release: Release) -> None:
    agreed = Resolution.objects.get(subject_id=release.id, verb="agree")
    assert agreed.decided_date is None
    assert (agreed.decided_from_date, agreed.decided_until_date) == (
        PAPER_DAY,
        dt.date(2019, 11, 29),
    )
    assert not Vote.objects.filter(resolution=agreed).exists()
    assert agreed.rule == {}
    assert not FinalCall.objects.filter(release=release).exists()
    mods = Modification.objects.filter(scope__release=release)
    assert {m.decided_date for m in mods} == {None}
    assert not Notice.objects.filter(subject_id=release.id).exists()
    assert not Delivery.objects.exists()


@covers("F-021")
def test_neighbouring_slots_to_the_end_of_next_year_stand_by_rule_without_lateness(
    release: Release,
) -> None:
    slots = Release.objects.filter(standing="by-rule").order_by("go_live_date")
    assert slots.count() == 3 * 9 - 1
    assert slots.first().go_live_date == dt.date(2019, 2, 28)  # type: ignore[union-attr]
    assert slots.last().go_live_date.year == 2027  # type: ignore[union-attr]
    for slot in slots:
        for one in obligations_of(release.code_id, slot.id, TODAY):
            assert one.state not in ("late", "born-late")


def test_a_live_example_lies_ahead_with_nothing_late(release: Release) -> None:
    example = Release.objects.get(slug="june-2028-sec-release")
    assert example.go_live_date > TODAY
    found = obligations_of(release.code_id, example.id, TODAY)
    assert found
    assert not any(one.missed for one in found)
    assert Notice.objects.filter(subject_id=example.id, state="owed").count() >= 3
