"""What is weighed when the date of a modification is set, as the policy lists it."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from ridgeway.core.verdict import Reason, Refused
from ridgeway.governance.acts import Done
from ridgeway.governance.releases.models import Release, Weighing
from tests.governance.releases.conftest import SOURCE, TODAY, Scene
from tests.marks import covers

WORDS = [
    ("complexity", "Two systems and a device firmware change"),
    ("urgency", "The licence condition starts in 2028"),
    ("efficiencies", "One round of integration tests instead of two"),
]


@pytest.fixture
def release(scene: Scene, november: Release) -> Release:
    """November 2027 with two modifications, one of them hidden from the public."""
    scene.modification("MP301", system_impact=True, audience="public")
    scene.modification("MP302", audience="committee")
    for reference in ("MP301", "MP302"):
        scene.add(november, reference)
    return november


def weigh(scene: Scene, release: Release, matter: str, **given: Any) -> Done:
    return scene.act(
        "release.weigh", release, **{"modification": "MP301", "matter": matter, **given}
    )


def refused(scene: Scene, release: Release, matter: str, **given: Any) -> Reason:
    with pytest.raises(Refused) as caught:
        weigh(scene, release, matter, **given)
    assert not Weighing.objects.exists()
    return caught.value.verdict.blocking[0]


def page(release: Release, more: str = "") -> str:
    answer = Client().get(f"/sec/releases/{release.slug}/scope{more}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@covers("F-034")
def test_modifications_of_a_release_stand_in_the_order_of_their_priority(
    scene: Scene, release: Release
) -> None:
    scene.modification("MP303", audience="public")
    scene.add(release, "MP303")
    assert "no place is given" in refused(scene, release, "priority").what
    weigh(scene, release, "priority", rank=2, text="After the safety change")
    weigh(scene, release, "priority", rank=1, modification="MP303", text="A safety change")
    said = page(release).partition("What was weighed")[2]
    assert said.index("MP303 priority 1") < said.index("MP301 priority 2")


@covers("F-035")
@pytest.mark.parametrize("who", ["Proposer", "Working Groups", "Parties", "DCC", "Sub-Committees"])
def test_a_view_is_kept_with_who_holds_it(scene: Scene, release: Release, who: str) -> None:
    reason = refused(scene, release, "views", text="November is too late")
    assert reason.clause == "SEC Release Management Policy 3.0, section 4"
    assert who in reason.remedy
    weigh(scene, release, "views", said_by=who, text="November is too late")
    assert f"Views on the date and the release {who} November is too late" in page(release)


@covers("F-257")
def test_what_was_weighed_reads_as_it_stood(scene: Scene, release: Release) -> None:
    weigh(scene, release, "complexity", text="One system")
    scene.on(dt.date(2026, 3, 10))
    weigh(scene, release, "complexity", text="Two systems")
    then, since = "?as_at=2026-03-05T12:00", "?as_at=2026-03-11T12:00"
    assert "One system" in page(release, then)
    assert "Two systems" not in page(release, then)
    assert "Two systems" in page(release, since)
    report = {at: Client().get(f"/sec/report/MP301{at}").content.decode() for at in (then, since)}
    assert "One system" in report[then]
    assert "Two systems" not in report[then]
    assert "Two systems" in report[since]


@covers("F-036")
def test_a_lead_time_is_kept_with_who_asks_for_it(scene: Scene, release: Release) -> None:
    assert "no length is given" in refused(scene, release, "lead-time", said_by="DCC").what
    weigh(scene, release, "lead-time", said_by="DCC", length="9 months")
    assert "Lead time that is asked for DCC 9 months asked for." in page(release)


@covers("F-037", "F-039")
@pytest.mark.parametrize(("matter", "text"), WORDS)
def test_what_is_told_in_words_is_kept_in_words(
    scene: Scene, release: Release, matter: str, text: str
) -> None:
    assert "nothing is said" in refused(scene, release, matter).what
    weigh(scene, release, matter, text=text)
    assert text in page(release)


@covers("F-038")
def test_the_size_of_releases_is_kept_as_it_stood_on_the_day(
    scene: Scene, release: Release
) -> None:
    scene.plan(slot="june", year=2027, audience="public")
    scene.plan(slot="february", year=2028, audience="committee")
    weigh(scene, release, "releases")
    scene.modification("MP304", system_impact=True, audience="public")
    scene.add(release, "MP304")
    held = {row["name"]: (row["parts"], row["systems"]) for row in Weighing.objects.get().releases}
    assert held == {"June 2027 SEC Release": (0, 0), "November 2027 SEC Release": (1, 1)}
    assert "November 2027 SEC Release: 1 modification, 1 on systems" in page(release)


def test_what_concerns_a_hidden_modification_is_hidden(scene: Scene, release: Release) -> None:
    weigh(scene, release, "complexity", modification="MP302", text="A secret")
    assert "A secret" not in page(release)
    api = Client().get(f"/api/v1/codes/sec/releases/{release.slug}/scope")
    assert json.loads(api.content)["weighed"] == []


def test_what_the_policy_does_not_list_or_the_scope_does_not_hold_is_not_weighed(
    scene: Scene, release: Release
) -> None:
    assert "does not list 'weather'" in refused(scene, release, "weather").what
    reason = refused(scene, release, "complexity", modification="MP999", text="x")
    assert reason.what == "'MP999' is not in the scope of the November 2027 SEC Release."
    late = TODAY + dt.timedelta(days=1)
    assert "still to come" in refused(scene, release, "complexity", text="x", said_date=late).what


def test_what_was_weighed_before_is_entered_with_its_source(scene: Scene, release: Release) -> None:
    given = {"modification": "MP301", "matter": "urgency", "text": "High"}
    scene.act("release.weigh", release, SOURCE, **given, said_date=dt.date(2026, 2, 1))
    assert "SEC website, November 2019 SEC Release Sun 1 Feb 2026" in page(release)
