"""Reads the facts of a release's implementation document through the queries of the apps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.documents.reading import classification_of, contact_of
from ridgeway.documents.rid_facts import (
    AcceptanceFacts,
    ActivityFacts,
    AmendedFacts,
    DeliveryRiskFacts,
    ImpactFacts,
    ModificationFacts,
    RidFacts,
)
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.golive.facts import rule_of
from ridgeway.governance.golive.queries import Gate, gate_of
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases import queries
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.testing.queries import PhaseRow, phases_of

Values = dict[str, Any]

RELATIONS = {"targeted": "targeted", "approved": "approved", "implemented": "approved"}
"""The document names what a release carries as targeted or approved; what was implemented had
been approved."""

BASELINED = frozenset({"baselined", "in-delivery", "evidence-submitted", "approved", "live"})
SYSTEMS = "Systems"
PARTIES = "Party categories"


def rid_facts_of(
    actor: Actor, code: CodeSeen, slug: str, today: dt.date, source: Source = LIVE
) -> RidFacts | None:
    """The facts as they stand; None where there is no such release for this actor.

    A part that nothing is held of is None, and the document says so.
    """
    page = queries.release_page(actor, code.row, slug, today, source)
    scope = queries.scope_page(actor, code.row, slug, source)
    if page is None or scope is None:
        return None
    head = page.head
    gate = gate_of(head, head["actual_date"] or today, source=source)
    ruling = rule_of(gate.books)
    book = book_of(code.id, head["policy"])
    systems = _systems(book)
    categories = _categories(scope.scope)
    approver = ruling[1].criteria_set_by or ruling[1].decided_by if ruling else ""
    deliverer = ruling[1].final_check.by if ruling and ruling[1].final_check else ""
    return RidFacts(
        release=head["name"],
        kind=f"{str(head['kind']).replace('-', ' ')} release",
        go_live_date=head["go_live_date"],
        approved_by=gate.bodies.get(approver, "body that decides"),
        delivery_party=gate.bodies.get(deliverer, "delivery body"),
        systems=systems,
        party_categories=categories,
        document_date=head["rid_updated_date"] or today,
        version=f"{head['rid_version']}.0" if head["rid_version"] else "not held",
        status="baselined" if head["rid_version"] and head["state"] in BASELINED else "as updated",
        classification=classification_of(head),
        modifications=tuple(_modification(row, categories, systems) for row in scope.scope) or None,
        amended=tuple(
            AmendedFacts(name=row["name"], kind=row["group"], source=(f"document:{row['id']}",))
            for row in page.documents
        )
        or None,
        activities=_activities(page, phases_of(page.id, source)),
        risks=tuple(_risk(row) for row in page.risks) or None,
        acceptance=_acceptance(gate),
        contact=contact_of(code),
        record_position=f"{code.key}/{code.position}",
        example=head["example"],
        source=(f"release:{slug}",),
    )


def _systems(book: Rulebook | None) -> str:
    """What the policy calls the systems that a documentation release may not touch."""
    if book is None or not book.impacts:
        return SYSTEMS
    excluded = {name for kind in book.kinds for name in kind.excludes}
    return next((i.title for i in book.impacts if i.id in excluded), book.impacts[0].title)


def _categories(rows: Sequence[Values]) -> tuple[str, ...]:
    """Every category that any modification in scope is known to affect."""
    found = {name for row in rows for name in row["modification__impacts"] or ()}
    return tuple(sorted(found)) or (PARTIES,)


def _modification(row: Values, categories: tuple[str, ...], systems: str) -> ModificationFacts:
    """Where a modification says nothing of whom it affects, nothing is known of any category."""
    named = row["modification__impacts"]
    impacts = [
        ImpactFacts(category, None if named is None else category in named)
        for category in categories
    ]
    impacts.append(ImpactFacts(systems, row["modification__system_impact"]))
    return ModificationFacts(
        reference=row["modification__reference"],
        title=row["modification__title"],
        relation=RELATIONS[row["relation"]],
        stage=str(row["modification__stage"]).replace("-", " "),
        impacts=tuple(impacts),
        source=(f"modification:{row['modification__reference']}",),
    )


def _activities(
    page: queries.ReleasePage, phases: Sequence[PhaseRow]
) -> tuple[ActivityFacts, ...] | None:
    duties = [
        ActivityFacts(
            name=line.title,
            owner=line.owner_name,
            ends_date=line.due_date,
            source=(f"obligation:{line.rule}",),
        )
        for line in page.obligations
    ]
    tests = [
        ActivityFacts(name=phase.name, is_test_phase=True, source=(f"phase:{phase.number}",))
        for phase in phases
    ]
    return (*duties, *tests) or None


def _risk(row: Values) -> DeliveryRiskFacts:
    return DeliveryRiskFacts(
        risk=row["text"],
        mitigation="\n".join((*row["approach"], *row["additions"])),
        owner=row["owner"],
        source=(f"risk:{row['number']}",),
    )


def _acceptance(gate: Gate) -> tuple[AcceptanceFacts, ...] | None:
    return (
        tuple(
            AcceptanceFacts(
                text=criterion.text,
                clause=criterion.clause,
                source=(f"criterion:{criterion.number}",),
            )
            for criterion in gate.facts.criteria
        )
        or None
    )
