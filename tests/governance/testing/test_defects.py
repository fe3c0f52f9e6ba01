"""Testing issues: raised against a release, moved by one table, counted for those who may see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ridgeway.core.verdict import Refused
from ridgeway.governance.acting import Told
from ridgeway.governance.acts import Forbidden, perform
from ridgeway.governance.releases.models import Release
from ridgeway.governance.testing.lifecycle import DEFECT, STATES
from ridgeway.governance.testing.models import Defect
from ridgeway.governance.testing.queries import defect_counts, defects_of, grave_counts
from tests.governance.conftest import World
from tests.governance.modifications.register_world import (
    SEEN,
    brought,
    register_of_each_audience,
    release_line,
)


def in_state(world: World, state: str) -> Defect:
    lines = {
        "releases": [release_line("r-1")],
        "defects": [
            {"reference": "D1", "title": "Bad", "severity": 1, "release": "r-1", "state": state}
        ],
    }
    brought(world, lines)
    return Defect.objects.get()


def move(world: World, row: Defect, action: str, reason: str = "") -> str:
    actor = world.actors["delivery"]
    told = Told(reason=reason)
    perform("defect.move", row.id, {"action": action}, actor=actor, at=world.at, told=told)
    return Defect.objects.get(pk=row.id).state


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", DEFECT.actions)
def test_a_testing_issue_moves_exactly_as_its_table_says(
    world: World, state: str, action: str
) -> None:
    row = in_state(world, state)
    Defect.objects.filter(pk=row.id).update(audience="committee")
    step = DEFECT.row(state, action)
    if step is None:
        with pytest.raises(Refused):
            move(world, row, action, "because")
    else:
        assert move(world, row, action, "because") == step.target


def test_a_step_that_needs_a_reason_is_refused_without_one(world: World) -> None:
    row = in_state(world, "open")
    Defect.objects.filter(pk=row.id).update(audience="committee")
    with pytest.raises(Refused, match="needs a reason"):
        move(world, row, "defer")


def test_an_issue_is_raised_open_and_names_the_modification_at_fault(world: World) -> None:
    brought(world, register_of_each_audience())
    release = Release.objects.get(slug="june-2026")
    given = {"title": "Bad", "reference": "D9", "severity": 2, "modification": "MP00000"}
    done = world.do("defect.raise", release, "delivery", **given)
    row = Defect.objects.get(pk=done.subject_id)
    assert (row.state, row.modification and row.modification.reference) == ("open", "MP00000")
    with pytest.raises(Refused, match="No modification is called 'MP00003'"):
        world.do("defect.raise", release, "delivery", **given | {"modification": "MP00003"})
    with pytest.raises(Forbidden):
        world.do("defect.raise", release, "party", **given)


@pytest.mark.parametrize("role", ["code-administrator", "delivery", "party"])
def test_counts_hold_what_the_reader_may_see_and_nothing_else(world: World, role: str) -> None:
    brought(world, register_of_each_audience(2))
    release = Release.objects.get(slug="june-2026")
    actor, code_id = world.actors[role], world.code.id
    seen = list(Defect.objects.filter(audience__in=SEEN[role]).values_list("severity", flat=True))
    counts = defect_counts(actor, code_id, release.id)
    assert (counts.total, counts.open) == (len(seen), len(seen))
    grave = sum(severity <= 2 for severity in seen)
    assert counts.grave == grave
    assert grave_counts(actor, code_id, [release.id]) == {release.id: grave}
    assert len(defects_of(actor, release.id)) == len(seen)


def test_counts_take_one_query_however_many_issues_and_releases(world: World) -> None:
    brought(world, register_of_each_audience(30))
    ids = list(Release.objects.values_list("id", flat=True))
    actor = world.actors["party"]
    for read in (
        lambda: defect_counts(actor, world.code.id, ids[0]),
        lambda: grave_counts(actor, world.code.id, ids),
    ):
        with CaptureQueriesContext(connection) as queries:
            read()
        assert len(queries) == 1


def test_an_issue_does_not_name_a_modification_that_its_reader_may_not_see(world: World) -> None:
    lines = register_of_each_audience()
    for line in lines["defects"]:
        line["audience"] = "public"
    brought(world, lines)
    release = Release.objects.get(slug="june-2026")
    named = {row.modification for row in defects_of(world.actors["party"], release.id)}
    assert named == {"MP00000", "MP00001", None}
