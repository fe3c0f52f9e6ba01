"""A code with a policy to consult on, and a consultation about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from ridgeway.core.policy.loading import SHIPPED
from ridgeway.governance.acting import Told
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.codes.models import PolicyAdoption
from ridgeway.governance.consultations.models import Consultation, Response
from tests.governance.conftest import World

RULES = (SHIPPED / "sec-rmp-3.0.toml").read_text(encoding="utf-8")
LAST_DAY = dt.date(2026, 3, 20)
IN_TIME = dt.datetime(2026, 3, 20, 17, 0, tzinfo=dt.UTC)
"""17:00 in London, on a day before the clocks go forward."""

TOO_LATE = IN_TIME + dt.timedelta(seconds=1)


@dataclass
class Asking:
    """The world with an adopted policy; `open` opens a consultation about it."""

    world: World
    policy: PolicyAdoption

    def open(self, **given: Any) -> Consultation:
        asked = {
            "subject_type": "codes.policyadoption",
            "subject_id": self.policy.id,
            "issuer": self.world.bodies["panel"].id,
            "title": "Changing the policy",
            "purpose": "Whether releases should move to another weekday",
            "clause": "SEC Section D10.7",
            "consulted": ["parties", "dcc"],
            "closes_date": LAST_DAY,
            "questions": [
                {"text": "Do you agree?"},
                {"text": "Anything else?", "asks_rationale": False, "general": True},
            ],
            **given,
        }
        done = self.world.do("consultation.open", self.world.code, **asked)
        return Consultation.objects.get(pk=done.subject_id)

    def respond(self, row: Consultation, role: str = "party", **given: Any) -> Response:
        said = {"answers": [{"number": 1, "text": "Zebrafinch yes"}], **given}
        done = self.world.do("consultation.respond", row, role, **said)
        return Response.objects.get(pk=done.subject_id)

    def consider(self, response: Response, **given: Any) -> Done:
        said = {
            "disposition": "taken-up",
            "what": "Thursday stays",
            "why": "Most asked for it",
            "body": self.world.bodies["panel"].id,
            **given,
        }
        return self.world.do("response.consider", response, **said)

    def at(self, at: dt.datetime) -> None:
        self.world.at = at

    def adopt(self, text: str, reason: str = "") -> Done:
        return perform(
            "policy.adopt",
            self.world.code.id,
            {"text": text},
            actor=self.world.actors["code-administrator"],
            at=self.world.at,
            told=Told(reason=reason),
        )


@pytest.fixture
def asking(world: World) -> Asking:
    found = Asking(world, PolicyAdoption())
    found.policy = PolicyAdoption.objects.get(pk=found.adopt(RULES).subject_id)
    return found
