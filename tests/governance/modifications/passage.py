"""A modification on its way under the shipped policies, with whoever decides on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from ridgeway.core.policy.loading import SHIPPED
from ridgeway.governance.acting import Told
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.codes.models import Body
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.consultations.models import Consultation
from ridgeway.governance.modifications.models import Modification
from tests.governance.conftest import World, appoint

RULES = (SHIPPED / "sec-rmp-3.0.toml").read_text(encoding="utf-8")
LIFE = (SHIPPED / "sec-section-d-0.1.toml").read_text(encoding="utf-8")
SUBJECT = "modifications.modification"
MORE_BODIES = {"change-board": "Change Board", "change-sub-committee": "Change Sub-Committee"}
VOTERS = ("panel", "change-board", "change-sub-committee")


@dataclass
class Passage:
    """One modification and the people who move it. `row` is read anew after each act."""

    world: World
    row: Modification
    voters: dict[str, list[Actor]] = field(default_factory=dict)

    def on(self, day: dt.date | str) -> None:
        day = dt.date.fromisoformat(day) if isinstance(day, str) else day
        self.world.at = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)

    @property
    def today(self) -> dt.date:
        return self.world.at.date()

    def do(self, act: str, role: str = "code-administrator", /, **given: Any) -> Done:
        done = self.world.do(f"modification.{act}", self.row, role, **given)
        self.row = Modification.objects.get(pk=self.row.id)
        return done

    def move(self, action: str, as_body: str = "", reason: str = "", **given: Any) -> Modification:
        perform(
            "modification.move",
            self.row.id,
            {"action": action, **given},
            actor=self.world.actors["code-administrator"],
            at=self.world.at,
            told=Told(reason=reason, acting_for=as_body),
        )
        self.row = Modification.objects.get(pk=self.row.id)
        return self.row

    def document(self, kind: str, **given: Any) -> None:
        self.do("add-document", kind=kind, **{"name": kind.title(), **given})

    def put(self, body: str, matter: str, **more: Any) -> Resolution:
        done = self.world.do(
            "resolution.propose",
            self.world.code,
            subject_type=SUBJECT,
            subject_id=self.row.id,
            body=Body.objects.get(key=body).id,
            matter=matter,
            text=f"that {self.row.reference} goes on",
            **more,
        )
        return Resolution.objects.get(pk=done.subject_id)

    def vote(self, body: str, matter: str, position: str = "for") -> Resolution:
        resolution = self.put(body, matter)
        for voter in self.voters[body]:
            given = {"position": position, "paper_digest": resolution.subject_digest}
            perform("resolution.vote", resolution.id, given, actor=voter, at=self.world.at)
        self.world.do("resolution.close", resolution)
        resolution.refresh_from_db()
        return resolution

    def consult(self, title: str = "Modification Report Consultation") -> Consultation:
        done = self.world.do(
            "consultation.open",
            self.world.code,
            subject_type=SUBJECT,
            subject_id=self.row.id,
            issuer=Body.objects.get(key="secas").id,
            title=title,
            purpose="What Parties say of the report",
            clause="public pages",
            consulted=["panel"],
            closes_date=self.today + dt.timedelta(days=7),
            questions=[{"text": "Do you agree?"}],
        )
        return Consultation.objects.get(pk=done.subject_id)

    def close(self, row: Consultation) -> None:
        self.on(row.closes_at.date() + dt.timedelta(days=1))
        self.world.do("consultation.close", row)

    # The way, stage by stage

    def to_modification_proposal(self) -> None:
        self.move("accept-draft", "secas")
        self.vote("change-sub-committee", "problem-statement")
        self.move("raise-modification", "change-sub-committee")

    def to_panel(self) -> None:
        self.to_modification_proposal()
        self.move("start-refinement", "panel")
        for kind in ("impact-assessment", "modification-report", "legal-text"):
            self.document(kind)
        self.move("submit-to-panel", "secas")

    def to_vote(self, **dates: Any) -> None:
        self.to_panel()
        self.do("set-dates", **(dates or {"lead_time": 12, "impacts": ["dcc-systems"]}))
        self.vote("panel", "modification-report")
        self.move("send-to-report", "panel")
        self.close(self.consult())
        self.move("close-report-consultation", "secas")


def passage(world: World, **given: Any) -> Passage:
    """The world with both policies, three bodies that vote, and a draft."""
    for text, day in ((RULES, None), (LIFE, "2019-10-01")):
        world.do("policy.adopt", world.code, text=text, applies_from_date=day)
    here, admin = world.installation, world.actors["installation-administrator"]
    root = "installation-administrator"
    for key, name in MORE_BODIES.items():
        world.do("body.register", here, root, key=key, name=name, short_name=name)
    voters: dict[str, list[Actor]] = {}
    for key in VOTERS:
        body = Body.objects.get(key=key).id
        for number in range(2):
            seat = world.do("seat.create", world.code, body=body, name=f"Seat {number}").subject_id
            made = appoint(here, admin, "member", code_id=world.code.id, body=body, seat=seat)
            voters.setdefault(key, []).append(made)
    world.do("party.register", here, root, key="acme", name="Acme Energy")
    values = {
        "title": "Change a thing",
        "reference": "DP071",
        "description": "The issue and its solution",
        "proposer": "acme",
        "path": "self-governance",
        **given,
    }
    done = world.do("modification.raise", world.code, **values)
    return Passage(world, Modification.objects.get(pk=done.subject_id), voters)
