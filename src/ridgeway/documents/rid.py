"""A release's implementation document (RID), written from its facts, part by part.

Every part is always there: one that the record does not hold says so, and the front says how many
there are, because a document may be baselined only when it is complete in all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from ridgeway.core.dates.wording import day_month_year
from ridgeway.documents.description import (
    Block,
    Callout,
    Column,
    Document,
    Heading,
    NumberedList,
    Paragraph,
    Row,
    Run,
    Table,
    Text,
    Tone,
    Unknown,
    text,
)
from ridgeway.documents.rid_costs import cost_blocks
from ridgeway.documents.rid_facts import (
    ActivityFacts,
    ApproachFacts,
    EndedFacts,
    ModificationFacts,
    RidFacts,
    SpecificationFacts,
)
from ridgeway.documents.wording import listed

Part = Callable[[RidFacts], Iterator[Block]]


def rid(facts: RidFacts) -> Document:
    """The whole document: summary, then every part in the order of the policy."""
    parts = [block for _, part in _PARTS for block in part(facts)]
    return Document(
        title=f"Release implementation document: {facts.release}",
        subtitle=f"Version {facts.version}, {facts.status}",
        date=facts.document_date,
        classification=facts.classification,
        reference=facts.reference,
        authors=facts.authors,
        team=facts.team,
        contact=facts.contact,
        versions=facts.versions,
        record_position=facts.record_position,
        example=facts.example,
        source=facts.source,
        blocks=(*_summary(facts), *parts),
    )


def gaps(facts: RidFacts) -> tuple[str, ...]:
    """Titles of the parts in which something is not held, in the document's order."""
    return tuple(title for title, part in _PARTS if any(_has_gap(block) for block in part(facts)))


def _has_gap(block: Block) -> bool:
    match block:
        case Unknown():
            return True
        case Paragraph(runs):
            return any(run.unknown for run in runs)
        case Table() as table:
            return any(run.unknown for row in table.rows for cell in row.cells for run in cell)
        case _:
            return False


def _summary(facts: RidFacts) -> Iterator[Block]:
    yield Heading("Summary", key="summary")
    when = None if facts.go_live_date is None else day_month_year(facts.go_live_date)
    yield Paragraph(
        text(
            f"This document sets out how the {facts.release} ({facts.kind}) is implemented."
            " It is planned to go live on ",
            when or Run("a date that is not held", unknown=True),
            f". The {facts.approved_by} approves it and each of its amendments.",
        ),
        facts.source,
    )
    missing = gaps(facts)
    if missing:
        yield Callout(
            f"{len(missing)} of {len(_PARTS)} parts are not complete",
            text(f"Something is not held in: {listed(missing)}."),
            Tone.NOTE,
            facts.source,
            key="gaps",
        )


def _modifications(facts: RidFacts) -> Iterator[Block]:
    yield Heading("Modifications", key="modifications")
    if facts.modifications is None:
        yield Unknown("which modifications are targeted or approved.", source=facts.source)
        return
    yield Table(
        (
            Column("Reference", share=2),
            Column("Title", share=6),
            Column("Relation to the release", share=3),
            Column("Stage", share=3),
        ),
        tuple(
            Row(
                (text(m.reference), text(m.title), text(m.relation), text(m.stage or None)),
                m.source,
            )
            for m in facts.modifications
        ),
        caption="Modifications targeted or approved for the release",
        empty="No modification is targeted or approved for this release.",
        key="modification-table",
    )


def _impacts(facts: RidFacts) -> Iterator[Block]:
    yield Heading("Impacts", key="impacts")
    if facts.modifications is None:
        yield Unknown("the impacts, because the modifications are not held.", source=facts.source)
        return
    touched = (*facts.party_categories, facts.systems)
    yield Table(
        (Column("Modification", share=2), *(Column(name, share=2) for name in touched)),
        tuple(_impact_row(m, touched) for m in facts.modifications),
        caption=f"Impact of each modification on party categories and on {facts.systems}",
        empty="No modification, so no impact.",
        key="impact-table",
    )


def _impact_row(modification: ModificationFacts, touched: tuple[str, ...]) -> Row:
    known = {impact.on: impact for impact in modification.impacts}
    cells: list[Text] = [text(modification.reference)]
    for name in touched:
        impact = known.get(name)
        if impact is None or impact.touched is None:
            cells.append(text(None))
        else:
            words = "Yes" if impact.touched else "No"
            cells.append(text(f"{words}: {impact.note}" if impact.note else words))
    return Row(tuple(cells), modification.source)


def _amended(facts: RidFacts) -> Iterator[Block]:
    yield Heading("Documents to be amended", key="documents")
    if facts.amended is None:
        yield Unknown("which documents the release amends.", source=facts.source)
        return
    yield Table(
        (Column("Document", share=4), Column("Kind", share=3), Column("Changed by", share=4)),
        tuple(
            Row(
                (
                    text(part.name),
                    text(part.kind or None),
                    text(None if part.changed_by is None else listed(part.changed_by)),
                ),
                part.source,
            )
            for part in facts.amended
        ),
        caption="Parts of the code and documents under it",
        empty="The release amends no document.",
        key="document-table",
    )


