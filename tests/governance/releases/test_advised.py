"""Input that a policy wants sought is shown by the advice itself: given, kept; withdrawn, owed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.governance.committees.models import Advice
from ridgeway.governance.record.models import Event
from ridgeway.governance.releases.models import Obligation, Release
from tests.governance.releases.conftest import SOURCE, TODAY, Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers


@pytest.fixture
def release(scene: Scene) -> Release:
    return scene.plan(slot="june", year=2027, audience="public")


def advise(scene: Scene, release: Release, body: str, day: dt.date = TODAY, **given: Any) -> Advice:
    said = {"subject_id": release.id, "body": body, "advice_date": day, "finding": "met", **given}
    done = scene.act("advice.give", scene.world.code, **said)
    return Advice.objects.get(pk=done.subject_id)


def owed(release: Release, body: str = "tag") -> Obligation:
    return Obligation.objects.get(release=release, rule=f"{body}-input")


@covers("F-092")
@pytest.mark.parametrize("body", ["tag", "opsg"])
@pytest.mark.parametrize("finding", ["met", "not-met", "met-with-reservation"])
def test_the_input_of_a_body_is_shown_by_its_advice_whatever_it_found(
    scene: Scene, release: Release, body: str, finding: str
) -> None:
    advice = advise(scene, release, body, finding=finding)
    row = owed(release, body)
    assert (row.discharged_date, row.advice, row.judged_due_date) == (TODAY, advice, row.due_date)
    other = owed(release, "opsg" if body == "tag" else "tag")
    assert other.discharged_date is None
    entry = Event.objects.get(act="advice.give", subject_id=release.id)
    assert (entry.audience, b"section 8" in bytes(entry.body)) == ("public", True)


@covers("F-092")
def test_advice_that_is_withdrawn_takes_the_discharge_back(scene: Scene, release: Release) -> None:
    advice = advise(scene, release, "tag")
    before = owed(release).due_date
    scene.act("advice.withdraw", advice, reason="It rested on another build")
    row = owed(release)
    assert (row.discharged_date, row.advice, row.discharge_note) == (None, None, "")
    assert (row.due_date, row.judged_due_date, row.lapsed) == (before, None, False)
    again = advise(scene, release, "tag")
    assert owed(release).advice == again


@covers("F-092")
def test_what_is_owed_again_falls_due_by_the_date_that_stands(
    scene: Scene, release: Release
) -> None:
    advice = advise(scene, release, "tag")
    before = owed(release).due_date
    scene.act(
        "release.set-date", release, go_live_date="2027-07-01", by_body="panel",
        authority="Minutes", cause="More testing",
    )  # fmt: skip
    assert owed(release).due_date == before
    scene.act("advice.withdraw", advice, reason="It rested on another build")
    assert owed(release).due_date == before + dt.timedelta(days=7)


@covers("F-092")
def test_the_earliest_advice_that_stands_is_what_counts(scene: Scene, release: Release) -> None:
    first = advise(scene, release, "tag", dt.date(2026, 2, 20))
    later = advise(scene, release, "tag", dt.date(2026, 2, 27))
    assert owed(release).discharged_date == first.advice_date
    scene.act("advice.withdraw", later, reason="Not minuted")
    assert owed(release).advice == first
    scene.act("advice.withdraw", first, reason="Not minuted")
    assert owed(release).discharged_date is None
    told = {"subject_id": release.id, "body": "tag", "finding": "met"}
    scene.act("advice.attest", scene.world.code, SOURCE, advice_date="2026-02-25", **told)
    scene.act("advice.attest", scene.world.code, SOURCE, advice_date="2026-02-24", **told)
    assert owed(release).discharged_date == dt.date(2026, 2, 24)


def test_advice_of_another_body_or_about_something_else_shows_nothing(
    scene: Scene, release: Release
) -> None:
    other = scene.plan(slot="november", year=2027, audience="public")
    advise(scene, release, "panel")
    advise(scene, other, "tag")
    assert owed(release).discharged_date is None
    assert owed(other).discharged_date == TODAY


def test_what_was_discharged_by_hand_is_not_touched_by_advice(
    scene: Scene, release: Release
) -> None:
    scene.act("release.discharge", release, rule="tag-input", note="By letter")
    advice = advise(scene, release, "tag", dt.date(2026, 2, 20))
    scene.act("advice.withdraw", advice, reason="Not minuted")
    row = owed(release)
    assert (row.discharged_date, row.discharge_note, row.advice) == (TODAY, "By letter", None)


def test_a_cancelled_release_owes_nothing_again(scene: Scene, release: Release) -> None:
    advice = advise(scene, release, "tag")
    scene.act("release.move", release, action="cancel", rationale="Nothing is in it")
    scene.act("advice.withdraw", advice, reason="Not minuted")
    assert owed(release).discharged_date == TODAY
