"""A body withdraws what it carried: in the open, by itself, and go-live counts it no longer."""

from __future__ import annotations

import pytest

from ridgeway.core.verdict import Refused, State
from ridgeway.governance.acts import Forbidden, perform
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.golive.queries import gate_of
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import AT, World
from tests.governance.golive.staging import TODAY
from tests.governance.golive.test_golive import carry
from tests.governance.golive.test_hanging import go
from tests.governance.golive.test_hanging import release as release  # noqa: PLC0414
from tests.marks import covers

WHY = "The evidence was of another build"


def withdraw(world: World, resolution: Resolution, role: str = "chair", by: str = "") -> None:
    given = {"reason": WHY, "by": by}
    perform("resolution.withdraw", resolution.id, given, actor=world.actors[role], at=AT)


def decided(release: Release) -> State:
    gate = gate_of(Release.objects.get(pk=release.pk), TODAY)
    return next(r.state for r in gate.decision.reasons if r.key == "decision")


@covers("F-140")
def test_go_live_no_longer_counts_an_approval_that_its_chair_withdrew(
    world: World, release: Release
) -> None:
    resolution = carry(world, release)
    go(world, release)
    assert decided(release) is State.MET
    withdraw(world, resolution)
    resolution.refresh_from_db()
    assert resolution.state == "withdrawn"
    assert resolution.void_reason == f"The SEC Panel withdrew it on Mon 2 Mar 2026: {WHY}"
    assert decided(release) is State.UNMET
    with pytest.raises(Refused, match="has not agreed"):
        world.do("release.set-live", release)


def test_an_approval_that_was_withdrawn_may_be_given_anew(world: World, release: Release) -> None:
    withdraw(world, carry(world, release))
    again = carry(world, release)
    assert again.state == "carried"
    assert decided(release) is State.MET


def test_the_administrator_names_the_later_resolution_of_the_body(
    world: World, release: Release
) -> None:
    resolution = carry(world, release)
    for by in ("", "nosuch", resolution.id):
        with pytest.raises(Refused, match="withdrawn by it alone"):
            withdraw(world, resolution, "code-administrator", by)
    later = carry(world, release, matter="withdrawal")
    withdraw(world, resolution, "code-administrator", later.id)
    resolution.refresh_from_db()
    assert resolution.state == "withdrawn"
    with pytest.raises(Refused, match="The resolution is withdrawn"):
        withdraw(world, resolution)


def test_nobody_else_withdraws_what_a_body_carried(world: World, release: Release) -> None:
    resolution = carry(world, release)
    for role in ("member", "delivery"):
        with pytest.raises(Forbidden):
            withdraw(world, resolution, role)


def test_the_approval_of_what_is_live_stands(world: World, release: Release) -> None:
    resolution = carry(world, release)
    go(world, release)
    world.do("release.set-live", release)
    with pytest.raises(Refused, match="is live"):
        withdraw(world, resolution)
    resolution.refresh_from_db()
    assert resolution.state == "carried"
