"""What bodies do with a release, act by act: consulted on, met about, baselined, changed.

Each act that a rig is to disturb is yielded as a step; what only leads there is done at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

from ridgeway.core.policy.loading import SHIPPED
from ridgeway.governance import acts
from ridgeway.governance.acting import UNTOLD, Told
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import Done
from ridgeway.governance.baselines.models import Edition
from ridgeway.governance.committees.models import Minutes, Recusal, Resolution
from ridgeway.governance.control.models import ChangeRequest, Freeze
from ridgeway.governance.releases.models import Obligation, Release
from tests.governance.baselines.filling import amounts, fill, modification
from tests.rigs.scene import AT
from tests.rigs.stage import Stage

CONTROL = "sec-enduring-responsibilities-0.1.toml"
AUTUMN = {
    "title": "Autumn stability",
    "rationale": "Meters are installed at full stretch",
    "first_date": "2028-11-01",
    "last_date": "2028-11-30",
}
RESPONSE = {"answers": [{"number": 1, "text": "Yes"}]}
CONSIDERED = {"disposition": "taken-up", "what": "The span is kept", "why": "Most agree"}
SERIES = {"title": "Panel", "weekday": "thursday", "which": "second"}


@dataclass(frozen=True)
class Step:
    """One act of the story, with everything that is said when it is done."""

    act: str
    subject: str
    actor: Actor
    at: dt.datetime = AT
    told: Told = UNTOLD
    given: dict[str, Any] = field(default_factory=dict)

    def perform(self, key: str = "") -> Done:
        return acts.perform(
            self.act,
            self.subject,
            self.given,
            actor=self.actor,
            at=self.at,
            told=self.told,
            key=key,
        )


Steps = Generator[Step, Done, None]


class Life:
    """The code of a stage, its people, and the release that all of it is about."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.release = stage.release()

    def step(self, act: str, subject: str, actor: Actor | None = None, /, **given: Any) -> Step:
        return Step(act, subject, actor or self.stage.administrator, given=given)

    def do(self, act: str, subject: str, told: Told, **given: Any) -> Done:
        return Step(act, subject, self.stage.administrator, told=told, given=given).perform()

    def put(self, kind: str, subject: str, matter: str, **more: Any) -> Step:
        about = {"subject_type": kind, "subject_id": subject} if kind else {}
        text = {"body": self.stage.panel, "matter": matter, "text": "that it is agreed"}
        return self.step("resolution.propose", self.stage.code, **about, **text, **more)

    def decided(self, resolution: str, position: str = "for") -> Step:
        """Everybody votes so on it; the step is the close."""
        row = Resolution.objects.get(pk=resolution)
        for member in self.stage.seated:
            self.stage.vote(row, member, position)()
        return self.step("resolution.close", resolution, self.stage.chair)


def frozen(life: Life) -> Steps:
    """A freeze is consulted on, every response considered, and the body agrees to it."""
    stage = life.stage
    freeze = (yield life.step("freeze.propose", stage.code, **AUTUMN)).subject_id
    asked = yield life.step("consultation.open", stage.code, **consultation(stage, freeze))
    row = asked.subject_id
    response = (yield life.step("consultation.respond", row, stage.chair, **RESPONSE)).subject_id
    after = AT + dt.timedelta(days=15)
    yield Step("consultation.close", row, stage.administrator, after)
    yield life.step("response.consider", response, body=stage.panel, **CONSIDERED)
    yield life.step("consultation.conclude", row, outcome="Most agree")
    put = yield life.put("control.freeze", freeze, "change-freeze")
    yield life.decided(put.subject_id)


def consultation(stage: Stage, freeze: str) -> dict[str, Any]:
    return {
        "subject_type": "control.freeze",
        "subject_id": freeze,
        "issuer": stage.panel,
        "title": "On the freeze",
        "purpose": "Whether to freeze",
        "clause": "SEC Release Management Policy 3.0, section 3",
        "consulted": ["parties"],
        "closes_date": AT.date() + dt.timedelta(days=14),
        "questions": [{"text": "Do you agree with the freeze?"}],
    }


