"""Users learn what testing is asked of them: on the page of the release and by a notice."""

from __future__ import annotations

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.baselines.queries import information_of
from ridgeway.governance.notices.models import Notice
from tests.governance.baselines.conftest import Desk
from tests.marks import covers

RULE = "user-testing-information"


@covers("F-082", "F-081")
def test_testing_information_stands_on_the_page_and_is_owed_to_users(desk: Desk) -> None:
    given = {"kind": "testing-information", "title": "UIT", "text": "Eight weeks from April."}
    desk.of("delivery", "release.publish-information", desk.release, **given, by_body="dcc")
    [row] = information_of(desk.release.id)
    assert (row["title"], row["by_body__short_name"]) == ("UIT", "DCC")
    notice = Notice.objects.get(subject_id=desk.release.id, rule=RULE)
    assert (notice.state, "section 6" in notice.clause) == ("owed", True)


@covers("F-081")
def test_a_published_version_makes_the_same_notice_owed(desk: Desk) -> None:
    desk.complete()
    edition = desk.approve()
    desk.act("edition.publish", edition)
    notice = Notice.objects.get(subject_id=desk.release.id, rule=RULE)
    assert "Release Implementation Document 1.0" in notice.title


@covers("F-101")
def test_release_notes_stand_on_the_page_and_owe_no_notice(desk: Desk) -> None:
    given = {"kind": "release-notes", "title": "Notes", "text": "CR1066 is switched off."}
    desk.of("delivery", "release.publish-information", desk.release, **given)
    assert not Notice.objects.filter(rule=RULE).exists()
    desk.act("release.withdraw-information", desk.release, number=1, reason="Wrong build")
    assert information_of(desk.release.id)[0]["withdrawn_because"] == "Wrong build"
    with pytest.raises(Refused, match="No such information"):
        desk.act("release.withdraw-information", desk.release, number=1, reason="Again")


def test_a_file_that_fewer_may_see_is_not_published(desk: Desk) -> None:
    done = desk.act(
        "evidence.submit", desk.scene.world.code, subject_type="releases.release",
        subject_id=desk.release.id, title="Notes", audience="committee",
    )  # fmt: skip
    given = {"kind": "release-notes", "title": "Notes", "text": "See the file."}
    with pytest.raises(Refused, match="Fewer may see that file"):
        desk.act("release.publish-information", desk.release, **given, evidence=done.subject_id)