def _timetable(facts: RidFacts) -> Iterator[Block]:
    yield Heading("Timescales, activities and risks", key="timetable")
    if facts.activities is None:
        yield Unknown("the activities and their dates.", source=facts.source)
    else:
        phases = [a for a in facts.activities if a.is_test_phase]
        others = [a for a in facts.activities if not a.is_test_phase]
        yield _activity_table(others, "Activities", "No activity is planned.")
        yield _activity_table(phases, "Test phases", "No test phase is planned.")
    if facts.risks is None:
        yield Unknown("the risks of implementing the release.", source=facts.source)
        return
    yield Table(
        (Column("Risk", share=4), Column("Mitigation", share=4), Column("Owner", share=2)),
        tuple(
            Row((text(r.risk), text(r.mitigation or None), text(r.owner or None)), r.source)
            for r in facts.risks
        ),
        caption="Risks",
        empty="No risk is recorded.",
        key="risk-table",
    )


def _activity_table(activities: list[ActivityFacts], caption: str, empty: str) -> Table:
    return Table(
        (
            Column("What", share=4),
            Column("Owner", share=3),
            Column("Starts", share=3),
            Column("Ends", share=3),
        ),
        tuple(
            Row(
                (text(a.name), text(a.owner or None), _day(a.starts_date), _day(a.ends_date)),
                a.source,
            )
            for a in activities
        ),
        caption=caption,
        empty=empty,
    )


def _day(day: dt.date | None) -> Text:
    return text(None if day is None else day_month_year(day))


def _testing(facts: RidFacts) -> Iterator[Block]:
    yield Heading("Testing approach", key="testing")
    yield from _written(facts.testing_approach, "the testing approach.", facts)


def _user_testing(facts: RidFacts) -> Iterator[Block]:
    yield Heading("User testing and support", key="user-testing")
    yield from _written(facts.user_testing, "the level of user testing that is required.", facts)
    yield from _written(
        facts.user_support, f"how the {facts.delivery_party} supports users with testing.", facts
    )


def _written(part: ApproachFacts | None, missing: str, facts: RidFacts) -> Iterator[Block]:
    if part is None:
        yield Unknown(missing, source=facts.source)
        return
    source = part.source or facts.source
    for number, words in enumerate(filter(str.strip, part.text.split("\n\n"))):
        by = f" (as proposed by {part.by})" if part.by and not number else ""
        yield Paragraph(text(words.strip(), by), source)
    if part.annex:
        yield Paragraph(text(f"Annex, and part of this document: {part.annex}"), source)


def _acceptance(facts: RidFacts) -> Iterator[Block]:
    yield Heading("Acceptance criteria", key="acceptance")
    if facts.acceptance is None:
        yield Unknown("the acceptance criteria.", source=facts.source)
        return
    if not facts.acceptance:
        yield Paragraph(text("No acceptance criterion has been agreed."), facts.source)
        return
    yield Paragraph(
        text(f"Agreed by the {facts.approved_by}; each is to be met before the release goes live."),
        facts.source,
    )
    yield NumberedList(
        tuple(text(c.text, f" ({c.clause})" if c.clause else "") for c in facts.acceptance),
        tuple(dict.fromkeys(name for c in facts.acceptance for name in c.source)),
    )


def _validity(facts: RidFacts) -> Iterator[Block]:
    yield Heading("Technical specifications and their validity periods", key="validity")
    if facts.specifications is None:
        yield Unknown("which versions of specifications take effect.", source=facts.source)
    else:
        yield Table(
            (
                Column("Specification", share=4),
                Column("Version", share=2),
                Column("Validity period starts", share=5),
            ),
            tuple(_specification_row(s, facts.go_live_date) for s in facts.specifications),
            caption="Versions taking effect",
            empty="No version of a specification takes effect with this release.",
            key="effective-table",
        )
    if facts.ended is None:
        yield Unknown("which versions are removed or end.", source=facts.source)
        return
    yield Table(
        (
            Column("Specification", share=4),
            Column("Version", share=2),
            Column("What becomes of it", share=5),
        ),
        tuple(_ended_row(e) for e in facts.ended),
        caption="Versions removed or ending",
        empty="No version is removed or ends with this release.",
        key="ended-table",
    )


def _specification_row(part: SpecificationFacts, go_live: dt.date | None) -> Row:
    if part.starts_date is not None:
        starts = text(day_month_year(part.starts_date))
    elif go_live is not None:
        starts = text(
            f"expected on {day_month_year(go_live)}, with go-live; the agreed date is ", None
        )
    else:
        starts = text(None)
    return Row((text(part.name), text(part.version), starts), part.source)


def _ended_row(part: EndedFacts) -> Row:
    if part.ends_date is not None:
        verb = "removed on" if part.removed else "validity period ends"
        fate = text(f"{verb} {day_month_year(part.ends_date)}")
    else:
        fate = text("removed; date " if part.removed else "ends; date ", None)
    return Row((text(part.name), text(part.version), fate), part.source)


_PARTS: tuple[tuple[str, Part], ...] = (
    ("modifications", _modifications),
    ("impacts", _impacts),
    ("documents to be amended", _amended),
    ("central cost", cost_blocks),
    ("timescales, activities and risks", _timetable),
    ("testing approach", _testing),
    ("user testing and support", _user_testing),
    ("acceptance criteria", _acceptance),
    ("technical specifications", _validity),
)
