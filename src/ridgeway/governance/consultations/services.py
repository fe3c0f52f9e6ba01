"""Acts on a consultation: opened, extended, closed, concluded, withdrawn. Loads all its acts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.lifecycle import machine
from ridgeway.core.lifecycle.tables import CONSULTATION
from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import SubjectId, subject_named
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.consultations import services_policy, services_responses
from ridgeway.governance.consultations.models import (
    AskedQuestion,
    ClosingTime,
    Consultation,
    Response,
)
from ridgeway.governance.consultations.subjects import MATTERS
from ridgeway.governance.consultations.times import closing_instant, in_words, rule_book
from ridgeway.governance.record.rows import Audience

__all__ = ["services_policy", "services_responses"]

OPEN = "Open a consultation?"
Text = Annotated[str, Field(min_length=1, max_length=10_000)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class QuestionGiven(Given):
    text: Text = Field(title="Question")
    asks_rationale: bool = Field(True, title="Asks for the reasons")
    general: bool = Field(False, title="The question for whatever else there is to say")


class OpenConsultation(Given):
    subject_type: str = Field("control.freeze", title="Kind of what it is about", max_length=60)
    subject_id: SubjectId
    issuer: str = Field(title="Issued by", description="The body that asks")
    title: Line = Field(title="Title")
    purpose: Text = Field(title="Purpose", description="What is to be decided with the answers")
    clause: Line = Field(title="Legal basis", description="The clause under which it is held")
    consulted: Annotated[tuple[Key, ...], Field(min_length=1)] = Field(
        title="Who is consulted", description="As the policy names them, such as parties"
    )
    opens_at: dt.datetime | None = Field(None, title="Opens", description="Empty: at once")
    closes_date: dt.date = Field(title="Last day")
    closes_time: dt.time | None = Field(
        None, title="Closes at", description="Local time; empty: as the policy says"
    )
    questions: Annotated[list[QuestionGiven], Field(min_length=1, max_length=100)] = Field(
        title="Questions"
    )
    audience: Audience = Field(Audience.PUBLIC, title="Who may see it")
    example: bool = Field(False, title="An example")


def _may_open(acting: Acting, code: Code, given: OpenConsultation | None) -> Verdict:
    """One is open at a time under one title about one subject."""
    del acting
    if given is None:
        return Verdict(OPEN)
    same = given.model_dump(include={"subject_type", "subject_id", "title"})
    held = Consultation.objects.filter(code=code, state="open", **same).first()
    if held is None:
        return Verdict(OPEN)
    what = f"“{held.title}” is open about it already, until {in_words(held.closes_at, code.zone)}."
    remedy = "Extend that one, or withdraw it first."
    return Verdict(OPEN, (Reason("once", what, State.UNMET, remedy=remedy),))


@act(
    "consultation.open",
    Code,
    OpenConsultation,
    title="Open a consultation",
    effect="Takes responses until it closes; those consulted are to be told.",
    judge=_may_open,
    decides=True,
)
def open_consultation(acting: Acting, code: Code, given: OpenConsultation) -> None:
    subject_named(acting, given.subject_type, given.subject_id, MATTERS)
    issuer = Body.objects.filter(pk=given.issuer).first()
    if issuer is None:
        raise refusal(OPEN, "issuer", "There is no such body.")
    _known(acting, given.consulted)
    opens_at = _aware(acting, given.opens_at)
    closes_at = closing_instant(acting, given.closes_date, given.closes_time)
    if closes_at <= max(opens_at, acting.at):
        when = in_words(closes_at, code.zone)
        raise refusal(OPEN, "closes", f"It would close on {when}, at once.")
    book = rule_book(acting)
    acting.policy = book.reference if book else ""
    acting.clause = given.clause
    row = acting.add(
        Consultation(
            code=code,
            number=Consultation.objects.filter(code=code).count() + 1,
            issuer=issuer,
            opens_at=opens_at,
            closes_at=closes_at,
            consulted=list(given.consulted),
            **given.model_dump(
                include={
                    "subject_type",
                    "subject_id",
                    "title",
                    "purpose",
                    "clause",
                    "audience",
                    "example",
                }
            ),
        )
    )
    acting.add(ClosingTime(consultation=row, number=1, closes_at=closes_at, set_at=acting.at))
    acting.add_all(
        [
            AskedQuestion(consultation=row, number=number, **question.model_dump())
            for number, question in enumerate(given.questions, 1)
        ]
    )
    acting.about(row)
    acting.answer["number"] = row.number


def _aware(acting: Acting, at: dt.datetime | None) -> dt.datetime:
    """An instant to come; one without a zone is local time of the code."""
    if at is None:
        return acting.at
    if at.tzinfo is None:
        raise refusal(OPEN, "opens-at", "Say in which zone it opens.")
    return max(at, acting.at)


def _known(acting: Acting, names: tuple[str, ...]) -> None:
    """Refuse names that neither a policy in force nor the installation knows."""
    books = rulebooks_in_force(acting.within.id, acting.today)
    known = {body.id for book in books for body in book.bodies}
    known |= set(Body.objects.values_list("key", flat=True))
    if strange := [name for name in names if name not in known]:
        what = f"Nobody is called {' or '.join(strange)}."
        remedy = f"Use: {', '.join(sorted(known))}."
        raise refusal(OPEN, "consulted", what, remedy=remedy)


def _standing(acting: Acting, row: Consultation, action: str) -> Verdict:
    """How an action stands by the table, with the facts that its guards ask for."""
    facts = {
        "closing-time-passed": _closing_time(acting, row),
        "every-response-considered": _considered(acting, row),
    }
    roles = acting.actor.roles(row.code_id)
    return machine.judge(CONSULTATION, row.state, action, roles, facts)


def _closing_time(acting: Acting, row: Consultation) -> Reason:
    when = in_words(row.closes_at, acting.within.zone)
    if acting.at > row.closes_at:
        return Reason("closing-time-passed", f"It closed on {when}.", State.MET, row.clause)
    what = f"It takes responses until {when}."
    return Reason("closing-time-passed", what, State.UNMET, row.clause)


def _considered(acting: Acting, row: Consultation) -> Reason:
    key = "every-response-considered"
    left: list[int] = acting.once(f"{key} {row.id}", lambda: unconsidered(row.id))
    if not left:
        return Reason(key, "Every response is considered.", State.MET, row.clause)
    numbers = ", ".join(str(number) for number in left)
    what = f"Not considered yet: response {numbers}."
    return Reason(
        key, what, State.UNMET, row.clause, remedy="Say what was done with each, and why."
    )


def unconsidered(consultation_id: str) -> list[int]:
    """The numbers of the responses that nobody has considered."""
    rows = Response.objects.filter(consultation_id=consultation_id)
    left = rows.filter(considerations__isnull=True).order_by("number")
    return list(left.values_list("number", flat=True))


class Extend(Given):
    closes_date: dt.date = Field(title="New last day")
    closes_time: dt.time | None = Field(
        None, title="Closes at", description="Local time; empty: as the policy says"
    )
    reason: Text = Field(title="Why it takes responses longer")


def _may_extend(acting: Acting, row: Consultation, given: Extend | None) -> Verdict:
    question = "Extend it?"
    if row.state != "open":
        return Verdict(question, (Reason("state", f"It is {row.state}.", State.UNMET),))
    if given is None:
        return Verdict(question)
    closes_at = closing_instant(acting, given.closes_date, given.closes_time)
    standing = in_words(row.closes_at, acting.within.zone)
    if closes_at > max(row.closes_at, acting.at):
        return Verdict(question)
    what = f"Respondents count on {standing}; it can be moved to a later time only."
    return Verdict(question, (Reason("later", what, State.UNMET, row.clause),))


@act(
    "consultation.extend",
    Consultation,
    Extend,
    title="Extend the closing time",
    effect="The earlier closing time stays in its history; those consulted are to be told.",
    judge=_may_extend,
)
def extend(acting: Acting, row: Consultation, given: Extend) -> None:
    closes_at = closing_instant(acting, given.closes_date, given.closes_time)
    acting.clause = row.clause
    acting.add(
        ClosingTime(
            consultation=row,
            number=row.closing_times.count() + 1,
            closes_at=closes_at,
            set_at=acting.at,
            reason=given.reason,
        )
    )
    acting.change(row, closes_at=closes_at)


def _may_close(acting: Acting, row: Consultation, given: Given | None) -> Verdict:
    del given
    return _standing(acting, row, "close")


@act(
    "consultation.close",
    Consultation,
    title="Close the consultation",
    effect="What arrives from now on is marked late; the responses are to be considered.",
    judge=_may_close,
)
def close(acting: Acting, row: Consultation, given: Given) -> None:
    del given
    acting.clause = row.clause
    acting.change(row, state="closed")


class Conclude(Given):
    outcome: Text = Field(title="Outcome", description="What came of it, for everybody to read")


def _may_conclude(acting: Acting, row: Consultation, given: Given | None) -> Verdict:
    del given
    return _standing(acting, row, "conclude")


@act(
    "consultation.conclude",
    Consultation,
    Conclude,
    title="Conclude the consultation",
    effect="Its outcome stands for everybody to read; no further response is taken.",
    judge=_may_conclude,
    decides=True,
)
def conclude(acting: Acting, row: Consultation, given: Conclude) -> None:
    acting.clause = row.clause
    acting.change(row, state="concluded", outcome=given.outcome, ended_at=acting.at)


class WithdrawConsultation(Given):
    reason: Text = Field(title="Why it is withdrawn")


def _may_withdraw(acting: Acting, row: Consultation, given: Given | None) -> Verdict:
    del given
    return _standing(acting, row, "withdraw")


@act(
    "consultation.withdraw",
    Consultation,
    WithdrawConsultation,
    title="Withdraw the consultation",
    effect="It stays visible as withdrawn, with the reason; its responses stay held.",
    judge=_may_withdraw,
    decides=True,
)
def withdraw(acting: Acting, row: Consultation, given: WithdrawConsultation) -> None:
    acting.clause = row.clause
    acting.change(row, state="withdrawn", outcome=given.reason, ended_at=acting.at)
