"""What another go-live date would do; nothing here changes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from ridgeway.core.planning.whatif import BAD, Change, Effect, SentNotice
from ridgeway.core.verdict import Refused
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import offers
from ridgeway.governance.control.queries import freezes_that_hold
from ridgeway.governance.notices.queries import notices_about
from ridgeway.governance.releases import queries
from ridgeway.governance.releases.queries_whatif import Consequence
from ridgeway.web.columns import columns
from ridgeway.web.drawing.timeline import (
    Lane,
    Mark,
    MarkKind,
    Span,
    SpanKind,
    Timeline,
    draw_timeline,
)
from ridgeway.web.offering import act_href
from ridgeway.web.typed import Mistyped, read_date
from ridgeway.web.views.release_opened import OpenedRelease, Values, opened, page_of
from ridgeway.web.wording import plural, short_date

EARLIER, LATER = 60, 120
"""How far the slider goes, in days."""

GROUPS: tuple[tuple[str, frozenset[Effect]], ...] = (
    ("Breaks, or is late from the start", BAD),
    ("Newly owed", frozenset({Effect.APPEARS})),
    ("Eases", frozenset({Effect.RELAXES})),
    ("Tightens", frozenset({Effect.TIGHTENS})),
    ("No longer owed", frozenset({Effect.LAPSES})),
    ("Stays", frozenset({Effect.STAYS, Effect.KEPT})),
    ("Due before the policy applied", frozenset({Effect.NOT_IN_FORCE})),
)
WORDS = {
    Effect.BORN_LATE: ("Born late", "v v-unmet"),
    Effect.BREAKS: ("Breaks", "v v-unmet"),
    Effect.ALREADY_PAST: ("Already past", "v v-unmet"),
    Effect.DONE_TOO_LATE: ("Done too late", "v v-unmet"),
    Effect.APPEARS: ("Newly owed", "v v-due"),
    Effect.LAPSES: ("Lapses", "st st-out"),
    Effect.TIGHTENS: ("Tightens", "v v-due"),
    Effect.RELAXES: ("Eases", "v v-due"),
    Effect.STAYS: ("Stays", "v v-due"),
    Effect.KEPT: ("Kept", "v v-met"),
    Effect.NOT_IN_FORCE: ("Not in force", "st st-out"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, the day that it means, and what is wrong with it (by field)."""

    day: dt.date
    decided: dt.date
    typed: str
    typed_decided: str
    faults: dict[str, str]


@door(Who.PUBLIC)
def what_if(request: Request, code: str, slug: str) -> HttpResponse:
    """The comparison with `?go_live_date=` or `?days=`; the result alone when a part asks."""
    seen = opened(request, code, slug, only_now=True)
    found = page_of(seen)
    held: dt.date = found.head["go_live_date"]
    asked = read(request, held, seen.today)
    consequence, refusal = None, None
    if not asked.faults:
        try:
            consequence = _consequence(seen, found.id, asked)
        except Refused as refused:
            refusal = refused.verdict
    shift = (asked.day - held).days
    context = {
        "head": found.head,
        "asked": asked,
        "shift": shift,
        "shift_words": shift_words(shift),
        "earlier": min(-EARLIER, shift),
        "later": max(LATER, shift),
        "result": consequence,
        "refusal": refusal,
        "groups": _groups(consequence.what.changes) if consequence else (),
        "words": WORDS,
        "counts": _counts(consequence) if consequence else (),
        "drawn": _drawn(consequence, found, seen) if consequence else Markup(),
        "columns": columns,
        "seen": seen,
        "keep_href": _keep(seen, asked, shift),
    }
    status = 422 if asked.faults or refusal else 200
    if request.headers.get("HX-Request") == "true":
        return render(request, "releases/_whatif.html", {**context, "part": True})
    return seen.page("releases/whatif.html", context, name=found.head["name"], status=status)


KEEP = "change.raise"


def _keep(seen: OpenedRelease, asked: Asked, shift: int) -> str:
    """Where what was played through is asked for as a change, if this reader may ask for it."""
    if not shift or asked.faults or not seen.actor.is_known:
        return ""
    release = queries.release_by_slug(seen.actor, seen.code.row, seen.slug)
    if release is None:
        return ""
    release.code = seen.code.row
    found = offers(release, seen.actor, seen.frame.at, [KEEP])
    if not all(offer.verdict.allowed for offer in found):
        return ""
    query = {"changes": "schedule", "go_live_date": asked.day.isoformat()}
    return act_href(KEEP, release.id, query)


