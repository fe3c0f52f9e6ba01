"""A planned system release with costs to tell, in the groups of the shipped policy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from ridgeway.governance.acting import UNTOLD, Told
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.costs.groups import CostPolicy, policy_of
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases.models import Obligation, Release
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414

GROUPS = (
    "cost-pit", "cost-sit", "cost-uit", "cost-implement-to-live", "cost-one-off-operations",
    "cost-ongoing-operations",
)  # fmt: skip


def lines(*amounts: int | None, comment: str = "") -> list[dict[str, Any]]:
    """One line for each of the six groups, in the policy's order."""
    return [
        {"group": group, "amount": amount, "comment": comment}
        for group, amount in zip(GROUPS, amounts, strict=True)
    ]


SIX = lines(100, 200, 300, 400, 500, 600)
WHOLE = [{"group": "whole", "amount": 50}]


@dataclass
class Costs:
    """The release `june`, its modification, and acts in the name of a role."""

    scene: Scene
    release: Release
    modification: Modification

    def tell(
        self,
        act: str,
        /,
        told: Told = UNTOLD,
        role: str = "code-administrator",
        about: Release | Modification | None = None,
        **given: Any,
    ) -> Done:
        if "lines" in given or act.endswith("-cost"):
            given = {"stated_by": "dcc", "lines": SIX, "audience": "public", **given}
        world = self.scene.world
        subject = about or (self.modification if act.startswith("modification") else self.release)
        actor = world.actors[role]
        return perform(act, subject.id, given, actor=actor, at=world.at, told=told)

    def do(self, act: str, subject_id: str, role: str = "code-administrator", **given: Any) -> Done:
        world = self.scene.world
        return perform(act, subject_id, given, actor=world.actors[role], at=world.at)

    def ask(self, **given: Any) -> Done:
        asked = {"by_body": "panel", "authority": "Minute 7", "first_due_date": "2026-04-15"}
        return self.tell("release.ask-cost-updates", **{**asked, **given})

    def owed(self, rule: str) -> Obligation:
        return self.release.obligations.get(rule=rule, occurrence="")

    def updates(self) -> dict[str, str]:
        """Each update that was ever owed: `open`, `lapsed` or the day of its discharge."""
        rows = Obligation.objects.filter(release=self.release, rule="spend-updates")
        return {
            row.occurrence: "lapsed" if row.lapsed else str(row.discharged_date or "open")
            for row in rows.order_by("due_date")
        }

    def live(self, on: dt.date) -> None:
        Release.objects.filter(pk=self.release.id).update(actual_date=on, state="live")
        self.release.refresh_from_db()

    @property
    def policy(self) -> CostPolicy:
        books = rulebooks_in_force(self.scene.world.code.id, dt.date(2026, 3, 2))
        found = next(policy_of(book) for book in books if book.costs)
        assert found is not None
        return found


@pytest.fixture
def costs(scene: Scene) -> Costs:
    """On 2 March 2026, a system release of 25 June 2026 with one modification in scope."""
    release = scene.plan(slot="june", year=2027, audience="public")
    modification = scene.modification("MP100", audience="public")
    scene.add(release, "MP100", relation="approved")
    release.refresh_from_db()
    return Costs(scene, release, modification)
