"""Which parts are missing is said part by part, each with the clause that asks for it."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.acting import Told
from ridgeway.governance.acts import perform
from ridgeway.governance.baselines.completeness import judge_parts
from ridgeway.governance.baselines.content import content_of
from ridgeway.governance.baselines.models import PartText, ReleaseDocument
from tests.governance.baselines.conftest import Desk
from tests.governance.baselines.filling import PROSE
from tests.marks import covers

Content = dict[str, Any]
TODAY = dt.date(2026, 3, 2)


def without(part: str) -> Callable[[Content], None]:
    def change(content: Content) -> None:
        next(row for row in content["parts"] if row["id"] == part)["text"] = ""

    return change


def first_modification(**values: Any) -> Callable[[Content], None]:
    return lambda content: content["modifications"][0].update(values)


def aside_again(part: str) -> Callable[[Content], None]:
    def change(content: Content) -> None:
        row = next(row for row in content["parts"] if row["id"] == part)
        row.update(text="", applies=True)

    return change


def costs(**values: Any) -> Callable[[Content], None]:
    return lambda content: content["costs"].update(values)


def nothing(section: str) -> Callable[[Content], None]:
    return lambda content: content.update({section: []})


MATRIX: dict[str, tuple[str, Callable[[Content], None], str]] = {
    "no modification": ("rid-modifications", nothing("modifications"), "F-058"),
    "no categories": ("rid-impacts", first_modification(impacts=None), "F-059"),
    "no systems": ("rid-impacts", first_modification(system_impact=None), "F-059"),
    "silent": ("rid-documents", lambda c: c.update(documents_not_said=["MP900"]), "F-060"),
    "no document": ("rid-documents", nothing("documents"), "F-060"),
    "no central cost": (
        "rid-central-cost", costs(central=[{"reference": "MP900", "amount": None}]), "F-061",
    ),
    "no activity": ("rid-timescales", nothing("activities"), "F-062"),
    "no user testing": (
        "rid-timescales", lambda c: c["activities"].pop(), "F-062",
    ),
    "no risk": ("rid-timescales", nothing("risks"), "F-062"),
    "no DCC testing": ("rid-dcc-testing", without("rid-dcc-testing"), "F-063"),
    "no user testing words": ("rid-user-testing", without("rid-user-testing"), "F-064"),
    "no criterion": ("rid-acceptance-criteria", nothing("criteria"), "F-065"),
    "no TAG timetable": ("rid-tag-timetable", without("rid-tag-timetable"), "F-017"),
    "no support": ("rid-party-support", without("rid-party-support"), "F-018"),
    "no specification": (
        "rid-technical-specifications", aside_again("rid-technical-specifications"), "F-070",
    ),
    "nothing ended": (
        "rid-technical-specifications-ended",
        aside_again("rid-technical-specifications-ended"),
        "F-071",
    ),
    "annex overdue": (
        "rid-testing-approach",
        lambda c: c["annexes"][0].update(published_by_date="2026-01-01"),
        "F-076",
    ),
    "no own cost": ("rid-individual-costs", costs(standalone=[]), "F-085"),
    "no forecast": ("rid-forecast-cost", costs(forecast=[]), "F-086"),
}  # fmt: skip


@pytest.fixture
def content(desk: Desk) -> Content:
    return content_of(desk.complete())


@covers("F-074")
def test_complete_content_has_a_met_reason_for_every_part(content: Content) -> None:
    reasons = judge_parts(content, TODAY, str)
    assert [r.key for r in reasons if r.is_open] == []
    assert len(reasons) == len(content["parts"]) == 15


@covers("F-074", "F-058", "F-059", "F-060", "F-062", "F-063", "F-064", "F-065", "F-070", "F-071")
@pytest.mark.django_db
def test_each_missing_part_is_one_reason_with_its_clause(content: Content) -> None:
    for name, (part, change, _) in MATRIX.items():
        broken = copy.deepcopy(content)
        change(broken)
        found = [r for r in judge_parts(broken, TODAY, lambda c: f"Policy, {c}") if r.is_open]
        keys = {r.key for r in found}
        assert f"part-{part}" in keys, name
        assert all(r.clause.startswith("Policy, section") and r.remedy for r in found), name


@covers("F-074", "F-053")
@pytest.mark.parametrize("part", PROSE)
def test_an_incomplete_document_is_not_put_to_the_body(desk: Desk, part: str) -> None:
    document = desk.complete()
    desk.act("document.write", document, part=part, text=" . ")
    PartText.objects.filter(document=document, part=part).update(text="")
    with pytest.raises(Refused) as refused:
        desk.put()
    open_ones = {r.key: r for r in refused.value.verdict.blocking}
    assert set(open_ones) == {f"part-{part}"}
    assert "section" in open_ones[f"part-{part}"].clause


def refused_keys(desk: Desk, **given: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        desk.put(**given)
    return {r.key for r in refused.value.verdict.blocking}


@covers("F-053")
def test_only_the_body_that_the_policy_names_is_asked(desk: Desk) -> None:
    desk.complete()
    assert refused_keys(desk, body=desk.scene.world.bodies["opsg"].id) == {"body"}
    assert refused_keys(desk, matter="go-live") == {"matter"}


@covers("F-074")
def test_nothing_is_baselined_before_the_scope_is_set(desk: Desk) -> None:
    desk.complete()
    desk.release.refresh_from_db()
    desk.release.__class__.objects.filter(pk=desk.release.id).update(state="open")
    assert refused_keys(desk) == {"scope-set"}


@covers("F-074")
def test_a_first_baseline_after_the_scope_date_needs_its_reason(desk: Desk) -> None:
    document = desk.complete()
    late: dt.date = desk.release.scope_date + dt.timedelta(days=20)  # type: ignore[operator, assignment]
    desk.on(late)
    assert refused_keys(desk) == {"scope-date"}
    resolution = desk.put(Told(reason="The scope moved in the last week"))
    assert resolution.subject_id == document.id


@covers("F-051")
def test_a_rid_is_drafted_only_once_a_modification_is_approved(desk: Desk) -> None:
    desk.modification("MP900")
    desk.scene.add(desk.release, "MP900")
    with pytest.raises(Refused) as refused:
        desk.start()
    [reason] = refused.value.verdict.blocking
    assert (reason.key, "section 5" in reason.clause) == ("approved", True)
    desk.act("release.add-to-scope", desk.release, modification="MP900", relation="approved")
    assert desk.start().title == "Release Implementation Document"
    with pytest.raises(Refused, match="started already"):
        desk.start()


def test_a_document_that_no_policy_asks_for_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="asks for no 'plan'"):
        desk.start("plan")


def test_a_part_without_a_condition_is_not_set_aside(desk: Desk) -> None:
    document = desk.complete()
    with pytest.raises(Refused, match="under every condition"):
        desk.act("document.set-aside", document, part="rid-dcc-testing", text="No")


def test_words_for_a_part_that_is_none_are_refused(desk: Desk) -> None:
    document = desk.complete()
    with pytest.raises(Refused, match="has no part 'rid-weather'"):
        desk.act("document.write", document, part="rid-weather", text="Rain")


def test_an_activity_ends_after_it_starts_and_can_be_dropped(desk: Desk) -> None:
    document = desk.complete()
    with pytest.raises(ValueError, match="end before it starts"):
        desk.act(
            "document.plan-activity", document, what="SIT", starts_date="2027-05-04",
            ends_date="2027-05-03",
        )  # fmt: skip
    desk.act("document.drop-activity", document, number=2)
    with pytest.raises(Refused, match="No activity 2 is planned"):
        desk.act("document.drop-activity", document, number=2)
    assert refused_keys(desk) == {"part-rid-timescales"}


def test_nobody_else_writes_the_document(desk: Desk) -> None:
    document = desk.complete()
    for role in ("party", "member", "chair", "authority", "auditor"):
        given = {"part": "rid-dcc-testing", "text": "Mine"}
        with pytest.raises(Refused):
            perform(
                "document.write", document.id, given,
                actor=desk.scene.world.actors[role], at=desk.scene.world.at,
            )  # fmt: skip
    assert ReleaseDocument.objects.get(pk=document.id).texts.filter(text="Mine").count() == 0
