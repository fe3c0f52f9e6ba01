"""The testing approach: its own versions, reviewed each time, its duties discharged by its acts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.baselines.content import content_of
from ridgeway.governance.baselines.models import Edition, ReleaseDocument
from ridgeway.governance.baselines.planning import minimums
from ridgeway.governance.releases.models import Obligation, Release
from tests.governance.baselines.conftest import Desk
from tests.marks import covers


@pytest.fixture
def tad(desk: Desk) -> ReleaseDocument:
    found = desk.start("tad")
    desk.of("delivery", "document.write", found, part="tad-approach", text="Regression first.")
    desk.of("delivery", "document.issue", found, comments="First draft")
    return found


def review(desk: Desk, edition: Edition, finding: str = "met", body: str = "tag") -> None:
    desk.act(
        "advice.give", desk.scene.world.code, subject_type="baselines.edition",
        subject_id=edition.id, body=desk.scene.world.bodies[body].id,
        advice_date=desk.scene.world.at.date(), finding=finding,
    )  # fmt: skip


def last(tad: ReleaseDocument) -> Edition:
    return max(tad.editions.all(), key=lambda e: (e.major, e.minor, not e.draft, e.draft))


def refused(desk: Desk, edition: Edition) -> dict[str, Any]:
    with pytest.raises(Refused) as found:
        desk.of("delivery", "edition.finalise", edition)
    return {r.key: r for r in found.value.verdict.blocking}


def duty(desk: Desk, rule: str) -> dt.date | None:
    return Obligation.objects.get(release=desk.release, rule=rule).discharged_date


@covers("F-076", "F-077", "F-078")
def test_its_duties_are_discharged_by_the_acts_that_they_ask_for(
    desk: Desk, tad: ReleaseDocument
) -> None:
    draft = last(tad)
    assert duty(desk, "tad-to-tag") is None
    desk.of("delivery", "edition.send-for-review", draft)
    assert duty(desk, "tad-to-tag") == desk.scene.world.at.date()
    review(desk, draft)
    desk.of("delivery", "edition.finalise", draft)
    final = last(tad)
    assert (final.number, final.status, final.digest) == ("1.0", "final", draft.digest)
    assert duty(desk, "tad-published") is None
    desk.act("edition.publish", final)
    assert duty(desk, "tad-published") == desk.scene.world.at.date()


@covers("F-080")
def test_nothing_is_final_that_the_body_has_not_reviewed(desk: Desk, tad: ReleaseDocument) -> None:
    draft = last(tad)
    found = refused(desk, draft)
    assert set(found) == {"reviewed"}
    assert "section 6" in found["reviewed"].clause
    review(desk, draft, body="opsg")
    assert set(refused(desk, draft)) == {"reviewed"}
    review(desk, draft, "not-met")
    assert "does not agree" in refused(desk, draft)["reviewed"].what


def test_a_draft_becomes_final_once(desk: Desk, tad: ReleaseDocument) -> None:
    draft = last(tad)
    review(desk, draft)
    desk.of("delivery", "edition.finalise", draft)
    assert "1.0 is final" in refused(desk, draft)["amended"].what


@covers("F-080")
def test_every_amendment_is_reviewed_again(desk: Desk, tad: ReleaseDocument) -> None:
    first = last(tad)
    review(desk, first)
    desk.of("delivery", "edition.finalise", first)
    desk.of("delivery", "document.write", tad, part="tad-approach", text="Regression last.")
    assert set(refused(desk, first)) == {"unchanged", "amended"}
    desk.of("delivery", "document.issue", tad, comments="Amended")
    amended = last(tad)
    assert amended.number == "1.1 draft 1"
    assert set(refused(desk, amended)) == {"reviewed"}
    review(desk, amended)
    desk.of("delivery", "edition.finalise", amended)
    assert last(tad).number == "1.1"


def test_no_body_is_asked_to_approve_what_becomes_final_by_review(
    desk: Desk, tad: ReleaseDocument
) -> None:
    desk.document = tad
    with pytest.raises(Refused, match="it becomes final by review"):
        desk.put()


def test_a_rid_does_not_become_final_by_review(desk: Desk) -> None:
    document = desk.complete()
    desk.act("document.issue", document, comments="Draft")
    with pytest.raises(Refused, match="approves the Release Implementation Document"):
        desk.act("edition.finalise", document.editions.get())
    with pytest.raises(Refused, match="asks nobody to review"):
        desk.act("edition.send-for-review", document.editions.get())


@covers("F-076")
def test_it_is_an_annex_and_part_of_the_rid(desk: Desk, tad: ReleaseDocument) -> None:
    rid = desk.complete()
    [annex] = content_of(rid)["annexes"]
    assert (annex["document"], annex["version"]["number"]) == ("tad", "0.1")
    assert annex["version"]["digest"] == last(tad).digest
    approved = desk.approve()
    desk.of("delivery", "document.write", tad, part="tad-approach", text="Otherwise.")
    desk.of("delivery", "document.issue", tad, comments="Second")
    approved.refresh_from_db()
    assert approved.fell_date is not None


@covers("F-076")
def test_only_a_release_that_the_policy_says_has_one(desk: Desk) -> None:
    desk.release = desk.scene.plan(slot="february", year=2028, audience="public")
    with pytest.raises(Refused, match="asks for no 'tad'"):
        desk.start("tad")


@covers("F-079")
@pytest.mark.parametrize(
    ("days", "words", "blocks"),
    [(-30, "30 days before its limit", None), (0, "minimum", False), (1, "after its limit", True)],
)
def test_planning_only_the_minimum_is_a_departure(
    desk: Desk, tad: ReleaseDocument, days: int, words: str, blocks: bool | None
) -> None:
    limit = Obligation.objects.get(release=desk.release, rule="tad-to-tag").due_date
    planned = limit + dt.timedelta(days=days)
    desk.of("delivery", "document.plan", tad, planned_issue_date=planned.isoformat())
    tad.refresh_from_db()
    found = {r.key: r for r in minimums(tad).reasons}["tad-to-tag"]
    assert words in found.what
    assert "section 6" in found.clause
    assert (found.is_open, found.blocks) == ((blocks is not None), bool(blocks))


def test_a_closed_release_has_no_more_documents(desk: Desk, tad: ReleaseDocument) -> None:
    Release.objects.filter(pk=desk.release.id).update(state="closed")
    with pytest.raises(Refused, match="its documents stand"):
        desk.act("document.write", tad, part="tad-approach", text="Too late.")
