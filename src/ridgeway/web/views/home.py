"""The first pages: for the public, for whoever is signed in, for a code, for the installation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse

from ridgeway.core.verdict import Verdict
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import offers
from ridgeway.governance.baselines.queries_owed import Waiting, waiting_documents
from ridgeway.governance.codes.overview import CodeSeen, adopted_policies
from ridgeway.governance.codes.people import installation_page
from ridgeway.governance.committees import queries_owed as owed_
from ridgeway.governance.committees.queries import late_papers, open_resolutions, waiting_for
from ridgeway.governance.consultations.queries import Asked, asked_of
from ridgeway.governance.control.queries import to_decide
from ridgeway.governance.costs.queries import OpenChallenge, open_challenges
from ridgeway.governance.directions.queries import DirectionLine, late_directions
from ridgeway.governance.golive.queries import gate_of
from ridgeway.governance.modifications.queries_page import NoDate, open_holds, without_date
from ridgeway.governance.notices.queries import Unfinished, notices_of, unfinished
from ridgeway.governance.releases.queries import DueLine, RoadmapLine, obligations_due, roadmap
from ridgeway.governance.releases.queries_due import bodies_of
from ridgeway.governance.testing.queries import grave_counts
from ridgeway.web.frame import Frame, frame_of, page
from ridgeway.web.offering import Offered, offered
from ridgeway.web.shell import Link

SHOWN = 6
GATES = 3
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A code with its open releases, the nearest first."""

    code: CodeSeen
    releases: tuple[RoadmapLine, ...]
    more: int


@door(Who.PUBLIC)
def public(request: Request) -> HttpResponse:
    """What goes live next, what was told, what is open; for anybody."""
    frame = frame_of(request)
    notices = [
        dict(row, code=code)
        for code in frame.codes
        for row in notices_of(frame.actor, code.id, most=SHOWN)
    ]
    context = {
        "upcoming": [_upcoming(frame, code) for code in frame.codes],
        "notices": sorted(notices, key=lambda row: row["sent_date"], reverse=True)[:SHOWN],
        "resolutions": open_resolutions(frame.actor, most=SHOWN),
        "today": _today(frame),
        "demo": settings.MODE == "demo",
    }
    return page(frame, "home/public.html", context)


def _upcoming(frame: Frame, code: CodeSeen) -> Upcoming:
    today = code.day(frame.at)
    ahead = [r for r in roadmap(frame.actor, code.row) if r.go_live_date >= today]
    return Upcoming(code, tuple(ahead[:SHOWN]), max(0, len(ahead) - SHOWN))


def _today(frame: Frame) -> dt.date:
    return frame.codes[0].day(frame.at) if frame.codes else frame.at.date()


@dataclass(frozen=True, slots=True)
class Judged:
    """An open release with the answer of its gate, where it is near enough to be judged here."""

    release: RoadmapLine
    verdict: Verdict | None
    severe: int


@dataclass(frozen=True, slots=True)
class Mine:
    """What one code asks of the reader: duties by how near they are, notices, releases."""

    code: CodeSeen
    late: tuple[DueLine, ...]
    soon: tuple[DueLine, ...]
    later: tuple[DueLine, ...]
    bodies: tuple[str, ...]
    notices: tuple[Unfinished, ...]
    papers: tuple[dict[str, object], ...]
    releases: tuple[Judged, ...]
    documents: tuple[Waiting, ...]
    asked: tuple[Asked, ...]
    to_decide: tuple[dict[str, object], ...]
    challenges: tuple[OpenChallenge, ...]
    without_date: tuple[NoDate, ...]
    holds_over: tuple[dict[str, object], ...]
    directions: tuple[DirectionLine, ...]
    actions: tuple[dict[str, object], ...] = ()
    conditions: tuple[dict[str, object], ...] = ()
    views: tuple[dict[str, object], ...] = ()

    @property
    def groups(self) -> tuple[tuple[str, tuple[DueLine, ...]], ...]:
        named = (("Late", self.late), ("Within a week", self.soon), ("Later", self.later))
        return tuple((name, lines) for name, lines in named if lines)

    @property
    def due(self) -> int:
        return len(self.late) + len(self.soon) + len(self.later)


