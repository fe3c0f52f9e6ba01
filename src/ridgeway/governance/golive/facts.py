"""What the go-live gate of a release rests on, read from a row source, live or as at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ridgeway.core.gates.advice import Advice as View_
from ridgeway.core.gates.advice import AdviceWanted, View
from ridgeway.core.gates.binding import Bound
from ridgeway.core.gates.criteria import Criterion as Criterion_
from ridgeway.core.gates.criteria import Finding
from ridgeway.core.gates.defects import Limit, Outstanding
from ridgeway.core.gates.golive import FinalCall as Call
from ridgeway.core.gates.waivers import Waiver as Waiver_
from ridgeway.core.gates.waivers import WaiverPower
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import GoLive
from ridgeway.core.verdict import Force
from ridgeway.governance.committees.models import Advice, Condition, Resolution
from ridgeway.governance.golive.binding import wording_digest
from ridgeway.governance.golive.models import Criterion, CriterionFinding, FinalCall, Waiver
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.record.sources import Source
from ridgeway.governance.releases.books import calendar_named, reckoned_day
from ridgeway.governance.testing.lifecycle import OUTSTANDING
from ridgeway.governance.testing.models import Defect, TestPhase

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GateFacts:
    """Rows as the engine wants them; bodies are named as readers know them."""

    criteria: tuple[Criterion_, ...]
    findings: tuple[Finding, ...]
    advice: tuple[View_, ...]
    waivers: tuple[Waiver_, ...]
    calls: tuple[Call, ...]
    resolutions: tuple[Values, ...]
    conditions: tuple[Values, ...] = ()
    limits: tuple[Limit, ...] = ()
    defects: tuple[Outstanding, ...] | None = None


def criterion_key(number: int) -> str:
    return f"criterion-{number}"


def gate_facts(source: Source, release_id: str, bodies: dict[str, str]) -> GateFacts:
    """Everything said about one release's readiness: seven queries, however much it is,
    and two more where a criterion sets limits to defects.

    `bodies` gives the short name of each body by key.
    """
    rows = source.rows(
        Criterion,
        ("id", "number", "text", "clause", "force", "evidence_wanted", "confirmed_by", "limits",
         "stated_by__short_name"),
        release_id=release_id,
    )  # fmt: skip
    numbers = {row["id"]: row["number"] for row in rows}
    criteria = tuple(
        Criterion_(
            key=criterion_key(row["number"]),
            number=row["number"],
            text=row["text"].rstrip("."),
            clause=row["clause"],
            force=Force(row["force"]),
            stated_by=row["stated_by__short_name"] or "",
            evidence_wanted=(row["evidence_wanted"],) if row["evidence_wanted"] else (),
            confirmed_by=tuple(bodies.get(key, key) for key in row["confirmed_by"]),
            content=_worded(row["number"], wording_digest(row)),
        )
        for row in sorted(rows, key=lambda row: row["number"])
    )
    resolutions = _resolutions(source, release_id)
    limits = tuple(limit for row in rows for limit in limits_of(row))
    return GateFacts(
        criteria=criteria,
        findings=_findings(source, numbers),
        advice=_advice(source, release_id),
        waivers=_waivers(source, release_id),
        calls=_calls(source, release_id),
        resolutions=resolutions,
        conditions=_conditions(source, resolutions),
        limits=limits,
        defects=_outstanding(source, release_id) if limits else None,
    )


def limits_of(criterion: Values) -> Iterator[Limit]:
    """What a row of a criterion says of defects, as the engine wants it."""
    for limit in criterion["limits"]:
        yield Limit(
            criterion_key(criterion["number"]),
            clause=criterion["clause"],
            force=Force(criterion["force"]),
            owner=criterion["stated_by__short_name"] or "",
            **limit,
        )


def _outstanding(source: Source, release_id: str) -> tuple[Outstanding, ...] | None:
    """What would go live; None while no Test Phase has looked for defects and none was raised.

    The gate is for everybody to read: it counts every defect and names the public ones.
    """
    columns = ("reference", "severity", "plan", "audience")
    rows = source.rows(Defect, columns, release_id=release_id, state=list(OUTSTANDING))
    if not rows and not source.rows(TestPhase, ("id",), release_id=release_id):
        return None
    rows.sort(key=lambda row: row["reference"])
    return tuple(
        Outstanding(
            row["reference"] if row["audience"] == Audience.PUBLIC else "",
            row["severity"],
            row["plan"],
        )
        for row in rows
    )


def _worded(number: int, digest: str) -> Bound:
    return Bound(criterion_key(number), "", digest)


def _findings(source: Source, numbers: dict[str, int]) -> tuple[Finding, ...]:
    columns = (
        "criterion_id", "body__short_name", "met", "found_date", "note", "source", "number",
        "about_digest", "fell_date",
    )  # fmt: skip
    rows = source.rows(CriterionFinding, columns, criterion_id=list(numbers)) if numbers else []
    rows.sort(key=lambda row: row["number"])
    return tuple(
        Finding(
            criterion=criterion_key(numbers[row["criterion_id"]]),
            body=row["body__short_name"],
            met=row["met"],
            found_date=row["found_date"],
            evidence=tuple(text for text in (row["note"], row["source"]) if text),
            about=_worded(numbers[row["criterion_id"]], row["about_digest"])
            if row["about_digest"]
            else None,
            fell_date=row["fell_date"],
        )
        for row in rows
    )


def _advice(source: Source, release_id: str) -> tuple[View_, ...]:
    columns = ("body__key", "body__short_name", "finding", "advice_date", "number")
    rows = source.rows(Advice, columns, subject_id=release_id)
    rows.sort(key=lambda row: row["number"])
    return tuple(
        View_(
            body=row["body__short_name"],
            view=View(row["finding"]),
            advice_date=row["advice_date"],
        )
        for row in rows
    )


def _waivers(source: Source, release_id: str) -> tuple[Waiver_, ...]:
    columns = (
        "reason_key", "body__short_name", "person__name", "reason", "granted_date", "until_date",
        "fell_date",
    )  # fmt: skip
    rows = source.rows(Waiver, columns, release_id=release_id)
    return tuple(
        Waiver_(
            key=row["reason_key"],
            body=row["body__short_name"],
            person=row["person__name"] or "a person whose name is not held",
            ground=row["reason"],
            granted_date=row["granted_date"],
            until_date=row["until_date"],
            fell_date=row["fell_date"],
        )
        for row in sorted(rows, key=lambda row: (row["granted_date"], row["reason_key"]))
    )


def _calls(source: Source, release_id: str) -> tuple[Call, ...]:
    columns = ("body__short_name", "go", "called_date", "number")
    rows = source.rows(FinalCall, columns, release_id=release_id)
    rows.sort(key=lambda row: row["number"])
    return tuple(Call(row["body__short_name"], row["go"], row["called_date"]) for row in rows)


def _resolutions(source: Source, release_id: str) -> tuple[Values, ...]:
    columns = (
        "id", "body__key", "body__short_name", "matter", "verb", "state", "text", "decided_date",
        "decided_from_date", "decided_until_date", "attested", "subject_digest", "void_reason",
    )  # fmt: skip
    return tuple(source.rows(Resolution, columns, subject_id=release_id))


def _conditions(source: Source, resolutions: Sequence[Values]) -> tuple[Values, ...]:
    """What the agreements that stand hang on, in order, each under `body` that agreed."""
    agreed = {
        row["id"]: row["body__short_name"]
        for row in resolutions
        if row["verb"] == "agree" and row["state"] == "carried"
    }
    columns = (
        "resolution_id", "number", "text", "audience", "owner__short_name", "due_date", "state",
        "discharged_date",
    )  # fmt: skip
    rows = source.rows(Condition, columns, resolution_id=list(agreed)) if agreed else []
    rows.sort(key=lambda row: (row["resolution_id"], row["number"]))
    return tuple({**row, "body": agreed[row["resolution_id"]]} for row in rows)


def rule_of(books: Sequence[Rulebook]) -> tuple[Rulebook, GoLive] | None:
    """The policy of a code that rules its go-live decisions, if one does."""
    return next(((book, book.go_live) for book in books if book.go_live), None)


def advice_wanted(book: Rulebook, rule: GoLive, bodies: dict[str, str]) -> list[AdviceWanted]:
    cited = book.cite(rule.clause)
    return [
        AdviceWanted(f"advice-{key}", bodies.get(key, key), cited, rule.advice_force)
        for key in rule.advice_from
    ]


def powers(
    book: Rulebook,
    rule: GoLive,
    bodies: dict[str, str],
    criteria: Sequence[Criterion_],
    granted_on: dt.date,
) -> list[WaiverPower]:
    """What the policy lets be waived on a day, and how long a waiver of that day may stand."""
    calendar = calendar_named(book.calendar)
    made = []
    for power in rule.waivers:
        keys = tuple(c.key for c in criteria) if power.matter == "criteria" else (power.matter,)
        if not keys:
            continue
        longest = power.at_most
        made.append(
            WaiverPower(
                body=bodies.get(power.by, power.by),
                forces=(power.force,) if power.force is Force.SHOULD else tuple(Force),
                keys=() if power.matter == "any" else keys,
                clause=book.cite(power.clause),
                latest_date=reckoned_day(longest, granted_on, calendar) if longest else None,
                own_too=power.own_too,
            )
        )
    return made


def approved_date(resolutions: Sequence[Values], decided_by: str) -> dt.date | None:
    """The day of the approval that stands, or the earliest that it can be."""
    standing = [
        row
        for row in resolutions
        if row["matter"] == "go-live"
        and row["verb"] == "agree"
        and row["state"] == "carried"
        and row["body__key"] == decided_by
    ]
    dates = [row["decided_date"] or row["decided_from_date"] for row in standing]
    return max((day for day in dates if day), default=None)
