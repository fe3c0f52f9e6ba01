"""What the testing issues held say against the limits of a criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest
from pydantic import ValidationError

from ridgeway.core.verdict import Reason, State
from ridgeway.governance.acting import Told
from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.baselines.content import Reading
from ridgeway.governance.golive.criteria_part import criteria
from ridgeway.governance.golive.models import CriterionFinding
from ridgeway.governance.golive.queries import TABLES, gate_of
from ridgeway.governance.record.asat import source_at
from ridgeway.governance.record.models import INSTALLATION
from ridgeway.governance.record.sources import LIVE, AskedOnce
from ridgeway.governance.record.verify import verify_record
from ridgeway.governance.releases.models import Release
from ridgeway.governance.testing.models import Defect
from tests.governance.conftest import World
from tests.governance.golive.staging import NEXT_DAY, TODAY, find, staged, told
from tests.marks import covers

NONE_OF = [{"severity": 1, "at_most": 0}, {"severity": 2, "at_most": 0}]
PLANNED = [{"severity": 3, "needs_plan": True}]
WITHIN = [{"severity": 3, "at_most": 1}, {"severity": 4}]


@pytest.fixture
def release(world: World) -> Release:
    """Criterion 1 forbids the gravest, 2 asks for plans, 3 sets thresholds."""
    release = staged(world)
    for number, limits in enumerate((NONE_OF, PLANNED, WITHIN), 1):
        limit(world, release, number, limits)
    world.do("release.record-phase", release, number=1, name="SIT", closed=True)
    return release


def limit(
    world: World, release: Release, number: int, limits: Sequence[Mapping[str, object]]
) -> None:
    given = {"number": number, "text": f"Criterion {number}", "clause": "section 8"}
    world.do(
        "release.set-criterion", release, stated_by=world.bodies["dcc"].id, limits=limits, **given
    )


def raise_defect(world: World, release: Release, severity: int, **given: object) -> Defect:
    reference = f"D{Defect.objects.count() + 1}"
    given = {"reference": reference, "title": "Bad", "severity": severity, **given}
    return Defect.objects.get(pk=world.do("defect.raise", release, **given).subject_id)


def reasons(release: Release) -> dict[str, Reason]:
    found = gate_of(Release.objects.get(pk=release.pk), TODAY)
    kinds = ("-severity-", "-plans-")
    return {r.key: r for r in found.readiness.reasons if any(kind in r.key for kind in kinds)}


@covers("F-143")
@pytest.mark.parametrize("severity", [1, 2])
def test_an_outstanding_defect_of_the_gravest_kinds_keeps_the_gate_shut(
    world: World, release: Release, severity: int
) -> None:
    assert {r.state for r in reasons(release).values()} == {State.MET}
    find(world, release, 1, "dcc")
    row = raise_defect(world, release, severity)
    reason = reasons(release)[f"criterion-1-severity-{severity}"]
    assert reason.blocks
    assert reason.what == f"Severity {severity}: 1 outstanding, at most 0 allowed."
    assert (reason.clause, reason.cleared_by) == ("section 8", ("DCC",))
    for action in ("fix", "send-to-retest", "pass-retest"):
        world.do("defect.move", row, action=action)
    assert reasons(release)[f"criterion-1-severity-{severity}"].state is State.MET


@covers("F-143")
def test_a_deferred_defect_would_go_live_and_counts(world: World, release: Release) -> None:
    row = raise_defect(world, release, 2)
    told(world, "defect.move", row, {"action": "defer"}, Told(reason="For June"))
    assert reasons(release)["criterion-1-severity-2"].blocks


@covers("F-144")
def test_each_outstanding_defect_needs_its_resolution_plan(world: World, release: Release) -> None:
    raise_defect(world, release, 3, plan="Patch in June")
    row = raise_defect(world, release, 3, audience="public")
    reason = reasons(release)["criterion-2-plans-3"]
    assert reason.blocks
    assert reason.what == "Severity 3: 1 of 2 without a plan (D2)."
    world.do("defect.plan", row, plan="A workaround is published; fixed in June")
    assert reasons(release)["criterion-2-plans-3"].state is State.MET


def test_the_gate_does_not_name_what_its_readers_may_not_see(
    world: World, release: Release
) -> None:
    raise_defect(world, release, 3)
    reason = reasons(release)["criterion-2-plans-3"]
    assert reason.what == "Severity 3: 1 of 1 without a plan."
    assert reason.evidence == ()


@covers("F-145")
@pytest.mark.parametrize(("number", "state"), [(1, State.MET), (2, State.UNMET)])
def test_outstanding_issues_stay_within_the_agreed_threshold(
    world: World, release: Release, number: int, state: State
) -> None:
    for _ in range(number):
        raise_defect(world, release, 3, plan="June")
    assert reasons(release)["criterion-3-severity-3"].state is state


@covers("F-145")
def test_a_threshold_that_was_never_agreed_cannot_be_judged(world: World, release: Release) -> None:
    assert reasons(release)["criterion-3-severity-4"].state is State.MET
    raise_defect(world, release, 4)
    assert reasons(release)["criterion-3-severity-4"].state is State.CANNOT_TELL


def test_before_anything_was_tested_nothing_can_be_told(world: World) -> None:
    release = staged(world)
    limit(world, release, 1, NONE_OF)
    assert {r.state for r in reasons(release).values()} == {State.CANNOT_TELL}


@covers("F-007")
def test_what_was_found_falls_when_the_limits_change(world: World, release: Release) -> None:
    find(world, release, 1, "dcc")
    limit(world, release, 1, [{"severity": 1, "at_most": 0}, {"severity": 2, "at_most": 3}])
    assert CriterionFinding.objects.get().fell_date == TODAY


def test_a_severity_is_limited_once_in_a_criterion(world: World, release: Release) -> None:
    with pytest.raises(ValidationError, match="Each severity once"):
        limit(world, release, 1, [{"severity": 1}, {"severity": 1}])


def test_documents_say_the_limits(world: World, release: Release) -> None:
    del world
    head = {"id": release.id}
    made = criteria(Reading("", release.code_id, head, cast("Any", None), PUBLIC, AskedOnce(LIVE)))[
        "criteria"
    ]
    assert made[0]["limits"] == ["of severity 1 at most 0", "of severity 2 at most 0"]
    assert made[1]["limits"] == ["of severity 3 each with a resolution plan"]
    assert made[2]["limits"][1] == "of severity 4 as many as will be agreed"


def test_the_gate_of_a_past_moment_counts_what_was_outstanding_then(
    world: World, release: Release
) -> None:
    raise_defect(world, release, 1)
    world.at += NEXT_DAY
    row = Defect.objects.get()
    told(world, "defect.move", row, {"action": "reject"}, Told(reason="As designed"), world.at)
    source = source_at(world.at - NEXT_DAY / 2, ["sec", INSTALLATION], TABLES)
    then = gate_of(Release.objects.get(pk=release.pk), TODAY, source=source)
    found = {r.key: r for r in then.readiness.reasons}
    assert found["criterion-1-severity-1"].blocks
    assert reasons(release)["criterion-1-severity-1"].state is State.MET
    assert verify_record(()).holds
