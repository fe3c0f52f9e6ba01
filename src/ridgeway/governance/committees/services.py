"""Acts of bodies and about what bodies said; voting lies in `voting`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.verdict import refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import ACTS, Given, act
from ridgeway.governance.codes.finding import SubjectId, body_or_refusal, subject_named
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees import voting
from ridgeway.governance.committees.lateness import late_for, told
from ridgeway.governance.committees.models import (
    Advice,
    Finding,
    Meeting,
    Question,
    Statement,
    StatementKind,
    ViewRequest,
)
from ridgeway.governance.committees.subjects import KINDS
from ridgeway.governance.record.rows import Audience

Text = Annotated[str, Field(min_length=1, max_length=10_000)]
Line = Annotated[str, Field(min_length=1, max_length=300)]

__all__ = ["voting"]


def _question(acting: Acting) -> str:
    return f"{ACTS[acting.act].title}?"


def meeting_named(acting: Acting, meeting_id: str | None) -> Meeting | None:
    if not meeting_id:
        return None
    found = visible(Meeting, acting.actor).filter(pk=meeting_id, code=acting.within).first()
    if found is None:
        raise refusal(_question(acting), "meeting", "There is no such meeting, or not for you.")
    return found


class CallMeeting(Given):
    body: str = Field(title="Body")
    title: Line = Field(title="Title")
    meeting_date: dt.date = Field(title="Meets on")
    paper_date: dt.date | None = Field(None, title="Papers due on")
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")
    example: bool = Field(False, title="An example")


@act(
    "meeting.call",
    Code,
    CallMeeting,
    title="Call a meeting",
    effect="Papers that arrive after the paper day are marked late.",
    dated_back=True,
)
def call_meeting(acting: Acting, code: Code, given: CallMeeting) -> None:
    body = body_or_refusal(acting, given.body)
    acting.about(acting.add(Meeting(code=code, body=body, **given.model_dump(exclude={"body"}))))


class StatementGiven(Given):
    kind: StatementKind = Field(StatementKind.STATEMENT, title="Kind")
    said_by: str = Field("", title="Said by", max_length=120)
    text: Text = Field(title="What was noted")


class GiveAdvice(Given):
    subject_type: str = Field("releases.release", title="Kind of what it is about", max_length=60)
    subject_id: SubjectId
    body: str = Field(title="Body")
    meeting: str | None = Field(None, title="Meeting")
    advice_date: dt.date = Field(title="Date of the view")
    on: str = Field("", title="On what", max_length=200)
    finding: Finding = Field(title="Finding")
    papers_late: bool = Field(
        False,
        title="Papers came too late for scrutiny",
        description="Known by itself where the meeting's papers are held",
    )
    lateness: str = Field("", title="What came late, and how much there was", max_length=2000)
    basis: str = Field("", title="What the view rests on", max_length=2000)
    statements: list[StatementGiven] = Field(default_factory=list, title="Statements")
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")


def _advise(acting: Acting, code: Code, given: GiveAdvice) -> None:
    body = body_or_refusal(acting, given.body)
    subject_named(acting, given.subject_type, given.subject_id, KINDS)
    meeting = meeting_named(acting, given.meeting)
    late = late_for(meeting, given.subject_id) if meeting else []
    if late and not given.basis:
        what = f"{told(late)} Say on what basis the view rests all the same."
        raise refusal("Record advice?", "basis", what)
    said = given.model_dump(exclude={"body", "meeting", "statements", "papers_late", "lateness"})
    advice = acting.add(
        Advice(
            code=code,
            body=body,
            number=Advice.objects.filter(subject_id=given.subject_id).count() + 1,
            meeting=meeting,
            source=acting.told.source,
            papers_late=given.papers_late or bool(late),
            lateness="\n".join(filter(None, (told(late), given.lateness))),
            **said,
        )
    )
    acting.add_all(
        [
            Statement(advice=advice, number=number, **statement.model_dump())
            for number, statement in enumerate(given.statements, 1)
        ]
    )
    answer_requests(acting, advice)
    acting.about(advice)


def answer_requests(acting: Acting, advice: Advice) -> None:
    """What was asked of this body about this subject is given with its advice: what it was asked
    in the same words, else everything."""
    about = {"subject_id": advice.subject_id, "body_id": advice.body_id}
    asked = list(ViewRequest.objects.filter(**about, state="open"))
    same = [request for request in asked if request.on.casefold() == advice.on.casefold()]
    for request in same or asked:
        acting.change(request, state="given", advice=advice)


@act(
    "advice.give",
    Code,
    GiveAdvice,
    title="Record a body's advice",
    effect="Its finding, its statements, and what they rest on.",
)
def give_advice(acting: Acting, code: Code, given: GiveAdvice) -> None:
    _advise(acting, code, given)


@act(
    "advice.attest",
    Code,
    GiveAdvice,
    title="Attest a body's advice",
    effect="Advice given elsewhere, with the source that says so.",
    dated_back=True,
)
def attest_advice(acting: Acting, code: Code, given: GiveAdvice) -> None:
    if not acting.told.source:
        raise refusal("Attest advice?", "source", "Say where this is known from.")
    _advise(acting, code, given)


class AskQuestion(Given):
    subject_type: str = Field("releases.release", title="Kind of what it is about", max_length=60)
    subject_id: SubjectId
    asked_by: str = Field(title="Asked by")
    asked_of: str = Field(title="Asked of")
    meeting: str | None = Field(None, title="Meeting")
    question: Text = Field(title="Question")
    answer: str = Field("", title="Answer", max_length=10_000)
    accepted_subject_to: bool = Field(False, title="Accepted subject to this clarification")
    asked_date: dt.date = Field(title="Asked on")
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")


@act(
    "question.ask",
    Code,
    AskQuestion,
    title="Put a question",
    effect="The answer and whether acceptance hangs on it stay with the subject.",
    dated_back=True,
)
def ask_question(acting: Acting, code: Code, given: AskQuestion) -> None:
    subject_named(acting, given.subject_type, given.subject_id, KINDS)
    names = {"asked_by", "asked_of", "meeting"}
    row = Question(
        code=code,
        asked_by=body_or_refusal(acting, given.asked_by),
        asked_of=body_or_refusal(acting, given.asked_of),
        meeting=meeting_named(acting, given.meeting),
        source=acting.told.source,
        **given.model_dump(exclude=names),
    )
    acting.about(acting.add(row))


class AnswerQuestion(Given):
    answer: Text = Field(title="Answer")
    accepted_subject_to: bool = Field(False, title="Accepted subject to this clarification")


@act(
    "question.answer",
    Question,
    AnswerQuestion,
    title="Answer the question",
    effect="The answer is kept beside the question.",
)
def answer_question(acting: Acting, question: Question, given: AnswerQuestion) -> None:
    if question.answer:
        raise refusal("Answer?", "answered", "This question is answered; put another.")
    acting.change(question, answer=given.answer, accepted_subject_to=given.accepted_subject_to)
