"""A scope that closes at a meeting: its cut-off and its duty are one day, with its reason."""

from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.committees.models import Meeting
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.queries_page import why
from tests.governance.conftest import World
from tests.governance.releases.conftest import RULES, TODAY, Scene
from tests.marks import covers

AT_MEETING = ('offset = { amount = -12, unit = "months" }\nduty', 'at_meeting_of = "panel"\n')
SYSTEMS, BASELINE = "scope-system", "rid-baseline"
WITHOUT = dt.date(2026, 11, 4)


def adopted(world: World, *, snapped: bool) -> Scene:
    scene, text = Scene(world), RULES.read_text(encoding="utf-8")
    mark, more = AT_MEETING
    scene.act("policy.adopt", world.code, text=text.replace(mark, more + mark, 1 if snapped else 0))
    return scene


def meeting(scene: Scene, day: str) -> Meeting:
    panel = scene.world.bodies["panel"].id
    done = scene.act("meeting.call", scene.world.code, body=panel, title=day, meeting_date=day)
    return Meeting.objects.get(pk=done.subject_id)


def due(release: Release, rule: str = SYSTEMS) -> dt.date:
    return release.obligations.get(rule=rule).due_date


def why_of(scene: Scene, release: Release, rule: str = SYSTEMS) -> tuple[str, ...]:
    actor, code = scene.world.actors["member"], scene.world.code
    found = why(actor, code, release.slug, rule, TODAY)
    assert found is not None
    return found.why


@covers("F-066")
@pytest.mark.parametrize(
    ("snapped", "day", "in_time"),
    [
        (True, dt.date(2026, 11, 13), True),
        (True, dt.date(2026, 11, 14), False),
        (False, dt.date(2026, 11, 4), True),
        (False, dt.date(2026, 11, 5), False),
    ],
)
def test_the_scope_closes_at_the_next_meeting_only_where_the_policy_says_so(
    world: World, snapped: bool, day: dt.date, in_time: bool
) -> None:
    scene = adopted(world, snapped=snapped)
    release = scene.plan(slot="november", year=2027, audience="public")
    for title in ("2026-10-16", "2026-11-13"):
        meeting(scene, title)
    scene.modification("MP150", system_impact=True)
    scene.on(day)
    if in_time:
        assert scene.add(release, "MP150").answer["late"] is False
        return
    with pytest.raises(Refused):
        scene.add(release, "MP150")


@covers("F-066", "F-074")
@pytest.mark.parametrize("called_first", [True, False])
def test_the_duty_falls_due_on_the_day_that_the_scope_closes(
    world: World, called_first: bool
) -> None:
    scene = adopted(world, snapped=True)
    if called_first:
        meeting(scene, "2026-11-13")
    release = scene.plan(slot="november", year=2027, audience="public")
    if not called_first:
        assert due(release) == WITHOUT
        said = "No meeting of the SEC Panel is known from then on: it stays on this day"
        assert said in why_of(scene, release)
        meeting(scene, "2026-11-13")
    release.refresh_from_db()
    closes = dt.date(2026, 11, 13)
    assert (due(release), due(release, BASELINE), release.scope_date) == (closes, closes, closes)
    step = "Set at the next meeting of the SEC Panel: Fri 13 Nov 2026"
    assert step in why_of(scene, release)
    assert step in why_of(scene, release, BASELINE)


@covers("F-066")
def test_a_meeting_that_moves_or_is_cancelled_takes_the_scope_with_it(world: World) -> None:
    scene = adopted(world, snapped=True)
    release = scene.plan(slot="november", year=2027, audience="public")
    held = meeting(scene, "2026-11-13")
    done = scene.act("meeting.move", held, meeting_date="2026-11-20", reason="The room")
    assert due(release) == dt.date(2026, 11, 20)
    told = {one["rule"]: one["new_due_date"] for one in done.answer["obligations_changed"]}
    assert told[SYSTEMS] == "2026-11-20"
    causes = release.obligations.get(rule=SYSTEMS).reckonings.values_list("cause", flat=True)
    assert "Meetings of SEC Panel: move the meeting" in causes
    scene.act("meeting.cancel", held, reason="No business")
    assert due(release) == WITHOUT


@covers("F-066")
def test_a_scope_that_was_set_stays_when_a_meeting_is_called(world: World) -> None:
    scene = adopted(world, snapped=True)
    release = scene.plan(slot="november", year=2027, audience="public")
    scene.act("release.discharge", release, rule=SYSTEMS, note="Minute 3")
    meeting(scene, "2026-11-13")
    assert due(release) == WITHOUT


@covers("F-066")
def test_a_meeting_moves_nothing_where_no_policy_waits_for_it(world: World) -> None:
    scene = adopted(world, snapped=False)
    release = scene.plan(slot="november", year=2027, audience="public")
    meeting(scene, "2026-11-13")
    assert due(release) == WITHOUT
    assert release.obligations.get(rule=SYSTEMS).reckonings.count() == 1
