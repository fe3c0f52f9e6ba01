"""What a go-live paper may recommend: derived from the criteria and the views, never typed."""

from __future__ import annotations

from dataclasses import dataclass

from ridgeway.core.dates.wording import counted, day_month_year
from ridgeway.core.verdict import State
from ridgeway.documents.description import Source
from ridgeway.documents.golive_facts import (
    AdviceFacts,
    GoLiveFacts,
    Outcome,
    ResolutionFacts,
    Verb,
)
from ridgeway.documents.wording import listed


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Whether to proceed, every objection, and every condition under which a body agreed."""

    proceed: bool
    because: str
    objections: tuple[str, ...]
    conditions: tuple[str, ...]
    source: Source


def recommendation(facts: GoLiveFacts) -> Recommendation:
    """Proceed only when a date is set, each *must* is met or waived and every body agreed."""
    objections = (*_about_the_date(facts), *_about_criteria(facts), *_about_views(facts))
    conditions = tuple(
        f"{advice.body}: {advice.subject_to or 'the condition is not held'}"
        for advice in facts.advice
        if advice.outcome is Outcome.AGREED_SUBJECT_TO
    )
    names = [name for criterion in facts.criteria for name in criterion.source]
    names += [name for advice in facts.advice for name in advice.source]
    source = tuple(dict.fromkeys(names))
    return Recommendation(not objections, _because(facts), objections, conditions, source)


def _about_the_date(facts: GoLiveFacts) -> tuple[str, ...]:
    return () if facts.go_live_date else ("No go-live date is set.",)


def _about_criteria(facts: GoLiveFacts) -> tuple[str, ...]:
    if not facts.criteria:
        return ("No acceptance criterion is recorded, so nothing shows that the release is ready.",)
    return tuple(
        f"Criterion {number} is not met: {criterion.text}"
        if criterion.state is State.UNMET
        else f"Nothing shows whether criterion {number} is met: {criterion.text}"
        for number, criterion in enumerate(facts.criteria, 1)
        if criterion.blocks
    )


def _about_views(facts: GoLiveFacts) -> tuple[str, ...]:
    if not facts.advice:
        return ("No body's advice is recorded.",)
    return tuple(
        _objection(advice)
        for advice in facts.advice
        if advice.outcome in (Outcome.NOT_AGREED, Outcome.NOT_HELD)
    )


def _objection(advice: AdviceFacts) -> str:
    if advice.outcome is Outcome.NOT_AGREED:
        return f"The {advice.body} did not agree that the release is ready."
    return f"The view of the {advice.body} is not held."


def _because(facts: GoLiveFacts) -> str:
    tally = {
        state: sum(c.state is state for c in facts.criteria)
        for state in (State.MET, State.WAIVED, State.UNMET, State.CANNOT_TELL)
    }
    parts = [f"{tally[State.MET]} of {counted_figures(len(facts.criteria))} met"]
    for state, words in (
        (State.WAIVED, "waived"),
        (State.UNMET, "not met"),
        (State.CANNOT_TELL, "without an answer"),
    ):
        if tally[state]:
            parts.append(f"{tally[state]} {words}")
    return listed(parts)


def counted_figures(criteria: int) -> str:
    return f"{criteria} {'criterion' if criteria == 1 else 'criteria'}"


def requested(facts: GoLiveFacts) -> tuple[ResolutionFacts, ...]:
    """The resolutions asked for: those given, else NOTE the views and AGREE to go live.

    Where the views do not support going live, the body is asked to note that and nothing is
    put to it to agree.
    """
    if facts.resolutions:
        return facts.resolutions
    found = recommendation(facts)
    bodies = listed([f"the {advice.body}" for advice in facts.advice])
    noted = f"the views of {bodies}" if bodies else "that no body's view is held"
    out = [ResolutionFacts(Verb.NOTE, noted, source=found.source)]
    if facts.departures or facts.lateness:
        number = len(facts.departures) + len(facts.lateness)
        words = counted(number, "departure or late submission", "departures and late submissions")
        out.append(ResolutionFacts(Verb.NOTE, f"the {words} that this paper records"))
    if found.proceed and facts.go_live_date is not None:
        day = day_month_year(facts.go_live_date)
        condition = "; ".join(found.conditions)
        words = f"that the {facts.release} goes live on {day}"
        out.append(ResolutionFacts(Verb.AGREE, words, condition, source=found.source))
    else:
        why = counted(len(found.objections), "objection", "objections")
        words = f"that going live is not recommended, for the {why} in this paper"
        out.append(ResolutionFacts(Verb.NOTE, words, source=found.source))
    return tuple(out)
