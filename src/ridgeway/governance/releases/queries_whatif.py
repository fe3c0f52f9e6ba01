"""What another date would do to a release that is held; nothing here changes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ridgeway.core.planning import whatif
from ridgeway.core.planning.freezing import Freeze
from ridgeway.core.planning.releases import PlannedRelease
from ridgeway.core.planning.whatif import SentNotice, WhatIf
from ridgeway.core.verdict import Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code
from ridgeway.governance.record.sources import LIVE
from ridgeway.governance.releases.books import books_for
from ridgeway.governance.releases.dating import consent_needed
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.obligations import ObligationLine, obligations_of
from ridgeway.governance.releases.reckoning import owed_on
from ridgeway.governance.releases.scoping import planned
from ridgeway.governance.releases.touching import impacts_of


@dataclass(frozen=True, slots=True)
class Consequence:
    """The engine's comparison, the new name if the month is left, and who would have to agree."""

    what: WhatIf
    name: str
    renamed: bool
    authority: Verdict
    lines: tuple[ObligationLine, ...]


def what_if(
    actor: Actor,
    code: Code,
    release: Release,
    go_live_date: dt.date,
    today: dt.date,
    *,
    at: dt.datetime,
    sent: Iterable[SentNotice] = (),
    freezes: Iterable[Freeze] = (),
) -> Consequence:
    """What moves, breaks, eases or is born late on another day: five queries.

    Raises Refused for a date that the calendar does not reach.
    """
    release.code = code
    lines = tuple(obligations_of(code.id, release.id, today, LIVE))
    books = books_for(code.id, today)
    impacts = impacts_of(release, books[0]) if books else frozenset()
    before, after = (
        _planned_on(release, day, code, today, impacts)
        for day in (release.go_live_date, go_live_date)
    )
    compared = whatif.what_if(
        before,
        after,
        today=today,
        discharged={ln.rule: ln.discharged_date for ln in lines if ln.discharged_date},
        sent=sent,
        freezes=freezes,
    )
    acting = Acting(actor=actor, at=at, act="release.set-date", code=code, subject=release)
    name, authority = consent_needed(acting, release, go_live_date)
    # What nobody can tell of the past is not said to break.
    silent = {ln.rule for ln in lines if ln.state in {"unknown", "lapsed"}}
    compared = replace(compared, changes=tuple(c for c in compared.changes if c.id not in silent))
    return Consequence(compared, name, name != release.name, authority, lines)


def _planned_on(
    release: Release, day: dt.date, code: Code, today: dt.date, impacts: frozenset[str]
) -> PlannedRelease:
    held = release.go_live_date
    release.go_live_date = day
    try:
        owed = owed_on(release, books_for(code.id, today), code, impacts)
        return replace(
            planned(release),
            obligations=tuple(replace(o.duty, id=o.rule) for o in owed),
            impacts=impacts,
        )
    finally:
        release.go_live_date = held
