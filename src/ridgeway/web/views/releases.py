"""The pages of a code's releases: the list with its roadmap, and the tabs of one release."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from markupsafe import Markup

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import offers
from ridgeway.governance.baselines.queries_owed import not_started
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.codes.visibility import audiences
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.golive import queries as golive
from ridgeway.governance.releases import queries, queries_page
from ridgeway.governance.remembered import remembered
from ridgeway.governance.testing import queries as testing
from ridgeway.web.columns import columns
from ridgeway.web.frame import Frame, frame_of
from ridgeway.web.labels import Family, label
from ridgeway.web.moments import moment_of
from ridgeway.web.offering import Offered, offered
from ridgeway.web.shell import Link
from ridgeway.web.views import release_offers
from ridgeway.web.views.gate_words import answer, gate_on, known
from ridgeway.web.views.release_opened import PAGE, OpenedRelease, opened, page_of, subtitle
from ridgeway.web.views.release_parts import counted, grouped, moves_of, near, strip_of
from ridgeway.web.wording import long_date

SHORT_SCOPE = 25
"""How many modifications the overview names before it points to the whole scope."""


@door(Who.PUBLIC)
def releases(request: Request, code: str) -> HttpResponseBase:
    """The open releases by date, or every one with `?all=1`: three queries beside the frame."""
    frame = frame_of(request)
    seen = frame.code(code)
    moment = moment_of(request, seen, (*queries_page.ROAD_TABLES, *testing.TABLES))
    every = request.GET.get("all", "") not in ("", "0")
    source, actor = moment.source, frame.actor

    def made() -> tuple[list[queries.RoadmapLine], Mapping[str, int]]:
        lines = queries.roadmap(actor, seen.row, every=every, source=source)
        ids = [line.id for line in lines]
        return lines, testing.grave_counts(actor, seen.id, ids, source)

    who = (seen.id, audiences(actor, seen.id), every)
    lines, grave = remembered(("roadmap", *who), seen.head, made) if moment.at is None else made()
    today = seen.day(moment.at or request.at)
    address = reverse("releases", args=(code,))
    context = {
        "which": (
            Link("Open", moment.kept(address), current=not every),
            Link("All", moment.kept(f"{address}?all=1"), current=every),
        ),
        "code": seen,
        "today": today,
        "every": every,
        "ahead": [ln for ln in lines if (ln.actual_date or ln.go_live_date) >= today],
        "past": [ln for ln in reversed(lines) if (ln.actual_date or ln.go_live_date) < today],
        "grave": grave,
        "columns": columns,
        "acts": _begun(frame, seen) if moment.is_now else None,
        "links": (
            Link("Calendar", moment.kept(reverse("calendar", args=(code,)))),
            Link("iCalendar", reverse("calendar-feed", args=(code,))),
        ),
    }
    return moment.page(frame, "releases/list.html", context, code=seen)


def _begun(frame: Frame, seen: CodeSeen) -> Offered | None:
    """How a release comes to be, for those who may make one."""
    if not frame.actor.administers(seen.id):
        return None
    found = offers(seen.row, frame.actor, frame.at, ["release.plan", "release.adopt"])
    return offered(found, seen.id)


@door(Who.PUBLIC)
def release(request: Request, code: str, slug: str) -> HttpResponse:
    """The whole release on one page: the date, the answer, and what the answer rests on."""
    seen = opened(request, code, slug, (*PAGE, *golive.TABLES, *committees.TABLES, *testing.TABLES))
    found = page_of(seen)
    gate = gate_on(found.head, seen.today, seen.source)
    moves, drawn = moves_of(found)
    return seen.page(
        "releases/overview.html",
        {
            "found": found,
            "head": found.head,
            "sub": subtitle(found.head, seen.code),
            "moves": moves,
            "drawn": drawn,
            "gate": gate,
            "answer": answer(found.head, gate),
            "strip": strip_of(found, seen),
            "owed": near([line for line in found.obligations if line.in_force]),
            "before": [line for line in found.obligations if not line.in_force],
            "counted": counted(found.obligations),
            "documents": grouped(found.documents),
            "short_scope": SHORT_SCOPE,
            **_said(seen, found.id),
            "phases": testing.phases_of(found.id, seen.source),
            "acts": release_offers.acts_on(
                seen, release_offers.OVERVIEW, known(found.head, gate, seen.today, seen.today)
            ),
            "more": (
                Link("Every criterion and its evidence", seen.href("release-gate")),
                Link("What if the date moves?", seen.href("release-what-if")),
            ),
            "not_started": _not_started(seen, found),
            "about": _about(found),
            "papers": _papers(seen),
        },
        tab="release",
    )


def _not_started(seen: OpenedRelease, found: queries.ReleasePage) -> list[tuple[Link, str]]:
    """Documents that are owed since a modification is approved for the release, with the clause."""
    if not seen.is_now or not any(row["relation"] == "approved" for row in found.scope):
        return []
    return [
        (Link(one.rule.title, seen.href("release-document", one.rule.id)), one.clause)
        for one in not_started(found.head)
    ]


def _said(seen: OpenedRelease, release_id: str) -> dict[str, object]:
    """What bodies said and resolved."""
    actor, source = seen.actor, seen.source
    return {
        "advice": committees.advice_about(actor, release_id, source),
        "questions": committees.questions_about(actor, release_id, source=source),
        "resolutions": committees.resolutions_about(actor, release_id, source=source),
    }


def _about(found: queries.ReleasePage) -> tuple[tuple[str, object], ...]:
    head = found.head
    rid = f"v{head['rid_version']}" if head["rid_version"] else None
    if head["rid_updated_date"]:
        rid = Markup("{} updated {}").format(rid or "", long_date(head["rid_updated_date"]))
    kind = str(head["kind"]).replace("-", " ")
    return (
        ("Kind", kind[:1].upper() + kind[1:]),
        ("Standing", label(Family.RELEASE, head["state"]).word),
        ("Code version", head["code_version"] or None),
        ("Policy", found.policy_title or None),
        ("Policy date", long_date(head["policy_date"])),
        ("Scope date", long_date(head["scope_date"])),
        ("Testing starts", long_date(head["test_start_date"])),
        ("RID", rid),
        ("Source", head["source"] or "entered here"),
    )


def _papers(seen: OpenedRelease) -> tuple[Link, ...]:
    file = "release-paper-file"
    return (
        Link("Go-live paper", seen.href("release-paper")),
        Link("Go-live paper, PDF", seen.href(file, "pdf")),
        Link("Go-live paper, Word", seen.href(file, "docx")),
        Link("Implementation document (RID)", seen.href("release-rid")),
        Link("Calendar feed (iCal)", reverse("calendar-feed", args=(seen.code.key,))),
    )
