"""Acts on progress towards readiness: asked for at a frequency, told per occurrence."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import BodyKey, body_or_refusal
from ridgeway.governance.codes.models import Body
from ridgeway.governance.golive.judging import speaks_for, still_to_come
from ridgeway.governance.golive.models import ReadinessAsked, ReadinessUpdate
from ridgeway.governance.golive.progress import updates_on, updates_pinned
from ridgeway.governance.releases.finding import (
    EvidenceId,
    body_named,
    evidence_named,
    no_body,
    not_in_future,
    only_by_rule,
    unmet,
)
from ridgeway.governance.releases.models import Obligation, Release
from ridgeway.governance.releases.rhythm import Updates, asked_of, follow, open_updates, update_due
from ridgeway.governance.releases.rhythm_asking import AskUpdates, ask, asked_reasons, may_ask
from ridgeway.governance.releases.services_obligations import discharge

ASK = "Ask for updates on readiness?"
REPORT = "Record this update?"


def readiness_follows(acting: Acting) -> None:
    """Where a release moved, went live or was cancelled, the updates owed for it follow."""
    follow(acting, ReadinessAsked, updates_pinned)


class AskReadinessUpdates(AskUpdates):
    """How often the body wants to be told."""


def updates_or_reason(acting: Acting, day: dt.date | None) -> Updates | Reason:
    """What the policy in force on a day says of updates, or why it cannot be told."""
    found = updates_on(acting.within.id, day or acting.today)
    if found is not None:
        return found
    what = "No policy that this code adopted asks for updates on readiness."
    return Reason("policy", what, State.CANNOT_TELL, remedy="Adopt one that names the duty.")


def _judge_ask(acting: Acting, release: Release, given: AskReadinessUpdates | None) -> Verdict:
    reasons = may_ask(release)
    updates = updates_or_reason(acting, given.decided_date if given else None)
    if isinstance(updates, Reason):
        return Verdict(ASK, (*reasons, updates))
    if given is not None:
        earlier = asked_of(ReadinessAsked, release)
        reasons += asked_reasons(acting, release, given, updates, earlier)
    return Verdict(ASK, tuple(reasons))


@act(
    "release.ask-readiness-updates",
    Release,
    AskReadinessUpdates,
    title="Ask for updates on readiness",
    effect="Each update becomes owed on its day until go-live; one that does not come is late.",
    judge=_judge_ask,
)
def ask_readiness_updates(acting: Acting, release: Release, given: AskReadinessUpdates) -> None:
    updates = updates_or_reason(acting, given.decided_date)
    assert isinstance(updates, Updates)  # noqa: S101  judged before
    ask(acting, release, given, updates, ReadinessAsked)


ToldOn = Annotated[dt.date | None, Field(title="Told on", description="Empty: today")]
OnTrack = Annotated[bool, Field(title="Ready on the date that stands")]
Done = Annotated[
    str,
    Field(
        title="Progress",
        description="What was done since the last update",
        min_length=1,
        max_length=5000,
    ),
]
Concerns = Annotated[str, Field(title="What stands in the way", max_length=5000)]


class ReportReadiness(Given):
    stated_by: BodyKey = Field(
        title="Told by",
        description="The key of a body: any that is involved",
        json_schema_extra={"hint": "Any body that is involved"},
    )
    reported_date: ToldOn = None
    due_date: dt.date | None = Field(
        None,
        title="Which update",
        description="The day it is due; empty: the earliest that has not come",
    )
    on_track: OnTrack
    progress: Done
    concerns: Concerns = ""
    evidence: EvidenceId = ""


def may_be_told(
    acting: Acting, release: Release, day: dt.date | None
) -> tuple[Updates | None, list[Reason]]:
    """What the policy of that day says of a report on readiness, None where none does; and why
    nothing is told of this release any more, or yet."""
    reasons = [reason for reason in (only_by_rule(release),) if reason]
    reasons += [] if acting.told.source else still_to_come(release)
    if release.state == "cancelled":
        reasons.append(unmet("cancelled", "The release was cancelled."))
    updates = updates_or_reason(acting, day)
    return (None, [*reasons, updates]) if isinstance(updates, Reason) else (updates, reasons)


def said_reasons(
    acting: Acting, day: dt.date | None, *, on_track: bool, concerns: str, clause: str
) -> list[Reason]:
    """What is wrong with a report, whoever tells it."""
    reasons = []
    if future := not_in_future(
        "reported-date", day or acting.today, acting.today, "It would be told"
    ):
        reasons.append(future)
    if not on_track and not concerns:
        what = "It says that the release will not be ready on its date, and nothing says why."
        reasons.append(unmet("concerns", what, clause, "Say what stands in the way."))
    return reasons


def _judge_report(acting: Acting, release: Release, given: ReportReadiness | None) -> Verdict:
    updates, reasons = may_be_told(acting, release, given.reported_date if given else None)
    if given is not None and updates is not None:
        reasons += _particulars(acting, release, given, updates)
    return Verdict(REPORT, tuple(reasons))


def _particulars(
    acting: Acting, release: Release, given: ReportReadiness, updates: Updates
) -> list[Reason]:
    reasons = []
    duty, body = updates.book.duty(updates.duty), body_named(given.stated_by)
    if body is None:
        reasons.append(no_body(given.stated_by))
    elif duty is not None and body.key != duty.owner and given.due_date:
        book = updates.book
        owner, named = book.called(duty.owner), book.called(body.key, body.name)
        what = f"It is {owner} that owes the update of a day, not {named}."
        remedy = "Leave out which update it is: it then stands beside those that are owed."
        reasons.append(unmet("body", what, updates.clause, remedy, cleared_by=(duty.owner,)))
    else:
        reasons += speaks_for(acting, body.id)
    reasons += said_reasons(
        acting,
        given.reported_date,
        on_track=given.on_track,
        concerns=given.concerns,
        clause=updates.clause,
    )
    if given.due_date and update_due(release, updates, given.due_date) is None:
        days = ", ".join(long_date(row.due_date) for row in open_updates(release, updates))
        what = f"No update is open for {long_date(given.due_date)}."
        reasons.append(unmet("due-date", what, updates.clause, f"Open: {days or 'none'}."))
    if given.evidence and evidence_named(acting, given.evidence) is None:
        reasons.append(unmet("evidence", f"No evidence {given.evidence!r} is held."))
    return reasons


def _owed(
    release: Release, updates: Updates, body: Body, due_date: dt.date | None
) -> Obligation | None:
    """The update that it discharges: only the body that owes it does, others tell besides."""
    duty = updates.book.duty(updates.duty)
    if duty is None or body.key != duty.owner:
        return None
    return update_due(release, updates, due_date)


@act(
    "release.report-readiness",
    Release,
    ReportReadiness,
    title="Report progress towards readiness",
    effect="Told by the body that owes it, it discharges the update; anybody else’s stands beside.",
    judge=_judge_report,
    dated_back=True,
)
def report_readiness(acting: Acting, release: Release, given: ReportReadiness) -> None:
    updates = updates_or_reason(acting, given.reported_date)
    assert isinstance(updates, Updates)  # noqa: S101  judged before
    body = body_or_refusal(acting, given.stated_by)
    due = _owed(release, updates, body, given.due_date)
    evidence = evidence_named(acting, given.evidence) if given.evidence else None
    last = ReadinessUpdate.objects.filter(release=release).order_by("-number").first()
    row = acting.add(
        ReadinessUpdate(
            release=release,
            number=last.number + 1 if last else 1,
            stated_by=body,
            reported_date=given.reported_date or acting.today,
            due_date=due.due_date if due else None,
            go_live_date=release.go_live_date,
            on_track=given.on_track,
            progress=given.progress,
            concerns=given.concerns,
            evidence=evidence,
            source=acting.told.source,
        )
    )
    if due is not None:
        discharge(acting, due, row.reported_date, f"Update on readiness, number {row.number}")
        acting.answer["discharged"] = due.rule
    acting.clause, acting.policy = updates.clause, updates.book.reference
    acting.answer["number"] = row.number
