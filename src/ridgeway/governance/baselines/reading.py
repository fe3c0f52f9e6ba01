"""Fills the parts of a document from what the release, its scope and its costs hold."""

from __future__ import annotations

from collections.abc import Iterable

from ridgeway.core.policy.documents import Holds
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance.baselines.content import Reading, Values, reads
from ridgeway.governance.baselines.models import (
    Activity,
    Edition,
    ReleaseDocument,
    SpecificationVersion,
    number_words,
)
from ridgeway.governance.codes.models import Body, Party
from ridgeway.governance.codes.visibility import seen_among
from ridgeway.governance.committees.models import Advice
from ridgeway.governance.costs.groups import policy_of
from ridgeway.governance.costs.models import CostLine, CostReport
from ridgeway.governance.costs.reading import LINE, REPORT, Report, made_of
from ridgeway.governance.record.sources import Source
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.models import DocumentAffected, Obligation, Risk, ScopeEntry
from ridgeway.governance.releases.obligations import COLUMNS as DUTY
from ridgeway.governance.releases.queries_page import FULLER, SCOPE, natural, scope_seen

SYSTEMS = "Systems"

DOCUMENT = (
    "id", "version", "code_id", "release_id", "document", "title", "policy", "started_date",
    "planned_issue_date", "planned_publication_date", "example", "audience",
)  # fmt: skip
SPECIFICATION = (
    "id", "name", "edition", "effect", "on_date", "note", "advised_date", "entered_date",
    "advice__body__short_name", "dropped",
)  # fmt: skip


def _in_scope(reading: Reading) -> list[Values]:
    found: list[Values] = reading.once("scope", lambda: _scope_rows(reading))
    return found


def _scope_rows(reading: Reading) -> list[Values]:
    rows = reading.rows(ScopeEntry, (*SCOPE, *FULLER), release_id=reading.release_id)
    kept = [row for row in rows if row["relation"] != "removed"]
    seen = scope_seen(reading.actor, reading.code_id, kept, reading.source)
    return sorted(seen, key=lambda row: (row["modification__reference"], row["part__number"]))


def systems_of(book: Rulebook) -> str:
    """What the policy calls the systems that some kind of release may not touch."""
    excluded = {name for kind in book.kinds for name in kind.excludes}
    named = next((i.title for i in book.impacts if i.id in excluded), "")
    return named or (book.impacts[0].title if book.impacts else SYSTEMS)


@reads(Holds.MODIFICATIONS, Holds.IMPACTS)
def _scope(reading: Reading) -> Values:
    rows = _in_scope(reading)
    categories = {str(name) for row in rows for name in row["modification__impacts"] or ()}
    held = reading.rows(Party, ("category",))
    categories |= {row["category"] for row in held if row["category"]}
    return {
        "systems": systems_of(reading.ruled.book),
        "categories": sorted(categories),
        "modifications": [_modification(row) for row in rows],
    }


def _modification(row: Values) -> Values:
    named = row["modification__impacts"]
    return {
        "reference": row["modification__reference"],
        "part": row["part__number"],
        "part_name": row["part__name"],
        "title": row["modification__title"],
        "relation": "targeted" if row["relation"] == "targeted" else "approved",
        "impacts": None if named is None else sorted(str(name) for name in named),
        "system_impact": row["modification__system_impact"],
    }


def named_for(release_id: str, source: Source) -> list[Values]:
    """The documents that are named as amended by a release, besides by its modifications."""
    columns = ("group", "name")
    return source.rows(DocumentAffected, columns, release_id=release_id, dropped=False)


@reads(Holds.DOCUMENTS)
def _documents(reading: Reading) -> Values:
    """What is named for the release, and what each modification says that it amends."""
    changed: dict[str, set[str]] = {}
    silent = []
    for row in _in_scope(reading):
        named = row["modification__documents"]
        if named is None:
            silent.append(row["modification__reference"])
        for name in named or ():
            changed.setdefault(str(name), set()).add(row["modification__reference"])
    rows = named_for(reading.release_id, reading.asked)
    found = [
        {
            "name": row["name"],
            "group": row["group"],
            "changed_by": sorted(
                changed.pop(row["name"], set())
                | changed.pop(f"{row['group']} {row['name']}", set())
            ),
        }
        for row in rows
    ]
    found += [{"name": n, "group": "", "changed_by": sorted(by)} for n, by in changed.items()]
    found.sort(key=lambda row: (str(row["group"]), natural(str(row["name"]))))
    return {"documents": found, "documents_not_said": sorted(set(silent))}


@reads(Holds.CENTRAL_COST, Holds.STANDALONE_COST, Holds.FORECAST_COST)
def _costs(reading: Reading) -> Values:
    rows = _in_scope(reading)
    references = {row["modification_id"]: row["modification__reference"] for row in rows}
    policy = policy_of(book_of(reading.code_id, reading.head["policy"]))
    reports = _standing(reading, references)
    estimates = [r for r in reports if r.modification_id]
    estimates.sort(key=lambda r: (references[str(r.modification_id)], r.stated_by))
    forecasts = [r for r in reports if not r.modification_id]
    central = {row["modification__reference"]: row["modification__central_cost"] for row in rows}
    return {
        "costs": {
            "groups": [{"key": g.key, "title": g.title, "must": g.must} for g in policy.groups]
            if policy
            else [],
            "told_by": list(policy.book.names_of(policy.rule.central)) if policy else [],
            "central": [{"reference": r, "amount": a} for r, a in sorted(central.items())],
            "standalone": [
                {"reference": references[str(r.modification_id)], **_report(r)} for r in estimates
            ],
            "forecast": [_report(r) for r in forecasts],
        }
    }


