"""A release whose document is complete in every part, and the steps of its life."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest

from ridgeway.governance.acting import UNTOLD, Told
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.baselines.models import Edition, ReleaseDocument
from ridgeway.governance.codes.models import Body
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.releases.models import Release
from tests.governance.baselines.filling import fill, modification
from tests.governance.conftest import appoint
from tests.governance.releases.conftest import Scene, november, scene

__all__ = ["november", "scene"]


@dataclass
class Desk:
    """The code administrator's desk over one release and its RID."""

    scene: Scene
    release: Release
    document: ReleaseDocument = field(init=False)

    def act(self, name: str, subject: Any, told: Told = UNTOLD, /, **given: Any) -> Done:
        return self.scene.act(name, subject, told, **given)

    def of(self, role: str, name: str, subject: Any, /, **given: Any) -> Done:
        return perform(
            name,
            subject.id,
            given,
            actor=self.scene.world.actors[role],
            at=self.scene.world.at,
        )

    def by_id(self, name: str, subject: str, told: Told = UNTOLD, **given: Any) -> Done:
        actor = self.scene.world.actors["code-administrator"]
        return perform(name, subject, given, actor=actor, at=self.scene.world.at, told=told)

    def modification(self, reference: str, **given: Any) -> None:
        modification(self.by_id, self.scene.world.code.id, reference, **given)

    def start(self, key: str = "rid", **given: Any) -> ReleaseDocument:
        given = {"audience": "parties", **given}
        done = self.act("release.start-document", self.release, document=key, **given)
        return ReleaseDocument.objects.get(pk=done.subject_id)

    def complete(self) -> ReleaseDocument:
        """Everything that the policy asks of the RID, so that only the decision is left."""
        code, release = self.scene.world.code.id, self.release.id
        held = fill(self.by_id, code, release, "MP900")
        self.document = ReleaseDocument.objects.get(pk=held)
        self.release.refresh_from_db()
        return self.document

    def put(self, told: Told = UNTOLD, **given: Any) -> Resolution:
        panel = Body.objects.get(key="panel")
        values = {
            "subject_type": "baselines.releasedocument", "subject_id": self.document.id,
            "body": panel.id, "matter": "baseline", "text": "that the RID is approved", **given,
        }  # fmt: skip
        done = self.act("resolution.propose", self.scene.world.code, told, **values)
        return Resolution.objects.get(pk=done.subject_id)

    def carry(self, resolution: Resolution) -> Edition | None:
        """The seat votes in favour and the vote is closed."""
        world = self.scene.world
        if "seated" not in world.actors:
            seat = world.do(
                "seat.create", world.code, body=world.bodies["panel"].id, name="Member 1"
            ).subject_id
            world.actors["seated"] = appoint(
                world.installation,
                world.actors["installation-administrator"],
                "member",
                code_id=world.code.id,
                body=world.bodies["panel"].id,
                seat=seat,
            )
        self.of(
            "seated", "resolution.vote", resolution, position="for",
            paper_digest=resolution.subject_digest,
        )  # fmt: skip
        self.of("chair", "resolution.close", resolution)
        return self.document.editions.filter(resolution=resolution).first()

    def approve(self) -> Edition:
        found = self.carry(self.put())
        assert found is not None
        return found

    def on(self, day: dt.date) -> Desk:
        self.scene.on(day)
        return self


@pytest.fixture
def desk(scene: Scene, november: Release) -> Desk:
    return Desk(scene, november)
