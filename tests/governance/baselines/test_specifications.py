"""Validity Periods: default go-live, and no date enters the code that the body has not heard of."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.acts import perform
from ridgeway.governance.baselines.content import content_of
from ridgeway.governance.baselines.models import SpecificationVersion
from ridgeway.governance.baselines.services_specifications import every_date_consulted
from ridgeway.governance.codes.models import Body
from ridgeway.governance.committees.models import Advice
from tests.governance.baselines.conftest import Desk
from tests.marks import covers


def plan(desk: Desk, effect: str = "takes-effect", **given: Any) -> SpecificationVersion:
    desk.act(
        "release.plan-specification", desk.release, name="GBCS", edition="4.2", effect=effect,
        **given,
    )  # fmt: skip
    return SpecificationVersion.objects.get(release=desk.release, effect=effect)


def advice(desk: Desk, body: str = "tabasc", finding: str = "met") -> Advice:
    world = desk.scene.world
    if not Body.objects.filter(key=body).exists():
        given = {"key": body, "name": body.upper(), "short_name": body.upper()}
        perform(
            "body.register", world.installation.id, given,
            actor=world.actors["installation-administrator"], at=world.at,
        )  # fmt: skip
    done = desk.act(
        "advice.give", world.code, subject_id=desk.release.id,
        body=Body.objects.get(key=body).id, advice_date=world.at.date(), finding=finding,
    )  # fmt: skip
    return Advice.objects.get(pk=done.subject_id)


def refused(desk: Desk, act: str, row: SpecificationVersion, **given: Any) -> list[Any]:
    with pytest.raises(Refused) as found:
        desk.act(act, desk.release, specification=row.id, **given)
    return list(found.value.verdict.blocking)


@covers("F-070")
def test_the_start_is_the_go_live_date_unless_another_is_given(desk: Desk) -> None:
    document = desk.complete()
    plan(desk)
    [row] = content_of(document)["specifications"]
    assert (row["date"], row["is_go_live"]) == (desk.release.go_live_date.isoformat(), True)
    plan(desk, on_date="2028-01-10")
    [row] = content_of(document)["specifications"]
    assert (row["date"], row["is_go_live"]) == ("2028-01-10", False)


@covers("F-071")
def test_versions_removed_or_ended_stand_with_their_dates(desk: Desk) -> None:
    document = desk.complete()
    plan(desk, "ends", on_date="2028-05-04")
    plan(desk, "removed")
    rows = {r["effect"]: r["date"] for r in content_of(document)["specifications"]}
    assert rows == {"ends": "2028-05-04", "removed": desk.release.go_live_date.isoformat()}


@covers("F-072")
def test_no_date_enters_the_code_before_the_body_was_consulted(desk: Desk) -> None:
    row = plan(desk)
    [reason] = refused(desk, "release.enter-specification", row)
    assert "has not been consulted" in reason.what
    assert "section 5" in reason.clause
    desk.act(
        "release.consult-on-validity", desk.release, specification="GBCS 4.2",
        advice=advice(desk).id,
    )  # fmt: skip
    desk.act("release.enter-specification", desk.release, specification=row.id)
    row.refresh_from_db()
    assert row.entered_date == desk.scene.world.at.date()
    assert row.on_date == desk.release.go_live_date


@covers("F-072")
def test_another_date_is_put_to_the_body_anew(desk: Desk) -> None:
    row = plan(desk)
    desk.act(
        "release.consult-on-validity", desk.release, specification=row.id, advice=advice(desk).id
    )
    plan(desk, on_date="2028-02-01")
    [reason] = refused(desk, "release.enter-specification", row)
    assert "was consulted on Thu 4 Nov 2027 instead" in reason.what


@covers("F-072")
def test_only_the_view_of_the_body_that_the_policy_names_counts(desk: Desk) -> None:
    row = plan(desk)
    [reason] = refused(desk, "release.consult-on-validity", row, advice=advice(desk, "opsg").id)
    assert "TABASC" in reason.what
    desk.act(
        "release.consult-on-validity", desk.release, specification=row.id,
        advice=advice(desk, finding="not-met").id,
    )  # fmt: skip
    assert "advises against" in refused(desk, "release.enter-specification", row)[0].what


@covers("F-072")
def test_a_release_is_not_set_live_with_a_date_nobody_was_asked_about(desk: Desk) -> None:
    row = plan(desk)
    acting: Any = None
    assert [r.key for r in every_date_consulted(acting, desk.release, None).blocking] == [
        f"validity-{row.id}"
    ]
    SpecificationVersion.objects.filter(pk=row.id).update(
        advised_date=dt.date(2027, 11, 4), advice=advice(desk)
    )
    assert every_date_consulted(acting, desk.release, None).allowed


def test_a_dropped_version_is_no_longer_planned(desk: Desk) -> None:
    row = plan(desk)
    desk.act("release.drop-specification", desk.release, specification=row.id)
    assert refused(desk, "release.enter-specification", row)[0].key == "specification"


@covers("F-060")
def test_documents_and_switched_code_change_after_planning(desk: Desk) -> None:
    document = desk.complete()
    desk.act("release.name-document", desk.release, group="Section", name="J")
    named = {f"{d['group']} {d['name']}".strip() for d in content_of(document)["documents"]}
    assert named == {"Section J", "Section H"}
    with pytest.raises(Refused, match="named already"):
        desk.act("release.name-document", desk.release, group="Section", name="J")
    desk.act("release.drop-document", desk.release, document="Section J")
    assert len(content_of(document)["documents"]) == 1
    with pytest.raises(Refused, match="is not named"):
        desk.act("release.drop-document", desk.release, document="Section J")
    switch = {"reference": "CR9", "title": "Alerts", "state": "off"}
    desk.act("release.record-switch", desk.release, **switch)
    desk.act("release.record-switch", desk.release, **{**switch, "state": "gone"})
    assert desk.release.switched_code.get().state == "gone"
    with pytest.raises(Refused, match="is in the scope"):
        desk.act("release.record-switch", desk.release, **{**switch, "reference": "MP900"})


@covers("F-027")
def test_a_second_release_of_the_year_that_brings_a_version_is_flagged_with_what_was_weighed(
    desk: Desk,
) -> None:
    june = desk.scene.plan(slot="june", year=2027, audience="public")
    version = {"name": "GBCS", "edition": "4.1", "effect": "takes-effect"}
    assert desk.act("release.plan-specification", june, **version).answer["departures"] == []
    passed = "June 2027 SEC Release already touches them in 2027."
    said = plan(desk)
    assert passed in said.note
    plan(desk, weighed=["efficiency", "urgency", "cost"], weighed_how="Minute 12: one outage less")
    said.refresh_from_db()
    assert "Weighed: efficiency, urgency, cost. Minute 12: one outage less" in said.note
    given = {"name": "GBCS", "edition": "5.0", "effect": "takes-effect"}
    elsewhere = desk.scene.plan(slot="june", year=2028, audience="public")
    assert desk.act("release.plan-specification", elsewhere, **given).answer["departures"] == []


@covers("F-027")
def test_a_modification_joins_a_scope_beside_the_versions_planned_for_other_releases(
    desk: Desk,
) -> None:
    june = desk.scene.plan(slot="june", year=2027, audience="public")
    version = {"name": "GBCS", "edition": "4.1", "effect": "takes-effect"}
    desk.act("release.plan-specification", june, **version)
    for reference, document, departs in (("MP901", "DUIS", True), ("MP902", "Section H", False)):
        desk.scene.modification(reference, system_impact=True, documents=[document])
        told = desk.scene.add(desk.release, reference).answer["departures"]
        said = any("June 2027 SEC Release already touches them in 2027." in one for one in told)
        assert said is departs
    desk.act("release.drop-specification", june, specification="GBCS 4.1")
    desk.scene.modification("MP903", system_impact=True, documents=["DUIS"])
    assert desk.scene.add(desk.release, "MP903").answer["departures"] == []
