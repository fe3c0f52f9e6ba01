"""What happens beside the dates of a release and makes a notice owed, such as a decision.

The policy says for each duty what it is about (`subject`); this module says by which rows of an
act such a subject shows. The day of the event stands in for a date where the policy only says
"promptly" in its own words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ridgeway.core.planning.obligations import DECISION, obligations_of
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Status
from ridgeway.governance.acting import Acting
from ridgeway.governance.baselines.models import Edition, Information
from ridgeway.governance.baselines.models import InformationKind as Kind
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.consultations.models import ClosingTime, Consultation
from ridgeway.governance.control.models import ChangeRequest, Freeze
from ridgeway.governance.modifications.dates import dating_of
from ridgeway.governance.modifications.models import AmendedDate, DateStep, Modification
from ridgeway.governance.notices.models import Notice
from ridgeway.governance.record.rows import Root, Row, label_of
from ridgeway.governance.releases.books import calendar_named
from ridgeway.governance.releases.models import (
    DateStatus,
    PlannedDate,
    Relation,
    Release,
    ScopeEntry,
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a duty of the policy hangs on: what kind, about what, on which day."""

    kind: str
    subject: Root
    about: str
    occurrence: str
    on: dt.date


def events_in(acting: Acting, written: Iterable[Row]) -> Iterator[Event]:
    """The events of an act; what is entered as history makes nothing owed today."""
    if acting.told.source or acting.told.happened or acting.act in HISTORY:
        return
    for row in written:
        if isinstance(row, ScopeEntry) and row.late and row.relation != Relation.REMOVED:
            on = row.since_date or acting.today
            yield Event("late-inclusion", row.release, row.modification.reference, row.part_id, on)
        elif isinstance(row, PlannedDate) and row.status == DateStatus.CONSENTED:
            on = row.set_on_date or acting.today
            yield Event("date-change", row.release, row.release.name, f"date {row.number}", on)
        elif isinstance(row, Modification) and _is_approved(acting, row) and row.decided_date:
            yield Event("modification", row, row.reference, "decision", row.decided_date)
            if _has_no_date(row, acting.today):
                yield Event("date-missed", row, row.reference, "decision", acting.today)
        elif isinstance(row, Release) and acting.act == "release.replace-kind":
            yield Event("kind-change", row, row.name, row.kind, acting.today)
        elif isinstance(row, Edition) and acting.act == "edition.publish":
            yield Event("user-testing", row.release, row.title, f"edition {row.id}", acting.today)
        elif isinstance(row, Information) and row.kind == Kind.TESTING:
            yield Event(
                "user-testing", row.release, row.title, f"information {row.id}", acting.today
            )
        else:
            yield from _of_control(acting, row)


def _of_control(acting: Acting, row: Row) -> Iterator[Event]:
    """What answers to requests, consultations, freezes and change requests bring about."""
    today = acting.today
    if isinstance(row, AmendedDate) and row.step in ANSWERED and not row.of_release:
        it = row.modification
        yield Event("date-change", it, it.reference, f"date {row.number}", row.said_date)
    elif isinstance(row, Freeze) and row.decided_date and row.state in FREEZE_DECIDED:
        yield Event("freeze", row, row.title, row.state, row.lifted_date or row.decided_date)
    elif isinstance(row, ChangeRequest) and acting.act == "change.raise":
        about = f"{row.release.name}, change request {row.number}"
        yield Event("change-request", row, about, "raised", today)
    elif isinstance(row, ClosingTime) and row.number > 1:
        held, which = row.consultation, f"closing time {row.number}"
        yield Event("consultation-extended", held, held.title, which, today)
    elif isinstance(row, Consultation) and acting.act == "consultation.open":
        yield Event("consultation", row, row.title, "opened", today)
    elif isinstance(row, Consultation) and row.ended_at is not None:
        yield Event("consultation-ended", row, row.title, row.state, today)


FREEZE_DECIDED = frozenset({"agreed", "refused", "lifted"})


ANSWERED = frozenset({DateStep.CONSENTED, DateStep.REFUSED})
"""Answers to a request for another date; what came with a release is told of the release."""


HISTORY = frozenset({"modification.adopt", "modification.edit", "release.adopt", "register.import"})


def _is_approved(acting: Acting, row: Modification) -> bool:
    """Decided, and not at an end of the workflow, as a rejected one would be."""
    if row.decided_date is None or acting.act != "modification.move":
        return False
    workflows = [b.workflow for b in _books(acting, row.code_id) if b.workflow is not None]
    ends = {state.id for workflow in workflows for state in workflow.states if state.final}
    return row.stage not in ends


def _has_no_date(row: Modification, on: dt.date) -> bool:
    """Decided after the last day on which a decision leads to an implementation date."""
    dating = dating_of(row, on)
    return dating is not None and dating.alarm


def _books(acting: Acting, code_id: str) -> list[Rulebook]:
    return rulebooks_in_force(code_id, acting.today)


def owe_for(acting: Acting, event: Event) -> None:
    """Write the notice of each duty about this kind of event, once."""
    code = acting.within
    for number, book in enumerate(_books(acting, code.id)):
        if not any(duty.notice and duty.subject == event.kind for duty in book.duties):
            continue
        if book.status is not Status.APPROVED:
            continue  # what is only proposed makes nothing owed
        dated, undated = obligations_of(
            book,
            event.about,
            str(getattr(event.subject, "kind", "")),
            {DECISION: event.on},
            calendar_named(code.calendar),
            subject=event.kind,
        )
        owed = [(d.id, d.title, d.clause, d.due_date, "") for d in dated if d.notice and d.in_force]
        owed += [(u.id, u.title, u.clause, event.on, u.when) for u in undated if u.notice]
        for rule, title, clause, due, words in owed:
            key = rule if number == 0 else f"{book.id}:{rule}"
            same = {"subject_id": event.subject.id, "rule": key, "occurrence": event.occurrence}
            if Notice.objects.filter(**same).exists():
                continue
            notice = Notice(
                code=code,
                subject_type=label_of(type(event.subject)),
                title=f"{event.about}: {title}"[:300],
                clause=clause,
                due_date=due,
                due_words=words[:200],
                owed_at=acting.at,
                example=bool(getattr(event.subject, "example", False)),
                audience=str(getattr(event.subject, "audience", "administration")),
                **same,
            )
            acting.add(notice)
