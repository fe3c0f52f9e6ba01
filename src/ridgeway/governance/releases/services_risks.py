"""Acts on residual risks: what stays after testing, what is done about it, who sees it how."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.verdict import Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import BodyKey, body_named, no_body
from ridgeway.governance.releases.finding import not_in_future, unmet
from ridgeway.governance.releases.models import Release, Risk, RiskView

RECORD = "Record this risk?"
VIEW = "Record this view?"
Measure = Annotated[str, Field(min_length=1, max_length=1000)]


class RecordRisk(Given):
    number: int | None = Field(
        None,
        title="Number",
        description="Of a risk that is held, to word it anew; else empty",
        ge=1,
    )
    text: Annotated[str, Field(min_length=1, max_length=4000)] = Field(title="Risk")
    owner: str = Field("", title="Owner", max_length=120)
    approach: tuple[Measure, ...] = Field((), title="Approach", description="One measure each")
    additions: tuple[Measure, ...] = Field(
        (), title="Additions", description="Measures that other bodies asked for"
    )


def _judge_record(acting: Acting, release: Release, given: RecordRisk | None) -> Verdict:
    del acting
    reasons = []
    if release.state in {"closed", "cancelled"}:
        reasons.append(unmet("state", f"The release is {release.state}."))
    if given and given.number and not release.risks.filter(number=given.number).exists():
        what = f"There is no risk number {given.number}."
        reasons.append(unmet("number", what, remedy="Leave the number empty for a new risk."))
    return Verdict(RECORD, tuple(reasons))


@act(
    "release.record-risk",
    Release,
    RecordRisk,
    title="Record a residual risk",
    effect="It is shown with every body's view until the release is closed, and ever after.",
    judge=_judge_record,
)
def record_risk(acting: Acting, release: Release, given: RecordRisk) -> None:
    values = given.model_dump(exclude={"number"})
    values |= {"approach": list(given.approach), "additions": list(given.additions)}
    held = release.risks.filter(number=given.number).first() if given.number else None
    if held is not None:
        acting.change(held, **values)
    else:
        last = release.risks.order_by("-number").values_list("number", flat=True).first() or 0
        held = acting.add(Risk(release=release, number=last + 1, **values))
    acting.answer["number"] = held.number


class ViewRisk(Given):
    number: int = Field(title="Risk", description="Its number", ge=1)
    body: BodyKey = Field(title="Body")
    accepted: bool | None = Field(None, title="Accepted", description="Empty where it did not say")
    subject_to: str = Field("", title="Accepted subject to", max_length=2000)
    view_date: dt.date | None = Field(None, title="On", description="Empty: today")


def _judge_view(acting: Acting, release: Release, given: ViewRisk | None) -> Verdict:
    if given is None:
        held = release.risks.exists()
        return Verdict(VIEW, () if held else (unmet("risk", "No residual risk is recorded."),))
    reasons = []
    if not release.risks.filter(number=given.number).exists():
        reasons.append(unmet("number", f"There is no risk number {given.number}."))
    if body_named(given.body) is None:
        reasons.append(no_body(given.body))
    if given.view_date and (
        future := not_in_future("view-date", given.view_date, acting.today, "It would be seen so")
    ):
        reasons.append(future)
    return Verdict(VIEW, tuple(reasons))


@act(
    "release.view-risk",
    Release,
    ViewRisk,
    title="Record a body's view of a risk",
    effect="One view for each body; a later one replaces it, and the record keeps both.",
    judge=_judge_view,
)
def view_risk(acting: Acting, release: Release, given: ViewRisk) -> None:
    risk, body = release.risks.get(number=given.number), body_named(given.body)
    assert body is not None  # noqa: S101  judged before
    values = {
        "accepted": given.accepted,
        "subject_to": given.subject_to,
        "view_date": given.view_date or acting.today,
    }
    held = RiskView.objects.filter(risk=risk, body=body).first()
    if held is not None:
        acting.change(held, **values)
    else:
        acting.add(RiskView(risk=risk, body=body, **values))
