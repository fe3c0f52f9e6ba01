"""Versions: frozen, numbered by scope, approved by digest, seen by whom they are for."""

from __future__ import annotations

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.acting import Told
from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.acts import Missing
from ridgeway.governance.baselines import queries
from ridgeway.governance.baselines.models import Edition, ReleaseDocument
from ridgeway.governance.codes.models import Body
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees.subjects import digest_of
from ridgeway.governance.record.rows import listed
from ridgeway.governance.record.sources import AskedOnce
from ridgeway.governance.releases.models import Obligation, Release
from ridgeway.governance.releases.queries_page import HEAD
from tests.governance.baselines.conftest import Desk
from tests.marks import covers


@covers("F-051", "F-052", "F-053", "F-073", "F-074", "F-075", "F-103")
def test_a_rid_goes_from_its_first_draft_to_the_next_integer(desk: Desk) -> None:
    document = desk.complete()
    desk.act("document.issue", document, comments="First draft")
    assert document.editions.get().number == "0.1"
    first = desk.approve()
    desk.release.refresh_from_db()
    assert (first.number, first.status, desk.release.state) == ("1.0", "approved", "baselined")
    assert first.digest == document.editions.get(major=0).digest
    assert desk.release.rid_version == 1
    desk.modification("MP901")
    desk.scene.add(desk.release, "MP901", relation="approved")
    first.refresh_from_db()
    assert first.fell_date is not None
    assert "Add to the scope" in first.fell_because
    desk.act("document.issue", document, comments="MP901 joined")
    assert document.editions.get(major=2).number == "2.0 draft 1"
    second = desk.approve()
    assert second.number == "2.0"
    desk.act("document.write", document, part="rid-party-support", text="More of it.")
    third = desk.approve()
    assert third.number == "2.1"
    desk.act("release.remove-from-scope", desk.release, modification="MP901", rationale="Withdrawn")
    fourth = desk.approve()
    assert fourth.number == "3.0"
    assert [one.comments.partition(". ")[2] for one in (first, second, third, fourth)] == [
        "", "MP901 joined the scope", "The scope is as it was", "MP901 left the scope",
    ]  # fmt: skip
    assert Release.objects.get(pk=desk.release.id).rid_version == 3


@covers("F-074")
def test_the_approval_discharges_the_duty_to_baseline(desk: Desk) -> None:
    desk.complete()
    duty = Obligation.objects.get(release=desk.release, rule="rid-baseline")
    assert duty.discharged_date is None
    desk.approve()
    duty.refresh_from_db()
    assert duty.discharged_date == desk.scene.world.at.date()


@covers("F-053")
def test_what_is_put_falls_when_the_content_changes(desk: Desk) -> None:
    document = desk.complete()
    resolution = desk.put()
    desk.act("document.write", document, part="rid-party-support", text="Three devices.")
    resolution.refresh_from_db()
    assert (resolution.state, "Write a part" in resolution.void_reason) == ("void", True)
    assert desk.put().state == "open"


@covers("F-053")
def test_an_agenda_item_leads_no_body_past_the_one_that_approves(desk: Desk) -> None:
    document, code = desk.complete(), desk.scene.world.code
    called = desk.act(
        "meeting.call", code, body=Body.objects.get(key="opsg").id, title="OPSG",
        meeting_date="2026-12-01",
    )  # fmt: skip
    item = desk.by_id(
        "item.add", called.subject_id, title="The RID",
        subject_type="baselines.releasedocument", subject_id=document.id,
    ).answer["item"]  # fmt: skip
    with pytest.raises(Refused, match="It is the SEC Panel that approves"):
        desk.put(subject_id="", subject_type="releases.release", body="", item=item)


