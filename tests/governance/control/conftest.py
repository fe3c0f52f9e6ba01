"""A code with a release, and everything that a change freeze goes through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from ridgeway.core.policy.loading import SHIPPED
from ridgeway.governance.acting import UNTOLD, Told
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.consultations.models import Consultation, Response
from ridgeway.governance.control.models import ChangeRequest, Freeze
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import World, appoint

RULES = (SHIPPED / "sec-rmp-3.0.toml").read_text(encoding="utf-8")
LIFE = (SHIPPED / "sec-section-d-0.1.toml").read_text(encoding="utf-8")
CONTROL = (SHIPPED / "sec-enduring-responsibilities-0.1.toml").read_text(encoding="utf-8")
ADOPTED = CONTROL.replace('status = "proposed"', 'status = "approved"\napplies_from = 2026-01-01')
CITED = "SEC Release Management Policy 3.0, section 3"


@dataclass
class Scene:
    """The world with policies, a seated panel and a release of 4 November 2027."""

    world: World
    seated: list[Actor]
    release: Release
    freezes: list[Freeze] = field(default_factory=list)

    def do(self, act: str, subject: Any, role: str = "code-administrator", /, **given: Any) -> Done:
        return self.world.do(act, subject, role, **given)

    def told(self, act: str, subject: Any, told: Told, /, **given: Any) -> Done:
        admin = self.world.actors["code-administrator"]
        return perform(act, subject.id, given, actor=admin, at=self.world.at, told=told)

    def on(self, day: dt.date) -> None:
        self.world.at = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)

    def propose(self, **given: Any) -> Freeze:
        said = {
            "title": "Autumn stability",
            "rationale": "Meters are installed at full stretch",
            "first_date": "2027-11-01",
            "last_date": "2027-11-30",
            **given,
        }
        done = self.do("freeze.propose", self.world.code, **said)
        return Freeze.objects.get(pk=done.subject_id)

    def consult(self, freeze: Freeze, consulted: Sequence[str] = ("parties",)) -> Consultation:
        done = self.do(
            "consultation.open",
            self.world.code,
            subject_type="control.freeze",
            subject_id=freeze.id,
            issuer=self.world.bodies["panel"].id,
            title=f"On {freeze.title}",
            purpose="Whether to freeze",
            clause=CITED,
            consulted=list(consulted),
            closes_date=self.world.at.date() + dt.timedelta(days=14),
            questions=[{"text": "Do you agree with the freeze?"}],
        )
        return Consultation.objects.get(pk=done.subject_id)

    def respond(self, row: Consultation, role: str = "party") -> Response:
        done = self.do("consultation.respond", row, role, answers=[{"number": 1, "text": "Yes"}])
        return Response.objects.get(pk=done.subject_id)

    def close(self, row: Consultation) -> None:
        self.on(row.closes_at.date() + dt.timedelta(days=1))
        self.do("consultation.close", row)

    def consider(self, response: Response) -> None:
        self.do(
            "response.consider",
            response,
            disposition="taken-up",
            what="The span is kept",
            why="Most agree",
            body=self.world.bodies["panel"].id,
        )

    def consulted(self, freeze: Freeze) -> Consultation:
        """A consultation from its opening to its outcome."""
        row = self.consult(freeze)
        response = self.respond(row)
        self.close(row)
        self.consider(response)
        self.do("consultation.conclude", row, outcome="Most agree")
        return row

    def put(self, subject: Freeze | ChangeRequest, matter: str, **more: Any) -> Resolution:
        given = {
            "subject_type": subject._meta.label_lower,
            "subject_id": subject.id,
            "body": self.world.bodies["panel"].id,
            "matter": matter,
            "text": f"that {subject.title} is agreed",
            "rule": {"quorum": 2},
            **more,
        }
        done = self.do("resolution.propose", self.world.code, **given)
        return Resolution.objects.get(pk=done.subject_id)

    def vote(self, resolution: Resolution, position: str = "for") -> None:
        for member in self.seated:
            given = {"position": position, "paper_digest": resolution.subject_digest}
            perform("resolution.vote", resolution.id, given, actor=member, at=self.world.at)
        self.do("resolution.close", resolution, "chair")

    def frozen(self, **given: Any) -> Freeze:
        """A freeze from proposal to the panel's agreement."""
        freeze = self.propose(**given)
        self.consulted(freeze)
        self.vote(self.put(freeze, "change-freeze"))
        freeze.refresh_from_db()
        return freeze

    def modification(self, reference: str, **given: Any) -> None:
        values = {"title": f"About {reference}", "reference": reference, **given}
        self.told("modification.adopt", self.world.code, Told(source="The register"), **values)

    def set_date(self, day: str, **given: Any) -> Done:
        said = {
            "go_live_date": day,
            "by_body": "panel",
            "authority": "The panel decided so",
            "cause": "Readiness",
            **given,
        }
        done = self.do("release.set-date", self.release, **said)
        self.release.refresh_from_db()
        return done

    def raise_change(self, role: str = "code-administrator", /, **given: Any) -> ChangeRequest:
        said = {"changes": "schedule", "title": "A later day", "rationale": "Tests", **given}
        done = self.do("change.raise", self.release, role, **said)
        return ChangeRequest.objects.get(pk=done.subject_id)

    def baseline(self) -> None:
        Release.objects.filter(pk=self.release.id).update(rid_version=1)
        self.release.refresh_from_db()


@pytest.fixture
def scene(world: World) -> Scene:
    for text, day in ((RULES, None), (LIFE, "2019-10-01")):
        world.do("policy.adopt", world.code, text=text, applies_from_date=day)
    admin, panel = world.actors["installation-administrator"], world.bodies["panel"].id
    seated = []
    for number in range(2):
        seat = world.do("seat.create", world.code, body=panel, name=f"Seat {number}").subject_id
        seated.append(
            appoint(
                world.installation, admin, "member", code_id=world.code.id, body=panel, seat=seat
            )
        )
    done = world.do("release.plan", world.code, slot="november", year=2027, audience="public")
    return Scene(world, seated, Release.objects.get(pk=done.subject_id))


__all__ = ["ADOPTED", "CITED", "CONTROL", "UNTOLD", "Scene"]
