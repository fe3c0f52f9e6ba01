"""The past as it is read: at this moment it is the present, and it needs both audiences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F

from ridgeway import clock
from ridgeway.governance.actor import PUBLIC, Actor, Via
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.queries import person_actor, rulebooks_in_force
from ridgeway.governance.codes.visibility import as_it_was, visible
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.committees.models import Advice
from ridgeway.governance.evidence import queries as evidence
from ridgeway.governance.golive.queries import gate_of
from ridgeway.governance.modifications import queries as modifications
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.notices import queries as notices
from ridgeway.governance.record.asat import position_at, source_at
from ridgeway.governance.record.models import INSTALLATION, Chain
from ridgeway.governance.record.sources import LIVE, FoldedSource, Source
from ridgeway.governance.releases import queries as releases
from ridgeway.governance.releases.facets import facets
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.register import RegisterFilter, register, relations_of
from ridgeway.governance.releases.register_past import RegisterThen
from ridgeway.governance.testing import queries as testing
from tests.demo.conftest import demo as demo  # noqa: PLC0414
from tests.governance.conftest import AT
from tests.governance.conftest import world as world  # noqa: PLC0414
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers

TODAY = dt.date(2026, 3, 2)
FIRST, LAST = dt.date(2019, 1, 1), dt.date(2028, 12, 31)
READERS = ["", "administrator", "auditor", "party"]
Read = Callable[[Actor, Code, str, Source], Any]

ABOUT_A_RELEASE: dict[str, Read] = {
    "advice": lambda a, _c, r, s: committees.advice_about(a, r, s),
    "questions": lambda a, _c, r, s: committees.questions_about(a, r, source=s),
    "resolutions": lambda a, _c, r, s: committees.resolutions_about(a, r, source=s),
    "evidence": lambda a, _c, r, s: evidence.evidence_about(a, r, s),
    "notices": lambda a, _c, r, s: notices.notices_about(a, r, s),
    "phases": lambda _a, _c, r, s: testing.phases_of(r, s),
    "issues": lambda a, _c, r, s: testing.defects_of(a, r, source=s),
    "issue counts": lambda a, c, r, s: testing.defect_counts(a, c.id, r, s),
    "gate": lambda _a, _c, r, s: gate_of(Release.objects.get(pk=r), TODAY, source=s).readiness,
}
OF_A_CODE: dict[str, Callable[[Actor, Code, Source], Any]] = {
    "roadmap": lambda a, c, s: releases.roadmap(a, c, every=True, source=s),
    "calendar": lambda a, c, s: releases.calendar(a, c, FIRST, LAST, TODAY, s),
    "policies": lambda _a, c, s: [b.reference for b in rulebooks_in_force(c.id, TODAY, s)],
}
ASKED = [
    {}, {"sort": "-reference"}, {"sort": "raised"}, {"sort": "-raised"}, {"sort": "stage"},
    {"sort": "-proposer"}, {"sort": "target"}, {"release": "none"}, {"q": "smets"},
    {"release": "november-2019-sec-release"}, {"series": "SECMP"}, {"stage": "implemented"},
    {"path": "self-governance", "sort": "-title"}, {"size": "7", "page": "2"},
    {"page": "900"}, {"proposer": "nobody"},
]  # fmt: skip


def reader(name: str) -> Actor:
    return person_actor(name, via=Via.WEB, on=clock.now().date()) if name else PUBLIC


@pytest.fixture
def now(demo: Any) -> FoldedSource:
    """The record of the demo folded up to this moment."""
    del demo
    return source_at(clock.now() + dt.timedelta(seconds=5), ("sec", INSTALLATION))


@covers("F-058")
@pytest.mark.parametrize("who", READERS)
def test_what_stands_about_a_release_is_read_alike_from_the_tables_and_the_record(
    now: FoldedSource, who: str
) -> None:
    code, actor = Code.objects.get(key="sec"), reader(who)
    told = set()
    for release in Release.objects.values_list("id", flat=True):
        for name, read in ABOUT_A_RELEASE.items():
            live = read(actor, code, release, LIVE)
            assert read(actor, code, release, now) == live, name
            told |= {name} if live else set()
    assert {"advice", "questions", "resolutions", "gate"} <= told


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("name", OF_A_CODE)
def test_what_stands_about_a_code_is_read_alike_from_the_tables_and_the_record(
    now: FoldedSource, who: str, name: str
) -> None:
    code, actor = Code.objects.get(key="sec"), reader(who)
    live = OF_A_CODE[name](actor, code, LIVE)
    assert live
    assert OF_A_CODE[name](actor, code, now) == live


@covers("F-099")
@pytest.mark.parametrize("who", READERS)
def test_the_register_of_this_moment_is_the_register(now: FoldedSource, who: str) -> None:
    code, actor = Code.objects.get(key="sec"), reader(who)
    then = RegisterThen(actor, code.id, now)
    for given in ASKED:
        asked = RegisterFilter.model_validate(given)
        assert then.page(asked) == register(actor, code.id, asked), given
    live = facets(actor, code.id, Chain.objects.get(key="sec").size)
    assert then.facets().total == live.total > 0
    assert then.facets() == live


@pytest.mark.parametrize("who", ["", "administrator"])
def test_the_page_of_every_modification_of_this_moment_is_its_page(
    now: FoldedSource, who: str
) -> None:
    actor = reader(who)
    found = visible(Modification, actor).select_related("code", "proposer")
    for row in found:
        then = as_it_was(actor, row, now)
        assert then is not None
        was, live = (
            modifications.page_of(it, on=TODAY, source=source)
            for it, source in ((then, now), (row, LIVE))
        )
        assert (was.values, was.references, was.parts, was.dating, was.life) == (
            live.values, live.references, live.parts, live.dating, live.life,
        )  # fmt: skip
        assert relations_of(actor, row.id, now) == relations_of(actor, row.id)


def advised(scene: Scene, audience: str = "committee") -> tuple[Release, Advice]:
    release = scene.plan(slot="november", year=2027, audience="public")
    done = scene.act(
        "advice.give", scene.world.code, subject_id=release.id, body=scene.world.bodies["opsg"].id,
        advice_date="2026-03-02", finding="met", audience=audience,
        statements=[{"text": "It is ready"}],
    )  # fmt: skip
    return release, Advice.objects.get(pk=done.subject_id)


def at(moment: dt.datetime, *tables: Any) -> FoldedSource:
    return source_at(moment, ("sec", INSTALLATION), tables)


@covers("F-058")
@pytest.mark.parametrize(
    ("then", "now", "seen"),
    [("public", "public", True), ("committee", "public", False), ("public", "committee", False)],
)
def test_the_past_needs_the_audience_of_then_and_of_now(
    scene: Scene, then: str, now: str, seen: bool
) -> None:
    release, advice = advised(scene, then)
    Advice.objects.filter(pk=advice.id).update(audience=now)
    source = at(AT, *committees.TABLES)
    found = committees.advice_about(PUBLIC, release.id, source)
    assert [row["id"] for row in found] == ([advice.id] if seen else [])
    member = scene.world.actors["member"]
    assert committees.advice_about(member, release.id, source)[0]["statements"]


@covers("F-058")
def test_a_scope_of_the_past_hides_what_was_closed_since(scene: Scene) -> None:
    release = scene.plan(slot="november", year=2027, audience="public")
    scene.modification("MP700", audience="public", system_impact=True)
    scene.add(release, "MP700")
    source = source_at(AT, ("sec", INSTALLATION))
    code = scene.world.code

    def seen(actor: Actor) -> tuple[int, int, int]:
        page = releases.release_page(actor, code, release.slug, TODAY, source)
        [line] = releases.roadmap(actor, code, source=source)
        assert page is not None
        register = RegisterThen(actor, code.id, source).page(RegisterFilter())
        return len(page.scope), line.scope, register.total

    assert seen(PUBLIC) == (1, 1, 1)
    Modification.objects.update(audience="administration", version=F("version"))
    assert seen(PUBLIC) == (0, 0, 0)
    assert seen(scene.world.actors["code-administrator"]) == (1, 1, 1)


def test_a_policy_that_was_adopted_later_rules_nothing_before(scene: Scene) -> None:
    code = scene.world.code
    assert rulebooks_in_force(code.id, TODAY, source_at(AT, ("sec", INSTALLATION)))
    before = source_at(AT - dt.timedelta(seconds=1), ("sec", INSTALLATION))
    assert rulebooks_in_force(code.id, TODAY, before) == []
    release = scene.plan(slot="november", year=2027, audience="public")
    gate = gate_of(release, TODAY, source=before)
    assert [reason.key for reason in gate.decision.reasons] == ["policy"]


def test_a_table_that_was_not_folded_is_no_empty_table(scene: Scene) -> None:
    release, _ = advised(scene)
    source = at(AT, Release)
    assert source.rows(Release, ("id",)) == [{"id": release.id}]
    with pytest.raises(LookupError, match="was not folded"):
        source.rows(Advice, ("id",))


def test_the_position_of_a_moment_is_the_last_entry_by_then(scene: Scene) -> None:
    size = Chain.objects.get(key="sec").size
    scene.on(dt.date(2026, 4, 1)).modification("MP701")
    assert position_at("sec", AT) == size
    assert position_at("sec", AT + dt.timedelta(days=90)) == size + 1
    assert position_at("sec", dt.datetime(2019, 1, 1, tzinfo=dt.UTC)) == 0