@covers("F-053")
def test_what_is_no_part_of_it_lets_nothing_fall(desk: Desk) -> None:
    desk.complete()
    resolution = desk.put()
    desk.act("release.record-phase", desk.release, number=1, name="PIT", closed=False)
    desk.of("delivery", "defect.raise", desk.release, reference="D1", title="A fault", severity=3)
    resolution.refresh_from_db()
    assert resolution.state == "open"


@covers("F-053")
def test_an_approved_version_stays_what_it_is_when_the_document_moves_on(desk: Desk) -> None:
    document = desk.complete()
    first = desk.approve()
    before = dict(first.content)
    assert first.resolution is not None
    desk.act("release.record-risk", desk.release, text="Another risk", owner="DCC")
    first.refresh_from_db()
    first.resolution.refresh_from_db()
    assert first.content == before
    assert digest_of(first.content) == first.digest
    assert first.resolution.state == "carried"
    assert first.fell_date is not None
    assert queries.standing_of(PUBLIC, document.id, desk.scene.world.at) is None


def test_what_is_approved_is_not_put_again(desk: Desk) -> None:
    desk.complete()
    desk.approve()
    with pytest.raises(Refused, match="nothing to approve"):
        desk.put()


def test_a_draft_of_nothing_new_is_refused(desk: Desk) -> None:
    document = desk.complete()
    desk.act("document.issue", document, comments="First")
    with pytest.raises(Refused, match=r"Nothing changed since 0\.1"):
        desk.act("document.issue", document, comments="Second")


@covers("F-074")
def test_where_a_rid_is_worked_on_only_its_approval_baselines_the_release(desk: Desk) -> None:
    desk.complete()
    desk.release.refresh_from_db()
    with pytest.raises(Refused) as refused:
        desk.act("release.move", desk.release, action="baseline")
    [reason] = refused.value.verdict.blocking
    assert reason.key == "document-complete"
    assert "section 5" in reason.clause


@covers("F-053")
def test_a_vote_does_not_close_on_what_may_no_longer_be_approved(desk: Desk) -> None:
    document = desk.complete()
    resolution = desk.put()
    desk.act("document.comment", document, text="What of gas?", by_name="A Party")
    with pytest.raises(Refused, match="were not considered"):
        desk.carry(resolution)
    resolution.refresh_from_db()
    assert resolution.state == "open"


def seen_by(desk: Desk, role: str) -> set[str]:
    actor = PUBLIC if role == "public" else desk.scene.world.actors[role]
    head = listed(Release.objects.filter(pk=desk.release.id).values(*HEAD))[0]
    rid = queries.documents_seen(actor, head, AskedOnce())[0]
    return {version.number for version in rid.versions}


@covers("F-055")
def test_drafts_are_for_those_under_the_code_and_published_versions_for_all(desk: Desk) -> None:
    document = desk.complete()
    desk.act("document.issue", document, comments="First draft")
    first = desk.approve()
    assert seen_by(desk, "public") == set()
    assert seen_by(desk, "party") == {"0.1", "1.0"}
    draft = document.editions.get(major=0)
    assert queries.frozen(PUBLIC, draft.id) is None
    desk.act("edition.publish", first)
    assert seen_by(desk, "public") == {"1.0"}
    assert queries.frozen(PUBLIC, first.id) is not None
    assert not visible(ReleaseDocument, PUBLIC).filter(pk=document.id).exists()


@covers("F-055")
def test_a_draft_is_not_published(desk: Desk) -> None:
    document = desk.complete()
    desk.act("document.issue", document, comments="First draft")
    with pytest.raises(Refused, match="is a draft"):
        desk.act("edition.publish", document.editions.get())


@covers("F-055")
def test_what_only_committees_may_see_is_not_published_with_it(desk: Desk) -> None:
    desk.complete()
    desk.act(
        "release.forecast-cost", desk.release, stated_by="dcc", audience="committee",
        lines=[{"group": "cost-pit", "amount": 7}, *(
            {"group": f"cost-{g}", "amount": 9}
            for g in ("sit", "uit", "implement-to-live", "one-off-operations", "ongoing-operations")
        )],
    )  # fmt: skip
    edition = desk.approve()
    assert edition.open_to == "committee"
    assert edition.audience == "committee"
    with pytest.raises(Refused, match="only these may see"):
        desk.act("edition.publish", edition)
    with pytest.raises(Missing):
        desk.of("party", "document.comment", edition, text="x")


