"""Reads what the report on a modification is written from, as far as its reader may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ridgeway.core.dates.wording import day_month_year, long_date
from ridgeway.core.lifecycle.machine import words
from ridgeway.documents.modification_report import ReportFacts, Said
from ridgeway.documents.reading import classification_of, contact_of
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.consultations.queries import ConsultationLine
from ridgeway.governance.costs.queries import modification_costs
from ridgeway.governance.modifications.dates import Dating, in_words
from ridgeway.governance.modifications.queries import ModificationPage
from ridgeway.governance.modifications.queries_page import TopicRow, Written, impacts_of
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.queries_weighing import Matter
from ridgeway.governance.releases.register import relations_of


def report_facts(
    actor: Actor,
    code: CodeSeen,
    it: ModificationPage,
    written: Written,
    matters: Sequence[Matter],
    *,
    on: dt.date,
    consultations: Sequence[ConsultationLine] = (),
    source: Source = LIVE,
) -> ReportFacts:
    """The facts of the report on a day; costs and impacts are read here, with a fixed number of
    queries."""
    row, v = it.row, it.values
    costs = modification_costs(actor, code.id, row.id, row.central_cost, on, source)
    return ReportFacts(
        reference=row.reference,
        title=row.title,
        stage=it.stage_title,
        path=words(row.path).capitalize(),
        urgency=words(row.urgency).capitalize(),
        proposer=v["proposer"],
        raised_date=row.raised_date,
        documents=None if row.documents is None else tuple(row.documents),
        impacts=tuple(
            (i["name"], i["level"].capitalize(), i["note"])
            for rows in impacts_of(row.id, source).values()
            for i in rows
        ),
        affected=None if row.impacts is None else tuple(map(str, row.impacts)),
        touches_systems=row.system_impact,
        topics=tuple(map(_topic, written.topics)),
        matters=tuple(map(_matter, matters)),
        sentence=_sentence(it.dating),
        limits=_limits(it.dating),
        reckoning=it.dating.why if it.dating else (),
        date_clause=it.dating.clause if it.dating else "",
        legal_texts=tuple(d for d in reversed(written.documents) if not d["withdrawn_because"]),
        costs=tuple((e.stated_by, e.total) for e in costs.estimates if e.latest),
        consultations=tuple(_consultation(line) for line in consultations),
        releases=tuple(r.name for r in relations_of(actor, row.id, source)),
        paper_date=on,
        classification=classification_of({"audience": row.audience}),
        contact=contact_of(code),
        record_position=f"{code.key}/{code.position}",
        example=row.example,
    )


def _topic(held: TopicRow) -> Said:
    topic = held.topic
    texts = tuple((t["said_by"], t["text"], (f"text:{t['number']}",)) for t in held.texts)
    return Said(topic.id, topic.heading, topic.clause, topic.force, texts)


def _matter(matter: Matter) -> Said:
    texts = []
    for r in matter.held:
        place = f"Place {r['rank']} in the order of the {r['release']}." if r["rank"] else ""
        asked = f"{r['length']}." if r["length"] else ""
        sizes = "; ".join(
            f"{n['name']}: {n['parts']} in scope, {n['systems']} touch systems"
            for n in r["releases"]
        )
        said = " ".join(filter(None, (place, asked, r["text"], sizes)))
        texts.append((r["said_by"], said, (f"weighing:{r['slug']}:{r['number']}",)))
    rule = matter.rule
    return Said(rule.id, rule.title, matter.clause, rule.force, tuple(texts), matter.unheard)


def _sentence(dating: Dating | None) -> str:
    if dating is None:
        return ""
    if dating.amended is not None and dating.date is not None:
        return f"{day_month_year(dating.date)}, amended from: {dating.sentence or 'not held'}"
    return dating.sentence or dating.lead_time


def _limits(dating: Dating | None) -> tuple[str, ...]:
    if dating is None:
        return ()
    return tuple(f"{in_words(limb)}." for limb in dating.limbs)


def _consultation(line: ConsultationLine) -> str:
    return (
        f"{line.title}: {words(line.standing)}, closing time {long_date(line.closes_at.date())};"
        f" {line.responses} responses, {line.considered} considered."
    )
