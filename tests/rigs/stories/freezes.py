"""A freeze: proposed, consulted on, every response considered, agreed to; or taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ridgeway.governance.codes.models import PolicyAdoption
from ridgeway.governance.consultations.models import Consultation, Response
from tests.rigs.life import Life, Step, Steps
from tests.rigs.scene import AT
from tests.rigs.stage import Stage

AUTUMN = {
    "title": "Autumn stability",
    "rationale": "Meters are installed at full stretch",
    "first_date": "2028-11-01",
    "last_date": "2028-11-30",
}
RESPONSE = {"answers": [{"number": 1, "text": "Yes"}]}
CONSIDERED = {"disposition": "taken-up", "what": "The span is kept", "why": "Most agree"}
SHORTER = {"first_date": "2028-11-01", "last_date": "2028-11-15", "rationale": "Half will do"}
AFTER = AT + dt.timedelta(days=15)
"""When a consultation of these stories has closed."""


def frozen(life: Life) -> Steps:
    """A freeze is consulted on, every response considered, and the body agrees to it."""
    stage = life.stage
    freeze = (yield life.step("freeze.propose", stage.code, **AUTUMN)).subject_id
    asked = yield life.step("consultation.open", stage.code, **consultation(stage, freeze))
    row = asked.subject_id
    for other in Consultation.objects.filter(subject_id=freeze).exclude(pk=row):
        life.step("consultation.withdraw", other.id, reason="Asked twice").perform()
    yield life.step("consultation.respond", row, stage.chair, **RESPONSE)
    after = AT + dt.timedelta(days=15)
    yield Step("consultation.close", row, stage.administrator, after)
    for response in Response.objects.filter(consultation=row):
        yield life.step("response.consider", response.id, body=stage.panel, **CONSIDERED)
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


def taken_back(life: Life) -> Steps:
    """Another one is made shorter, asked about for longer, and taken back with its consultation."""
    stage = life.stage
    freeze = life.step("freeze.propose", stage.code, **{**AUTUMN, "title": "Spring"}).perform()
    asked = life.step(
        "consultation.open", stage.code, **consultation(stage, freeze.subject_id)
    ).perform()
    row, later = asked.subject_id, AT.date() + dt.timedelta(days=21)
    yield life.step("consultation.extend", row, closes_date=later, reason="Easter")
    letter = {"respondent": "Acme", "arrived_at": AT, **RESPONSE}
    response = (yield life.step("consultation.enter-response", row, **letter)).subject_id
    policy = PolicyAdoption.objects.all()[0].id
    life.step("response.consider", response, body=stage.panel, **CONSIDERED).perform()
    yield life.step("response.trace", response, changed=policy, what="The span is shorter")
    yield life.step("consultation.withdraw", row, reason="The freeze is too long")
    yield life.step("freeze.revise", freeze.subject_id, **SHORTER)
    yield life.step("freeze.withdraw", freeze.subject_id, reason="Nobody needs it")
