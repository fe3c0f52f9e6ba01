"""Reads the facts of a go-live paper through the queries of the apps; writes nothing of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import GoLive
from ridgeway.core.verdict import Force, State
from ridgeway.documents.description import Classification, Contact
from ridgeway.documents.golive_facts import (
    AdviceFacts,
    CriterionFacts,
    DateSet,
    DepartureFacts,
    EvidenceLine,
    GoLiveFacts,
    LatenessFacts,
    Outcome,
    ResolutionFacts,
    RiskFacts,
    RiskView,
    StatementFacts,
    UnknownFacts,
    Verb,
)
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.golive.facts import advice_wanted, criterion_key, rule_of
from ridgeway.governance.golive.queries import Gate, gate_of
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases import queries
from ridgeway.governance.releases.obligations import ObligationLine

Values = dict[str, Any]

CRITERIA_DOCUMENT = "RID"
OUTCOMES = {
    "met": Outcome.AGREED,
    "met-with-reservation": Outcome.AGREED,
    "not-met": Outcome.NOT_AGREED,
}
STANDINGS = {
    "by-rule": "by rule",
    "requested": "requested",
    "consented": "consented to",
    "set": "set",
}
CLASSIFICATIONS = {
    "public": Classification("Public", "May be passed on without limit."),
    "parties": Classification("Parties", "For Parties to the code and those who govern it."),
    "committee": Classification("Committee", "For members of the bodies that decide and advise."),
}
RESTRICTED = Classification("Administration", "For those who administer and audit the code.")


def golive_facts_of(
    actor: Actor, code: CodeSeen, slug: str, today: dt.date, source: Source = LIVE
) -> GoLiveFacts | None:
    """The facts of the paper on a day; None where there is no such release for this actor.

    A duty or a discharge after that day has not happened yet; what is held of it stays. With a
    `source` of a past moment `code` is given at the position of then.
    """
    page = queries.release_page(actor, code.row, slug, today, source)
    if page is None:
        return None
    head = page.head
    gate = gate_of(head, today, source=source)
    ruling = rule_of(gate.books)
    resolutions = committees.resolutions_about(actor, page.id, source=source)
    questions = committees.questions_about(actor, page.id, source=source)
    decider = _body(gate, ruling[1].decided_by) if ruling else "body that decides"
    return GoLiveFacts(
        release=head["name"],
        go_live_date=head["go_live_date"],
        deciding_body=decider,
        delivery_party=_delivery(gate, ruling),
        criteria_document=CRITERIA_DOCUMENT,
        paper_date=today,
        classification=classification_of(head),
        criteria=_criteria(gate),
        advice=_advice(committees.advice_about(actor, page.id, source), gate, ruling),
        dates=tuple(_date(row, page.policy_title) for row in page.moves),
        reason_for_move=head["cause_of_moves"],
        reason_source=(f"release:{slug}",) if head["cause_of_moves"] else (),
        risks=tuple(_risk(risk, questions) for risk in page.risks),
        risks_held=bool(page.risks),
        lateness=tuple(found for line in page.obligations if (found := _late(line, page))),
        departures=tuple(_departure(ln, page) for ln in page.departures if not ln.discharged_date),
        unknowns=(
            *_undone(page.obligations, today),
            *_undecided(resolutions),
            *_uncalled(gate, ruling),
        ),
        resolutions=tuple(_resolution(row) for row in _asked(resolutions)),
        contact=contact_of(code),
        record_position=f"{code.key}/{code.position}",
        example=head["example"],
        source=(f"release:{slug}",),
    )


def classification_of(head: Values) -> Classification:
    return CLASSIFICATIONS.get(head["audience"], RESTRICTED)


def contact_of(code: CodeSeen) -> Contact | None:
    """Whom a reader can ask, as the code says it."""
    return Contact(code.row.contact) if code.row.contact else None


def _body(gate: Gate, key: str) -> str:
    return gate.bodies.get(key, key)


Ruling = tuple[Rulebook, GoLive] | None


def _delivery(gate: Gate, ruling: Ruling) -> str:
    """The body that makes the last call; else the first that states a criterion."""
    if ruling and ruling[1].final_check:
        return _body(gate, ruling[1].final_check.by)
    stated = (c.stated_by for c in gate.facts.criteria if c.stated_by)
    return next(stated, "delivery body")


def _criteria(gate: Gate) -> tuple[CriterionFacts, ...]:
    reasons = {reason.key: reason for reason in gate.readiness.reasons}
    waivers = {waiver.key: waiver.by() for waiver in gate.facts.waivers}
    made = []
    for criterion in gate.facts.criteria:
        key = criterion_key(criterion.number)
        reason = reasons[key]
        found = [f for f in gate.facts.findings if f.criterion == key]
        _, _, open_words = reason.what.partition(" — ")
        made.append(
            CriterionFacts(
                key=key,
                text=criterion.text,
                state=reason.state,
                force=criterion.force,
                clause=criterion.clause,
                explanation=open_words if reason.is_open else "",
                evidence=tuple(
                    EvidenceLine(
                        title=f.evidence[0] if f.evidence else "Said that it is met",
                        submitted_by=f.body,
                        arrived_date=f.found_date,
                        fell_date=f.fell_date,
                        source=(f"finding:{key}/{f.body}",),
                    )
                    for f in found
                ),
                confirmed_by=tuple(
                    dict.fromkeys(f.body for f in found if f.met and not f.fell_date)
                ),
                waived_by=waivers.get(key, "") if reason.state is State.WAIVED else "",
                source=(f"criterion:{criterion.number}",),
            )
        )
    return tuple(made)


def _advice(rows: list[Values], gate: Gate, ruling: Ruling) -> tuple[AdviceFacts, ...]:
    """Each body's latest view; one that the policy asks for and nobody holds is said to be so."""
    latest = {row["body__short_name"]: row for row in rows}
    wanted = [w.body for w in advice_wanted(*ruling, gate.bodies)] if ruling else []
    order = dict.fromkeys([*wanted, *latest])
    return tuple(_view(name, latest.get(name)) for name in order)


