"""What goes into a release, by when, of which kind, and with which reason when it is late."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.releases.models import Release, ScopeEntry
from ridgeway.governance.releases.obligations import obligations_of
from tests.governance.releases.conftest import TODAY, Scene
from tests.marks import covers

PARTS = {
    "why_now": "It saves a second outage",
    "risk_of_adding": "Less time for tests",
    "risk_of_leaving_out": "Meters stay wrong",
}
LATE = {**PARTS, "decided_by": "panel"}
REASON = (
    "Why now: It saves a second outage\n"
    "Risk of adding: Less time for tests\n"
    "Risk of leaving out: Meters stay wrong"
)


@covers("F-006", "F-058")
def test_a_modification_is_targeted_then_approved_in_one_row(
    scene: Scene, november: Release
) -> None:
    scene.modification("MP100", system_impact=True)
    scene.add(november, "MP100")
    scene.add(november, "MP100", relation="approved")
    entry = ScopeEntry.objects.get()
    assert (entry.relation, entry.late) == ("approved", False)
    with pytest.raises(Refused, match="already"):
        scene.add(november, "MP100", relation="approved")


CUT_OFFS: list[tuple[bool | None, dt.date, bool]] = [
    (True, dt.date(2026, 11, 4), True),
    (True, dt.date(2026, 11, 5), False),
    (False, dt.date(2026, 11, 5), True),
    (False, dt.date(2027, 5, 4), True),
    (False, dt.date(2027, 5, 5), False),
    (None, dt.date(2026, 11, 4), True),
    (None, dt.date(2026, 11, 5), False),
]


@covers("F-066", "F-067")
@pytest.mark.parametrize(("system_impact", "day", "in_time"), CUT_OFFS)
def test_the_scope_closes_twelve_months_before_for_systems_and_six_for_documents(
    scene: Scene, november: Release, system_impact: bool | None, day: dt.date, in_time: bool
) -> None:
    scene.modification("MP101", system_impact=system_impact)
    scene.on(day)
    if in_time:
        assert scene.add(november, "MP101").answer["late"] is False
        return
    with pytest.raises(Refused):
        scene.add(november, "MP101")


@covers("F-068")
@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, {"late-decision", "late-rationale"}),
        ({"decided_by": "panel"}, {"late-rationale"}),
        ({"rationale": "Efficient"}, {"late-decision", "late-why-now"}),
        ({**LATE, "why_now": ""}, {"late-why-now"}),
        ({**LATE, "risk_of_adding": ""}, {"late-risk-of-adding"}),
        ({**LATE, "risk_of_leaving_out": ""}, {"late-risk-of-leaving-out"}),
        ({**LATE, "decided_by": "dcc"}, {"late-decision"}),
        (LATE, set()),
    ],
)
def test_a_late_inclusion_takes_the_panels_decision_and_its_rationale(
    scene: Scene, november: Release, given: dict[str, str], missing: set[str]
) -> None:
    scene.modification("MP102", system_impact=True)
    scene.on(dt.date(2027, 1, 4))
    if missing:
        with pytest.raises(Refused) as caught:
            scene.add(november, "MP102", **given)
        assert missing <= {r.key for r in caught.value.verdict.blocking}
        assert not ScopeEntry.objects.exists()
        return
    answer = scene.add(november, "MP102", **given).answer
    entry = ScopeEntry.objects.get()
    assert (entry.late, entry.rationale, answer["late"]) == (True, REASON, True)


@covers("F-022")
@pytest.mark.parametrize(
    ("system_impact", "allowed"), [(True, False), (False, True), (None, False)]
)
def test_a_documentation_release_carries_nothing_that_touches_systems(
    scene: Scene, system_impact: bool | None, allowed: bool
) -> None:
    release = scene.plan(slot="february", year=2028)
    scene.modification("MP103", system_impact=system_impact)
    if allowed:
        scene.add(release, "MP103")
        return
    with pytest.raises(Refused) as caught:
        scene.add(release, "MP103")
    assert any("section 3" in r.clause or r.key == "impacts" for r in caught.value.verdict.blocking)


@covers("F-022", "F-066")
def test_user_impact_in_a_documentation_release_brings_the_earlier_cut_off(scene: Scene) -> None:
    release = scene.plan(slot="february", year=2028)
    scene.modification("MP104", system_impact=False, impacts=["User systems"])
    rules = set(release.obligations.values_list("rule", flat=True))
    assert "scope-system" not in rules
    scene.add(release, "MP104")
    assert release.obligations.get(rule="scope-system").due_date == dt.date(2027, 2, 24)
    scene.act(
        "release.remove-from-scope", release, modification="MP104", rationale="Not ready in time"
    )
    states = {ln.rule: ln.state for ln in obligations_of(release.code_id, release.id, TODAY)}
    assert states["scope-system"] == "lapsed"


def test_a_part_is_in_one_release_at_a_time(scene: Scene, november: Release) -> None:
    other = scene.plan(slot="june", year=2028)
    scene.modification("MP105", system_impact=True)
    scene.add(november, "MP105")
    with pytest.raises(Refused, match="November 2027 SEC Release"):
        scene.add(other, "MP105")
    scene.act("release.remove-from-scope", november, modification="MP105", rationale="Moved")
    scene.add(other, "MP105")
    assert dict(ScopeEntry.objects.values_list("release__slot", "relation")) == {
        "november": "removed",
        "june": "targeted",
    }


def test_parts_of_one_modification_go_their_own_ways(scene: Scene, november: Release) -> None:
    other = scene.plan(slot="june", year=2028)
    scene.modification("MP106", system_impact=True, parts=["Systems", "Text"])
    scene.add(november, "MP106", part=1)
    scene.add(other, "MP106", part=2)
    with pytest.raises(Refused) as caught:
        scene.add(other, "MP106", part=3)
    assert "1, 2" in caught.value.verdict.blocking[0].remedy


@covers("F-027")
@pytest.mark.parametrize(
    ("weighed", "how", "departs"),
    [
        ((), "", True),
        (("efficiency", "urgency", "cost"), "", True),
        (("efficiency", "urgency"), "It cannot wait", True),
        (("efficiency", "urgency", "cost"), "It cannot wait", False),
    ],
)
def test_a_second_release_of_a_year_that_touches_the_specifications_is_a_departure(
    scene: Scene, november: Release, weighed: tuple[str, ...], how: str, departs: bool
) -> None:
    june = scene.plan(slot="june", year=2027)
    scene.modification("MP107", system_impact=True, documents=["Schedule 8 GBCS"])
    scene.modification("MP108", system_impact=True, documents=["DUIS"])
    scene.add(june, "MP107", **LATE)
    answer = scene.add(november, "MP108", weighed=weighed, weighed_how=how).answer
    assert bool(answer["departures"]) is departs
    kept = ScopeEntry.objects.get(modification__reference="MP108").rationale
    assert ("June 2027 SEC Release already touches them" in kept) is departs
    assert (f"Weighed: {', '.join(weighed)}. {how}".strip() in kept) is bool(weighed)
    if answer["departures"]:
        assert june.name in answer["departures"][0]


@covers("F-075")
def test_each_change_of_a_baselined_scope_raises_the_whole_version(
    scene: Scene, november: Release
) -> None:
    for reference in ("MP109", "MP110"):
        scene.modification(reference, system_impact=True, documents=["Section H"])
    scene.add(november, "MP109", relation="approved")
    scene.act("release.move", november, action="set-scope")
    scene.baseline(november)
    versions = [_version(november)]
    scene.add(november, "MP110")
    versions.append(_version(november))
    scene.add(november, "MP110", relation="approved")
    versions.append(_version(november))
    scene.act("release.remove-from-scope", november, modification="MP110", rationale="Not ready")
    versions.append(_version(november))
    assert versions == [1, 2, 2, 3]


def _version(release: Release) -> int:
    release.refresh_from_db()
    return release.rid_version


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"modification": "MP999"}, "modification"),
        ({"modification": "MP111", "since_date": "2026-03-03"}, "since-date"),
    ],
)
def test_what_cannot_go_in_is_named(
    scene: Scene, november: Release, given: dict[str, Any], key: str
) -> None:
    scene.modification("MP111", system_impact=True)
    with pytest.raises(Refused) as caught:
        scene.act("release.add-to-scope", november, **given)
    assert key in {r.key for r in caught.value.verdict.blocking}


@covers("F-023")
def test_a_system_release_that_becomes_documentation_owes_parties_a_notice(
    scene: Scene, november: Release
) -> None:
    scene.act("release.replace-kind", november, kind="documentation", rationale="Nothing to build")
    notice = Notice.objects.get(subject_id=november.id, rule="kind-change-notice")
    assert (notice.state, notice.due_words) == ("owed", "well in advance")
