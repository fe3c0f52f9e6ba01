"""The tabs of a release beside its overview: each asks only for what it shows."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from markupsafe import Markup

from ridgeway.core.access import may
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts import ACTS
from ridgeway.governance.baselines import queries as documents
from ridgeway.governance.codes.visibility import audiences
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.committees import queries_owed as owed
from ridgeway.governance.control import queries as control
from ridgeway.governance.directions import queries as directions
from ridgeway.governance.evidence import queries as evidence
from ridgeway.governance.golive import parties, progress
from ridgeway.governance.notices import queries as notice_queries
from ridgeway.governance.oversight import arising
from ridgeway.governance.record import queries as entries
from ridgeway.governance.releases import queries, queries_page
from ridgeway.governance.releases.books import cited
from ridgeway.governance.remembered import remembered
from ridgeway.governance.testing import queries as testing
from ridgeway.governance.testing.lifecycle import STATES
from ridgeway.web.columns import Column, columns
from ridgeway.web.offering import Offered, act_href
from ridgeway.web.scope_rows import scope_rows
from ridgeway.web.shell import Link
from ridgeway.web.views import release_offers
from ridgeway.web.views.release_opened import (
    PAGE,
    OpenedRelease,
    Values,
    head_of,
    opened,
    page_of,
    subtitle,
)
from ridgeway.web.views.release_parts import counted, near, strip_of

MOST_ENTRIES = 100


def _tab(seen: OpenedRelease, head: Values, name: str, context: dict[str, object]) -> HttpResponse:
    given = {"head": head, "sub": subtitle(head, seen.code), **context}
    return seen.page(f"releases/{name}.html", given, tab=f"release-{name}")


@door(Who.PUBLIC)
def scope(request: Request, code: str, slug: str) -> HttpResponse:
    """Everything in scope with its defects beside it: four queries beside the frame."""
    seen = opened(request, code, slug, (*queries_page.TABLES, *testing.TABLES, *directions.TABLES))
    if seen.is_now:
        who = (seen.code.id, slug, seen.moment.query, audiences(seen.actor, seen.code.id))
        made = remembered(("scope", *who), seen.code.head, lambda: _scope_of(seen))
    else:
        made = _scope_of(seen)
    if made is None:
        raise Http404
    found, defects, directed, rows = made
    context: dict[str, object] = {
        "found": found,
        "defects": defects,
        "rows": rows,
        "states": STATES,
        "count_columns": _count_columns(),
        "directed": directed,
        "acts": release_offers.acts_on(seen, release_offers.SCOPE),
    }
    return _tab(seen, found.head, "scope", context)


ScopeShown = tuple[
    queries_page.ScopePage, testing.DefectCounts, list[directions.DirectionLine], Markup
]


def _scope_of(seen: OpenedRelease) -> ScopeShown | None:
    """What the tab shows to everybody of the same audiences; None where there is no release."""
    found = queries.scope_page(seen.actor, seen.code.row, seen.slug, seen.source)
    if found is None:
        return None
    release_id = found.head["id"]
    directed = directions.directions_of(
        seen.actor, seen.code.id, seen.source, release_id=release_id
    )
    rows = scope_rows(found.scope, seen.code.key, seen.moment.query)
    return found, _defects(seen, release_id), directed, rows


def _defects(seen: OpenedRelease, release_id: str) -> testing.DefectCounts:
    return testing.defect_counts(seen.actor, seen.code.id, release_id, seen.source)


@door(Who.PUBLIC)
def plan(request: Request, code: str, slug: str) -> HttpResponse:
    """Every obligation with how it stands, drawn and listed; duties without a date beside."""
    tables = {*PAGE, *arising.TABLES}
    seen = opened(request, code, slug, tables)
    found = page_of(seen)
    arisen = arising.arising(seen.actor, found.head, found.scope, seen.source)
    context: dict[str, object] = {
        "found": found,
        "strip": strip_of(found, seen),
        "owed": near([line for line in found.obligations if line.in_force]),
        "before": [line for line in found.obligations if not line.in_force],
        "arisen": arisen.duties,
        "events": arisen.notices,
        "counted": counted(found.obligations),
        "links": (
            Link("What if the date moves?", seen.href("release-what-if")),
            Link("Calendar", seen.under("calendar")),
            Link("iCal", reverse("calendar-feed", args=(code,))),
        ),
        "acts": release_offers.acts_on(seen, release_offers.PLAN),
    }
    return _tab(seen, found.head, "plan", context)


@door(Who.PUBLIC)
def why(request: Request, code: str, slug: str, rule: str) -> HttpResponse:
    """Why an obligation falls due when it does, and every date that it ever had."""
    seen = opened(request, code, slug, PAGE)
    found = queries.why(seen.actor, seen.code.row, slug, rule, seen.today, seen.source)
    if found is None:
        raise Http404
    policy, _, version = found.line.policy.partition("@")
    context = {
        "found": found,
        "head": found.head,
        "line": found.line,
        "policy_title": cited(seen.code.id, found.line.policy),
        "policy_href": reverse("policy-version", args=(code, policy, version)) if version else "",
        "acts": release_offers.acts_on(seen, release_offers.PLAN),
    }
    return seen.page("releases/why.html", context, name=str(found.head["name"]))


@door(Who.PUBLIC)
def tests(request: Request, code: str, slug: str) -> HttpResponse:
    """Progress towards readiness as it was told, phases and issues of testing."""
    tables = (
        *testing.TABLES, *documents.INFORMATION_TABLES, *progress.TABLES, *parties.TABLES, *PAGE,
    )  # fmt: skip
    seen = opened(request, code, slug, tables)
    head = head_of(seen)
    counts = _defects(seen, head["id"])
    told = progress.progress_of(seen.code.id, head["id"], seen.today, seen.source)
    context: dict[str, object] = {
        "progress": told,
        "parties": parties.parties_told(seen.actor, head["id"], seen.source),
        "owed": near(told.owed),
        "phases": testing.phases_of(head["id"], seen.source),
        "counts": counts,
        "states": STATES,
        "count_columns": _count_columns(),
        "information": documents.information_of(head["id"], seen.source),
        "issues": [(row, _issue_links(seen, row)) for row in _issues(seen, head["id"])],
        "acts": release_offers.acts_on(seen, release_offers.TESTING),
    }
    return _tab(seen, head, "testing", context)


def _issues(seen: OpenedRelease, release_id: str) -> tuple[testing.DefectRow, ...]:
    return testing.defects_of(seen.actor, release_id, source=seen.source)


def _issue_links(seen: OpenedRelease, row: testing.DefectRow) -> tuple[Link, ...]:
    """What this reader may do about a testing issue."""
    roles = seen.actor.roles(seen.code.id) if seen.is_now else frozenset()
    names = [("defect.move", "Move on")]
    if row.state != "closed":
        names.append(("defect.plan", "Plan its resolution"))
    return tuple(Link(text, act_href(name, row.id)) for name, text in names if may(name, roles))


def _count_columns() -> tuple[Column, ...]:
    return columns("Severity", *(f"#{_words(state)}" for state in STATES))


def _words(state: str) -> str:
    words = state.replace("-", " ")
    return words[:1].upper() + words[1:]


@door(Who.PUBLIC)
def risks(request: Request, code: str, slug: str) -> HttpResponse:
    """Residual risks, each body's view, and the questions that acceptance hangs on."""
    seen = opened(request, code, slug, (*PAGE, *committees.TABLES))
    found = page_of(seen)
    context: dict[str, object] = {
        "found": found,
        "questions": committees.questions_about(seen.actor, found.id, source=seen.source),
        "acts": release_offers.acts_on(seen, release_offers.RISKS),
    }
    return _tab(seen, found.head, "risks", context)


