"""Releases planned from the policy's cycle and outside it."""

from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.core.verdict import Refused, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import FURTHER, Forbidden
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.queries import rulebooks
from ridgeway.governance.releases.models import Obligation, PlannedDate, Reckoning, Release
from ridgeway.governance.releases.obligations import obligations_of
from tests.governance.conftest import World
from tests.governance.releases.conftest import RULES, TODAY, Scene
from tests.marks import covers

SLOTS = [
    ("february", 2027, "2027-02-25", "documentation", "February 2027 SEC Release"),
    ("june", 2026, "2026-06-25", "system", "June 2026 SEC Release"),
    ("november", 2026, "2026-11-05", "system", "November 2026 SEC Release"),
]


@covers("F-021", "F-024", "F-028")
@pytest.mark.parametrize(("slot", "year", "day", "kind", "name"), SLOTS)
def test_a_slot_gives_date_kind_and_name(
    scene: Scene, slot: str, year: int, day: str, kind: str, name: str
) -> None:
    release = scene.plan(slot=slot, year=year)
    assert release.go_live_date == release.policy_date == dt.date.fromisoformat(day)
    assert (release.kind, release.name, release.policy) == (kind, name, "sec-rmp@3.0")
    assert PlannedDate.objects.get(release=release).status == "by-rule"


@covers("F-066", "F-067", "F-087", "F-091")
def test_each_obligation_is_reckoned_with_its_clause_and_first_reckoning(november: Release) -> None:
    due = {o.rule: (o.due_date.isoformat(), o.owner, o.force) for o in november.obligations.all()}
    assert due["scope-system"] == ("2026-11-04", "panel", "must")
    assert due["scope-documentation"] == ("2027-05-04", "panel", "must")
    assert due["evidence-to-panel"] == ("2027-09-23", "dcc", "should")
    assert due["actual-cost"] == ("2028-02-04", "dcc", "must")
    for row in Obligation.objects.all():
        reckoning = Reckoning.objects.get(obligation=row)
        assert (reckoning.number, reckoning.due_date) == (1, row.due_date)
        assert row.clause in " ".join(row.why)
    assert november.scope_date == dt.date(2026, 11, 4)


def test_what_fell_due_before_it_was_planned_is_born_late(scene: Scene) -> None:
    release = scene.plan(slot="june", year=2026)
    states = {ln.rule: ln.state for ln in obligations_of(release.code_id, release.id, TODAY)}
    assert states["scope-system"] == "born-late"
    assert states["actual-cost"] == "open"


@covers("F-026")
@pytest.mark.parametrize("kind", ["system", "documentation"])
def test_an_ad_hoc_release_of_either_kind_has_the_same_duties(scene: Scene, kind: str) -> None:
    slot = {"system": "november", "documentation": "february"}[kind]
    scheduled = scene.plan(slot=slot, year=2027)
    ad_hoc = scene.plan(kind=kind, go_live_date="2027-08-12")
    assert (ad_hoc.name, ad_hoc.slot, ad_hoc.policy_date) == ("August 2027 SEC Release", "", None)
    rules = [set(r.obligations.values_list("rule", flat=True)) for r in (scheduled, ad_hoc)]
    assert rules[0] == rules[1]


@covers("F-005")
@pytest.mark.parametrize("ad_hoc", [False, True])
def test_a_directed_change_is_delivered_in_a_slot_or_outside_the_cycle(
    scene: Scene, november: Release, ad_hoc: bool
) -> None:
    release = scene.plan(kind="system", go_live_date="2027-04-01") if ad_hoc else november
    scene.modification("SOS1", path="secretary-of-state", system_impact=True)
    scene.add(release, "SOS1", relation="approved")
    assert release.scope.get().modification.path == "secretary-of-state"


