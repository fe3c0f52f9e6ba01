"""Acts about what is asked for and owed: views of bodies, conditions, actions."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import SubjectId, body_or_refusal, subject_named
from ridgeway.governance.codes.models import Code, Person
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees.models import (
    Action,
    Advice,
    AgendaItem,
    Condition,
    ViewRequest,
)
from ridgeway.governance.committees.services import meeting_named
from ridgeway.governance.committees.subjects import KINDS
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Audience

Text = Annotated[str, Field(min_length=1, max_length=10_000)]
Line = Annotated[str, Field(min_length=1, max_length=300)]


class RequestView(Given):
    subject_type: str = Field("releases.release", title="Kind of what it is about", max_length=60)
    subject_id: SubjectId
    body: str = Field(title="Body that is asked")
    on: Line = Field(title="On what", description="Such as: the timing and length of the outage")
    due_date: dt.date = Field(title="Wanted by")
    clause: str = Field("", title="Clause", max_length=120)
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")


@act(
    "view.request",
    Code,
    RequestView,
    title="Ask a body for its view",
    effect="Outstanding until the body's advice about the subject is recorded.",
)
def request_view(acting: Acting, code: Code, given: RequestView) -> None:
    subject_named(acting, given.subject_type, given.subject_id, KINDS)
    if given.due_date < acting.today:
        raise refusal("Ask for it?", "due", "A view can only be wanted by a day to come.")
    row = ViewRequest(
        code=code,
        body=body_or_refusal(acting, given.body),
        requested_date=acting.today,
        **given.model_dump(exclude={"body"}),
    )
    acting.about(acting.add(row))


class WithdrawRequest(Given):
    reason: Line = Field(title="Why it is withdrawn")


def while_open(acting: Acting, row: ViewRequest | Action, given: Given | None) -> Verdict:
    del acting, given
    open_ = row.state == "open"
    reasons = () if open_ else (Reason("open", f"It is {row.state}.", State.UNMET),)
    return Verdict("Is it open?", reasons)


@act(
    "view.withdraw",
    ViewRequest,
    WithdrawRequest,
    title="Withdraw the request for a view",
    effect="It stays visible as withdrawn, with the reason.",
    judge=while_open,
)
def withdraw_request(acting: Acting, request: ViewRequest, given: WithdrawRequest) -> None:
    acting.change(request, state="withdrawn", note=given.reason)


class WithdrawAdvice(Given):
    reason: Line = Field(title="Why it is withdrawn")


def may_withdraw_advice(acting: Acting, advice: Advice, given: Given | None) -> Verdict:
    del acting, given
    gone = bool(advice.withdrawn_reason)
    reasons = (Reason("withdrawn", "It is withdrawn.", State.UNMET),) if gone else ()
    return Verdict("May it be withdrawn?", reasons)


@act(
    "advice.withdraw",
    Advice,
    WithdrawAdvice,
    title="Withdraw the advice",
    effect="It stays visible as withdrawn, with the reason; what it answered is asked again.",
    judge=may_withdraw_advice,
)
def withdraw_advice(acting: Acting, advice: Advice, given: WithdrawAdvice) -> None:
    acting.change(advice, withdrawn_reason=given.reason)
    for request in ViewRequest.objects.filter(advice=advice):
        acting.change(request, state="open", advice=None)


class DischargeCondition(Given):
    evidence: str = Field(
        title="Evidence",
        description="Identity of the evidence that shows it",
        json_schema_extra={"hint": ""},
    )
    discharged_date: dt.date | None = Field(
        None, title="Discharged on", description="Empty for today"
    )
    note: str = Field("", title="Note", max_length=2000)


def may_discharge(
    acting: Acting, condition: Condition, given: DischargeCondition | None
) -> Verdict:
    reasons = []
    if condition.state != "open":
        reasons.append(Reason("open", f"It is {condition.state}.", State.UNMET))
    state = condition.resolution.state
    if state != "carried":
        what = f"The resolution is {state}; only what was agreed hangs on a condition."
        reasons.append(Reason("carried", what, State.UNMET))
    if given is not None and given.discharged_date and given.discharged_date > acting.today:
        reasons.append(Reason("day", "That day is still to come.", State.UNMET))
    return Verdict("May it be discharged?", tuple(reasons))


@act(
    "condition.discharge",
    Condition,
    DischargeCondition,
    title="Discharge the condition",
    effect="The agreement no longer hangs on it; the evidence stays beside it.",
    judge=may_discharge,
    decides=True,
)
def discharge(acting: Acting, condition: Condition, given: DischargeCondition) -> None:
    seen = visible(Evidence, acting.actor).filter(code=acting.within, pk=given.evidence)
    evidence = seen.first()
    if evidence is None:
        raise refusal("Discharge it?", "evidence", "There is no such evidence, or not for you.")
    acting.change(
        condition,
        state="discharged",
        discharged_date=given.discharged_date or acting.today,
        evidence=evidence,
        note=given.note,
    )


class RaiseAction(Given):
    text: Text = Field(title="What is to be done")
    body: str = Field("", title="Body that asks", description="The meeting's, if there is one")
    meeting: str | None = Field(None, title="Meeting")
    item: str | None = Field(None, title="Agenda item")
    owner: str = Field(title="Owed by body")
    person: str | None = Field(None, title="By whom of it")
    due_date: dt.date | None = Field(None, title="Due on")
    subject_type: str = Field("", title="Kind of what it is about", max_length=60)
    subject_id: SubjectId = ""
    raised_date: dt.date | None = Field(None, title="Raised on", description="Empty for today")
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")


@act(
    "action.raise",
    Code,
    RaiseAction,
    title="Raise an action",
    effect="Open until it is done or withdrawn, with a note either way.",
    dated_back=True,
)
def raise_action(acting: Acting, code: Code, given: RaiseAction) -> None:
    item = _item(acting, given.item)
    meeting = item.meeting if item else meeting_named(acting, given.meeting)
    body = meeting.body if meeting else body_or_refusal(acting, given.body)
    subject = (given.subject_type, given.subject_id)
    if given.subject_id:
        subject_named(acting, *subject, KINDS)
    elif item is not None:
        subject = (item.subject_type, item.subject_id)
    if given.person and not Person.objects.filter(pk=given.person).exists():
        raise refusal("Raise it?", "person", "There is no such person.")
    if given.raised_date and given.raised_date != acting.today and not acting.told.source:
        what = "An action of another day is attested: say where it is known from."
        raise refusal("Raise it?", "source", what)
    row = Action(
        code=code,
        body=body,
        meeting=meeting,
        item=item,
        number=Action.objects.filter(code=code, body=body).count() + 1,
        text=given.text,
        owner=body_or_refusal(acting, given.owner),
        owner_person_id=given.person or None,
        subject_type=subject[0] if subject[1] else "",
        subject_id=subject[1],
        raised_date=given.raised_date or acting.today,
        due_date=given.due_date,
        source=acting.told.source,
        audience=given.audience,
    )
    acting.about(acting.add(row))


def _item(acting: Acting, item_id: str | None) -> AgendaItem | None:
    if not item_id:
        return None
    rows = visible(AgendaItem, acting.actor).filter(code=acting.within, pk=item_id)
    found = rows.select_related("meeting__body").first()
    if found is None:
        raise refusal("Raise it?", "item", "There is no such agenda item, or not for you.")
    return found


class CloseAction(Given):
    outcome: Literal["done", "withdrawn"] = Field("done", title="Outcome")
    note: Text = Field(title="What was done, or why it is withdrawn")


@act(
    "action.close",
    Action,
    CloseAction,
    title="Close the action",
    effect="Done or withdrawn; the note says how.",
    judge=while_open,
)
def close_action(acting: Acting, action: Action, given: CloseAction) -> None:
    acting.change(action, state=given.outcome, note=given.note, closed_date=acting.today)
