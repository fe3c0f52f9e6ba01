"""A release from its plan to the day after it is live, and the notices that this owes."""

from __future__ import annotations

import datetime as dt

from ridgeway.governance.actor import WORKER, Actor
from ridgeway.governance.codes.models import Body, Code, Installation
from ridgeway.governance.costs.models import CostReport
from ridgeway.governance.notices.models import Delivery, Notice
from ridgeway.governance.releases.models import Obligation
from tests.governance.baselines.filling import amounts
from tests.governance.conftest import appoint
from tests.governance.golive.staging import SCHEME
from tests.rigs.life import Life, Step, Steps
from tests.rigs.scene import AT, actor_named, plan_release

TODAY = AT.date()
JUNE = {"slot": "june", "year": 2027, "audience": "public"}
MOVED = {"by_body": "panel", "authority": "Minutes", "cause": "More testing"}
ASKED = {"by_body": "panel", "authority": "Minute 7", "first_due_date": "2026-04-15"}
HELD = {"kind": "system", "state": "live", "actual_date": "2019-11-29", "audience": "public"}
DATES = [{"status": "by-rule", "go_live_date": "2019-11-07"}]
RISK = {"text": "Devices come late", "owner": "DCC"}
DEFECT = {"title": "Meter stops", "severity": 2, "reference": "D1"}
CRITERION = {"number": 1, "text": "It works", "confirmed_by": []}
TOLD = {"stated_by": "dcc", "audience": "public"}


def planned(life: Life) -> Steps:
    """Planned, filled, weighed, tested; emptied again, and of another kind since."""
    stage, opsg = life.stage, Body.objects.get(key="opsg").id
    release = (yield life.step("release.plan", stage.code, **JUNE)).subject_id
    given = {"reference": "MP060", "title": "A change", "system_impact": False}
    life.attested("modification.adopt", stage.code, audience="public", **given).perform()
    life.step("release.add-to-scope", release, modification="MP060").perform()
    weighed = {"modification": "MP060", "matter": "complexity", "text": "It is plain"}
    yield life.step("release.weigh", release, **weighed)
    yield life.step("release.record-risk", release, **RISK)
    yield life.step("release.view-risk", release, number=1, body=opsg, accepted=True)
    yield life.step("release.record-phase", release, number=1, name="UIT", closed=True)
    defect = (yield life.step("defect.raise", release, **DEFECT)).subject_id
    yield life.step("defect.move", defect, action="fix")
    yield life.step("defect.plan", defect, plan="In the next release")
    out = {"modification": "MP060", "rationale": "Not ready"}
    yield life.step("release.remove-from-scope", release, **out)
    kind = {"kind": "documentation", "rationale": "None is left"}
    yield life.step("release.replace-kind", release, **kind)
    yield life.step("release.set-date", release, go_live_date="2027-06-17", **MOVED)
    yield life.step("release.move", release, action="cancel", rationale="Nothing is left")
    yield life.attested("release.adopt", stage.code, dates=DATES, **HELD)


def live(life: Life, day: dt.date = TODAY) -> Steps:
    """Everything is found met, the go-live is agreed and called, and the release is set live."""
    stage, dcc = life.stage, Body.objects.get(key="dcc").id
    done = plan_release(stage.administrator, day, AT, given={"kind": "documentation"})
    release = done.subject_id
    for rule in Obligation.objects.filter(release_id=release).values_list("rule", flat=True):
        yield life.step("release.discharge", release, rule=rule, note="Minutes")
    yield life.step("release.set-criterion", release, stated_by=dcc, **CRITERION)
    yield life.step("release.find-criterion", release, number=1, body=dcc, met=True)
    for body in ("opsg", "tag"):
        advice = {"body": Body.objects.get(key=body).id, "advice_date": AT.date(), "finding": "met"}
        life.step("advice.give", stage.code, subject_id=release, **advice).perform()
    put = life.put("releases.release", release, "go-live").perform().subject_id
    life.decided(put).perform()
    yield life.step("release.call", release, actor_named("delivery"), go=True)
    yield Step("release.set-live", release, stage.administrator, AT + (day - AT.date()))
    yield life.step("release.report-actual-cost", release, **TOLD, lines=amounts(95))