def test_two_ad_hoc_releases_of_one_month_share_the_name_and_not_the_address(scene: Scene) -> None:
    slugs = [scene.plan(kind="system", go_live_date=f"2027-08-{day}").slug for day in ("12", "19")]
    assert slugs == ["august-2027-sec-release", "august-2027-sec-release-2"]


def test_the_date_of_an_ad_hoc_release_names_the_body_that_set_it(scene: Scene) -> None:
    release = scene.plan(kind="system", go_live_date="2027-08-12", by_body="panel")
    assert release.planned_dates.get().by_body == scene.world.bodies["panel"]


REFUSED = [
    ({"slot": "may", "year": 2027}, "slot", "february, june, november"),
    ({"slot": "june"}, "year", "which year"),
    ({"slot": "june", "year": 2027, "go_live_date": "2027-06-25"}, "go-live-date", "without"),
    ({"slot": "february", "year": 2027, "kind": "system"}, "kind", ""),
    ({"kind": "system"}, "go-live-date", "go-live"),
    ({"go_live_date": "2027-08-12"}, "kind", "system or documentation"),
    ({"slot": "june", "year": 2025}, "past", "Adopt"),
    ({"slot": "june", "year": 2027, "by_body": "panel"}, "by-body", "Leave the body out"),
    ({"kind": "system", "go_live_date": "2027-08-12", "by_body": "cabal"}, "body", "panel"),
]


@pytest.mark.parametrize(("given", "key", "remedy"), REFUSED)
def test_what_cannot_be_planned_says_what_would_be_right(
    scene: Scene, given: dict[str, object], key: str, remedy: str
) -> None:
    with pytest.raises(Refused) as caught:
        scene.plan(**given)
    [reason] = caught.value.verdict.blocking
    assert reason.key == key
    assert remedy in reason.remedy
    assert not Release.objects.exists()


def test_a_slot_is_planned_once(scene: Scene, november: Release) -> None:
    del november
    with pytest.raises(Refused, match="planned already"):
        scene.plan(slot="november", year=2027)


def test_a_code_without_a_policy_plans_nothing(world: World) -> None:
    with pytest.raises(Refused, match="adopted no policy"):
        world.do("release.plan", world.code, slot="june", year=2027)


@pytest.mark.parametrize("role", ["party", "delivery", "member", "authority", "auditor"])
def test_only_the_code_administrator_plans(scene: Scene, role: str) -> None:
    scene.world.code.audience = "public"
    with pytest.raises(Forbidden):
        scene.world.do("release.plan", scene.world.code, role, slot="june", year=2027)


@pytest.mark.parametrize("year", [2019, 2025])
def test_a_release_by_rule_is_never_late(scene: Scene, year: int) -> None:
    release = scene.plan(slot="june", year=year, standing="by-rule")
    lines = obligations_of(release.code_id, release.id, TODAY)
    assert {ln.state for ln in lines} <= {"unknown", "not-in-force"}
    assert not any(ln.missed for ln in lines)
    assert any(ln.sentence == "By rule; actual date not held" for ln in lines)


def test_a_release_by_rule_is_taken_up_and_then_owes(scene: Scene) -> None:
    by_rule = scene.plan(slot="november", year=2027, standing="by-rule")
    for act, given in (
        ("release.set-date", {"go_live_date": "2027-11-11", "by_body": "panel",
                              "authority": "x", "cause": "x"}),
        ("release.add-to-scope", {"modification": "MP1"}),
        ("release.move", {"action": "set-scope"}),
    ):  # fmt: skip
        with pytest.raises(Refused, match="only the date by rule"):
            scene.act(act, by_rule, **given)
    held = scene.plan(slot="november", year=2027, audience="public")
    assert (held.id, held.standing, held.audience) == (by_rule.id, "held", "public")
    states = {ln.state for ln in obligations_of(held.code_id, held.id, TODAY)}
    assert states == {"open"}
    numbers = set(Reckoning.objects.values_list("number", flat=True))
    assert numbers == {1, 2}


