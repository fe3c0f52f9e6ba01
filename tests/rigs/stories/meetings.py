"""What a meeting is: its agenda, who was there, what was asked, put, chosen and agreed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ridgeway.governance.codes.models import Appointment, Body
from ridgeway.governance.committees.models import (
    AgendaItem,
    Condition,
    MeetingSeries,
    Minutes,
    Resolution,
)
from tests.rigs.life import Life, Step, Steps
from tests.rigs.scene import AT

OPTIONS = ["In February", "In June"]
HANGS_ON: dict[str, Any] = {"text": "The file has come", "owner": "dcc"}


def called(life: Life, title: str, **given: Any) -> Step:
    named = {"body": life.stage.panel, "title": title, "meeting_date": AT.date(), **given}
    return life.step("meeting.call", life.stage.code, **named)


SERIES = {"title": "Panel", "weekday": "thursday", "which": "second"}


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


def arranged(life: Life) -> Steps:
    """An agenda is set in order and worked off; one meeting moves, and is then called off."""
    stage, member = life.stage, life.stage.seated[0]
    meeting = (yield called(life, "Panel, arranged")).subject_id
    item = (yield life.step("item.add", meeting, title="A budget")).answer["item"]
    yield life.step("item.edit", item, title="The budget", purpose="information")
    paper = (yield life.step("paper.submit", item, title="A draft", text="Old.")).answer["paper"]
    yield life.step("paper.withdraw", paper, reason="A newer one comes")
    yield life.step(
        "item.enter-interest", item, person=member.person_id, interest="Supplies a part of it"
    )
    yield life.step("item.record-outcome", item, outcome="The Panel noted it.")
    gone = life.step("item.add", meeting, title="Another").perform().answer["item"]
    numbers = AgendaItem.objects.filter(meeting=meeting).order_by("-number")
    yield life.step(
        "meeting.order-agenda", meeting, numbers=list(numbers.values_list("number", flat=True))
    )
    yield life.step("item.withdraw", gone, reason="Not ready")
    away, *there = stage.seated
    seat = Appointment.objects.get(person_id=away.person_id).seat_id
    yield life.step("meeting.seat-alternate", meeting, seat=seat, note="On leave")
    present = [one.person_id for one in there]
    yield life.step("meeting.record-attendance", meeting, present=present)
    later = AT.date() + dt.timedelta(days=9)
    other = (yield called(life, "Panel, moved", meeting_date=later)).subject_id
    to = later + dt.timedelta(days=7)
    yield life.step("meeting.move", other, meeting_date=to, reason="The hall is taken")
    yield life.step("meeting.cancel", other, reason="Nothing to decide")
    yield life.step("series.end", MeetingSeries.objects.all()[0].id, ended_date=AT.date())


def asked(life: Life) -> Steps:
    """Views are asked for and come, are attested and taken back; actions and questions close."""
    stage = life.stage
    opsg, tag, panel = (Body.objects.get(key=key).id for key in ("opsg", "tag", "panel"))
    view = {"subject_id": life.release, "on": "The outage", "due_date": AT.date()}
    waits = (yield life.step("view.request", stage.code, body=opsg, **view)).subject_id
    yield life.step("view.withdraw", waits, reason="It is known")
    said = {"subject_id": life.release, "advice_date": AT.date(), "finding": "met"}
    noted = [{"text": "The second phase was shorter than planned."}]
    given = yield life.step("advice.give", stage.code, body=tag, statements=noted, **said)
    yield life.step("advice.withdraw", given.subject_id, reason="A test was overlooked")
    yield life.attested("advice.attest", stage.code, body=opsg, **said)
    owed = {"body": panel, "owner": "dcc", "text": "Write to Parties"}
    action = (yield life.step("action.raise", stage.code, **owed)).subject_id
    yield life.step("action.close", action, note="Written")
    asking = {"asked_by": opsg, "asked_of": Body.objects.get(key="dcc").id}
    about = {"subject_id": life.release, "question": "How long?", "asked_date": AT.date()}
    question = (yield life.step("question.ask", stage.code, **asking, **about)).subject_id
    yield life.step("question.answer", question, answer="Four hours")


def agreed(life: Life) -> Steps:
    """One option is chosen, one condition met, one member stands aside, one decision withdrawn."""
    stage = life.stage
    options = life.put("releases.release", life.release, "timing", verb="indicate", options=OPTIONS)
    choice = Resolution.objects.get(pk=(yield options).subject_id)
    first, second, *_ = stage.seated
    chosen = {"option": 1, "paper_digest": choice.subject_digest}
    yield life.step("resolution.choose", choice.id, first, **chosen)
    yield life.step("resolution.recuse", choice.id, second, interest="Supplies a part of it")
    yield life.step("resolution.withdraw", choice.id, reason="Put too early")
    put = yield life.put("releases.release", life.release, "budget", hangs_on=[HANGS_ON])
    yield life.decided(put.subject_id)
    file = {"subject_type": "releases.release", "subject_id": life.release, "title": "The file"}
    evidence = (yield life.step("evidence.submit", stage.code, **file)).subject_id
    condition = Condition.objects.get(resolution=put.subject_id).id
    yield life.step("condition.discharge", condition, stage.chair, evidence=evidence)
    yield elsewhere(life)


def elsewhere(life: Life) -> Step:
    """What a body decided before it was held here."""
    said: dict[str, Any] = {"verb": "agree", "text": "that it be so", "matter": "readiness"}
    about = {"subject_id": life.release, "body": life.stage.panel}
    return life.attested("resolution.attest", life.stage.code, **about, **said)
