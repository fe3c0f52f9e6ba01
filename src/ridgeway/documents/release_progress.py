"""How far a release has come, as a part of its document: duties, phases of testing.

It is of the day on which it is read and of no version: what a body approved does not change because
a step was taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ridgeway.core.dates.wording import day_month_year
from ridgeway.documents.description import Block, Column, Heading, Paragraph, Row, Table, text
from ridgeway.governance.releases.obligations import ObligationLine
from ridgeway.governance.testing.queries import PhaseRow

PROGRESS = "progress"
"""The key of its heading; `difference` leaves the section out, as no version holds it."""


def progress(
    lines: Sequence[ObligationLine], phases: Sequence[PhaseRow], today: dt.date
) -> Iterator[Block]:
    """The part as of a day.

    Left out are duties from before the policy was in force, and later turns of what recurs.
    """
    counted = (line for line in lines if line.in_force and line.state not in LEFT_OUT)
    owed = [line for line in counted if not line.occurrence or line.due_date <= today]
    done = [line for line in owed if line.discharged_date is not None]
    yield Heading("Progress", key=PROGRESS, source=("progress:",))
    words = f"As of {day_month_year(today)} {len(done)} of {len(owed)} duties are discharged."
    late = sum(line.state in LATE for line in owed)
    if late:
        words += f" {late} {'is' if late == 1 else 'are'} late."
    yield Paragraph(text(words), ("progress:",))
    yield Table(
        (Column("What", share=6), Column("Owner", share=3), Column("How it stands", share=5)),
        tuple(
            Row((text(line.title), text(line.owner_name), text(line.sentence)),
                (f"obligation:{line.key}",))
            for line in owed
        ),
        caption="What the policy asks for, and how it went",
        empty="The policy asks for nothing with such a release.",
        key="progress-table",
    )  # fmt: skip
    if phases:
        yield Table(
            (Column("Phase of testing", share=5), Column("Standing", share=3)),
            tuple(
                Row((text(phase.name), text(STANDING[phase.closed])), (f"phase:{phase.number}",))
                for phase in phases
            ),
            caption="Phases of testing",
            key="phase-table",
        )


LEFT_OUT = frozenset({"lapsed", "not-in-force"})
LATE = frozenset({"late", "born-late"})
STANDING = {True: "Closed", False: "Open", None: None}
"""Whether a phase is closed; of one that nothing is held of, nothing."""
