"""What the approval of a release's document does to the release."""

from __future__ import annotations

import datetime as dt

from ridgeway.core.lifecycle.tables import RELEASE
from ridgeway.governance.acting import Acting
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.services_obligations import discharge_by_move

BASELINE = "baseline"


def baseline(
    acting: Acting, release: Release, on: dt.date | None = None, *, version: int = 1
) -> None:
    """A version of its document was approved, on a day (none: today), judged by the caller.

    A release whose scope is set is baselined by it; later it only bears the day. After the first
    baseline each change of scope raises the number by itself; one approved elsewhere brings its
    own whole number.
    """
    day = on or acting.today
    row = RELEASE.rows(BASELINE)[0]
    values: dict[str, object] = {
        "rid_version": max(release.rid_version, version),
        "rid_updated_date": max(release.rid_updated_date or day, day),
    }
    moves = release.state in row.sources
    acting.change(release, **values, **({"state": row.target} if moves else {}))
    if moves:
        discharge_by_move(acting, release, BASELINE, day)
