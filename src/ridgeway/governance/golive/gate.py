"""May it go live? The one place where that question is put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ridgeway.core.dates.wording import long_date
from ridgeway.core.gates.advice import advice_reasons
from ridgeway.core.gates.criteria import assess_all
from ridgeway.core.gates.defects import defect_reasons
from ridgeway.core.gates.golive import Duty, can_go_live, final_call_reason
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Force, Reason, State, Verdict
from ridgeway.governance.golive.facts import (
    GateFacts,
    advice_wanted,
    approved_date,
    powers,
    rule_of,
)
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.obligations import DISCHARGED_LATE, ObligationLine

ONE_DAY = dt.timedelta(days=1)


def readiness(
    facts: GateFacts,
    books: Sequence[Rulebook],
    bodies: dict[str, str],
    *,
    go_live_date: dt.date,
    on: dt.date,
    obligations: Iterable[ObligationLine] = (),
) -> Verdict:
    """Criteria, advice and duties, less what was waived; each says until when it can be cleared."""
    ruling = rule_of(books)
    wanted = advice_wanted(*ruling, bodies) if ruling else []
    verdict = can_go_live(
        criteria=(
            *assess_all(facts.criteria, facts.findings),
            *defect_reasons(facts.limits, facts.defects),
        ),
        advice=advice_reasons(wanted, facts.advice),
        obligations=[duty for line in obligations if (duty := duty_of(line, books))],
        go_live_date=go_live_date,
        waivers=facts.waivers,
        powers=powers(*ruling, bodies, facts.criteria, on) if ruling else [],
        on=on,
    )
    latest = go_live_date - ONE_DAY
    asked = {c.key: f"Wanted: {c.evidence_wanted[0]}." for c in facts.criteria if c.evidence_wanted}
    return Verdict(
        verdict.question,
        tuple(
            replace(
                reason,
                too_late_after=reason.too_late_after or latest,
                remedy=reason.remedy or asked.get(reason.key, ""),
            )
            if reason.is_open
            else reason
            for reason in verdict.reasons
        ),
    )


def duty_of(line: ObligationLine, books: Sequence[Rulebook] = ()) -> Duty | None:
    """An obligation as a reason; what is not due yet, or not known to us, does not count here.

    A duty that was done, though late, no longer blocks; the departure stays visible.
    """
    force = Force(line.force)
    if line.state == DISCHARGED_LATE:
        state, force = State.UNMET, Force.SHOULD if force is Force.MUST else force
    elif line.missed:
        state = State.UNMET
    elif line.discharged_date is not None:
        state = State.MET
    else:
        return None
    book = next((b for b in books if b.reference == line.policy), None)
    reason = Reason(
        key=line.rule,
        what=f"{line.title}: {line.sentence}",
        state=state,
        clause=book.cite(line.clause) if book else line.clause,
        force=force,
        cleared_by=(line.owner_name,),
    )
    return Duty(reason, line.in_force, line.limit_date)


def decision(
    facts: GateFacts,
    books: Sequence[Rulebook],
    bodies: dict[str, str],
    *,
    go_live_date: dt.date,
    on: dt.date,
) -> Verdict:
    """What must stand beside readiness on the day: the decision, the last call, the date."""
    question = "May it be set live?"
    ruling = rule_of(books)
    if ruling is None:
        what = "No adopted policy says who decides that a release goes live."
        unruled = Reason("policy", what, State.CANNOT_TELL)
        return Verdict(question, (unruled, *hanging_on(facts.conditions, go_live_date, on)))
    book, rule = ruling
    decider = bodies.get(rule.decided_by, rule.decided_by)
    called = book.called(rule.decided_by, decider, opening=True)
    approved = approved_date(facts.resolutions, rule.decided_by)
    agreed = Reason(
        "decision",
        f"{called} has agreed that it goes live."
        if approved
        else f"{called} has not agreed that it goes live.",
        State.MET if approved else State.UNMET,
        clause=book.cite(rule.clause),
        force=rule.force,
        cleared_by=(decider,),
    )
    reached = Reason(
        "date",
        f"The go-live date is {long_date(go_live_date)}.",
        State.MET if on >= go_live_date else State.UNMET,
    )
    reasons = [agreed, reached]
    if rule.final_check is not None:
        by = bodies.get(rule.final_check.by, rule.final_check.by)
        reasons.append(
            final_call_reason(
                facts.calls, body=by, approved_date=approved, clause=rule.final_check.clause
            )
        )
    return Verdict(question, (*reasons, *hanging_on(facts.conditions, go_live_date, on)))


CONDITION = "condition-"


def hanging_on(
    conditions: Sequence[Mapping[str, Any]], go_live_date: dt.date, on: dt.date
) -> Iterator[Reason]:
    """The conditions of what was agreed, numbered through: unmet until they are discharged.

    One that is due only after go-live is shown and never counts. The wording is told where it is
    public; the decisions of the release show it to whoever may see it.
    """
    for number, row in enumerate(conditions, 1):
        standing = row["state"] == "open"
        due, owner = row["due_date"], row["owner__short_name"] or row["body"]
        said = f": {row['text'].rstrip('.')}" if row["audience"] == Audience.PUBLIC else ""
        what = f"The {row['body']} agreed on condition {row['number']}{said}."
        after = due is not None and due > go_live_date
        if standing:
            what += f" It is not discharged; {owner} owes it{_by(due, on)}."
        elif row["discharged_date"]:
            what += f" Discharged on {long_date(row['discharged_date'])}."
        yield Reason(
            key=f"{CONDITION}{number}",
            what=what,
            state=State.UNMET if standing else State.MET,
            force=Force.MAY if after else Force.MUST,
            cleared_by=(owner,),
            remedy="Discharge it with the evidence that shows it."
            if row["state"] == "open"
            else "",
            too_late_after=None if after else due or go_live_date,
        )


def _by(due: dt.date | None, on: dt.date) -> str:
    if due is None:
        return ", by no stated day"
    return f"; it was due on {long_date(due)}" if due < on else f" by {long_date(due)}"
