"""The tabs of a modification beside its overview: each asks only for what it shows."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import offers
from ridgeway.governance.baselines import queries as baselines
from ridgeway.governance.codes.history import history_of
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.directions import queries as directions
from ridgeway.governance.evidence import queries as evidence
from ridgeway.governance.modifications.queries import references_of
from ridgeway.governance.releases import register_past
from ridgeway.governance.releases.register import relations_of
from ridgeway.web.history import happened
from ridgeway.web.offering import offered
from ridgeway.web.views import modification_parts, modification_said
from ridgeway.web.views.modification_opened import opened

DOCUMENT_ACTS = (
    "modification.add-document", "modification.withdraw-document", "modification.write-text",
)  # fmt: skip
SAYING_ACTS = (
    "resolution.propose", "view.request", "advice.give", "action.raise", "consultation.open",
    "evidence.submit",
)  # fmt: skip
DOCUMENT_TABLES = {
    *modification_parts.TABLES, *evidence.TABLES, *baselines.TABLES, *register_past.TABLES,
}  # fmt: skip
DECISION_TABLES = {*modification_said.TABLES, *directions.TABLES, *register_past.TABLES}


@door(Who.PUBLIC)
def documents(request: Request, code: str, reference: str) -> HttpResponse:
    """Its documents and legal texts, what its report considers, and the versions of documents of
    releases that speak of it."""
    seen = opened(request, code, reference, DOCUMENT_TABLES)
    actor, row, source = seen.actor, seen.row, seen.source
    written, matters = modification_parts.written_of(seen)
    releases = {r.release_id for r in relations_of(actor, row.id, source)}
    references = references_of(row, source)
    offering = offers(row, actor, seen.frame.at, DOCUMENT_ACTS) if seen.is_now else []
    context = {
        "written": written,
        "matters": matters,
        "documents_by_kind": modification_parts.by_kind(written.documents),
        "evidence": evidence.evidence_about(actor, row.id, source),
        "speaking": baselines.versions_speaking_of(
            actor, row.code_id, references, releases, source
        ),
        "acts": offered(offering, row.id),
    }
    return seen.page("modifications/documents.html", context, tab="modification-documents")


@door(Who.PUBLIC)
def decisions(request: Request, code: str, reference: str) -> HttpResponse:
    """What was asked, said and resolved about it, what hangs on that, and what else concerns it."""
    seen = opened(request, code, reference, DECISION_TABLES)
    actor, row, source = seen.actor, seen.row, seen.source
    kept = partial(modification_parts.kept, seen)
    references = kept("references", lambda: references_of(row, source))
    advice = kept("advice", lambda: committees.advice_about(actor, row.id, source))
    releases = {r.release_id for r in relations_of(actor, row.id, source)}
    at = seen.frame.at
    offering = offers(seen.code.row, actor, at, SAYING_ACTS) if seen.is_now else []
    context = {
        "said": modification_said.said_about(seen, references),
        "advice": advice,
        "directed": directions.directions_of(
            actor, seen.code.id, source, release_id=sorted(releases)
        )
        if releases
        else [],
        "acts": offered(offering, seen.code.id, query=modification_parts.about_of(seen)),
    }
    return seen.page("modifications/decisions.html", context, tab="modification-decisions")


@door(Who.PUBLIC)
def record(request: Request, code: str, reference: str) -> HttpResponse:
    """Everything that happened to it, as far as the reader may see it."""
    seen = opened(request, code, reference)
    entries = history_of(seen.actor, seen.code.id, seen.row.id, until=seen.moment.position)
    return seen.page(
        "modifications/record.html", {"happened": happened(entries)}, tab="modification-record"
    )