def test_a_version_issued_elsewhere_is_attested_with_its_source(desk: Desk) -> None:
    document = desk.complete()
    given = {"major": 0, "minor": 7, "issued_date": "2025-10-31", "comments": "Updated"}
    with pytest.raises(Refused, match="known from"):
        desk.act("document.attest-edition", document, **given)
    desk.act("document.attest-edition", document, Told(source="The website"), **given)
    held = document.editions.get()
    assert (held.number, held.digest, held.source) == ("0.7", "", "The website")
    desk.act("document.issue", document, comments="Ours")
    assert Edition.objects.filter(document=document, major=0, minor=8).exists()


ELSEWHERE = Told(source="Minutes of the Panel, June 2026")


@covers("F-074")
def test_a_version_attested_as_approved_baselines_the_release(desk: Desk) -> None:
    document = desk.complete()
    given = {"major": 2, "minor": 0, "issued_date": "2026-02-27"}
    desk.act("document.attest-edition", document, ELSEWHERE, **given)
    desk.release.refresh_from_db()
    assert (desk.release.state, desk.release.rid_version) == ("baselined", 2)
    duty = desk.release.obligations.get(rule="rid-baseline")
    assert str(duty.discharged_date) == "2026-02-27"


def test_a_draft_attested_is_no_baseline(desk: Desk) -> None:
    document = desk.complete()
    given = {"major": 0, "minor": 4, "issued_date": "2026-02-27"}
    desk.act("document.attest-edition", document, ELSEWHERE, **given)
    desk.release.refresh_from_db()
    assert (desk.release.state, desk.release.rid_version) == ("scoped", 0)


def test_what_was_attested_does_not_cover_a_scope_that_came_after_it(desk: Desk) -> None:
    document = desk.complete()
    given = {"major": 1, "minor": 0, "issued_date": "2026-02-27"}
    desk.act("document.attest-edition", document, ELSEWHERE, **given)
    desk.modification("MP905")
    desk.scene.add(desk.release, "MP905")
    desk.act("release.move", desk.release, action="reopen-scope", rationale="MP905 came in")
    with pytest.raises(Refused, match="has not approved"):
        desk.act("release.move", desk.release, action="baseline")


def test_an_approval_attested_with_its_source_baselines_once(desk: Desk) -> None:
    document = desk.complete()
    given = {
        "subject_type": "baselines.releasedocument", "subject_id": document.id,
        "body": Body.objects.get(key="panel").id, "matter": "baseline", "verb": "agree",
        "text": "that the RID is approved",
    }  # fmt: skip
    desk.act("resolution.attest", desk.scene.world.code, ELSEWHERE, **given)
    desk.act("release.move", desk.release, action="baseline")
    desk.release.refresh_from_db()
    assert (desk.release.state, desk.release.rid_version) == ("baselined", 1)
    desk.act("release.move", desk.release, action="reopen-scope", rationale="Once more")
    with pytest.raises(Refused, match="has not approved"):
        desk.act("release.move", desk.release, action="baseline")


def test_a_withdrawn_approval_leaves_the_version_and_may_be_given_anew(desk: Desk) -> None:
    desk.complete()
    first = desk.approve()
    desk.of("chair", "resolution.withdraw", first.resolution, reason="A part was left out")
    first.refresh_from_db()
    assert (first.status, first.fell_date is None) == ("approved", False)
    assert first.fell_because.endswith("A part was left out")
    again = desk.approve()
    assert (again.number, again.fell_date) == ("1.1", None)