def newer(scene: Scene, applies_from: str = "2026-03-01") -> str:
    text = RULES.read_text(encoding="utf-8")
    start = text.index('id = "evidence-to-panel"')
    part = text[start:].replace("amount = -6", "amount = -8", 1)
    text = text[:start] + part
    text = text.replace('version = "3.0"\ntitle', 'version = "3.1"\ntitle', 1)
    del scene
    return text.replace("applies_from = 2019-09-13", f"applies_from = {applies_from}", 1)


def test_a_newly_adopted_version_is_reckoned_at_once_and_what_is_done_stays(
    scene: Scene, november: Release
) -> None:
    by_rule = scene.plan(slot="june", year=2028, standing="by-rule")
    scene.act("release.discharge", november, rule="tad-to-tag", note="Issued")
    answer = scene.act("policy.adopt", scene.world.code, text=newer(scene)).answer
    november.refresh_from_db()
    assert november.policy == "sec-rmp@3.1"
    evidence = november.obligations.get(rule="evidence-to-panel")
    assert (evidence.due_date, evidence.policy) == (dt.date(2027, 9, 9), "sec-rmp@3.1")
    assert [r.due_date for r in evidence.reckonings.all()] == [
        dt.date(2027, 9, 23),
        dt.date(2027, 9, 9),
    ]
    assert november.obligations.get(rule="tad-to-tag").policy == "sec-rmp@3.0"
    changed = {(c["release"], c["rule"]) for c in answer["obligations_changed"]}
    follow = ("evidence-to-panel", "opsg-input", "tag-input")
    assert changed == {(r.id, rule) for r in (november, by_rule) for rule in follow}
    assert by_rule.obligations.get(rule="evidence-to-panel").unknown


def test_an_act_sees_what_it_adopts_though_policies_were_read_before(
    scene: Scene, november: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(acting: Acting, code: Code, given: object) -> Verdict:
        del acting, given
        assert rulebooks(code.id)
        return Verdict("Adopt?")

    monkeypatch.setitem(FURTHER, "policy.adopt", [judge])
    scene.act("policy.adopt", scene.world.code, text=newer(scene))
    november.refresh_from_db()
    assert november.policy == "sec-rmp@3.1"


def test_a_version_that_applies_later_is_reckoned_when_it_does(
    scene: Scene, november: Release
) -> None:
    scene.act("policy.adopt", scene.world.code, text=newer(scene, "2026-06-01"))
    with pytest.raises(Refused, match="which is in force"):
        scene.act("release.reckon-again", november)
    scene.on(dt.date(2026, 6, 1)).act("release.reckon-again", november)
    november.refresh_from_db()
    assert november.policy == "sec-rmp@3.1"


@covers("F-023")
def test_a_system_release_becomes_a_documentation_release_while_nothing_touches_systems(
    scene: Scene, november: Release
) -> None:
    scene.modification("MP900", system_impact=False)
    scene.add(november, "MP900")
    scene.act("release.replace-kind", november, kind="documentation", rationale="None is left")
    november.refresh_from_db()
    states = {ln.rule: ln.state for ln in obligations_of(november.code_id, november.id, TODAY)}
    assert november.kind == "documentation"
    assert states["scope-system"] == states["tad-to-tag"] == "lapsed"
    assert states["rid-baseline-documentation"] == "open"
    scene.act("release.replace-kind", november, kind="system", rationale="One came back")
    states = {ln.rule: ln.state for ln in obligations_of(november.code_id, november.id, TODAY)}
    assert states["scope-system"] == "open"


@covers("F-023")
def test_a_release_that_touches_systems_stays_a_system_release(
    scene: Scene, november: Release
) -> None:
    scene.modification("MP901", system_impact=True)
    scene.add(november, "MP901")
    with pytest.raises(Refused, match="DCC Systems"):
        scene.act("release.replace-kind", november, kind="documentation", rationale="Wanted")
