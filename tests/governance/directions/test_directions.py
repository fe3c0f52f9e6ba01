"""Directed changes: no modifications, with a date of their own, in any release or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ridgeway.core.verdict import Reason, Refused
from ridgeway.governance.acts import Forbidden
from ridgeway.governance.control.freezing import ways_of
from ridgeway.governance.directions.models import Direction
from ridgeway.governance.directions.queries import directions_of, late_directions
from ridgeway.governance.evidence import store
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import World
from tests.governance.control.conftest import Scene
from tests.governance.control.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers

DAY = dt.date(2027, 11, 4)


def registered(scene: Scene, **given: Any) -> Direction:
    values = {
        "title": "Maximum demand registers",
        "instrument": "letter",
        "made_date": "2026-02-20",
        "effective_date": "2027-11-05",
        "documents": ["Section E"],
        **given,
    }
    done = scene.do("direction.register", scene.world.code, **values)
    return Direction.objects.get(pk=done.subject_id)


def refused(step: Callable[[], object]) -> dict[str, Reason]:
    with pytest.raises(Refused) as caught:
        step()
    return {reason.key: reason for reason in caught.value.verdict.blocking}


@covers("F-004", "F-248")
@pytest.mark.parametrize("instrument", ["letter", "statutory-instrument"])
def test_a_direction_is_registered_with_its_file_by_the_policys_clause(
    scene: Scene, instrument: str
) -> None:
    digest, size = store.put(iter([b"By direction"]))
    row = registered(scene, instrument=instrument, digest=digest, size=size, file_name="d.pdf")
    assert row.directed_by == "Secretary of State"
    assert row.clause == "SEC Release Management Policy 3.0, section 1"
    assert row.evidence is not None
    assert row.evidence.digest == digest
    assert not Modification.objects.exists()


def test_a_direction_is_registered_once_while_it_stands(scene: Scene) -> None:
    row = registered(scene)
    assert "as direction 1" in refused(lambda: registered(scene))["held"].what
    scene.do("direction.withdraw", row, reason="It was made anew")
    assert registered(scene).number == 2


def test_without_a_policy_that_knows_them_no_direction_is_registered(world: World) -> None:
    given = {"title": "X", "made_date": "2026-02-20", "effective_date": "2026-05-01"}
    with pytest.raises(Refused, match="knows directed changes"):
        world.do("direction.register", world.code, **given)


@covers("F-005")
def test_it_is_delivered_in_a_release_of_the_cycle_or_an_ad_hoc_one(scene: Scene) -> None:
    row = registered(scene)
    scene.do("direction.deliver-in", row, release=scene.release.id)
    ad_hoc = scene.do(
        "release.plan", scene.world.code, kind="documentation", go_live_date="2027-03-15"
    ).subject_id
    scene.do("direction.deliver-in", row, release=Release.objects.get(pk=ad_hoc).slug)
    (line,) = directions_of(scene.world.actors["code-administrator"], scene.world.code.id)
    assert (line.state, line.go_live_date) == ("planned", dt.date(2027, 3, 15))
    scene.do("direction.deliver-in", row)
    row.refresh_from_db()
    assert row.release is None
    assert "release" in refused(lambda: scene.do("direction.deliver-in", row))


def test_a_release_after_the_effective_date_is_a_departure_that_everybody_sees(
    scene: Scene,
) -> None:
    row = registered(scene, effective_date="2027-06-01")
    scene.do("direction.deliver-in", row, release=scene.release.id)
    actor, code = scene.world.actors["code-administrator"], scene.world.code.id
    assert [line.title for line in late_directions(actor, code, scene.world.at.date())] == [
        "Maximum demand registers"
    ]


@covers("F-032")
def test_a_freeze_flags_what_is_directed_and_does_not_stop_it(scene: Scene) -> None:
    from ridgeway.governance.control.freezing import stops_release

    row = registered(scene)
    scene.do("direction.deliver-in", row, release=scene.release.id)
    assert ways_of(scene.release.id) == ["direction"]
    scene.frozen()
    code, today = scene.world.code.id, scene.world.at.date()
    reasons = stops_release(scene.release.id, code, DAY, today)
    assert [(r.key, r.blocks) for r in reasons] == [("freeze-direction", False)]
    scene.modification("MP900", system_impact=False)
    scene.do("release.add-to-scope", scene.release, modification="MP900")
    reasons = stops_release(scene.release.id, code, DAY, today)
    assert {r.key: r.blocks for r in reasons} == {"freeze": True, "freeze-direction": False}


def test_it_is_in_the_code_when_its_release_is_live_or_on_a_day_that_is_known(
    scene: Scene,
) -> None:
    row = registered(scene)
    scene.do("direction.deliver-in", row, release=scene.release.id)
    assert "day" in refused(lambda: scene.do("direction.set-delivered", row))
    ahead = {"delivered_date": "2027-01-01"}
    assert (
        "to come" in refused(lambda: scene.do("direction.set-delivered", row, **ahead))["day"].what
    )
    Release.objects.filter(pk=scene.release.id).update(actual_date=dt.date(2026, 3, 1))
    row.refresh_from_db()
    scene.do("direction.set-delivered", row)
    row.refresh_from_db()
    assert row.delivered_date == dt.date(2026, 3, 1)
    found = refused(lambda: scene.do("direction.withdraw", row, reason="Late"))
    assert "delivered" in found


def test_a_withdrawn_direction_stays_visible_and_moves_no_more(scene: Scene) -> None:
    row = registered(scene)
    scene.do("direction.withdraw", row, reason="Another replaces it")
    given = {"release": scene.release.id}
    assert "withdrawn" in refused(lambda: scene.do("direction.deliver-in", row, **given))
    (line,) = directions_of(scene.world.actors["party"], scene.world.code.id)
    assert (line.state, line.withdrawn_because) == ("withdrawn", "Another replaces it")


def test_a_party_neither_registers_nor_sees_what_is_not_for_it(scene: Scene) -> None:
    registered(scene, audience="administration")
    assert directions_of(scene.world.actors["party"], scene.world.code.id) == []
    given = {"title": "X", "made_date": "2026-02-20", "effective_date": "2026-05-01"}
    with pytest.raises(Forbidden):
        scene.do("direction.register", scene.world.code, "party", **given)


def test_a_release_that_is_hidden_from_a_reader_is_not_named(scene: Scene) -> None:
    row = registered(scene)
    hidden = scene.do(
        "release.plan", scene.world.code, kind="system", go_live_date="2027-03-15",
        audience="administration",
    ).subject_id  # fmt: skip
    scene.do("direction.deliver-in", row, release=hidden)
    (line,) = directions_of(scene.world.actors["party"], scene.world.code.id)
    assert (line.release, line.slug, line.go_live_date) == ("", "", None)
