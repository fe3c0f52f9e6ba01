"""W1.xlsx and W1.csv: a register of modifications brought in from files as people have them.

Run in the environment of an installation that holds nothing: python -m bench.intake FORM DATA KEPT,
where KEPT is the file that gets what was measured. The act holds the lock from the moment that it
has locked its subject until all is committed.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench import filling  # Django is set up there

from django.core.management import call_command  # isort: skip
from openpyxl import Workbook  # type: ignore[import-untyped]  # isort: skip

from bench import dataset
from ridgeway import clock, faults
from ridgeway.governance.acting import Told
from ridgeway.governance.intake.services import bring_in

PLURALS = {"party": "parties", "release": "releases", "modification": "modifications"}
Table = list[list[Any]]


def tables(data: Path) -> dict[str, Table]:
    """A table with a header for each kind of line."""
    found = {}
    for kind, plural in PLURALS.items():
        lines = [filling.SHAPES[kind](record) for record in dataset.read(data, kind)]
        names = list(lines[0])
        found[plural] = [names, *([line[name] for name in names] for line in lines)]
    return found


def as_xlsx(found: dict[str, Table]) -> Iterable[tuple[str, bytes]]:
    book = Workbook(write_only=True)
    for title, rows in found.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    yield "register.xlsx", out.getvalue()


def as_csv(found: dict[str, Table]) -> Iterable[tuple[str, bytes]]:
    for title, rows in found.items():
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        yield f"{title}.csv", out.getvalue().encode()


FORMS = {"xlsx": as_xlsx, "csv": as_csv}


def main() -> None:
    form, data, kept = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    call_command("migrate", verbosity=0)
    at = clock.now()
    code, loader, _ = filling.prepare(at)
    files = list(FORMS[form](tables(data)))
    locked: list[float] = []
    faults.on_racepoint = lambda _name: locked.append(time.perf_counter())
    start = time.perf_counter()
    done = bring_in(code, files, actor=loader, at=at, told=Told(source="The measurements"))
    end = time.perf_counter()
    faults.on_racepoint = None
    again = bring_in(code, files, actor=loader, at=at, told=Told(source="The measurements"))
    if again.done is not None or sum(again.skipped.values()) != sum(done.new.values()):
        raise SystemExit("W1: the same files again were not found to be held alike")
    measured = {
        "seconds": end - start,
        "locked": end - locked[0],
        "again": time.perf_counter() - end,
        "modifications": done.new["modification"],
    }
    kept.write_text(json.dumps(measured))


if __name__ == "__main__":
    main()