def _view(name: str, row: Values | None) -> AdviceFacts:
    if row is None:
        return AdviceFacts(name, Outcome.NOT_HELD)
    source = (f"advice:{row['id']}",)
    said: dict[str, list[StatementFacts]] = {"statement": [], "finding": [], "reservation": []}
    for statement in row["statements"]:
        by = statement["said_by"] or name
        said[statement["kind"]].append(StatementFacts(by, statement["text"], source=source))
    return AdviceFacts(
        body=name,
        outcome=OUTCOMES.get(row["finding"], Outcome.NOT_HELD),
        considered=row["on"],
        considered_date=row["advice_date"],
        conclusion=" ".join(f.text for f in said["finding"]),
        statements=tuple(said["statement"]),
        reservations=tuple(said["reservation"]),
        basis=" ".join(part for part in (row["lateness"], row["basis"]) if part),
        source=source,
    )


def _date(row: Values, policy: str) -> DateSet:
    by_rule = row["status"] == "by-rule"
    clause = f"{policy}, {row['clause']}" if row["clause"] else policy
    ground = ". ".join(part for part in (row["authority"], row["cause"]) if part)
    return DateSet(
        planned_date=row["go_live_date"],
        by="the policy" if by_rule else row["by_body__short_name"] or "",
        standing=STANDINGS[row["status"]],
        set_on_date=row["set_on_date"],
        latest_date=row["latest_date"],
        ground=clause if by_rule else ground,
        source=(f"planned-date:{row['number']}",),
    )


def _risk(risk: Values, questions: Sequence[Values]) -> RiskFacts:
    return RiskFacts(
        risk=risk["text"],
        approach_by=risk["owner"] or "Owner not held",
        approach=(*risk["approach"], *(f"Added: {step}" for step in risk["additions"])),
        views=tuple(_risk_view(view, questions) for view in risk["views"]),
        source=(f"risk:{risk['number']}",),
    )