@door(Who.KNOWN)
def today(request: Request) -> HttpResponse:
    """What is due from me, what waits for me, and how each open release stands."""
    frame = frame_of(request)
    mine = [_mine(frame, code) for code in frame.codes]
    context = {
        "mine": mine,
        "waiting": waiting_for(frame.actor),
        "today": _today(frame),
        "late": sum(len(m.late) for m in mine),
        "next_go_live": min(
            (
                judged.release.go_live_date
                for m in mine
                for judged in m.releases
                if judged.release.go_live_date >= _today(frame)
            ),
            default=None,
        ),
    }
    return page(frame, "home/today.html", context)


def _mine(frame: Frame, code: CodeSeen) -> Mine:
    actor, day = frame.actor, code.day(frame.at)
    bodies = bodies_of(actor, code.row)
    administers = actor.administers(code.id)
    lines = obligations_due(actor, code.row, day, owners=bodies) if bodies else []
    return Mine(
        code=code,
        late=tuple(d for d in lines if d.line.due_date < day),
        soon=tuple(d for d in lines if day <= d.line.due_date <= day + WEEK),
        later=tuple(d for d in lines if d.line.due_date > day + WEEK),
        bodies=tuple(sorted(bodies)),
        notices=tuple(unfinished(actor, code.id, frame.at)[: 2 * SHOWN]) if administers else (),
        papers=tuple(late_papers(actor, code.id, day)),
        releases=_judged(frame, code, day),
        documents=tuple(waiting_documents(actor, code.id)),
        asked=tuple(asked_of(actor, code.id, frame.at)),
        to_decide=tuple(to_decide(actor, code.id, day)),
        challenges=tuple(open_challenges(actor, code.id)) if bodies or administers else (),
        without_date=tuple(without_date(actor, code.id, day)) if administers else (),
        holds_over=tuple(open_holds(actor, code.id, day)) if administers else (),
        directions=tuple(late_directions(actor, code.id, day)) if administers else (),
        actions=tuple(owed_.mine_to_do(actor, code.id)) if bodies else (),
        conditions=tuple(owed_.hanging(actor, code.id)) if bodies or administers else (),
        views=tuple(owed_.outstanding(actor, code.id)) if bodies or administers else (),
    )


def _judged(frame: Frame, code: CodeSeen, day: dt.date) -> tuple[Judged, ...]:
    """The open releases whose facts are held; the gates of the nearest are judged, nine queries
    each, so only so many."""
    held = [r for r in roadmap(frame.actor, code.row) if r.standing != "by-rule"][:SHOWN]
    grave = grave_counts(frame.actor, code.id, [r.id for r in held])
    found = []
    for number, release in enumerate(held):
        verdict = None
        if number < GATES:
            head = {
                "id": release.id,
                "code_id": code.id,
                "go_live_date": release.go_live_date,
                "actual_date": release.actual_date,
            }
            verdict = gate_of(head, day).readiness
        found.append(Judged(release, verdict, grave.get(release.id, 0)))
    return tuple(found)


@door(Who.PUBLIC)
def code(request: Request, code: str) -> HttpResponse:
    """A code: who administers it, which policies bind, and what may be begun under it."""
    frame = frame_of(request)
    here = frame.code(code)
    acts = offered(offers(here.row, frame.actor, frame.at), here.id)
    context = {
        "here": here,
        "policies": adopted_policies(frame.actor, here, here.day(frame.at)),
        "upcoming": _upcoming(frame, here),
        "today": here.day(frame.at),
        "acts": acts,
    }
    return page(frame, "home/code.html", context, code=here)


@door(Who.KNOWN)
def installation(request: Request) -> HttpResponse:
    """People, bodies, Parties and rights; to others than its administrators it is not there."""
    frame = frame_of(request)
    found = installation_page(frame.actor)
    if found is None:
        raise Http404
    acts: Offered = offered(offers(found.row, frame.actor, frame.at), found.row.id)
    context = {"found": found, "acts": acts}
    return page(frame, "home/installation.html", context, crumbs=(Link("First page", "/"),))
