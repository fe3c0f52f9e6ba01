"""What every act about readiness asks: how the gate stands, whether it is settled, who speaks."""

from __future__ import annotations

from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given
from ridgeway.governance.golive.queries import Gate, gate_of
from ridgeway.governance.releases.models import Release


def still_to_come(release: Release) -> list[Reason]:
    """Whether the release is still before go-live."""
    if release.actual_date is None:
        return []
    return [Reason("live", "The release is live; this is settled.", State.UNMET)]


def before_live(acting: Acting, release: Release, given: Given | None) -> Verdict:
    """Up to go-live; after it only what a source says of the time before."""
    del given
    reasons = [] if acting.told.source else still_to_come(release)
    return Verdict("May this still change?", tuple(reasons))


def speaks_for(acting: Acting, body_id: str) -> list[Reason]:
    mine = acting.actor.bodies(acting.within.id)
    if acting.actor.administers(acting.within.id) or not mine or body_id in mine:
        return []
    return [Reason("body", "You do not speak for that body.", State.UNMET)]


def gate_key(release_id: str) -> str:
    return f"gate {release_id}"


def gate_now(acting: Acting, release: Release) -> Gate:
    """The gate today, found once for all acts that are judged together."""
    found: Gate = acting.once(gate_key(release.id), lambda: gate_of(release, acting.today))
    return found
