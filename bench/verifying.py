"""W11 of an installation: chains, every governed row and all that is derived, verified in full.

Run in the environment of an installation that holds the data set: python -m bench.verifying KEPT,
where KEPT is the file that gets what was measured.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from ridgeway.cli.station import open_station

open_station()  # as the command does, so that nothing loaded is looked through by collections

from ridgeway.governance.codes.models import Party  # noqa: E402 - settings must be loaded first
from ridgeway.governance.proving import verify_all  # noqa: E402
from ridgeway.governance.record.rows import label_of  # noqa: E402

ROUNDS = 3


def main() -> None:
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        found = verify_all()
        took.append(time.perf_counter() - start)
        if not found.holds:
            raise SystemExit(f"W11: a sound record was found as {found.differences[:3]}")
    entries, seconds = found.entries, min(took)
    row = Party.objects.order_by("key")[0]
    Party.objects.filter(pk=row.pk).update(name=f"{row.name}.")
    named = [(one.table, one.id) for one in verify_all().differences]
    if (label_of(Party), row.pk) not in named:
        raise SystemExit(f"W11: a party was renamed behind the record, found was {named}")
    Party.objects.filter(pk=row.pk).update(name=row.name)
    measured = {"entries": entries, "seconds": seconds, "per_s": entries / seconds}
    Path(sys.argv[1]).write_text(json.dumps(measured))


if __name__ == "__main__":
    main()
