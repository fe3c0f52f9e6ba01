"""A RID is drafted, completed, approved as v1.0, and rises with its scope."""

from __future__ import annotations

from ridgeway.governance.releases.models import Release
from tests.governance.baselines.conftest import Desk
from tests.marks import covers


@covers("F-051", "F-052", "F-053", "F-073", "F-074", "F-075")
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
    assert document.editions.order_by("major", "draft").last().number == "2.0 draft 1"
    second = desk.approve()
    assert second.number == "2.0"
    desk.act("document.write", document, part="rid-party-support", text="More of it.")
    third = desk.approve()
    assert third.number == "2.1"
    assert Release.objects.get(pk=desk.release.id).rid_version == 2
