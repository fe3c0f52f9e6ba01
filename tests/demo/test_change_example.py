"""The example of a change after the baseline: all that it tells came through the acts."""

from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.baselines.models import Edition
from ridgeway.governance.codes.models import PolicyAdoption
from ridgeway.governance.committees.models import Paper, Recusal, Resolution, Vote
from ridgeway.governance.consultations.models import Consultation
from ridgeway.governance.control.models import ChangeRequest, Freeze
from ridgeway.governance.directions.models import Direction
from ridgeway.governance.golive.parties import parties_told
from ridgeway.governance.golive.progress import progress_of
from ridgeway.governance.modifications.models import Modification, Stay
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.releases.models import Obligation, PlannedDate, Release, ScopeEntry
from tests.demo.conftest import LOADED_AT
from tests.marks import covers

pytestmark = pytest.mark.usefixtures("demo", "db")
TODAY = LOADED_AT.date()


@pytest.fixture
def release() -> Release:
    return Release.objects.get(slug="september-2027-sec-release")


def test_a_modification_went_from_draft_to_the_report_phase_by_its_workflow() -> None:
    row = Modification.objects.get(reference="MP905")
    stays = Stay.objects.filter(modification=row).order_by("number")
    assert [stay.stage for stay in stays] == [
        "draft-proposal",
        "development",
        "modification-proposal",
        "refinement",
        "panel-review",
        "report-phase",
    ]
    assert stays[0].since_date == TODAY - dt.timedelta(days=140)
    last = stays[5].resolution
    assert last is not None
    assert (last.body.key, last.state, last.decided_date) == ("panel", "carried", TODAY)
    assert Consultation.objects.get(subject_id=row.id).state == "open"


def test_the_meeting_had_a_late_paper_and_its_vote_a_recusal() -> None:
    subject = Modification.objects.get(reference="MP905")
    resolution = Resolution.objects.get(matter="modification-report", subject_id=subject.id)
    paper = Paper.objects.get(item=resolution.item, title__contains="helpdesk")
    assert paper.days_late == 5
    assert "five working days late" in resolution.considered
    assert "read out at the meeting" in resolution.considered
    voted = set(Vote.objects.filter(resolution=resolution).values_list("seat__name", flat=True))
    assert voted == {"Chair", "Large Supplier 1"}
    assert Recusal.objects.filter(resolution=resolution).count() == 1


def test_a_late_inclusion_gave_its_three_parts_and_raised_the_baseline(release: Release) -> None:
    entry = ScopeEntry.objects.get(release=release, modification__reference="MP907")
    assert entry.late
    for part in ("Why now", "Risk of adding", "Risk of leaving out"):
        assert part in entry.rationale
    editions = Edition.objects.filter(document__release=release).order_by("pk")
    assert sorted(edition.number for edition in editions) == ["1.0", "2.0"]
    assert all(edition.resolution.state == "carried" for edition in editions if edition.resolution)
    assert (release.rid_version, release.state) == (2, "baselined")
    told = Notice.objects.filter(subject_id=release.id, title__icontains="added after the scope")
    assert told.exists()


def test_its_date_was_amended_with_consent_and_room(release: Release) -> None:
    rows = PlannedDate.objects.filter(release=release).order_by("number")
    assert [(row.status, row.by_body.key if row.by_body else "") for row in rows][-3:] == [
        ("requested", "panel"),
        ("consented", "authority"),
        ("set", "panel"),
    ]
    assert release.go_live_date == dt.date(2027, 9, 30)


def test_a_freeze_is_out_for_consultation_and_a_party_answered() -> None:
    freeze = Freeze.objects.get(state="proposed")
    assert freeze.example
    consultation = Consultation.objects.get(subject_id=freeze.id)
    assert (consultation.state, consultation.responses.count()) == ("open", 1)


def test_readiness_is_told_as_often_as_the_panel_asked(release: Release) -> None:
    found = progress_of(release.code_id, release.id, TODAY)
    assert [one["number"] for one in found.told] == [1]
    assert found.owed[0].discharged_date == TODAY
    assert len(found.owed) == 12


@covers("F-235")
def test_two_parties_told_of_their_own_readiness(release: Release) -> None:
    found = parties_told(PUBLIC, release.id)
    assert (found.ready, found.not_ready, found.told) == (1, 1, ())


def test_of_two_changes_asked_for_one_was_rejected_and_one_waits(release: Release) -> None:
    rejected, raised = release.change_requests.order_by("number")
    assert (rejected.changes, rejected.state) == ("schedule", "rejected")
    assert rejected.what_if["to_date"] == "2027-10-14"
    assert rejected.what_if["changes"]
    votes = Vote.objects.filter(resolution__subject_id=rejected.id)
    assert sorted(votes.values_list("position", flat=True)) == ["against", "against", "for"]
    assert (raised.changes, raised.state) == ("scope", "raised")
    assert raised.what_if["late"]


def test_the_policy_of_changes_binds_nothing_that_came_before_it() -> None:
    adopted = PolicyAdoption.objects.get(policy="sec-enduring-responsibilities")
    assert (adopted.applies_from_date, adopted.source[:7]) == (TODAY, "Example")
    assert not Obligation.objects.filter(policy__startswith=adopted.title).exists()


def test_a_release_was_made_from_a_direction_and_comes_before_its_effect() -> None:
    direction = Direction.objects.get()
    assert direction.directed_by == "Secretary of State"
    made = direction.release
    assert made is not None
    assert (made.example, made.slot) == (True, "")
    assert direction.effective_date - made.go_live_date == dt.timedelta(days=7)


def test_everything_invented_says_so() -> None:
    examples = Modification.objects.filter(reference__startswith="MP9")
    assert examples.count() == 8
    assert all(row.example and row.title.startswith("Example: ") for row in examples)
    assert set(Release.objects.filter(example=True).values_list("slug", flat=True)) == {
        "december-2027-sec-release",
        "june-2028-sec-release",
        "september-2026-sec-release",
        "september-2027-sec-release",
    }
    for model in (Resolution, Consultation, Freeze, ChangeRequest, Direction):
        assert all(
            "xample" in str(row) or "xample" in getattr(row, "text", "")
            for row in model._default_manager.filter(example=True)
        )
