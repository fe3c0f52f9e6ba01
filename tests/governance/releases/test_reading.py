"""What pages read: the same numbers for few rows and many, and for the record as for the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ridgeway.core.planning.freezing import Freeze
from ridgeway.core.planning.whatif import SentNotice
from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.modifications.models import Modification, ModificationReference, Part
from ridgeway.governance.record.asat import source_at
from ridgeway.governance.record.models import INSTALLATION
from ridgeway.governance.record.sources import FoldedSource
from ridgeway.governance.releases import queries, queries_page
from ridgeway.governance.releases.models import Release, ScopeEntry
from tests.governance.releases.conftest import TODAY, Scene
from tests.marks import covers

SIZES = (10, 175)


def fill(release: Release, count: int) -> None:
    """A scope of many modifications, half of them implemented; written directly for speed."""
    code = release.code
    rows = [
        Modification(
            code=code,
            reference=f"MP{n:04}",
            title=f"Modification {n}",
            stage="x",
            audience="public",
        )
        for n in range(count)
    ]
    parts = [Part(modification=row) for row in rows]
    Modification.objects.bulk_create(rows)
    ModificationReference.objects.bulk_create(
        ModificationReference(code=code, modification=row, reference=row.reference) for row in rows
    )
    Part.objects.bulk_create(parts)
    ScopeEntry.objects.bulk_create(
        ScopeEntry(
            release=release,
            part=part,
            modification_id=part.modification_id,
            relation="implemented" if number % 2 else "approved",
        )
        for number, part in enumerate(parts)
    )


def queries_of(read: Callable[[], Any]) -> int:
    read()  # the adopted text is parsed once in the life of a process
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert read() is not None
    return len(caught)


@covers("F-100")
@pytest.mark.parametrize("count", SIZES)
def test_a_page_takes_the_same_queries_for_a_small_scope_and_a_large_one(
    scene: Scene, november: Release, count: int
) -> None:
    fill(november, count)
    world = scene.world
    actor, code, slug = world.actors["party"], world.code, november.slug
    assert queries_of(lambda: queries.release_page(actor, code, slug, TODAY)) == 8
    assert queries_of(lambda: queries.scope_page(actor, code, slug)) == 4
    assert queries_of(lambda: queries.why(actor, code, slug, "actual-cost", TODAY)) == 3
    assert queries_of(lambda: queries.roadmap(actor, code)) == 2
    assert queries_of(lambda: queries.roadmap(actor, code, every=True)) == 2
    assert queries_of(lambda: queries.releases_list(actor, code)) == 1
    assert queries_of(lambda: queries.obligations_due(actor, code, TODAY)) == 1
    first, last = dt.date(2026, 1, 1), dt.date(2028, 12, 31)
    assert queries_of(lambda: queries.calendar(actor, code, first, last, TODAY)) == 3


@pytest.mark.parametrize("count", SIZES)
def test_the_page_holds_every_modification_of_the_scope(
    scene: Scene, november: Release, count: int
) -> None:
    fill(november, count)
    page = queries.release_page(PUBLIC, scene.world.code, november.slug, TODAY)
    assert page is not None
    assert len(page.scope) == count


@covers("F-058")
def test_a_reader_sees_of_the_scope_what_they_may_see(scene: Scene, november: Release) -> None:
    scene.modification("MP300", system_impact=True, audience="public")
    scene.modification("MP301", system_impact=True, audience="committee")
    for reference in ("MP300", "MP301"):
        scene.add(november, reference)
    world = scene.world
    seen = {}
    for role in ("party", "member"):
        page = queries.release_page(world.actors[role], world.code, november.slug, TODAY)
        line = queries.roadmap(world.actors[role], world.code)[0]
        assert page is not None
        seen[role] = (len(page.scope), line.scope)
    assert seen == {"party": (1, 1), "member": (2, 2)}


@pytest.mark.parametrize("read", ["page", "scope", "why"])
def test_a_release_that_one_may_not_see_is_not_there(scene: Scene, read: str) -> None:
    hidden = scene.plan(slot="june", year=2028, audience="committee")
    world = scene.world
    asked: dict[str, Callable[..., Any]] = {
        "page": lambda actor: queries.release_page(actor, world.code, hidden.slug, TODAY),
        "scope": lambda actor: queries.scope_page(actor, world.code, hidden.slug),
        "why": lambda actor: queries.why(actor, world.code, hidden.slug, "actual-cost", TODAY),
    }
    assert asked[read](PUBLIC) is None
    assert asked[read](world.actors["party"]) is None
    assert asked[read](world.actors["member"]) is not None
    assert not queries.releases_list(PUBLIC, world.code)


def test_the_roadmap_counts_scope_and_defects(scene: Scene, november: Release) -> None:
    fill(november, 10)
    live = scene.plan(slot="june", year=2028, audience="public")
    Release.objects.filter(pk=live.id).update(state="live")
    world = scene.world
    [line] = queries.roadmap(PUBLIC, world.code, severe={november.id: 3})
    assert (line.done, line.scope, line.severe) == (5, 10, 3)
    assert queries.with_severe(queries.roadmap(PUBLIC, world.code), {november.id: 3}) == [line]
    assert line.scope_date == dt.date(2026, 11, 4)
    every = queries.roadmap(PUBLIC, world.code, every=True)
    assert [one.slug for one in every] == [november.slug, live.slug]
    assert every[0].severe is None


def as_at(scene: Scene, day: dt.date) -> FoldedSource:
    at = dt.datetime.combine(day, dt.time(23), tzinfo=dt.UTC)
    return source_at(at, [scene.world.code.key, INSTALLATION], queries_page.TABLES)


def test_the_record_and_the_tables_make_the_same_page(
    scene: Scene, adopt: Callable[[], Release]
) -> None:
    release, world = adopt(), scene.world
    source = as_at(scene, TODAY)
    for role in ("party", "code-administrator"):
        actor = world.actors[role]
        live = queries.release_page(actor, world.code, release.slug, TODAY)
        assert queries.release_page(actor, world.code, release.slug, TODAY, source) == live
        reason = queries.why(actor, world.code, release.slug, "evidence-to-panel", TODAY)
        then = queries.why(actor, world.code, release.slug, "evidence-to-panel", TODAY, source)
        assert then == reason


def test_a_page_as_at_a_day_shows_the_date_and_the_obligations_of_that_day(
    scene: Scene, november: Release
) -> None:
    world, later = scene.world, TODAY + dt.timedelta(days=30)
    scene.on(later)
    given = {"go_live_date": "2027-11-18", "by_body": "panel", "authority": "x", "cause": "x"}
    scene.act("release.set-date", november, **given)
    seen = {}
    for day in (TODAY, later):
        page = queries.release_page(PUBLIC, world.code, november.slug, day, as_at(scene, day))
        assert page is not None
        evidence = next(ln for ln in page.obligations if ln.rule == "evidence-to-panel")
        seen[day] = (page.head["go_live_date"].day, evidence.due_date, len(page.moves))
    assert seen == {
        TODAY: (4, dt.date(2027, 9, 23), 1),
        later: (18, dt.date(2027, 10, 7), 2),
    }


def test_a_page_as_at_a_day_needs_the_audience_of_then_too(scene: Scene, november: Release) -> None:
    world, party = scene.world, scene.world.actors["party"]
    source = as_at(scene, TODAY)
    source.tables["releases.release"][november.id]["audience"] = "committee"
    assert queries.release_page(party, world.code, november.slug, TODAY, source) is None
    member = world.actors["member"]
    assert queries.release_page(member, world.code, november.slug, TODAY, source) is not None


@covers("F-066", "F-100")
def test_the_calendar_names_every_kind_of_day(scene: Scene, november: Release) -> None:
    given = {"go_live_date": "2027-11-18", "by_body": "panel", "authority": "x", "cause": "x"}
    scene.act("release.set-date", november, **given)
    marks = queries.calendar(
        PUBLIC, scene.world.code, dt.date(2026, 3, 1), dt.date(2028, 3, 31), TODAY
    )
    by_kind: dict[str, set[str]] = {}
    for mark in marks:
        by_kind.setdefault(mark.kind, set()).add(f"{mark.day} {mark.rule or mark.title}")
    assert by_kind["go-live"] == {"2027-11-18 November 2027 SEC Release"}
    assert by_kind["earlier-date"] == {"2027-11-04 November 2027 SEC Release: an earlier date"}
    assert by_kind["cut-off"] == {"2026-11-18 scope-system", "2027-05-18 scope-documentation"}
    assert "2027-10-18 notice-1-month" in by_kind["notice"]
    assert "2027-10-07 evidence-to-panel" in by_kind["duty"]
    assert "2026-12-25 Christmas Day" in by_kind["holiday"]
    assert [m.day for m in marks] == sorted(m.day for m in marks)


def test_what_a_body_owes_is_listed_for_it(scene: Scene, november: Release) -> None:
    world = scene.world
    day = dt.date(2026, 11, 1)
    owners = queries.obligations_due(world.actors["delivery"], world.code, day, owners={"dcc"})
    assert [due.line.rule for due in owners] == ["forecast-cost"]
    assert owners[0].slug == november.slug
    everyone = queries.obligations_due(PUBLIC, world.code, day)
    assert {due.line.owner for due in everyone} == {"panel", "dcc", "secas"}


def ask(scene: Scene, release: Release, day: dt.date, **more: Any) -> Any:
    world = scene.world
    return queries.what_if(
        world.actors["code-administrator"],
        world.code,
        release,
        day,
        world.at.date(),
        at=world.at,
        **more,
    )


def test_what_if_shows_what_moves_and_changes_nothing(scene: Scene, november: Release) -> None:
    scene.on(dt.date(2027, 10, 1))
    sent = SentNotice("notice-12-months", dt.date(2026, 11, 4), dt.date(2027, 11, 4))
    freeze = Freeze("Year end", dt.date(2027, 12, 1), dt.date(2027, 12, 31))
    before = Release.objects.values().get(pk=november.id)
    found = ask(scene, november, dt.date(2027, 12, 9), sent=[sent], freezes=[freeze])
    assert (found.name, found.renamed) == ("December 2027 SEC Release", True)
    assert (found.what.wrong_notices, found.what.freezes) == ((sent,), (freeze,))
    moved = {c.id: (c.old_due_date, c.new_due_date) for c in found.what.changes}
    assert moved["evidence-to-panel"] == (dt.date(2027, 9, 23), dt.date(2027, 10, 28))
    assert found.authority.allowed
    assert Release.objects.values().get(pk=november.id) == before


def test_what_if_says_who_would_have_to_agree(scene: Scene, november: Release) -> None:
    scene.modification("MP302", system_impact=True)
    scene.add(november, "MP302", relation="approved")
    found = ask(scene, november, dt.date(2027, 11, 18))
    assert [r.key for r in found.authority.blocking] == ["consent"]