def met(life: Life) -> Steps:
    """A body meets: papers, an interest that sets a vote aside, a decision, and its minutes."""
    stage = life.stage
    series = yield life.step("series.set-up", stage.code, body=stage.panel, **SERIES)
    yield life.step("series.call-meetings", series.subject_id, year=2026)
    given = {"body": stage.panel, "title": "Panel, today", "meeting_date": AT.date()}
    meeting = (yield life.step("meeting.call", stage.code, **given)).subject_id
    item = (yield life.step("item.add", meeting, title="A budget")).answer["item"]
    yield life.step("paper.submit", item, title="The paper", text="Read me.")
    put = (yield life.put("", "", "budget", item=item)).subject_id
    digest, (first, *others) = Resolution.objects.get(pk=put).subject_digest, stage.seated
    vote = {"position": "for", "paper_digest": digest}
    yield life.step("resolution.vote", put, first, **vote)
    yield life.step("item.declare-interest", item, first, interest="Supplies a part of it")
    for member in others:
        stage.do("resolution.vote", put, member, **vote)
    yield life.step("resolution.close", put, stage.chair)
    yield life.step("minutes.write", meeting, text="It was agreed.")
    minutes = Minutes.objects.get(meeting_id=meeting).id
    approval = yield life.put("committees.minutes", minutes, "minutes")
    yield life.decided(approval.subject_id)


def baselined(life: Life) -> Steps:
    """A document is approved: edition, state of the release and duty discharged in one act."""
    stage = life.stage

    other = stage.release()
    forecast = {"stated_by": "dcc", "audience": "public", "lines": amounts(90)}
    yield life.step("release.forecast-cost", other, **forecast)
    document = fill(life.do, stage.code, life.release, "MP77")
    yield life.step("document.issue", document, comments="First draft")
    put = yield life.put("baselines.releasedocument", document, "baseline")
    yield life.decided(put.subject_id)


def control_adopted(life: Life) -> None:
    """The proposed policy on changes after a baseline, in force."""
    proposed = (SHIPPED / CONTROL).read_text(encoding="utf-8")
    force = 'status = "approved"\napplies_from = 2026-01-01'
    text = proposed.replace('status = "proposed"', force)
    life.do("policy.adopt", life.stage.code, UNTOLD, text=text, applies_from_date="2026-01-01")


def changed(life: Life) -> Steps:
    """What is baselined is changed by a request that a body endorsed."""
    control_adopted(life)
    modification(life.do, life.stage.code, "MP78")
    asked = {"changes": "scope", "modification": "MP78", "title": "More", "rationale": "Asked for"}
    raised = yield life.step("change.raise", life.release, **asked)
    put = yield life.put("control.changerequest", raised.subject_id, "change-request")
    yield life.decided(put.subject_id)
    joins = {"modification": "MP78", "relation": "approved"}
    yield life.step("release.add-to-scope", life.release, **joins)


STORIES = {"frozen": frozen, "met": met, "baselined": baselined, "changed": changed}
"""In order: what is changed was baselined before."""


def outcome(life: Life) -> dict[str, Any]:
    """Where all of it has led: what the last act of each story brought about."""
    release = Release.objects.get(pk=life.release)
    approved = Edition.objects.filter(status="approved").order_by("major")
    duties = Obligation.objects.filter(discharged_date__isnull=False).order_by("rule")
    return {
        "freeze": Freeze.objects.get().state,
        "minutes": Minutes.objects.get().state,
        "votes set aside": Recusal.objects.filter(resolution__votes__person=F("person")).count(),
        "editions": [row.number for row in approved],
        "editions that fell": approved.exclude(fell_date=None).count(),
        "release": release.state,
        "request": ChangeRequest.objects.get().state,
        "discharged": [row.rule for row in duties],
    }
