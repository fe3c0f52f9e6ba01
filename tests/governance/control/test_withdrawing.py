"""A decision on a freeze that its body withdraws stops nothing from that day on."""

from __future__ import annotations

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.committees.models import Resolution
from tests.governance.control.conftest import Scene
from tests.marks import covers


@covers("F-031")
def test_a_freeze_holds_no_longer_once_its_agreement_is_withdrawn(scene: Scene) -> None:
    freeze = scene.frozen()
    resolution = Resolution.objects.get(matter="change-freeze")
    scene.do("resolution.withdraw", resolution, "chair", reason="The tariff moved")
    freeze.refresh_from_db()
    assert freeze.state == "lifted"
    assert freeze.lifted_date is not None
    assert freeze.ended_because.endswith("The tariff moved")


def test_a_lifting_is_not_undone_by_withdrawing_it(scene: Scene) -> None:
    freeze = scene.frozen()
    lifting = scene.put(freeze, "lift-freeze")
    scene.vote(lifting)
    with pytest.raises(Refused, match="undone by an act of its own"):
        scene.do("resolution.withdraw", lifting, "chair", reason="Freeze again")