@door(Who.PUBLIC)
def decisions(request: Request, code: str, slug: str) -> HttpResponse:
    """What bodies advised and resolved, and every date that was decided."""
    others = (committees, evidence, control, documents)
    tables = {*PAGE, *(table for held in others for table in held.TABLES)}
    seen = opened(request, code, slug, tables)
    found = page_of(seen)
    about = (found.id, *documents.document_ids(found.id, seen.source))
    resolutions = committees.resolutions_about(seen.actor, *about, source=seen.source)
    context: dict[str, object] = {
        "found": found,
        "resolutions": resolutions,
        "conditions": owed.conditions_of(seen.actor, resolutions, seen.source),
        "asked": owed.views_about(seen.actor, found.id, seen.source),
        "raised": owed.actions_about(seen.actor, found.id, seen.source),
        "advice": committees.advice_about(seen.actor, found.id, seen.source),
        "held": evidence.evidence_about(seen.actor, found.id, seen.source),
        "requests": control.requests_of(seen.actor, seen.code.id, seen.source, release_id=found.id),
        "departures": control.departures_of(found.id, seen.source),
        "acts": _decided(seen, found.id),
    }
    return _tab(seen, found.head, "decisions", context)


def _decided(seen: OpenedRelease, release_id: str) -> Offered | None:
    about = release_offers.acts_about(seen, release_id, release_offers.DECISIONS)
    asked = release_offers.acts_on(seen, release_offers.CONTROL)
    return asked + about if asked else about


@door(Who.PUBLIC)
def notices(request: Request, code: str, slug: str) -> HttpResponse:
    """What was and is owed to whom about this release."""
    seen = opened(request, code, slug, notice_queries.TABLES)
    head = head_of(seen)
    found = notice_queries.notices_about(seen.actor, head["id"], seen.source)
    return _tab(seen, head, "notices", {"notices": found})


@door(Who.PUBLIC)
def record(request: Request, code: str, slug: str) -> HttpResponse:
    """The entries of the record whose subject is this release."""
    seen = opened(request, code, slug)
    head = head_of(seen)
    found = entries.events(
        seen.code.key,
        audiences(seen.actor, seen.code.id),
        subject=head["id"],
        before=None if seen.moment.position is None else seen.moment.position + 1,
        most=MOST_ENTRIES,
    )
    for row in found:
        act = ACTS.get(row["act"])
        row["title"] = act.title if act else row["act"]
    context: dict[str, object] = {
        "entries": found,
        "whole": seen.under("record"),
        "more": len(found) >= MOST_ENTRIES,
    }
    return _tab(seen, head, "record", context)
