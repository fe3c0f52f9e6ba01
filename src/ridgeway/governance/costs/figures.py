"""What every report of a cost says, and what may be wrong with it whatever it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from ridgeway.core.verdict import Reason, State
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given
from ridgeway.governance.codes.finding import BodyKey
from ridgeway.governance.codes.models import Body
from ridgeway.governance.costs.groups import WHOLE, CostPolicy, cost_policy
from ridgeway.governance.costs.models import CostLine, CostReport
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.finding import (
    body_named,
    evidence_named,
    met,
    no_body,
    not_in_future,
    unmet,
)

MOST = 10**12
Pounds = Annotated[int, Field(ge=0, le=MOST)]


class Figure(Given):
    group: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        title="Cost group", description="Of the policy, by its title or key"
    )
    amount: Pounds | None = Field(
        None, title="Whole pounds", description="Empty where no amount is given: never 0"
    )
    comment: str = Field("", title="Comment", max_length=4000, json_schema_extra={"widget": "text"})


class CostFigures(Given):
    """What one body tells of a cost."""

    stated_by: BodyKey = Field(title="Told by")
    reported_date: dt.date | None = Field(None, title="On", description="Empty: today")
    lines: Annotated[tuple[Figure, ...], Field(max_length=40)] = Field(
        title="Amounts", description="One line for each cost group"
    )
    note: str = Field("", title="Assumptions and remarks", max_length=10_000)
    evidence: str = Field("", title="The paper it is in", max_length=16)
    audience: Audience = Field(
        Audience.COMMITTEE,
        title="Who may see it",
        description="A cost may be confidential; who may not see it sees no figure of it",
    )


@dataclass(frozen=True, slots=True)
class Stated:
    """A report while it is judged: who tells it, on which day, by which policy, how much."""

    policy: CostPolicy
    body: Body
    day: dt.date
    told: dict[str, int | None]
    comments: dict[str, str]


def policy_for(acting: Acting, on: dt.date) -> CostPolicy | Reason:
    found = cost_policy(acting.within.id, on)
    if found is not None:
        return found
    what = "No policy that this code adopted says how costs are told."
    remedy = "Adopt one that names the cost groups and who tells them."
    return Reason("policy", what, State.CANNOT_TELL, remedy=remedy)


def stated(acting: Acting, given: CostFigures) -> tuple[Stated | None, list[Reason]]:
    """The report as it can be read, and everything that is said about it; None where too little
    can be read to judge on."""
    day = given.reported_date or acting.today
    policy = policy_for(acting, day)
    if isinstance(policy, Reason):
        return None, [policy]
    body = body_named(given.stated_by)
    if body is None:
        return None, [no_body(given.stated_by)]
    reasons = [met("policy", f"{policy.book.cited} names the cost groups.", policy.clause)]
    reasons += _speaker(acting, policy, body)
    if future := not_in_future("reported-date", day, acting.today, "It would be told"):
        reasons.append(future)
    if given.evidence and evidence_named(acting, given.evidence) is None:
        reasons.append(unmet("evidence", f"No evidence {given.evidence!r} is held."))
    reasons += _groups(acting, policy, body, given.lines)
    keys = [(policy.key_of(line.group) or line.group, line) for line in given.lines]
    told = {key: line.amount for key, line in keys}
    comments = {key: line.comment for key, line in keys}
    return Stated(policy, body, day, told, comments), reasons


def _speaker(acting: Acting, policy: CostPolicy, body: Body) -> list[Reason]:
    if body.key not in policy.rule.central:
        what = f"It is {policy.names(policy.rule.central)} whose cost counts, not {body.name}."
        return [unmet("body", what, policy.clause, cleared_by=policy.rule.central)]
    mine = acting.actor.bodies(acting.within.id)
    if not acting.actor.administers(acting.within.id) and body.id not in mine:
        return [unmet("body", f"You do not speak for {body.name}.", policy.clause)]
    return []


def _groups(
    acting: Acting, policy: CostPolicy, body: Body, lines: Iterable[Figure]
) -> list[Reason]:
    reasons, seen = [], set()
    titles = "; ".join(group.title for group in policy.groups)
    for line in lines:
        key = policy.key_of(line.group)
        if key is None:
            what = f"{line.group!r} is no cost group of {policy.book.cited}."
            reasons.append(unmet("group", what, policy.clause, f"Use one of: {titles}."))
        elif key in seen:
            what = f"“{policy.title_of(key)}” is told twice."
            reasons.append(unmet("group", what, remedy="Give each group once."))
        seen.add(key)
    if WHOLE in seen and len(seen) > 1:
        what = "One amount for the whole and amounts of groups would count twice."
        reasons.append(unmet("whole", what, remedy="Give one or the others."))
    if WHOLE in seen and body.key == policy.rule.grouped_by and not acting.told.source:
        what = f"{body.name} has to break its cost down into the groups."
        remedy = f"The groups: {titles}. What a source tells of the past may be a whole."
        reasons.append(unmet("whole", what, policy.clause, remedy))
    if all(line.amount is None for line in lines):
        reasons.append(unmet("amount", "No amount is given.", remedy="Give one at least."))
    return reasons


def recorded(acting: Acting, it: Stated, given: CostFigures, **about: Any) -> CostReport:
    """The report with its lines, put on the record as the subject of the act."""
    evidence: Evidence | None = None
    if given.evidence:
        evidence = evidence_named(acting, given.evidence)
    acting.clause, acting.policy = it.policy.clause, it.policy.book.reference
    same = {name: about[name] for name in ("kind", "release", "modification") if name in about}
    earlier = CostReport.objects.filter(stated_by=it.body, **same).order_by("-number").first()
    report = CostReport(
        code=acting.within,
        number=earlier.number + 1 if earlier else 1,
        stated_by=it.body,
        reported_date=it.day,
        note=given.note,
        policy=it.policy.book.reference,
        evidence=evidence,
        source=acting.told.source,
        audience=given.audience,
        **about,
    )
    acting.about(acting.add(report))
    ranked = sorted(it.told, key=it.policy.rank_of)
    acting.add_all(
        [
            CostLine(
                report=report,
                number=number,
                group=group,
                amount=it.told[group],
                comment=it.comments[group],
            )
            for number, group in enumerate(ranked, 1)
        ]
    )
    acting.answer["report"] = report.id
    acting.answer["number"] = report.number
    return report
