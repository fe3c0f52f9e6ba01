"""What releases answer to the guards of a modification's workflow."""

from __future__ import annotations

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.policy.movement import Proof, Shown
from ridgeway.core.verdict import Reason, State
from ridgeway.governance.modifications.proving import ANSWERS, Asked, told
from ridgeway.governance.releases.models import Relation, ScopeEntry


def _by_releases(asked: Asked, shown: Shown) -> Reason:
    """Live are the releases that carry each part of it; without one nothing is held that tells."""
    rows = ScopeEntry.objects.filter(modification_id=asked.row.id)
    rows = rows.exclude(relation=Relation.REMOVED).select_related("release")
    held = [entry.release for entry in rows.order_by("release__go_live_date", "part__number")]
    if not held:
        what = "It is in no release, so whether it is live must be stated."
        return told(asked, shown, State.CANNOT_TELL, what, "Add it to a release, or state it.")
    waits = {r.id: r for r in held if r.actual_date is None and r.state in BEFORE_LIVE}
    if waits:
        named = ", ".join(f"the {r.name} ({long_date(r.go_live_date)})" for r in waits.values())
        what = f"Not live yet: {named}."
        return told(asked, shown, State.UNMET, what, "Set the release live first.")
    names = ", ".join(dict.fromkeys(f"the {r.name}" for r in held))
    return told(asked, shown, State.MET, f"Live: {names}.")


def bind() -> None:
    ANSWERS[Proof.RELEASES] = _by_releases
