"""Acts about the agenda of a meeting: its items, their papers, the interests declared in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.faults import crashpoint, racepoint
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import SubjectId, subject_named
from ridgeway.governance.codes.models import Appointment
from ridgeway.governance.committees.binding import item_changed
from ridgeway.governance.committees.models import (
    AgendaItem,
    Declaration,
    Meeting,
    Purpose,
    Recusal,
    Resolution,
)
from ridgeway.governance.committees.services_meetings import not_cancelled
from ridgeway.governance.committees.subjects import KINDS
from ridgeway.governance.record.rows import Audience

Text = Annotated[str, Field(min_length=1, max_length=10_000)]
Line = Annotated[str, Field(min_length=1, max_length=300)]


def may_add(acting: Acting, meeting: Meeting, given: Given | None) -> Verdict:
    del acting, given
    return Verdict("May the agenda still change?", tuple(not_cancelled(meeting)))


class AddItem(Given):
    title: Line = Field(title="Title")
    purpose: Purpose = Field(Purpose.DECISION, title="Purpose")
    subject_type: str = Field("", title="Kind of what it is about", max_length=60)
    subject_id: SubjectId = ""
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")


@act(
    "item.add",
    Meeting,
    AddItem,
    title="Put an item on the agenda",
    effect="At the end, under the next number; numbers never change.",
    judge=may_add,
)
def add_item(acting: Acting, meeting: Meeting, given: AddItem) -> None:
    if given.subject_id:
        subject_named(acting, given.subject_type, given.subject_id, KINDS)
    held = AgendaItem.objects.filter(meeting=meeting).count()
    row = AgendaItem(
        code=acting.within,
        meeting=meeting,
        number=held + 1,
        order=held + 1,
        **{
            **given.model_dump(),
            "subject_type": given.subject_type if given.subject_id else "",
        },
    )
    acting.add(row)
    acting.answer["item"] = row.id


class OrderAgenda(Given):
    numbers: list[int] = Field(
        title="Numbers in the new order",
        description="Every number once, one on each line",
        json_schema_extra={"widget": "lines"},
    )


@act(
    "meeting.order-agenda",
    Meeting,
    OrderAgenda,
    title="Put the agenda in another order",
    effect="Items keep their numbers; only their order changes.",
    judge=may_add,
)
def order_agenda(acting: Acting, meeting: Meeting, given: OrderAgenda) -> None:
    items = {item.number: item for item in AgendaItem.objects.filter(meeting=meeting)}
    if sorted(given.numbers) != sorted(items):
        listed = ", ".join(str(number) for number in sorted(items)) or "none"
        raise refusal("Order it?", "numbers", f"Give every number once: {listed}.")
    for place, number in enumerate(given.numbers, 1):
        if items[number].order != place:
            acting.change(items[number], order=place)


def standing_of(item: AgendaItem) -> list[Reason]:
    """Why nothing more is done on an item that is withdrawn."""
    if not item.withdrawn_reason:
        return []
    return [Reason("withdrawn", f"It is withdrawn: {item.withdrawn_reason}", State.UNMET)]


def while_it_stands(acting: Acting, item: AgendaItem, given: Given | None) -> Verdict:
    del acting, given
    return Verdict("Does the item stand?", tuple(standing_of(item)))


class ChangeItem(Given):
    title: Line = Field(title="Title")
    purpose: Purpose = Field(title="Purpose")


@act(
    "item.edit",
    AgendaItem,
    ChangeItem,
    title="Change the item",
    effect="Its wording or purpose; a resolution about the item itself falls.",
    judge=while_it_stands,
)
def change_item(acting: Acting, item: AgendaItem, given: ChangeItem) -> None:
    acting.change(item, title=given.title, purpose=given.purpose)
    item_changed(acting, item)


class WithdrawItem(Given):
    reason: Line = Field(title="Why it is withdrawn")


def may_withdraw_item(acting: Acting, item: AgendaItem, given: Given | None) -> Verdict:
    del acting, given
    reasons = standing_of(item)
    if Resolution.objects.filter(item=item, state="open").exists():
        reasons.append(Reason("open", "A resolution on it is open; withdraw that.", State.UNMET))
    return Verdict("May it be withdrawn?", tuple(reasons))


@act(
    "item.withdraw",
    AgendaItem,
    WithdrawItem,
    title="Withdraw the item",
    effect="It stays visible as withdrawn, with the reason.",
    judge=may_withdraw_item,
)
def withdraw_item(acting: Acting, item: AgendaItem, given: WithdrawItem) -> None:
    acting.change(item, withdrawn_reason=given.reason)


class RecordOutcome(Given):
    outcome: Text = Field(title="What came of it")


@act(
    "item.record-outcome",
    AgendaItem,
    RecordOutcome,
    title="Record the outcome",
    effect="Told beside the item and in the minutes.",
    judge=while_it_stands,
)
def record_outcome(acting: Acting, item: AgendaItem, given: RecordOutcome) -> None:
    acting.change(item, outcome=given.outcome)


class DeclareInterest(Given):
    interest: Text = Field(title="Interest declared")


def may_declare(acting: Acting, item: AgendaItem, given: Given | None) -> Verdict:
    del given
    reasons = standing_of(item)
    mine = Declaration.objects.filter(item=item, person_id=acting.actor.person_id)
    if mine.exists():
        reasons.append(Reason("declared", "You declared an interest in it already.", State.UNMET))
    return Verdict("May you declare an interest?", tuple(reasons))


@act(
    "item.declare-interest",
    AgendaItem,
    DeclareInterest,
    title="Declare an interest and take no part in the item",
    effect="At once: its papers are closed to you, you cannot vote on it, now or on what is added;"
    " a vote that you cast is set aside.",
    judge=may_declare,
    decides=True,
)
def declare_interest(acting: Acting, item: AgendaItem, given: DeclareInterest) -> None:
    _declare(acting, item, acting.actor.person_id, given.interest)


class EnterInterest(Given):
    person: str = Field(title="Person")
    interest: Text = Field(title="Interest declared")


@act(
    "item.enter-interest",
    AgendaItem,
    EnterInterest,
    title="Enter an interest that a member declared",
    effect="As if they had declared it here: at once, on every page.",
    judge=while_it_stands,
    decides=True,
)
def enter_interest(acting: Acting, item: AgendaItem, given: EnterInterest) -> None:
    meeting = item.meeting
    seated = Appointment.objects.filter(
        person_id=given.person, body_id=meeting.body_id, code_id=item.code_id
    )
    if not seated.exists():
        raise refusal("Enter it?", "person", "That person has no place on this body.")
    if Declaration.objects.filter(item=item, person_id=given.person).exists():
        raise refusal("Enter it?", "declared", "That interest is declared already.")
    _declare(acting, item, given.person, given.interest)


def _declare(acting: Acting, item: AgendaItem, person_id: str, interest: str) -> None:
    racepoint("interest.judged")
    acting.add(
        Declaration(item=item, person_id=person_id, interest=interest, declared_at=acting.at)
    )
    for resolution in _without(item, person_id):
        acting.add(
            Recusal(
                resolution=resolution,
                person_id=person_id,
                interest=interest,
                declared_at=acting.at,
            )
        )
    crashpoint("interest.declared")


def _without(item: AgendaItem, person_id: str) -> Sequence[Resolution]:
    rows = Resolution.objects.filter(item=item)
    return list(rows.exclude(recusals__person_id=person_id))
