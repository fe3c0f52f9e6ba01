"""The rows and items of a go-live paper: one fact of each kind as text."""

from __future__ import annotations

from ridgeway.core.dates.wording import day_month_year
from ridgeway.core.verdict import State
from ridgeway.documents.description import Row, Run, Text, bold, text
from ridgeway.documents.golive_facts import (
    CriterionFacts,
    DateSet,
    EvidenceLine,
    ResolutionFacts,
    RiskFacts,
    RiskView,
)
from ridgeway.documents.wording import listed

STATE_WORDS = {
    State.MET: "Met",
    State.WAIVED: "Waived",
    State.UNMET: "Not met",
    State.CANNOT_TELL: "Cannot tell",
}


def date_row(step: DateSet) -> Row:
    planned = day_month_year(step.planned_date)
    if step.latest_date is not None:
        planned += f"\nno later than {day_month_year(step.latest_date)}"
    set_on = None if step.set_on_date is None else day_month_year(step.set_on_date)
    if set_on is None and step.standing == "by rule":
        set_on = "follows from the rule"
    return Row(
        (
            text(planned),
            text(step.standing),
            text(set_on),
            text(step.by or None),
            text(step.ground),
        ),
        step.source,
    )


def criterion_row(number: int, criterion: CriterionFacts) -> Row:
    what: list[str | Run] = [criterion.text]
    if criterion.clause:
        what.append(f" ({criterion.clause}, {criterion.force.value})")
    if criterion.explanation:
        what += ["\n", Run(criterion.explanation, emphasis=True)]
    state: list[str | Run] = [bold(STATE_WORDS[criterion.state])]
    if criterion.waived_by:
        state.append(f"\nby {criterion.waived_by}")
    lines: list[str | Run] = []
    for line in criterion.evidence:
        lines += ["\n"] * bool(lines) + [_evidence(line)]
    return Row(
        (
            text(str(number)),
            text(*what),
            text(*state),
            text(*lines) if lines else text(None),
            text(listed(criterion.confirmed_by) or None),
        ),
        criterion.source + tuple(name for e in criterion.evidence for name in e.source),
    )


def _evidence(line: EvidenceLine) -> str:
    facts = []
    if line.submitted_by:
        facts.append(f"from {line.submitted_by}")
    if line.arrived_date is not None:
        facts.append(f"received {day_month_year(line.arrived_date)}")
    if line.digest:
        facts.append(line.digest[:19])
    if line.fell_date is not None:
        facts.append(f"fell on {day_month_year(line.fell_date)}: the criterion was reworded")
    return f"{line.title} ({', '.join(facts)})" if facts else line.title


def risk_row(risk: RiskFacts) -> Row:
    approach = "\n".join(f"{n}. {step}" for n, step in enumerate(risk.approach, 1))
    said: list[str | Run] = []
    for view in risk.views:
        said += ["\n"] * bool(said) + _risk_view(view)
    return Row(
        (
            text(risk.risk),
            text(f"{risk.approach_by}:\n{approach}") if approach else text(None),
            text(*said) if said else text(None),
        ),
        risk.source + tuple(name for view in risk.views for name in view.source),
    )


def _risk_view(view: RiskView) -> list[str | Run]:
    out: list[str | Run] = [bold(f"{view.body}: ")]
    if view.question:
        out.append(f"asked: {view.question} ")
    if view.answer:
        out.append(f"Answer: {view.answer} ")
    if view.view:
        out.append(f"{view.view} ")
    if view.accepted:
        condition = f", subject to: {view.subject_to}" if view.subject_to else ""
        out.append(f"Accepted{condition}.")
    elif view.accepted is False:
        out.append("Not accepted.")
    else:
        out += ["Whether it accepted the approach is ", Run("not held", unknown=True), "."]
    return out


def resolution_text(resolution: ResolutionFacts) -> Text:
    out: list[str | Run] = [bold(resolution.verb.value), " ", resolution.text]
    if resolution.condition:
        out.append(f", provided that: {resolution.condition}")
    for letter, option in zip("abcdefghijklmnopqrstuvwxyz", resolution.options, strict=False):
        out.append(f"\n({letter}) {option}")
    return text(*out)
