"""November 2019 as the published papers tell it: what moved, what was late, what is unknown."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.codes.models import Delegation
from ridgeway.governance.releases.models import Reckoning, Release
from ridgeway.governance.releases.queries import release_page, why
from ridgeway.governance.releases.queries_page import ReleasePage
from tests.governance.releases.conftest import NOVEMBER_2019, SOURCE, TODAY, Scene
from tests.marks import covers

Adopt = Callable[[], Release]


def page_of(scene: Scene, release: Release, today: dt.date = TODAY) -> ReleasePage:
    page = release_page(
        scene.world.actors["code-administrator"], scene.world.code, release.slug, today
    )
    assert page is not None
    return page


@covers("F-025", "F-028", "F-158")
def test_the_date_moved_twice_and_the_name_stayed(scene: Scene, adopt: Adopt) -> None:
    page = page_of(scene, adopt())
    assert page.head["name"] == "November 2019 SEC Release"
    assert page.head["slug"] == "november-2019-sec-release"
    assert page.head["policy_date"] == dt.date(2019, 11, 7)
    assert page.days_from_rule == 22
    assert [(m["status"], m["go_live_date"].day, m["by_body__key"]) for m in page.moves] == [
        ("by-rule", 7, None),
        ("requested", 24, "panel"),
        ("consented", 24, "authority"),
        ("set", 29, "panel"),
    ]


@covers("F-049")
def test_the_last_date_lay_inside_the_room_that_the_consent_left(
    scene: Scene, adopt: Adopt
) -> None:
    page = page_of(scene, adopt())
    lent = Delegation.objects.get()
    assert (lent.earliest_date, lent.latest_date) == (dt.date(2019, 11, 24), dt.date(2019, 12, 1))
    assert page.moves[-1]["delegation_id"] == page.moves[-2]["delegation_id"] == lent.id


@covers("F-091", "F-158")
def test_the_evidence_limit_reads_as_it_stood_for_each_date(scene: Scene, adopt: Adopt) -> None:
    release = adopt()
    found = why(
        scene.world.actors["party"], scene.world.code, release.slug, "evidence-to-panel", TODAY
    )
    assert found is not None
    limits = [(r["due_date"], r["set_on_date"], r["born_late"]) for r in found.reckonings]
    assert limits == [
        (dt.date(2019, 9, 26), None, False),
        (dt.date(2019, 10, 13), dt.date(2019, 10, 8), False),
        (dt.date(2019, 10, 18), dt.date(2019, 10, 30), True),
    ]
    line = found.line
    assert (line.state, line.days_late, line.born_late) == ("discharged-late", 21, True)
    assert (line.limit_date, line.discharged_date) == (
        dt.date(2019, 10, 18),
        dt.date(2019, 11, 8),
    )
    assert line.departure


def test_what_fell_due_before_the_policy_applied_is_not_in_force(
    scene: Scene, adopt: Adopt
) -> None:
    page = page_of(scene, adopt())
    states = {line.rule: line.state for line in page.obligations}
    for rule in ("scope-system", "rid-baseline", "tad-to-tag", "tad-published", "notice-6-months"):
        assert states[rule] == "not-in-force"


def test_what_no_source_says_is_unknown_and_late_for_nobody(scene: Scene, adopt: Adopt) -> None:
    page = page_of(scene, adopt())
    lines = {line.rule: line for line in page.obligations}
    for rule in ("notice-1-month", "actual-cost"):
        assert lines[rule].state == "unknown"
    assert lines["opsg-input"].state == lines["tag-input"].state == "discharged"
    assert [line.rule for line in page.obligations if line.missed] == ["evidence-to-panel"]


@covers("F-058", "F-100", "F-165", "F-166")
def test_the_page_shows_scope_switched_code_documents_and_the_risk_with_its_view(
    scene: Scene, adopt: Adopt
) -> None:
    page = page_of(scene, adopt())
    references = [row["modification__reference"] for row in page.scope]
    assert references[:2] == ["SECMP0018", "SECMP0023"]
    assert references[-1] == "MP076"
    assert len(references) == 10
    assert [(row["reference"], row["state"]) for row in page.switched] == [
        ("CR1066", "off"),
        ("SECMP0062", "off"),
    ]
    assert [d["name"] for d in page.documents] == ["Appendix D", "Appendix AC", "Section J"]
    [risk] = page.risks
    assert risk["additions"] == ["Alert on any change of the switch"]
    [view] = risk["views"]
    assert (view["body__key"], view["accepted"]) == ("opsg", True)
    assert view["subject_to"] == "The two additions"


def test_it_has_no_test_result_that_nobody_stated(adopt: Adopt) -> None:
    release = adopt()
    assert (release.test_start_date, release.rid_version) == (None, 0)
    assert release.source == SOURCE.source


FAULTS: list[tuple[str, Callable[[dict[str, Any]], Any], str]] = [
    ("state", lambda g: g.update(state="flown"), "in-delivery"),
    ("kind", lambda g: g.update(kind="odd"), "system, documentation"),
    ("scope", lambda g: g["scope"].append({"reference": "MP999", "relation": "approved"}), "Adopt"),
    ("rule", lambda g: g["discharges"].append(_late("no-such-duty")), "evidence-to-panel"),
    ("body", lambda g: g["dates"][1].update(by_body="pannel"), "panel"),
    ("dates", lambda g: g["dates"][0].update(go_live_date="2019-11-08"), "as set"),
    ("dates", lambda g: g["dates"][3].update(set_on_date="2019-10-02"), ""),
    ("dates", lambda g: g.update(actual_date="2029-11-29"), "up to"),
]


def _late(rule: str) -> dict[str, str]:
    return {"rule": rule, "discharged_date": "2019-11-08"}


@pytest.mark.parametrize(("key", "spoil", "remedy"), FAULTS)
def test_a_fault_in_a_source_is_named_and_nothing_is_stored(
    scene: Scene, key: str, spoil: Callable[[dict[str, Any]], Any], remedy: str
) -> None:
    for entry in NOVEMBER_2019["scope"]:
        scene.modification(entry["reference"])
    given = copy.deepcopy(NOVEMBER_2019)
    spoil(given)
    with pytest.raises(Refused) as caught:
        scene.act("release.adopt", scene.world.code, SOURCE, **given)
    found = {r.key: r.remedy for r in caught.value.verdict.blocking}
    assert remedy in found[key]
    assert not Release.objects.exists()
    assert not Reckoning.objects.exists()


def test_history_needs_a_source(scene: Scene) -> None:
    with pytest.raises(Refused, match="needs a source"):
        scene.act("release.adopt", scene.world.code, **{**NOVEMBER_2019, "scope": []})


def test_it_is_held_once(scene: Scene, adopt: Adopt) -> None:
    adopt()
    with pytest.raises(Refused, match="held already"):
        scene.act("release.adopt", scene.world.code, SOURCE, **{**NOVEMBER_2019, "scope": []})
