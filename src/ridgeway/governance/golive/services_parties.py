"""A Party reports its own readiness: its statement, dated, beside what the delivery body owes."""

from __future__ import annotations

from pydantic import Field

from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import party_named
from ridgeway.governance.codes.models import Party
from ridgeway.governance.golive.models import PartyReadiness
from ridgeway.governance.golive.parties import may_report, parties_open_to
from ridgeway.governance.golive.services_progress import (
    Concerns,
    Done,
    OnTrack,
    ToldOn,
    may_be_told,
    said_reasons,
    updates_or_reason,
)
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.finding import unmet
from ridgeway.governance.releases.models import Release

QUESTION = "Record this report?"


class ReportPartyReadiness(Given):
    party: str = Field(
        "",
        title="Party",
        description="Its key; empty: the one that you act for",
        max_length=40,
        json_schema_extra={"hint": ""},
    )
    reported_date: ToldOn = None
    on_track: OnTrack
    progress: Done
    concerns: Concerns = ""


NOBODY = unmet(
    "party",
    "There is no Party for which you may report.",
    remedy="The appointment of a person says for which Party they act.",
)


def _party(acting: Acting, name: str) -> Party | Reason:
    """The Party that tells it: one that the actor acts for, or any for whoever keeps the code."""
    keys = [key for key, _ in parties_open_to(acting.actor, acting.within.id)]
    if not keys:
        return NOBODY
    if not name and len(keys) > 1:
        what = "It is not said which Party tells it."
        return unmet("party", what, remedy=f"Name one: {', '.join(keys)}.")
    found = party_named(name or keys[0])
    if found is None:
        return unmet("party", f"No Party is registered as {name!r}.")
    if found.key not in keys:
        what = f"You do not act for {found.name}; a Party reports its own readiness."
        return unmet("party", what, remedy=f"You act for {', '.join(keys)}.")
    return found


def _judge(acting: Acting, release: Release, given: ReportPartyReadiness | None) -> Verdict:
    updates, reasons = may_be_told(acting, release, given.reported_date if given else None)
    if given is None:
        reasons += [] if may_report(acting.actor, acting.within.id) else [NOBODY]
    elif updates is not None:
        party = _party(acting, given.party)
        reasons += [party] if isinstance(party, Reason) else []
        reasons += said_reasons(
            acting,
            given.reported_date,
            on_track=given.on_track,
            concerns=given.concerns,
            clause=updates.clause,
        )
    return Verdict(QUESTION, tuple(reasons))


@act(
    "release.report-party-readiness",
    Release,
    ReportPartyReadiness,
    title="Report a Party’s own readiness",
    effect="Committees and the delivery body read it; others are told how many expect to be ready.",
    judge=_judge,
    dated_back=True,
)
def report_party_readiness(acting: Acting, release: Release, given: ReportPartyReadiness) -> None:
    updates, party = updates_or_reason(acting, given.reported_date), _party(acting, given.party)
    assert not isinstance(updates, Reason)  # noqa: S101  judged before
    assert not isinstance(party, Reason)  # noqa: S101  judged before
    hidden = release.audience == Audience.ADMINISTRATION
    row = acting.add(
        PartyReadiness(
            code=acting.within,
            release=release,
            number=release.party_readiness.count() + 1,
            party=party,
            reported_date=given.reported_date or acting.today,
            go_live_date=release.go_live_date,
            on_track=given.on_track,
            progress=given.progress,
            concerns=given.concerns,
            source=acting.told.source,
            audience=release.audience if hidden else Audience.COMMITTEE,
        )
    )
    acting.about(row)
    acting.clause, acting.policy = updates.clause, updates.book.reference
    acting.answer["number"] = row.number
