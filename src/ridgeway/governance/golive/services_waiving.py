"""The act that lets a reason go, by name."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.gates.waivers import Waiver as Waiver_
from ridgeway.core.gates.waivers import judge_waiver
from ridgeway.core.verdict import Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import body_or_refusal
from ridgeway.governance.codes.models import Body
from ridgeway.governance.golive.facts import powers, rule_of
from ridgeway.governance.golive.judging import before_live, gate_now, speaks_for
from ridgeway.governance.golive.models import Waiver
from ridgeway.governance.releases.models import Release


class Waive(Given):
    reason_key: str = Field(title="What is waived", pattern=r"^[a-z0-9-]{1,80}$")
    body: str = Field(title="By which body")
    reason: Annotated[str, Field(min_length=1, max_length=5000)] = Field(
        title="Reason, shown ever after"
    )
    until_date: dt.date | None = Field(
        None, title="Until", description="Where the policy sets an end, at the latest then"
    )


def may_waive(acting: Acting, release: Release, given: Waive | None) -> Verdict:
    """What the policy lets this body waive, so long, through somebody without a stake in it."""
    verdict = before_live(acting, release, given)
    if given is None:
        return verdict
    gate, body = gate_now(acting, release), body_or_refusal(acting, given.body)
    ruling, code = rule_of(gate.books), acting.within.id
    mine = acting.actor.bodies(code) - {body.id}
    named = Waiver_(
        key=given.reason_key,
        body=body.short_name,
        person=acting.actor.name,
        ground=given.reason,
        granted_date=acting.today,
        until_date=given.until_date,
        interests=tuple(Body.objects.filter(pk__in=mine).values_list("short_name", flat=True)),
    )
    held = powers(*ruling, gate.bodies, gate.facts.criteria, acting.today) if ruling else []
    spoken = Verdict(verdict.question, tuple(speaks_for(acting, body.id)))
    return verdict + spoken + judge_waiver(named, gate.readiness.reasons, held)


@act(
    "release.waive",
    Release,
    Waive,
    title="Waive a reason",
    effect="Only what the policy lets this body waive; the waiver stays visible.",
    judge=may_waive,
)
def waive(acting: Acting, release: Release, given: Waive) -> None:
    reasons = {r.key: r for r in gate_now(acting, release).readiness.reasons}
    acting.clause = reasons[given.reason_key].clause
    acting.add(
        Waiver(
            release=release,
            reason_key=given.reason_key,
            body=body_or_refusal(acting, given.body),
            person_id=acting.actor.person_id,
            reason=given.reason,
            clause=acting.clause[:120],
            granted_date=acting.today,
            until_date=given.until_date,
        )
    )
