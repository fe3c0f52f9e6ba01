"""Acts on notices: released to frozen recipients, settled one by one, withdrawn in the open."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.record.salted import new_salt
from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.faults import crashpoint, racepoint
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Appointment, Person
from ridgeway.governance.codes.visibility import audiences_of_role
from ridgeway.governance.notices import services_deliveries
from ridgeway.governance.notices.mail import message_id
from ridgeway.governance.notices.models import Delivery, Notice
from ridgeway.governance.notices.owing import BY_ITSELF, bind
from ridgeway.governance.notices.wording import subject_of, text_of
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.services_obligations import discharge

__all__ = ["recipients", "release_notice", "services_deliveries"]

bind()

Text = Annotated[str, Field(min_length=1, max_length=20_000)]


def recipients(notice: Notice, on: dt.date) -> list[Person]:
    """Everyone appointed under the code on a day who may see the notice and has an address."""
    roles = [role for role, seen in audiences_of_role().items() if notice.audience in seen]
    rows = Appointment.objects.filter(
        code_id=notice.code_id, role__in=roles, from_date__lte=on
    ).exclude(until_date__lt=on)
    people = Person.objects.filter(pk__in=rows.values("person_id")).exclude(email="")
    return list(people.order_by("pk"))


def _state(notice: Notice) -> list[Reason]:
    if notice.state == "owed":
        return []
    what = f"The notice is {notice.state}; what went out is corrected, never sent anew."
    return [Reason("state", what, State.UNMET, notice.clause)]


def _told(acting: Acting, notice: Notice) -> list[Person]:
    """The recipients of an act under way, read once for its judging and its doing."""
    found: list[Person] = acting.once(
        f"recipients:{notice.id}", lambda: recipients(notice, acting.today)
    )
    return found


def may_release(acting: Acting, notice: Notice, given: Given | None) -> Verdict:
    del given
    reasons = _state(notice)
    if not reasons and not _told(acting, notice):
        what = "Nobody appointed under the code who may see this has an e-mail address."
        remedy = "Register addresses, or attest a notice that was sent by other means."
        reasons.append(Reason("recipients", what, State.UNMET, remedy=remedy))
    return Verdict("May the notice go out?", tuple(reasons))


class ReleaseNotice(Given):
    text: str = Field(
        "",
        title="Text",
        max_length=20_000,
        description="Empty: written from what is held about the release at this moment",
    )


@act(
    "notice.release",
    Notice,
    ReleaseNotice,
    title="Send the notice",
    effect="Freezes text and recipients now; one message to each, from the outbox.",
    judge=may_release,
)
def release_notice(acting: Acting, notice: Notice, given: ReleaseNotice) -> None:
    racepoint("notice.judged")
    subject = subject_of(notice)
    acting.change(
        notice,
        state="released",
        text=given.text or text_of(notice, subject),
        released_at=acting.at,
        sent_date=acting.today,
        stated_date=subject.go_live_date if isinstance(subject, Release) else None,
    )
    acting.add_all(
        [
            Delivery(
                notice=notice,
                person=person,
                salt=new_salt().hex(),
                address=person.email,
                message_id=message_id(notice.id, person.id),
                next_try_at=acting.at,
            )
            for person in _told(acting, notice)
        ]
    )
    crashpoint("notice.deliveries-written")
    _discharge(acting, notice, acting.today, f"Notice {notice.id}, released {acting.today}")
    acting.clause = notice.clause


def _discharge(acting: Acting, notice: Notice, on: dt.date, note: str) -> None:
    if notice.obligation is not None and notice.obligation.discharged_date is None:
        discharge(acting, notice.obligation, on, note)


class AttestNotice(Given):
    sent_date: dt.date = Field(title="Sent on")
    text: Text = Field(title="Text", description="What was sent, or what is known of it")
    stated_date: dt.date | None = Field(
        None, title="Go-live date it gave", description="Empty: it gave none, or none is known"
    )


def may_attest(acting: Acting, notice: Notice, given: AttestNotice | None) -> Verdict:
    reasons = _state(notice)
    if given is not None and given.sent_date > acting.today:
        what = f"It would be sent on {long_date(given.sent_date)}, which is to come."
        reasons.append(Reason("sent-date", what, State.UNMET))
    if given is not None and not acting.told.source:
        what = "Nothing says where this is known from."
        reasons.append(Reason("source", what, State.UNMET, remedy="Name the source."))
    return Verdict("May it be attested?", tuple(reasons))


@act(
    "notice.attest",
    Notice,
    AttestNotice,
    title="Attest a notice sent by other means",
    effect="Entered with its source; nothing is sent.",
    judge=may_attest,
    dated_back=True,
)
def attest_notice(acting: Acting, notice: Notice, given: AttestNotice) -> None:
    acting.change(
        notice,
        state="sent",
        text=given.text,
        sent_date=given.sent_date,
        stated_date=given.stated_date,
    )
    _discharge(acting, notice, given.sent_date, f"Notice {notice.id}, attested")
    acting.clause = notice.clause


class WithdrawNotice(Given):
    reason: Annotated[str, Field(min_length=1, max_length=300)] = Field(title="Why it is withdrawn")


def may_withdraw(acting: Acting, notice: Notice, given: Given | None) -> Verdict:
    del acting, given
    return Verdict("May it be withdrawn?", tuple(_state(notice)))


@act(
    "notice.withdraw",
    Notice,
    WithdrawNotice,
    title="Withdraw the notice",
    effect="It stays visible as withdrawn, with the reason; the duty itself stays open.",
    judge=may_withdraw,
)
def withdraw_notice(acting: Acting, notice: Notice, given: WithdrawNotice) -> None:
    if given.reason in BY_ITSELF:
        raise refusal("May it be withdrawn?", "reason", "Say why in your own words.")
    acting.change(notice, state="withdrawn", withdrawn_because=given.reason)
