"""The report on a modification, written from what is held of it; a part without facts says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ridgeway.core.dates.wording import day_month_year
from ridgeway.core.verdict import Force
from ridgeway.documents.description import (
    Align,
    Block,
    BulletList,
    Callout,
    Classification,
    Column,
    Contact,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Quote,
    Row,
    Run,
    Table,
    Text,
    Tone,
    Unknown,
    joined,
    text,
)
from ridgeway.documents.wording import listed

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """A topic or matter with what is said of it, each as who said it and the words."""

    key: str
    heading: str
    clause: str
    force: Force
    texts: tuple[tuple[str, str, tuple[str, ...]], ...]
    unheard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything that the report is written from. Costs are whole pounds by body."""

    reference: str
    title: str
    stage: str
    path: str
    urgency: str
    proposer: str
    raised_date: dt.date | None
    documents: tuple[str, ...] | None
    impacts: tuple[tuple[str, str, str], ...]
    affected: tuple[str, ...] | None
    touches_systems: bool | None
    topics: tuple[Said, ...]
    matters: tuple[Said, ...]
    sentence: str
    limits: tuple[str, ...]
    reckoning: tuple[str, ...]
    date_clause: str
    legal_texts: tuple[Values, ...]
    costs: tuple[tuple[str, int | None], ...]
    consultations: tuple[str, ...]
    releases: tuple[str, ...]
    paper_date: dt.date
    classification: Classification
    contact: Contact | None = None
    record_position: str = ""
    example: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The headings of what a policy asks for and nothing is held of."""
        said = (*self.topics, *self.matters)
        return tuple(s.heading for s in said if not s.texts and s.force is Force.MUST)


def modification_report(facts: ReportFacts) -> Document:
    """The whole report."""
    return Document(
        title=f"{facts.reference}: {facts.title}",
        subtitle="Modification Report",
        date=facts.paper_date,
        classification=facts.classification,
        reference=facts.reference,
        contact=facts.contact,
        record_position=facts.record_position,
        example=facts.example,
        source=("modification",),
        blocks=joined(
            (
                _summary(facts),
                *(_said(topic) for topic in facts.topics),
                _impacts(facts),
                _documents(facts),
                _date(facts),
                _weighed(facts),
                _costs(facts),
                _consultations(facts),
            )
        ),
    )


def _summary(facts: ReportFacts) -> Iterator[Block]:
    yield Heading("Summary", key="summary")
    raised = day_month_year(facts.raised_date) if facts.raised_date else None
    yield KeyValues(
        (
            ("Modification", text(facts.reference)),
            ("Proposer", text(facts.proposer or None)),
            ("Raised", text(raised)),
            ("Path", text(facts.path or None)),
            ("Urgency", text(facts.urgency or None)),
            ("Stage", text(facts.stage or None)),
            ("Release", text(listed(facts.releases) if facts.releases else None)),
        ),
        ("modification",),
        key="summary-facts",
    )
    if facts.missing:
        many = len(facts.missing)
        yield Callout(
            f"{many} {'part is' if many == 1 else 'parts are'} not held yet",
            text(f"The policy asks for: {listed(facts.missing)}."),
            Tone.DEPARTURE,
            ("modification",),
            key="missing",
        )


def _said(said: Said) -> Iterator[Block]:
    yield Heading(said.heading, key=said.key, source=(f"topic:{said.key}",))
    if not said.texts:
        yield Unknown(f"{said.heading[:1].lower()}{said.heading[1:]}.", said.clause)
    for by, words, source in said.texts:
        if by:
            yield Quote(text(words), by, source=source)
            continue
        for one in filter(str.strip, words.split("\n\n")):
            yield Paragraph(text(one.strip()), source)
    if said.texts and said.unheard:
        who = listed(said.unheard)
        yield Unknown(f"what {who} would say of it.", said.clause, (f"topic:{said.key}",))


def _impacts(facts: ReportFacts) -> Iterator[Block]:
    yield Heading("Impacts", key="impacts")
    if facts.impacts:
        rows = tuple(
            Row(tuple(text(cell) for cell in row), (f"impact:{row[0]}",)) for row in facts.impacts
        )
        columns = (Column("What", share=3), Column("How strongly"), Column("In what way", share=5))
        yield Table(columns, rows, caption="Who and what it affects", key="impact-table")
        return
    if facts.affected is None and facts.touches_systems is None:
        yield Unknown("whom or what it affects.", source=("modification",))
        return
    who = listed(facts.affected) if facts.affected else "nobody by name"
    systems = {True: "It touches central systems.", False: "It touches no central system."}
    words = f"It affects {who}. {systems.get(bool(facts.touches_systems), '')}"
    yield Paragraph(text(words.strip()), ("modification",))


def _documents(facts: ReportFacts) -> Iterator[Block]:
    yield Heading("Documents and legal text", key="documents")
    if facts.documents is None:
        yield Unknown("which documents of the code it would amend.", source=("modification",))
    elif facts.documents:
        yield Paragraph(text(f"It would amend: {listed(facts.documents)}."), ("modification",))
    rows = tuple(
        Row(
            (
                text(str(d["number"])),
                text(d["name"]),
                text(d["edition"] or None),
                text(day_month_year(d["made_date"])),
                text("held" if d["evidence_id"] else Run("not held", unknown=True)),
            ),
            (f"document:{d['number']}",),
        )
        for d in facts.legal_texts
    )
    columns = (
        Column("No"),
        Column("Document", share=5),
        Column("Version", share=2),
        Column("Of", share=2),
        Column("File", share=1),
    )
    yield Table(
        columns,
        rows,
        caption="Documents held for this modification",
        empty="No document is held.",
        key="document-table",
    )


def _date(facts: ReportFacts) -> Iterator[Block]:
    yield Heading("Implementation date", key="implementation-date")
    if not facts.sentence:
        yield Unknown("an implementation date.", facts.date_clause, ("modification",))
        return
    yield Paragraph(text(facts.sentence), ("dates",), key="sentence")
    if facts.limits:
        yield _bullets(facts.limits, "limits")
    if facts.reckoning:
        yield Paragraph(text("How these dates follow:"), ("dates",))
        yield _bullets(facts.reckoning, "reckoning")


def _bullets(lines: tuple[str, ...], key: str) -> Block:
    items: tuple[Text, ...] = tuple(text(line) for line in lines)
    return BulletList(items, ("dates",), key=key)


def _weighed(facts: ReportFacts) -> Iterator[Block]:
    if not facts.matters:
        return
    yield Heading("What is taken into account for the date", key="weighed")
    for matter in facts.matters:
        yield Heading(matter.heading, 2, (f"topic:{matter.key}",))
        yield from list(_said(matter))[1:]


def _costs(facts: ReportFacts) -> Iterator[Block]:
    yield Heading("Cost as a release of its own", key="cost")
    if not facts.costs:
        yield Unknown("what it would cost as a release of its own.", source=("costs",))
        return
    rows = tuple(
        Row((text(by), text(None if amount is None else f"£{amount:,}")), ("costs",))
        for by, amount in facts.costs
    )
    columns = (Column("Told by", share=4), Column("Together", Align.RIGHT, share=2))
    yield Table(columns, rows, caption="Estimates that stand, by body", key="cost-table")


def _consultations(facts: ReportFacts) -> Iterator[Block]:
    yield Heading("Consultation", key="consultation")
    if not facts.consultations:
        yield Unknown("any consultation on this modification.", source=("modification",))
        return
    for line in facts.consultations:
        yield Paragraph(text(line), ("consultations",))
