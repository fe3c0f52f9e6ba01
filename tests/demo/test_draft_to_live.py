"""The example from draft to live: each act on its own day, from the proposal to the code."""

from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.demo.script import day_named
from ridgeway.governance.baselines.models import Edition
from ridgeway.governance.committees.models import Paper, Recusal, Resolution, Vote
from ridgeway.governance.consultations.models import Consultation, Response
from ridgeway.governance.control.models import Freeze
from ridgeway.governance.golive.models import FinalCall
from ridgeway.governance.golive.queries import gate_of
from ridgeway.governance.modifications.models import AmendedDate, Modification, Stay
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.record.models import Event
from ridgeway.governance.record.verify import verify_record
from ridgeway.governance.releases.models import PlannedDate, Release
from ridgeway.governance.releases.obligations import obligations_of
from tests.demo.conftest import LOADED_AT
from tests.marks import covers

pytestmark = pytest.mark.usefixtures("demo", "db")
TODAY = LOADED_AT.date()


def thursday(away: int) -> dt.date:
    return day_named(f"$thursday{away}", TODAY)


@pytest.fixture
def release() -> Release:
    return Release.objects.get(slug="september-2026-sec-release")


@pytest.fixture
def row() -> Modification:
    return Modification.objects.get(reference="MP908")


def test_the_record_runs_forward_from_the_first_day_of_the_example_to_today() -> None:
    at = list(Event.objects.order_by("chain", "seq").values_list("chain", "recorded_at"))
    assert at == sorted(at)
    days = {moment.date() for _, moment in at}
    assert (min(days), max(days)) == (thursday(-560), TODAY)
    assert len(days) > 25


def test_a_modification_went_from_draft_to_implemented_by_its_workflow(row: Modification) -> None:
    stays = Stay.objects.filter(modification=row).order_by("number")
    assert list(stays.values_list("stage", "since_date")) == [
        ("draft-proposal", thursday(-553)),
        ("development", thursday(-549)),
        ("modification-proposal", thursday(-532)),
        ("refinement", thursday(-525)),
        ("panel-review", thursday(-365)),
        ("report-phase", thursday(-357)),
        ("change-board-vote", thursday(-344)),
        ("referral-window", thursday(-343)),
        ("pending-implementation", thursday(-308)),
        ("implemented", thursday(-63)),
    ]
    assert row.decided_date == thursday(-343)


def test_no_act_of_it_was_entered_without_a_vote_where_a_body_has_seats() -> None:
    decided = Resolution.objects.filter(example=True).exclude(state="open")
    assert {one.attested for one in decided} == {False}
    for one in decided:
        assert one.votes.count() >= one.rule["quorum"], one.text


def test_the_panel_weighed_a_late_paper_with_one_seat_recused(row: Modification) -> None:
    agreed = Resolution.objects.get(subject_id=row.id, matter="modification-report")
    assert Paper.objects.get(item=agreed.item, title__contains="calendars").days_late == 2
    assert "gone through page by page" in agreed.considered
    assert Vote.objects.filter(resolution=agreed).count() == agreed.rule["quorum"] == 2
    assert Recusal.objects.get(resolution=agreed).person.name == "Mia Example"


def test_the_change_board_voted_by_category_with_one_divided_and_one_recused(
    row: Modification,
) -> None:
    approved = Resolution.objects.get(subject_id=row.id, matter="modification")
    votes = Vote.objects.filter(resolution=approved).order_by("seat__name")
    assert list(votes.values_list("seat__category", "position")) == [
        ("Large Supplier", "for"),
        ("Large Supplier", "against"),
        ("Other SEC Party", "for"),
        ("Small Supplier", "for"),
    ]
    assert approved.rule["counted"] == "category"
    assert (approved.state, approved.decided_date) == ("carried", thursday(-343))
    assert Recusal.objects.get(resolution=approved).person.name == "Nia Example"


def test_a_freeze_was_consulted_on_considered_decided_and_told() -> None:
    freeze = Freeze.objects.get(state="agreed")
    asked = Consultation.objects.get(subject_id=freeze.id)
    answer = Response.objects.get(consultation=asked)
    weighed = answer.considerations.get()
    decided = Resolution.objects.get(subject_id=freeze.id)
    told = Notice.objects.get(subject_id=freeze.id)
    assert (asked.state, decided.state, told.state) == ("concluded", "carried", "sent")
    assert asked.ended_at is not None
    steps = [asked.opens_at, answer.arrived_at, asked.closes_at, asked.ended_at]
    assert steps == sorted(steps)
    assert weighed.considered_date < decided.decided_date == told.sent_date  # type: ignore[operator]


@covers("F-046")
def test_its_date_moved_out_of_the_freeze_with_consent_and_every_notice_was_corrected(
    release: Release, row: Modification
) -> None:
    freeze = Freeze.objects.get(state="agreed")
    rows = PlannedDate.objects.filter(release=release).order_by("number")
    assert [one.status for one in rows] == ["set", "requested", "consented"]
    assert freeze.first_date <= rows[0].go_live_date <= freeze.last_date
    assert release.go_live_date == release.actual_date == thursday(-63)
    assert [one.step for one in AmendedDate.objects.filter(modification=row)] == [
        "requested",
        "consented",
    ]
    told = Notice.objects.filter(subject_id=release.id)
    assert told.filter(rule="correction").count() == 2
    assert set(told.values_list("state", flat=True)) == {"sent"}


def test_the_release_went_live_through_its_gate_and_owes_nothing_late(release: Release) -> None:
    assert (release.state, release.example, release.rid_version) == ("live", True, 1)
    editions = Edition.objects.filter(document__release=release).order_by("approved_date")
    assert [one.number for one in editions] == ["1.0", "1.1"]
    assert FinalCall.objects.get(release=release).go
    states = {one.state for one in obligations_of(release.code_id, release.id, TODAY)}
    assert not states & {"late", "born-late"}
    assert release.scope.get().relation == "implemented"
    assert gate_of(release, TODAY).decision.allowed


def test_the_record_of_the_demo_verifies() -> None:
    assert list(verify_record([]).faults()) == []
