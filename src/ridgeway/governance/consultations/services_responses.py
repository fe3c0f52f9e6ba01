"""Acts on responses: sent or entered, considered one by one, traced to the change they led to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from pydantic import AwareDatetime, Field, field_validator

from ridgeway.core.record.salted import new_salt
from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Body, Party
from ridgeway.governance.consultations.models import (
    Answer,
    AskedQuestion,
    Consideration,
    Consultation,
    Disposition,
    Response,
    ResponseChange,
)
from ridgeway.governance.consultations.times import in_words
from ridgeway.governance.naming import named
from ridgeway.governance.record.rows import Audience

Text = Annotated[str, Field(min_length=1, max_length=20_000)]
QUESTION = "Take this response?"


class AnswerGiven(Given):
    number: int = Field(title="Question", ge=1, le=100)
    text: str = Field(
        "",
        title="Answer",
        description="Empty: the question is left out",
        max_length=20_000,
        json_schema_extra={"widget": "textarea"},
    )
    rationale: str = Field(
        "", title="Reasons", max_length=20_000, json_schema_extra={"widget": "textarea"}
    )
    confidential: bool = Field(False, title="This answer is confidential")


Answers = Annotated[list[AnswerGiven], Field(min_length=1, max_length=100)]


class Respond(Given):
    answers: Answers = Field(title="Answers")
    confidential: bool = Field(
        True,
        title="The whole response is confidential",
        description="Then the administration alone sees it",
    )
    confidential_because: str = Field(
        "", title="Why confidential", description="Invited, not required", max_length=5000
    )

    @field_validator("answers")
    @classmethod
    def _said(cls, answers: list[AnswerGiven]) -> list[AnswerGiven]:
        said = [answer for answer in answers if answer.text]
        if not said:
            raise ValueError("answer one question at least")
        return said


class EnterResponse(Respond):
    respondent: Annotated[str, Field(min_length=1, max_length=200)] = Field(title="Respondent")
    party: str = Field("", title="Party", description="Where the respondent is one")
    body: str = Field("", title="Body", description="Where the respondent is one")
    arrived_at: AwareDatetime = Field(title="Arrived")
    way: Annotated[str, Field(min_length=1, max_length=40)] = Field(
        "e-mail", title="How it came", description="Such as e-mail or letter"
    )


def _may_respond(acting: Acting, row: Consultation, given: Respond | None) -> Verdict:
    reasons = _takes_responses(acting, row)
    if given is not None:
        asked = set(row.questions.values_list("number", flat=True))
        strange = sorted({a.number for a in given.answers} - asked)
        if strange:
            what = f"It has no question {', '.join(map(str, strange))}."
            remedy = f"Its questions: {', '.join(map(str, sorted(asked)))}."
            reasons.append(Reason("question", what, State.UNMET, remedy=remedy))
        twice = [n for n, count in Counter(a.number for a in given.answers).items() if count > 1]
        if twice:
            what = f"Question {', '.join(map(str, twice))} is answered twice."
            reasons.append(Reason("question", what, State.UNMET))
    if isinstance(given, EnterResponse) and given.arrived_at > acting.at:
        reasons.append(Reason("arrived", "It cannot have arrived yet.", State.UNMET))
    return Verdict(QUESTION, tuple(reasons))


def _takes_responses(acting: Acting, row: Consultation) -> list[Reason]:
    """Late ones are taken and marked, until the consultation is concluded."""
    if row.state not in ("open", "closed"):
        return [Reason("state", f"The consultation is {row.state}.", State.UNMET, row.clause)]
    if acting.at < row.opens_at:
        what = f"It opens on {in_words(row.opens_at, acting.within.zone)}."
        return [Reason("opens", what, State.UNMET, row.clause)]
    return []


@act(
    "consultation.respond",
    Consultation,
    Respond,
    title="Respond",
    effect="Arrives now; what comes after the closing time is taken and marked late.",
    judge=_may_respond,
)
def respond(acting: Acting, row: Consultation, given: Respond) -> None:
    held = [h for h in acting.actor.held if h.code_id == row.code_id]
    party = next((h.party_id for h in held if h.party_id), None)
    body = None if party else next((h.body_id for h in held if h.body_id), None)
    respondent = (
        Party.objects.filter(pk=party).values_list("name", flat=True).first()
        or Body.objects.filter(pk=body).values_list("name", flat=True).first()
        or acting.actor.name
    )
    response = Response(
        respondent=str(respondent),
        party_id=party,
        body_id=body,
        person_id=acting.actor.person_id,
        arrived_at=acting.at,
        way=str(acting.actor.via),
    )
    _keep(acting, row, response, given)


@act(
    "consultation.enter-response",
    Consultation,
    EnterResponse,
    title="Enter a response that came another way",
    effect="Held with the time at which it arrived; late if that was after the closing time.",
    judge=_may_respond,
)
def enter_response(acting: Acting, row: Consultation, given: EnterResponse) -> None:
    for model, identity in ((Party, given.party), (Body, given.body)):
        if identity and not model._default_manager.filter(pk=identity).exists():
            raise refusal(QUESTION, "respondent", f"There is no such {model.__name__.lower()}.")
    response = Response(
        respondent=given.respondent,
        party_id=given.party or None,
        body_id=given.body or None,
        arrived_at=given.arrived_at.astimezone(dt.UTC),
        way=given.way,
    )
    _keep(acting, row, response, given)


def _keep(acting: Acting, row: Consultation, response: Response, given: Respond) -> None:
    response.code = acting.within
    response.consultation = row
    response.number = row.responses.count() + 1
    response.salt = new_salt().hex()
    response.confidential = given.confidential
    response.confidential_because = given.confidential_because
    if not given.confidential and row.audience != Audience.ADMINISTRATION:
        response.audience = Audience.COMMITTEE
    acting.add(response)
    acting.add_all(_answers(row, response, given.answers))
    acting.about(response)
    acting.clause = row.clause
    acting.answer["number"] = response.number
    acting.answer["late"] = response.arrived_at > row.closes_at


def _answers(row: Consultation, response: Response, given: Sequence[AnswerGiven]) -> list[Answer]:
    asked = {
        question.number: question for question in AskedQuestion.objects.filter(consultation=row)
    }
    return [
        Answer(
            response=response,
            question=asked[answer.number],
            salt=new_salt().hex(),
            **answer.model_dump(exclude={"number"}),
        )
        for answer in given
    ]


class Consider(Given):
    disposition: Disposition = Field(title="Disposition")
    what: Text = Field(title="What was done")
    why: Text = Field(title="Why")
    body: str = Field(title="Considered by", description="The body that weighed it")
    considered_date: dt.date | None = Field(None, title="Considered on", description="Empty: today")


def _may_consider(acting: Acting, response: Response, given: Consider | None) -> Verdict:
    row, reasons = response.consultation, []
    if row.state in ("concluded", "withdrawn"):
        reasons.append(Reason("state", f"The consultation is {row.state}.", State.UNMET))
    if given and given.considered_date and given.considered_date > acting.today:
        reasons.append(Reason("date", "That day is still to come.", State.UNMET))
    return Verdict("Consider this response?", tuple(reasons))


@act(
    "response.consider",
    Response,
    Consider,
    title="Consider the response",
    effect="Says what was done with it and why; a later consideration outranks this one.",
    judge=_may_consider,
    decides=True,
)
def consider(acting: Acting, response: Response, given: Consider) -> None:
    body = Body.objects.filter(pk=given.body).first()
    if body is None:
        raise refusal("Consider this response?", "body", "There is no such body.")
    acting.clause = response.consultation.clause
    acting.add(
        Consideration(
            response=response,
            number=response.considerations.count() + 1,
            body=body,
            considered_date=given.considered_date or acting.today,
            **given.model_dump(include={"disposition", "what", "why"}),
        )
    )


class Trace(Given):
    changed: str = Field(
        title="What was changed",
        description="A version of a policy, or a modification, by its identity",
        max_length=16,
        json_schema_extra={"hint": "A version of a policy, or a modification"},
    )
    what: Text = Field(title="What changed because of it")


TRACED = ("codes.policyadoption", "modifications.modification")


@act(
    "response.trace",
    Response,
    Trace,
    title="Trace the response to a change",
    effect="Leads from what was said to what was changed, and back.",
)
def trace(acting: Acting, response: Response, given: Trace) -> None:
    seen = named(acting.actor, [(kind, given.changed) for kind in TRACED])
    if not seen:
        raise refusal("Trace it?", "changed", "There is no such thing, or not for you.")
    kind, identity = next(iter(seen))
    row = ResponseChange(
        response=response,
        number=response.changes.count() + 1,
        subject_type=kind,
        subject_id=identity,
        what=given.what,
    )
    acting.add(row)
