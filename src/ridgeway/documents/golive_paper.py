"""The paper by which a body decides whether a release may go live, written from its facts."""

from __future__ import annotations

from collections.abc import Iterator

from ridgeway.core.dates.wording import counted, day_month_year
from ridgeway.core.verdict import Force, State
from ridgeway.documents.description import (
    Block,
    BulletList,
    Callout,
    Column,
    Document,
    Heading,
    NumberedList,
    Paragraph,
    Quote,
    Run,
    Table,
    Text,
    Tone,
    Unknown,
    bold,
    joined,
    text,
)
from ridgeway.documents.golive_facts import (
    AdviceFacts,
    GoLiveFacts,
    LatenessFacts,
    Outcome,
)
from ridgeway.documents.golive_rows import criterion_row, date_row, resolution_text, risk_row
from ridgeway.documents.recommending import recommendation, requested
from ridgeway.documents.wording import listed

_OUTCOMES = {
    Outcome.AGREED: "agreed that the criteria are met and that the release is ready to go live",
    Outcome.AGREED_SUBJECT_TO: "agreed, under a condition, that the release is ready to go live",
    Outcome.NOT_AGREED: "did not agree that the release is ready to go live",
}


def golive_paper(facts: GoLiveFacts) -> Document:
    """The whole paper. Parts without facts stay, and say what is not held."""
    return Document(
        title=f"Go-live of the {facts.release}",
        subtitle=f"Paper for the {facts.deciding_body}",
        date=facts.paper_date,
        classification=facts.classification,
        action=facts.action,
        reference=facts.reference,
        authors=facts.authors,
        team=facts.team,
        contact=facts.contact,
        versions=facts.versions,
        record_position=facts.record_position,
        example=facts.example,
        source=facts.source,
        blocks=joined(
            (
                _purpose(facts),
                _dates(facts),
                _criteria(facts),
                _views(facts),
                _risks(facts),
                _lateness(facts),
                _departures(facts),
                _unknowns(facts),
                _approval(facts),
                _recommendations(facts),
            )
        ),
    )


def _purpose(facts: GoLiveFacts) -> Iterator[Block]:
    yield Heading("Purpose", key="purpose")
    when: Run | str = Run("a date that is not held", unknown=True)
    if facts.go_live_date is not None:
        when = day_month_year(facts.go_live_date)
    yield Paragraph(
        text(
            f"The {facts.release} is planned to go live on ",
            when,
            f". Before that, the {facts.deciding_body} reviews how the release stands against the"
            f" acceptance criteria in the {facts.criteria_document} and decides whether it may"
            " proceed.",
        ),
        facts.source,
    )
    bodies = [f"the {advice.body}" for advice in facts.advice]
    if bodies:
        yield Paragraph(
            text(
                f"The paper sets out the criteria, the views of {listed(bodies)}, the residual"
                " risks, what was late or departed from policy, and what is not known; its"
                " recommendation follows from these."
            ),
            tuple(name for advice in facts.advice for name in advice.source),
        )


def _dates(facts: GoLiveFacts) -> Iterator[Block]:
    yield Heading("The date and how it came about", key="dates")
    yield Table(
        (
            Column("Planned date", share=3),
            Column("Standing", share=2),
            Column("Set on", share=3),
            Column("By", share=3),
            Column("Ground", share=5),
        ),
        tuple(date_row(step) for step in facts.dates),
        caption="Each planned date, oldest first",
        empty="The history of the date is not held.",
        key="date-history",
    )
    if facts.reason_for_move:
        yield Paragraph(text("Why it moved: ", facts.reason_for_move), facts.reason_source)


def _criteria(facts: GoLiveFacts) -> Iterator[Block]:
    yield Heading("Acceptance criteria", key="criteria")
    met = sum(c.state is State.MET for c in facts.criteria)
    if facts.criteria:
        yield Paragraph(
            text(
                bold(f"{met} of {len(facts.criteria)} criteria are met."),
                f" They are those of the {facts.criteria_document}.",
            ),
            tuple(name for c in facts.criteria for name in c.source),
        )
    yield Table(
        (
            Column("No"),
            Column("Criterion", share=6),
            Column("State", share=2),
            Column("Evidence", share=5),
            Column("Confirmed by", share=3),
        ),
        tuple(criterion_row(n, c) for n, c in enumerate(facts.criteria, 1)),
        caption="Criteria, their state and what shows it",
        empty="No acceptance criterion is recorded.",
        key="criteria-table",
    )


def _views(facts: GoLiveFacts) -> Iterator[Block]:
    if not facts.advice:
        yield Heading("Views of the advising bodies", key="views")
        yield Unknown("the view of any body.", source=facts.source)
    for number, advice in enumerate(facts.advice, 1):
        yield from _view(advice, f"view-{number}")