def _risk_view(view: Values, questions: Sequence[Values]) -> RiskView:
    """A body's view with the question on whose answer its acceptance rests, if it asked one."""
    name = view["body__short_name"]
    asked = next(
        (
            q
            for q in questions
            if q["asked_by__short_name"] == name and q["accepted_subject_to"] and view["subject_to"]
        ),
        None,
    )
    return RiskView(
        body=name,
        question=asked["question"] if asked else "",
        answer=asked["answer"] if asked else "",
        accepted=view["accepted"],
        subject_to=view["subject_to"],
        source=(f"question:{asked['id']}",) if asked else (),
    )


def _late(line: ObligationLine, page: queries.ReleasePage) -> LatenessFacts | None:
    if not line.days_late or line.discharged_date is None:
        return None
    return LatenessFacts(
        what=f"“{line.title}”",
        due_date=line.limit_date,
        arrived_date=line.discharged_date,
        clause=f"{page.policy_title}, {line.clause}",
        force=Force(line.force),
        set_on_date=line.set_on_date,
        source=(f"obligation:{line.key}",),
    )


def _departure(line: ObligationLine, page: queries.ReleasePage) -> DepartureFacts:
    return DepartureFacts(
        what=f"“{line.title}”: {line.sentence}",
        clause=f"{page.policy_title}, {line.clause}",
        source=(f"obligation:{line.key}",),
    )


def _undone(lines: Sequence[ObligationLine], today: dt.date) -> tuple[UnknownFacts, ...]:
    """What was due by now and nobody knows of."""
    return tuple(
        UnknownFacts(
            f"whether this was done: “{line.title}”, due by {line.owner_name}.",
            f"{line.sentence.rstrip('.')}.",
            (f"obligation:{line.key}",),
        )
        for line in lines
        if line.state == "unknown" and line.due_date <= today
    )


def _undecided(rows: Sequence[Values]) -> tuple[UnknownFacts, ...]:
    """What no source says of a decision that was made elsewhere: its day, its votes."""
    attested = [row for row in rows if row["attested"] and row["state"] == "carried"]
    made = []
    for row in attested:
        body, source = row["body__short_name"], (f"resolution:{row['id']}",)
        what = "the votes and the quorum"
        if row["decided_date"] is None:
            what = "the day, the votes and the quorum"
        made.append(
            UnknownFacts(
                f"{what} of the {body} when it resolved to {row['verb'].upper()}: “{row['text']}”.",
                "It was attested later, from a source that does not say.",
                source,
            )
        )
    return tuple(made)


def _uncalled(gate: Gate, ruling: Ruling) -> tuple[UnknownFacts, ...]:
    """The last call, where it should have been made by now and none is held."""
    if ruling is None or ruling[1].final_check is None or gate.facts.calls:
        return ()
    open_ = {r.key: r for r in gate.decision.reasons if r.is_open}
    approved = "decision" not in open_
    if not approved or "final-call" not in open_:
        return ()
    name = _body(gate, ruling[1].final_check.by)
    return (UnknownFacts(f"the final go or no-go of the {name}.", "No entry of it is held."),)


def _asked(rows: Sequence[Values]) -> list[Values]:
    """What the body was or is asked: to note first, then to agree."""
    kept = [row for row in rows if row["state"] in ("open", "carried")]
    return sorted(kept, key=lambda row: row["verb"] != "note")


def _resolution(row: Values) -> ResolutionFacts:
    text = str(row["text"]).rstrip(".")
    return ResolutionFacts(
        verb=Verb.AGREE if row["verb"] == "agree" else Verb.NOTE,
        text=text[:1].lower() + text[1:],
        condition=row["conditions"],
        source=(f"resolution:{row['id']}",),
    )
