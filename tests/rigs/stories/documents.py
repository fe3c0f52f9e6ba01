"""The documents of a release: baselined, changed, reviewed, commented on, with what they date."""

from __future__ import annotations

from typing import Any

from ridgeway.core.policy.loading import SHIPPED
from ridgeway.governance.acting import UNTOLD
from ridgeway.governance.baselines.models import ReleaseDocument
from ridgeway.governance.codes.models import Body
from tests.governance.baselines.filling import amounts, fill, modification
from tests.rigs.life import Life, Steps
from tests.rigs.scene import AT

CONTROL = "sec-enduring-responsibilities-0.1.toml"


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


def reviewed(life: Life) -> Steps:
    """The annex on testing: written, reviewed, made final, published, amended elsewhere."""
    stage, release = life.stage, life.stage.release()
    document = (yield life.step("release.start-document", release, document="tad")).subject_id
    text = {"part": "tad-approach", "text": "Regression first."}
    yield life.step("document.write", document, **text)
    part = {"part": "rid-technical-specifications", "text": "The release touches none of them."}
    other = ReleaseDocument.objects.get(release_id=life.release).id
    yield life.step("document.set-aside", other, **part)
    days = {"starts_date": "2027-05-04", "ends_date": "2027-07-30"}
    yield life.step("document.plan-activity", other, what="Testing", **days)
    yield life.step("document.drop-activity", other, number=1)
    yield life.step("document.plan", other, planned_issue_date="2027-01-04")
    draft = life.step("document.issue", document, comments="First draft").perform().answer
    yield life.step("edition.send-for-review", draft["edition"])
    about = {"subject_type": "baselines.edition", "subject_id": draft["edition"]}
    view = {"body": Body.objects.get(key="tag").id, "advice_date": AT.date(), "finding": "met"}
    life.step("advice.give", stage.code, **about, **view).perform()
    final = (yield life.step("edition.finalise", draft["edition"])).answer["edition"]
    yield life.step("edition.publish", final)
    dated = {"major": 2, "issued_date": AT.date()}
    yield life.attested("document.attest-edition", document, **dated)
    asked = {"text": "Which devices?", "by_name": "A Supplier"}
    comment = (yield life.step("document.comment", other, **asked)).subject_id
    done = {"disposition": "partly-accepted", "answer": "They are named.", "body": stage.panel}
    yield life.step("comment.dispose", comment, stage.chair, **done)


def dated(life: Life) -> Steps:
    """Versions of specifications with their days, documents that change, and what is published."""
    stage, release = life.stage, life.stage.release()
    planned: dict[str, Any] = {"name": "GBCS", "effect": "takes-effect"}
    yield life.step("release.plan-specification", release, edition="4.2", **planned)
    view = {"body": Body.objects.get(key="tabasc").id, "advice_date": AT.date(), "finding": "met"}
    advice = life.step("advice.give", stage.code, subject_id=release, **view).perform().subject_id
    named = {"specification": "GBCS 4.2"}
    yield life.step("release.consult-on-validity", release, advice=advice, **named)
    yield life.step("release.enter-specification", release, **named)
    life.step("release.plan-specification", release, edition="4.3", **planned).perform()
    yield life.step("release.drop-specification", release, specification="GBCS 4.3")
    yield life.step("release.name-document", release, group="Section", name="J")
    yield life.step("release.drop-document", release, document="Section J")
    switch = {"reference": "CR9", "title": "Alerts", "state": "off"}
    yield life.step("release.record-switch", release, **switch)
    told = {"kind": "testing-information", "title": "UIT", "text": "Eight weeks from April."}
    yield life.step("release.publish-information", release, **told)
    yield life.step("release.withdraw-information", release, number=1, reason="Wrong build")