def _standing(reading: Reading, modifications: Iterable[str]) -> list[Report]:
    """The latest estimates of modifications and forecasts of the release that the actor sees: the
    rows are those of every reading, so three queries for all of them."""
    ids = tuple(sorted(modifications))
    rows = reading.rows(CostReport, REPORT, release_id=reading.release_id, kind="forecast")
    rows += reading.rows(CostReport, REPORT, modification_id=ids) if ids else []
    held = tuple(sorted(row["id"] for row in rows))
    lines = reading.rows(CostLine, LINE, report_id=held) if held else []
    seen = seen_among(reading.actor, CostReport, rows, reading.source)
    found = (report for report in made_of(seen, lines) if report.latest)
    return sorted(found, key=lambda r: r.stated_by)


def _report(report: Report) -> Values:
    return {
        "by": report.stated_by,
        "by_key": report.stated_by_key,
        "lines": [{"group": li.group, "title": li.title, "amount": li.amount}
                  for li in report.lines],
        "total": report.total,
        "savings": report.savings,
        "savings_note": report.savings_note,
    }  # fmt: skip


def _duties(reading: Reading) -> list[Values]:
    return reading.rows(Obligation, DUTY, release_id=reading.release_id)


@reads(Holds.TIMETABLE)
def _timetable(reading: Reading) -> Values:
    release = reading.release_id
    duties = _duties(reading)
    columns = ("number", "what", "owner", "testing", "starts_date", "ends_date", "dropped")
    planned = reading.rows(Activity, columns, document_id=reading.document_id)
    risks = reading.rows(
        Risk, ("number", "text", "owner", "approach", "additions"), release_id=release
    )
    return {
        "duties": [
            {
                "rule": row["rule"],
                "title": row["title"],
                "owner": reading.ruled.name(row["owner"]),
                "due_date": row["due_date"],
            }
            for row in sorted(duties, key=lambda row: (row["due_date"], row["rule"]))
            if row["in_force"] and not row["lapsed"] and not row["occurrence"]
        ],
        "activities": _kept(planned, "number"),
        "risks": sorted(risks, key=lambda row: int(row["number"])),
    }


def _kept(rows: Iterable[Values], *order: str) -> list[Values]:
    kept = [
        {name: value for name, value in row.items() if name != "dropped"}
        for row in rows
        if not row["dropped"]
    ]
    return sorted(kept, key=lambda row: [row[name] for name in order])


@reads(Holds.SPECIFICATIONS, Holds.SPECIFICATIONS_ENDED)
def _specifications(reading: Reading) -> Values:
    """Each version with the date that counts, and whether the body heard of just that date."""
    rows = reading.rows(SpecificationVersion, SPECIFICATION, release_id=reading.release_id)
    go_live = reading.head["go_live_date"]
    found = []
    for row in _kept(rows, "name", "edition", "effect"):
        day = row["on_date"] or go_live
        found.append(
            {
                "name": row["name"],
                "version": row["edition"],
                "effect": row["effect"],
                "date": day,
                "is_go_live": row["on_date"] is None,
                "consulted": row["advised_date"] == day,
            }
        )
    return {"specifications": found}


@reads(Holds.ANNEX)
def _annexes(reading: Reading) -> Values:
    """Each annex with its latest final version, else its latest draft, else when it follows."""
    started = reading.rows(ReleaseDocument, DOCUMENT, release_id=reading.release_id)
    ids = {row["document"]: row["id"] for row in started}
    due = {row["rule"]: row["due_date"] for row in _duties(reading)}
    return {
        "annexes": [
            {
                "document": rule.id,
                "title": rule.title,
                "by": reading.ruled.name(rule.written_by),
                "reviewed_by": reading.ruled.name(rule.reviewed_by),
                "issued_by_date": due.get(rule.issued),
                "published_by_date": due.get(rule.published),
                "version": _annexed(reading, ids[rule.id]) if rule.id in ids else None,
            }
            for rule in reading.ruled.annexes
        ]
    }


def _annexed(reading: Reading, document_id: str) -> Values | None:
    columns = ("major", "minor", "draft", "status", "issued_date", "digest")
    rows = reading.rows(Edition, columns, document_id=document_id)
    rows.sort(key=lambda row: (row["major"], row["minor"], row["draft"] == 0, row["draft"]))
    final = [row for row in rows if row["status"] == "final"]
    chosen = (final or rows)[-1:]
    if not chosen:
        return None
    row = chosen[0]
    number = number_words(row["major"], row["minor"], row["draft"])
    return {name: row[name] for name in ("status", "issued_date", "digest")} | {"number": number}


TABLES = (
    ReleaseDocument, Edition, Activity, SpecificationVersion, Obligation, Risk, ScopeEntry,
    DocumentAffected, Party, Body, Advice,
)  # fmt: skip
