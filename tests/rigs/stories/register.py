"""Modifications from their first draft to a date that is amended, and changes that are directed."""

from __future__ import annotations

from typing import Any

from ridgeway.governance.acting import Told
from ridgeway.governance.modifications.models import Modification
from tests.rigs.life import Life, Step, Steps
from tests.rigs.scene import AT

DRAFT = {
    "title": "Change a thing",
    "description": "The issue and its solution",
    "path": "self-governance",
    "proposer": "acme",
}
LIMBS = [{"date": "2027-06-24", "release": "June 2027 SEC Release", "by": "2026-06-24"}]
LETTER = {"authority": "Letter", "reason": "It touches consumers", "by_body": "authority"}
ASKED = {
    "implementation_date": "2027-08-26",
    "by_body": "panel",
    "rationale": "Testing takes longer",
}


def drafted(life: Life) -> Steps:
    """A modification is raised, told of in full, renamed and moved on."""
    raised = life.step("modification.raise", life.stage.code, reference="DP071", **DRAFT)
    row = (yield raised).subject_id
    yield on(life, row, "edit", title="Change another thing", latest_update="Under way")
    yield on(life, row, "add-part", name="The second part")
    yield on(life, row, "set-impact", name="Large Suppliers", level="high")
    person = life.stage.administrator.person_id
    yield on(life, row, "name-person", part="lead-analyst", person=person)
    yield on(life, row, "add-document", kind="legal-text", name="Section D", edition="0.1")
    yield on(life, row, "withdraw-document", number=1, reason="An error in it")
    yield on(life, row, "write-text", topic="report-benefits", text="Fewer visits")
    yield on(life, row, "change-path", path="authority", **LETTER)
    yield on(life, row, "grant-urgency", urgency="urgent", **LETTER)
    yield on(life, row, "split", title="What can go sooner", reason="It is ready")
    secas = Told(acting_for="secas")
    given = {"action": "accept-draft"}
    yield Step("modification.move", row, life.stage.administrator, told=secas, given=given)
    yield on(life, row, "renumber", reference="MP071")
    yield on(life, row, "set-dates", limbs=LIMBS)


def amended(life: Life) -> Steps:
    """One that is decided elsewhere is entered, its date amended; another is carried on by it."""
    entered = {"title": "Decided", "audience": "public", "decided_date": "2026-02-02"}
    adopt = life.attested("modification.adopt", life.stage.code, reference="MP090", **entered)
    row = (yield adopt).subject_id
    life.step("modification.set-dates", row, limbs=LIMBS).perform()
    yield on(life, row, "amend-date", **ASKED)
    other = life.step("modification.raise", life.stage.code, **DRAFT, reference="DP091").perform()
    yield on(life, other.subject_id, "combine", into="MP090", reason="They change one clause")
    lines = [{"reference": "MP092", "title": "From a spreadsheet"}]
    yield life.step("register.import", life.stage.code, modifications=lines)


def directed(life: Life) -> Steps:
    """What is directed is delivered in a release, or on a day that is told, or not at all."""
    told = {"title": "Registers of demand", "made_date": "2026-02-20", "text": "By direction"}
    dated = {**told, "effective_date": "2026-03-02"}
    row = (yield life.step("direction.register", life.stage.code, **dated)).subject_id
    yield life.step("direction.deliver-in", row, release=life.release)
    yield life.step("direction.set-delivered", row, delivered_date=AT.date())
    dated["title"] = "Another"
    gone = life.step("direction.register", life.stage.code, **dated).perform().subject_id
    yield life.step("direction.withdraw", gone, reason="It was revoked")


def on(life: Life, row: str, act: str, /, **given: Any) -> Step:
    assert Modification.objects.filter(pk=row).exists()
    return life.step(f"modification.{act}", row, **given)