def costed(life: Life) -> Steps:
    """How often is asked, what is told of cost and readiness, and what of it is challenged."""
    stage, release = life.stage, life.release
    yield life.step("release.ask-cost-updates", release, **ASKED)
    yield life.step("release.update-cost", release, **TOLD, lines=amounts(80))
    yield life.step("release.ask-readiness-updates", release, **ASKED)
    told = {"stated_by": "dcc", "on_track": True, "progress": "Two of four phases are closed"}
    yield life.step("release.report-readiness", release, **told)
    here, root = Installation.objects.get().id, actor_named("ada")
    life.step("party.register", here, root, key="supplier", name="Supplier").perform()
    told = {"party": "supplier", "on_track": True, "progress": "Our systems are built"}
    yield life.step("release.report-party-readiness", release, **told)
    given = {"reference": "MP061", "title": "A dear change", "audience": "public"}
    row = life.attested("modification.adopt", stage.code, **given).perform().subject_id
    yield life.step("modification.estimate-cost", row, **TOLD, lines=amounts(100))
    report = CostReport.objects.filter(kind="estimate", modification_id=row)[0].id
    raised = {"body": "panel", "text": "Twice what the last release paid"}
    challenge = (yield life.step("cost.challenge", report, **raised)).subject_id
    yield life.step("challenge.answer", challenge, body="dcc", answer="More devices")
    yield life.step("challenge.settle", challenge, outcome="standing")
    later = {"changes": "schedule", "title": "Later", "rationale": "Tests"}
    change = life.step("change.raise", release, go_live_date="2028-03-02", **later).perform()
    yield life.step("change.withdraw", change.subject_id, reason="Not needed")


def told(life: Life) -> Steps:
    """A notice goes out, fails, goes again; others are entered as sent, and taken back."""
    first, second, third = (owed(life) for _ in range(3))
    yield life.step("notice.release", first)
    delivery = Delivery.objects.filter(notice_id=first).order_by("pk")[0].id
    yield life.step("delivery.settle", delivery, WORKER, outcome="failed")
    yield life.step("delivery.resend", delivery)
    text = {"sent_date": AT.date(), "text": "As it was sent"}
    yield life.attested("notice.attest", second, **text)
    yield life.step("notice.withdraw", third, reason="The release is off")


def owed(life: Life) -> str:
    return str(Notice.objects.get(subject_id=life.stage.release(), rule="notice-12-months").id)


def waived(life: Life) -> Steps:
    """In a code whose policy lets criteria be waived, one is; and a newer policy is reckoned by."""
    here, root = Installation.objects.get(), actor_named("ada")
    code = Code.objects.get(key="other").id

    def seated(role: str, **more: str) -> Actor:
        return appoint(here, root, role, code_id=code, **more)

    panel = life.stage.panel
    administrator, chair = seated("code-administrator"), seated("chair", body=panel)
    text = SCHEME.read_text("utf-8")
    life.step("policy.adopt", code, administrator, text=text).perform()
    given = {"kind": "documentation", "go_live_date": "2026-06-02", "audience": "parties"}
    release = life.step("release.plan", code, administrator, **given).perform().subject_id
    stated = {"number": 1, "text": "It holds", "stated_by": Body.objects.get(key="dcc").id}
    life.step("release.set-criterion", release, administrator, **stated).perform()
    why = {"reason_key": "criterion-1", "body": panel, "reason": "The old gate stays"}
    yield life.step("release.waive", release, chair, until_date="2026-04-01", **why)
    newer = text.replace('version = "1.2"', 'version = "1.3"')
    life.step(
        "policy.adopt", code, administrator, text=newer, applies_from_date="2026-06-01"
    ).perform()
    later = AT + dt.timedelta(days=100)
    yield Step("release.reckon-again", release, administrator, later)