def read(request: Request, held: dt.date, today: dt.date) -> Asked:
    """The day from the slider (`days`) or from the field; the day that stands when neither."""
    faults: dict[str, str] = {}
    typed = request.GET.get("go_live_date", "").strip()
    typed_decided = request.GET.get("decided", "").strip()
    day, decided = held, today
    if typed:
        try:
            day = read_date(typed)
        except Mistyped as fault:
            faults["go_live_date"] = str(fault)
    elif days := request.GET.get("days", "").strip():
        try:
            day = held + dt.timedelta(days=int(days))
        except (ValueError, OverflowError):
            faults["go_live_date"] = f"“{days[:20]}” is not a number of days"
    if typed_decided:
        try:
            decided = read_date(typed_decided)
        except Mistyped as fault:
            faults["decided"] = str(fault)
    return Asked(day, decided, typed, typed_decided, faults)


def shift_words(days: int) -> str:
    if not days:
        return "as planned"
    return f"{plural(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def _consequence(seen: OpenedRelease, release_id: str, asked: Asked) -> Consequence:
    release = queries.release_by_slug(seen.actor, seen.code.row, seen.slug)
    if release is None:
        raise Http404
    sent = [
        SentNotice(row["rule"], row["sent_date"] or row["due_date"], row["stated_date"])
        for row in notices_about(seen.actor, release_id)
        if row["state"] in ("released", "sent") and row["stated_date"]
    ]
    return queries.what_if(
        seen.actor,
        seen.code.row,
        release,
        asked.day,
        asked.decided,
        at=_instant(asked, seen),
        sent=sent,
        freezes=freezes_that_hold(seen.actor, seen.code.id),
    )


def _instant(asked: Asked, seen: OpenedRelease) -> dt.datetime:
    """The instant of the decision that is played through: noon of the day that was typed."""
    if not asked.typed_decided:
        return seen.frame.at
    return dt.datetime.combine(asked.decided, dt.time(12), dt.UTC)


def _groups(changes: tuple[Change, ...]) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    """Each change once, under the first group that any of its effects belongs to."""
    left, made = list(changes), []
    for title, effects in GROUPS:
        chosen = [change for change in left if effects.intersection(change.effects)]
        left = [change for change in left if change not in chosen]
        if chosen:
            made.append((title, tuple(chosen)))
    return tuple(made)


def _counts(found: Consequence) -> tuple[tuple[str, object], ...]:
    what = found.what

    def having(effect: Effect) -> int:
        return sum(effect in change.effects and not change.is_bad for change in what.changes)

    return (
        ("Breaks", len(what.bad)),
        ("Eases", having(Effect.RELAXES)),
        ("Tightens", having(Effect.TIGHTENS)),
        ("Stays", having(Effect.STAYS)),
        ("Notices wrong", len(what.wrong_notices)),
        ("Freezes hit", len(what.freezes)),
    )


def _drawn(found: Consequence, page: queries.ReleasePage, seen: OpenedRelease) -> Markup:
    """The release as it stands and as it would, over each other on one line of days."""
    what = found.what
    before, after = what.before.go_live_date, what.after.go_live_date
    changes = [c for c in what.changes if Effect.NOT_IN_FORCE not in c.effects]
    now = [(c.old_due_date, c) for c in changes if c.old_due_date]
    then = [(c.new_due_date, c) for c in changes if c.new_due_date]
    days = [day for day, _ in (*now, *then)] + [before, after]
    margin = dt.timedelta(days=max(6, (max(days) - min(days)).days // 25))
    windows = _windows(page.moves)
    lanes = (
        Lane("Now", short_date(before), (_go_live(before), *_duties(now, bad=False)), windows),
        Lane("If", short_date(after), (_go_live(after), *_duties(then, bad=True)), windows),
    )
    first, last = min(days) - margin, max(days) + margin
    today = seen.today if first <= seen.today <= last else None
    title = f"{page.head['name']}, as it stands and as it would"
    return draw_timeline(Timeline(first, last, lanes, today, title, "The table says it in words."))


def _go_live(day: dt.date) -> Mark:
    return Mark(day, MarkKind.GO_LIVE, "Go-live", short_date(day))


def _duties(dated: Sequence[tuple[dt.date, Change]], *, bad: bool) -> list[Mark]:
    return [
        Mark(
            day,
            MarkKind.OVERDUE if bad and change.is_bad else MarkKind.DUTY,
            change.title,
        )
        for day, change in dated
    ]


def _windows(moves: list[Values]) -> tuple[Span, ...]:
    """What the last consent left open."""
    consents = [row for row in moves if row["status"] == "consented" and row["latest_date"]]
    if not consents:
        return ()
    row = consents[-1]
    return (Span(row["go_live_date"], row["latest_date"], SpanKind.WINDOW, "Consented window"),)
