"""Acts about readiness: criteria, findings, the final call, and going live."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated

from pydantic import Field, field_validator

from ridgeway.core.gates.golive import fact_of
from ridgeway.core.verdict import Force, Reason, Refused, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import body_or_refusal
from ridgeway.governance.codes.models import Body
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.committees.subjects import CONSEQUENCES, UNDOINGS
from ridgeway.governance.golive import (
    binding,
    services_parties,
    services_progress,
    services_waiving,
)
from ridgeway.governance.golive.facts import criterion_key, rule_of
from ridgeway.governance.golive.gate import CONDITION
from ridgeway.governance.golive.judging import before_live, gate_now, speaks_for, still_to_come
from ridgeway.governance.golive.models import Criterion, CriterionFinding, FinalCall, Waiver
from ridgeway.governance.golive.queries import gate_of
from ridgeway.governance.releases.facts import Asking, fact
from ridgeway.governance.releases.lifecycle import PUT_LIVE, approve, judge_move, set_live
from ridgeway.governance.releases.models import Release

Text = Annotated[str, Field(min_length=1, max_length=5000)]

__all__ = ["services_parties", "services_progress", "services_waiving"]


class DefectLimit(Given):
    severity: int = Field(title="Severity", ge=1, le=5)
    at_most: int | None = Field(
        None, title="At most", description="Empty where no number is agreed", ge=0, le=100_000
    )
    needs_plan: bool = Field(False, title="Each needs a resolution plan")


class SetCriterion(Given):
    number: int = Field(title="Number", ge=1, le=200)
    text: Text = Field(title="Criterion")
    clause: str = Field("", title="Clause", max_length=120)
    force: Force = Field(Force.MUST, title="Force")
    evidence_wanted: str = Field("", title="Evidence wanted", max_length=300)
    stated_by: str = Field("", title="Stated by body")
    confirmed_by: list[str] = Field(
        default_factory=list, title="Confirmed by bodies", description="Keys such as opsg, tag"
    )
    limits: list[DefectLimit] = Field(
        default_factory=list,
        title="Defects that may go live",
        description="Judged from the testing issues held, for each severity that it speaks of",
        max_length=5,
    )

    @field_validator("limits")
    @classmethod
    def _once(cls, limits: list[DefectLimit]) -> list[DefectLimit]:
        if len({limit.severity for limit in limits}) != len(limits):
            raise ValueError("Each severity once.")
        return limits


@act(
    "release.set-criterion",
    Release,
    SetCriterion,
    title="Set an acceptance criterion",
    effect="Under a number that stands it is worded anew: what was found of it falls, visibly.",
    judge=before_live,
    dated_back=True,
)
def set_criterion(acting: Acting, release: Release, given: SetCriterion) -> None:
    known = set(Body.objects.values_list("key", flat=True))
    if strange := [key for key in given.confirmed_by if key not in known]:
        raise refusal("Set it?", "body", f"No body is called {', '.join(strange)}.")
    values = {
        **given.model_dump(exclude={"stated_by", "force"}),
        "force": str(given.force),
        "stated_by": body_or_refusal(acting, given.stated_by) if given.stated_by else None,
    }
    standing = Criterion.objects.filter(release=release, number=given.number).first()
    if standing:
        reworded = binding.wording_digest(values) != binding.wording_digest(vars(standing))
        acting.change(standing, **values)
        if reworded:
            _let_fall(acting, standing)
    else:
        acting.add(Criterion(release=release, **values))


def _let_fall(acting: Acting, criterion: Criterion) -> None:
    """What bodies found or waived of another wording no longer counts; what a source tells is
    history."""
    waived = {"release": criterion.release_id, "reason_key": criterion_key(criterion.number)}
    for row in (
        *criterion.findings.filter(fell_date=None).exclude(about_digest=""),
        *Waiver.objects.filter(fell_date=None, **waived),
    ):
        acting.change(row, fell_date=acting.today)


class FindCriterion(Given):
    number: int = Field(title="Number of the criterion", ge=1, le=200)
    body: str = Field(title="Body that finds")
    met: bool = Field(title="Met")
    found_date: dt.date | None = Field(None, title="Found on", description="Empty for today")
    note: str = Field("", title="On what evidence", max_length=5000)


def may_find(acting: Acting, release: Release, given: FindCriterion | None) -> Verdict:
    """A person speaks for the bodies that they belong to; the administrator enters for all."""
    reasons = [] if acting.told.source else still_to_come(release)
    if given is not None:
        reasons += speaks_for(acting, body_or_refusal(acting, given.body).id)
    return Verdict("May this be found?", tuple(reasons))


@act(
    "release.find-criterion",
    Release,
    FindCriterion,
    title="Say whether a criterion is met",
    effect="The delivery body states, the committee confirms; the latest finding counts.",
    judge=may_find,
    dated_back=True,
)
def find_criterion(acting: Acting, release: Release, given: FindCriterion) -> None:
    criterion = Criterion.objects.filter(release=release, number=given.number).first()
    if criterion is None:
        raise refusal("Find?", "criterion", f"There is no criterion {given.number}.")
    row = CriterionFinding(
        criterion=criterion,
        number=criterion.findings.count() + 1,
        body=body_or_refusal(acting, given.body),
        met=given.met,
        found_date=given.found_date or acting.today,
        note=given.note,
        source=acting.told.source,
        about_digest="" if acting.told.source else binding.wording_digest(vars(criterion)),
    )
    acting.add(row)


class MakeCall(Given):
    go: bool = Field(title="Go")
    note: str = Field("", title="Note", max_length=5000)


def may_call(acting: Acting, release: Release, given: MakeCall | None) -> Verdict:
    """The last call follows the approval and belongs to the body that the policy names."""
    gate, reasons = gate_now(acting, release), still_to_come(release)
    agreed = next((r for r in gate.decision.reasons if r.key == "decision"), None)
    if agreed is not None and agreed.is_open:
        reasons.append(agreed)
    last = release.final_calls.order_by("number").last() if given else None
    if given and last and (last.go, last.note, last.called_date) == (
        given.go, given.note, acting.today,
    ):  # fmt: skip
        what = f"This very call was made today: {last}."
        reasons.append(Reason("once", what, State.UNMET, remedy="Say in the note what is new."))
    return Verdict("May the final call be made?", tuple(reasons))


@act(
    "release.call",
    Release,
    MakeCall,
    title="Make the final go or no-go",
    effect="After the approval and right before deployment; the last call counts.",
    judge=may_call,
    decides=True,
)
def make_call(acting: Acting, release: Release, given: MakeCall) -> None:
    ruling = rule_of(gate_now(acting, release).books)
    check = ruling[1].final_check if ruling else None
    if ruling is None or check is None:
        raise refusal("Call?", "policy", "No adopted policy asks for a final call.")
    body = Body.objects.filter(key=check.by).first()
    if body is None or body.id not in acting.actor.bodies(acting.within.id):
        raise refusal(
            "Call?",
            "body",
            f"Only {check.by} makes this call.",
            clause=ruling[0].cite(check.clause),
        )
    acting.clause = check.clause
    acting.add(
        FinalCall(
            release=release,
            number=release.final_calls.count() + 1,
            body=body,
            go=given.go,
            called_date=acting.today,
            note=given.note,
        )
    )


class SetLive(Given):
    actual_date: dt.date | None = Field(None, title="Went live on", description="Empty for today")


@fact("go-live-gate")
def _go_livegate_now(asking: Asking) -> Reason:
    return fact_of("go-live-gate", gate_now(asking.acting, asking.release).readiness)


@fact("resolution-carried")
def _resolution_carried(asking: Asking) -> Reason:
    """The body that the policy names has agreed, on exactly what is held now."""
    decision = gate_now(asking.acting, asking.release).decision
    return replace(decision.reasons[0], key="resolution-carried")


@fact("final-call")
def _final_call(asking: Asking) -> Reason:
    decision = gate_now(asking.acting, asking.release).decision
    said = next((r for r in decision.reasons if r.key == "final-call"), None)
    return said or Reason("final-call", "The policy asks for no final call.", State.MET)


def may_set_live(acting: Acting, release: Release, given: SetLive | None) -> Verdict:
    """The agreement that stands and what it hangs on, what its table asks for, and readiness:
    every reason at once."""
    del given
    gate = gate_now(acting, release)
    agreed = [r for r in gate.decision.reasons if r.key.startswith(("decision", CONDITION))]
    settled = Verdict("May it be set live?", (*still_to_come(release), *agreed))
    return settled + judge_move(acting, release, PUT_LIVE) + gate.readiness


@act(
    "release.set-live",
    Release,
    SetLive,
    title="Set live",
    effect="Records that the release is live, and implements what is in its scope.",
    judge=may_set_live,
    decides=True,
)
def put_live(acting: Acting, release: Release, given: SetLive) -> None:
    day = given.actual_date or acting.today
    if day > acting.today:
        raise refusal("Set live?", "future", "A release goes live today or went live before.")
    set_live(acting, release, day)


def agreed(acting: Acting, resolution: Resolution) -> None:
    """A carried AGREE on go-live approves the release, if its gate lets it."""
    if resolution.verb != "agree" or resolution.subject_type != "releases.release":
        return
    release = Release.objects.select_for_update().get(pk=resolution.subject_id)
    verdict = gate_of(release, acting.today).readiness
    if not verdict.allowed:
        raise Refused(verdict)
    approve(acting, release)


def unless_live(acting: Acting, resolution: Resolution) -> None:
    """A release whose approval is withdrawn keeps its step and does not go live; one that is live
    stays so."""
    del acting
    release = Release.objects.filter(pk=resolution.subject_id).first()
    if release is not None and (reasons := still_to_come(release)):
        raise Refused(Verdict("May the approval be withdrawn?", tuple(reasons)))


CONSEQUENCES["go-live"] = agreed
UNDOINGS["go-live"] = unless_live
