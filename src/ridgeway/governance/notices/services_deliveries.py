"""Acts on single messages: what became of one, and a new try after a failure."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ridgeway.core.record.salted import new_salt
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.faults import racepoint
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.notices.models import Delivery, Notice


class Settle(Given):
    outcome: Literal["sent", "failed"] = Field(title="Outcome")


def may_settle(acting: Acting, delivery: Delivery, given: Given | None) -> Verdict:
    del acting, given
    question = "May it be settled?"
    if delivery.state == "pending":
        return Verdict(question)
    reason = Reason("pending", f"This message is {delivery.state}.", State.UNMET)
    return Verdict(question, (reason,))


@act(
    "delivery.settle",
    Delivery,
    Settle,
    title="Settle a message",
    effect="What became of it, for good.",
    judge=may_settle,
)
def settle(acting: Acting, delivery: Delivery, given: Settle) -> None:
    """Whether the message may have arrived twice is read here, under the lock of its row."""
    racepoint("settle.judged")
    acting.change(
        delivery,
        state=given.outcome,
        settled_at=acting.at,
        possible_duplicate=delivery.unanswered > 0,
        attempts=delivery.attempts + 1,
        sending=False,
    )
    notice = Notice.objects.select_for_update().get(pk=delivery.notice_id)
    others = notice.deliveries.exclude(pk=delivery.pk)
    arrived = given.outcome == "sent" or others.filter(state="sent").exists()
    if notice.state == "released" and arrived and not others.filter(state="pending").exists():
        acting.change(notice, state="sent")


def may_resend(acting: Acting, delivery: Delivery, given: Given | None) -> Verdict:
    del acting, given
    question = "May it be sent again?"
    reasons = []
    if delivery.state != "failed":
        what = f"This message is {delivery.state}; only a failed one is sent again."
        reasons.append(Reason("failed", what, State.UNMET))
    elif not delivery.person.email:
        what = "This person has no e-mail address."
        reasons.append(Reason("address", what, State.UNMET, remedy="Register one first."))
    return Verdict(question, tuple(reasons))


@act(
    "delivery.resend",
    Delivery,
    title="Send again",
    effect="To the address that the person has now; the text stays as it was frozen.",
    judge=may_resend,
)
def resend(acting: Acting, delivery: Delivery, given: Given) -> None:
    del given
    acting.change(
        delivery,
        state="pending",
        settled_at=None,
        address=delivery.person.email,
        salt=new_salt().hex(),
        attempts=0,
        sending=False,
        next_try_at=acting.at,
        claimed_until=None,
        claimed_by="",
        last_error="",
    )
    notice = Notice.objects.select_for_update().get(pk=delivery.notice_id)
    if notice.state == "sent":
        acting.change(notice, state="released")