def _view(advice: AdviceFacts, key: str) -> Iterator[Block]:
    yield Heading(f"Views of the {advice.body}", key=key)
    if advice.considered_date is None:
        yield Unknown(f"the date on which the {advice.body} considered the release.")
    else:
        yield Paragraph(
            text(
                f"The {advice.body} considered {advice.considered or 'the release'} on"
                f" {day_month_year(advice.considered_date)}."
            ),
            advice.source,
        )
    for statement in advice.statements:
        yield Quote(text(statement.text), statement.by, statement.verbatim, statement.source)
    if advice.reservations:
        yield Heading("Reservations", 2)
        for said in advice.reservations:
            yield Quote(text(said.text), said.by, said.verbatim, said.source)
    if advice.basis:
        yield Callout("Basis of the assessment", text(advice.basis), Tone.DEPARTURE, advice.source)
    if advice.outcome is Outcome.NOT_HELD:
        yield Unknown(f"what the {advice.body} concluded.", source=advice.source)
        return
    yield Paragraph(text(bold(f"The {advice.body} {_OUTCOMES[advice.outcome]}.")), advice.source)
    if advice.subject_to:
        yield Paragraph(text("Subject to: ", advice.subject_to), advice.source)
    if advice.conclusion:
        yield Paragraph(text(advice.conclusion), advice.source)


def _risks(facts: GoLiveFacts) -> Iterator[Block]:
    yield Heading("Residual risks", key="risks")
    if not facts.risks and not facts.risks_held:
        yield Unknown("whether any risk remains.", source=facts.source)
        return
    yield Table(
        (
            Column("Residual risk", share=3),
            Column("Proposed approach", share=4),
            Column("Views of the bodies", share=4),
        ),
        tuple(risk_row(risk) for risk in facts.risks),
        caption="Risks that remain, the approach to each and what the bodies say of it",
        empty="No residual risk was put to the bodies.",
        key="risk-table",
    )


def _lateness(facts: GoLiveFacts) -> Iterator[Block]:
    yield Heading("What came late", key="lateness")
    if not facts.lateness:
        yield Paragraph(text("Nothing that policy sets a limit for is recorded as late."))
    for late in facts.lateness:
        yield Callout(
            f"{counted_days(late.days_late)} late", _late_words(late), _tone(late), late.source
        )


def counted_days(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"


def _tone(late: LatenessFacts) -> Tone:
    return Tone.REFUSAL if late.force is Force.MUST else Tone.DEPARTURE


def _late_words(late: LatenessFacts) -> Text:
    words = (
        f"{late.what} came on {day_month_year(late.arrived_date)},"
        f" {counted_days(late.days_late)} after {day_month_year(late.due_date)}"
        f" ({late.clause}, {late.force.value})."
    )
    if late.born_late and late.set_on_date is not None:
        words += (
            f" That limit had already passed when the date was set on"
            f" {day_month_year(late.set_on_date)}."
        )
    return text(words)


def _departures(facts: GoLiveFacts) -> Iterator[Block]:
    yield Heading("Departures from policy", key="departures")
    if not facts.departures:
        yield Paragraph(text("No departure from policy is recorded."))
    for departure in facts.departures:
        reason = f" Reason given: {departure.reason}" if departure.reason else ""
        yield Callout(
            f"Departure from {departure.clause}",
            text(departure.what, reason, "" if reason else " No reason is held."),
            Tone.DEPARTURE,
            departure.source,
        )


def _unknowns(facts: GoLiveFacts) -> Iterator[Block]:
    yield Heading("What is not known", key="unknown")
    if not facts.unknowns:
        yield Paragraph(text("Nothing that this paper needs was found missing."))
    for unknown in facts.unknowns:
        yield Unknown(unknown.what, unknown.why, unknown.source)


def _approval(facts: GoLiveFacts) -> Iterator[Block]:
    found = recommendation(facts)
    yield Heading("Approval to proceed", key="approval")
    if found.proceed and facts.go_live_date is not None:
        bodies = listed([f"the {advice.body}" for advice in facts.advice])
        yield Paragraph(
            text(
                f"With {found.because}, and on the views of {bodies}, the {facts.release} is ready"
                f" to go live on {day_month_year(facts.go_live_date)}. The recommendation is that"
                f" the {facts.deciding_body} approves it.",
            ),
            found.source,
        )
    else:
        many = counted(len(found.objections), "objection stands", "objections stand")
        yield Paragraph(
            text(
                bold("Approval is not recommended."),
                f" With {found.because}, {many} against it:",
            ),
            found.source,
        )
        yield NumberedList(tuple(text(o) for o in found.objections), found.source)
    if found.conditions:
        yield Paragraph(text("Agreement was given under these conditions:"), found.source)
        yield BulletList(tuple(text(c) for c in found.conditions), found.source)


def _recommendations(facts: GoLiveFacts) -> Iterator[Block]:
    yield Heading("Recommendations", key="recommendations")
    asked = requested(facts)
    yield Paragraph(
        text(f"The {facts.deciding_body} is asked to:"),
        tuple(dict.fromkeys(name for resolution in asked for name in resolution.source)),
    )
    yield NumberedList(tuple(resolution_text(r) for r in asked))
