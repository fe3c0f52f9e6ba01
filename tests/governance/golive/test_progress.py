"""Progress towards readiness: told as often as the Panel asks, late where it does not come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.acts import Done, Forbidden, perform
from ridgeway.governance.golive.progress import Progress, progress_of
from ridgeway.governance.record.models import Event
from ridgeway.governance.releases.models import Obligation, Release
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers

LATER = dt.date(2026, 5, 20)
DAYS = ["2026-04-15", "2026-05-15", "2026-06-15"]
CLAUSE = "SEC Release Management Policy 3.0, section 8"


@pytest.fixture
def release(scene: Scene) -> Release:
    """On 2 March 2026, the system release of June 2027."""
    return scene.plan(slot="june", year=2027, audience="public")


def act(scene: Scene, release: Release, name: str, given: dict[str, Any], role: str = "") -> Done:
    actor = scene.world.actors[role or "code-administrator"]
    return perform(name, release.id, given, actor=actor, at=scene.world.at)


def ask(scene: Scene, release: Release, role: str = "", **given: Any) -> Done:
    asked = {"by_body": "panel", "authority": "Minute 7", "first_due_date": DAYS[0]}
    return act(scene, release, "release.ask-readiness-updates", {**asked, **given}, role)


def tell(scene: Scene, release: Release, role: str = "", **given: Any) -> Done:
    told = {"stated_by": "dcc", "on_track": True, "progress": "Two of four phases are closed"}
    return act(scene, release, "release.report-readiness", {**told, **given}, role)


def seen(release: Release, on: dt.date = LATER) -> Progress:
    return progress_of(release.code_id, release.id, on)


@covers("F-094")
def test_an_update_discharges_its_day_and_one_that_does_not_come_is_late(
    scene: Scene, release: Release
) -> None:
    ask(scene, release)
    scene.on(LATER)
    tell(scene, release, due_date="2026-05-15", reported_date="2026-05-14")
    states = {one.occurrence: one.state for one in seen(release).owed}
    assert [states[day] for day in DAYS] == ["late", "discharged", "open"]
    tell(
        scene, release, stated_by=scene.world.bodies["dcc"].id, on_track=False,
        concerns="A fix is awaited",
    )  # fmt: skip
    late, kept = seen(release).owed[:2]
    assert (late.discharged_date, late.days_late, late.clause) == (LATER, 35, "section 8")
    assert (late.discharge_note, kept.discharge_note) == (
        "Update on readiness, number 2",
        "Update on readiness, number 1",
    )
    latest = seen(release).told[0]
    assert (latest["number"], latest["due_date"], latest["on_track"]) == (
        2,
        dt.date(2026, 4, 15),
        False,
    )
    assert Event.objects.filter(act="release.report-readiness").count() == 2


@covers("F-094")
def test_a_new_frequency_counts_from_its_day_and_excuses_nothing_before(
    scene: Scene, release: Release
) -> None:
    ask(scene, release)
    scene.on(LATER)
    ask(scene, release, every=2, unit="weeks", first_due_date="2026-06-01", authority="Minute 9")
    days = {one.occurrence: one.state for one in seen(release).owed}
    assert [days[day] for day in DAYS[:2]] == ["late", "late"]
    assert {"2026-06-01", "2026-06-15", "2026-06-29"} <= set(days)
    assert days["2026-07-15"] == "lapsed"
    assert [one["number"] for one in seen(release).asked] == [1, 2]


def test_what_is_owed_ends_with_the_release(scene: Scene, release: Release) -> None:
    ask(scene, release)
    owed = Obligation.objects.filter(release=release, rule="readiness-updates")
    assert owed.filter(lapsed=False).count() == 15
    act(scene, release, "release.move", {"action": "cancel", "rationale": "Nothing is in it"})
    assert not owed.filter(lapsed=False).exists()


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {"by_body": "tag"}, "It is the SEC Panel that asks for updates"),
    ("ask", {"first_due_date": "2027-06-25"}, "no update would fall before it"),
    ("tell", {"stated_by": "opsg", "due_date": DAYS[0]}, "It is the DCC that owes the update"),
    ("tell", {"stated_by": "nobody"}, "No body is registered"),
    ("tell", {"on_track": False}, "nothing says why"),
    ("tell", {"reported_date": "2026-03-03"}, "still to come"),
    ("tell", {"due_date": "2026-04-16"}, "No update is open for Thu 16 Apr 2026"),
    ("tell", {"evidence": "none"}, "No evidence"),
]


@covers("F-094")
@pytest.mark.parametrize(("what", "given", "says"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_held(
    scene: Scene, release: Release, what: str, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says) as refused:
        (ask if what == "ask" else tell)(scene, release, **given)
    if says.startswith("It is") or "why" in says:
        assert CLAUSE in {reason.clause for reason in refused.value.verdict.blocking}
    assert seen(release) == Progress((), (), ())


def test_the_delivery_body_tells_and_only_the_administrator_enters_what_was_asked(
    scene: Scene, release: Release
) -> None:
    with pytest.raises(Forbidden):
        ask(scene, release, role="delivery")
    with pytest.raises(Forbidden):
        tell(scene, release, role="party")
    tell(scene, release, role="delivery")
    assert seen(release).told[0]["due_date"] is None


@covers("F-235")
def test_everybody_who_is_involved_tells_of_readiness_beside_what_is_owed(
    scene: Scene, release: Release
) -> None:
    ask(scene, release)
    scene.on(LATER)
    tell(scene, release, stated_by="opsg", on_track=False, concerns="Users are not trained")
    tell(scene, release)
    found = seen(release)
    told = {one["stated_by__short_name"]: (one["due_date"], one["on_track"]) for one in found.told}
    assert told == {
        "Operations Group": (None, False),
        "DCC": (dt.date.fromisoformat(DAYS[0]), True),
    }
    assert [one.state for one in found.owed[:2]] == ["discharged-late", "late"]
