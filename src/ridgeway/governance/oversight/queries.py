"""One release as its board oversees it: everything that is judged of it, read together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ridgeway.core.planning.obligations import Undated
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance.actor import Actor
from ridgeway.governance.baselines import queries as documents
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.codes.visibility import audiences, seen_rows
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.committees.models import Meeting
from ridgeway.governance.costs import queries as costs
from ridgeway.governance.evidence import queries as evidence
from ridgeway.governance.golive import queries as golive
from ridgeway.governance.oversight.arising import TABLES as ARISING_TABLES
from ridgeway.governance.oversight.arising import arising
from ridgeway.governance.oversight.looking import Aspect, Seen, Stage, aspects, stage_of
from ridgeway.governance.oversight.process import Process, Shown, due_process
from ridgeway.governance.record import queries as record
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases import queries_page
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.obligations import ObligationLine
from ridgeway.governance.releases.queries_page import undated_of
from ridgeway.governance.testing import queries as testing

__all__ = ["Stage"]

TABLES = (
    *queries_page.TABLES, *committees.TABLES, *costs.TABLES, *evidence.TABLES, *golive.TABLES,
    *testing.TABLES, *ARISING_TABLES,
)  # fmt: skip
"""What a source of another moment has to hold for the page."""

Values = dict[str, Any]
MOST = 40


@dataclass(frozen=True, slots=True)
class Oversight:
    """A release through the eyes of its board.

    `changed` are the entries about it since `meeting` (of the board, the last before today; None
    where none is held: then the latest entries). `reports` is what was put in evidence, `processes`
    are those of the release's own policy and of each other that the code adopted.
    """

    page: queries_page.ReleasePage
    stage: Stage
    aspects: tuple[Aspect, ...]
    processes: tuple[Process, ...]
    meeting: Values | None
    changed: list[Values]
    missed: list[ObligationLine]
    costs: costs.ReleaseCosts
    defects: testing.DefectCounts
    advice: list[Values]
    questions: list[Values]
    reports: list[Values]


def oversight(
    actor: Actor,
    code: Code,
    slug: str,
    today: dt.date,
    *,
    source: Source = LIVE,
    position: int | None = None,
) -> Oversight | None:
    """Everything on one page; None where there is no such release for this actor.

    `position` is the last entry of the record that counts, for a moment of the past.
    """
    page = queries_page.release_page(actor, code, slug, today, source)
    if page is None:
        return None
    seen_audiences = audiences(actor, code.id)
    book = book_of(code.id, page.head["policy"])
    told = costs.release_costs(actor, code, page.head, page.scope, today, source)
    defects = testing.defect_counts(actor, code.id, page.id, source)
    advice = committees.advice_about(actor, page.id, source)
    about = (page.id, *documents.document_ids(page.id, source))
    resolutions = committees.resolutions_about(actor, *about, source=source)
    seen = Seen(
        page=page,
        book=book,
        gate=golive.gate_of(page.head, today, source=source),
        costs=told,
        defects=defects,
        phases=testing.phases_of(page.id, source),
        today=today,
    )
    shown = Shown(
        page=page,
        resolutions=resolutions,
        heard=frozenset(row["body__key"] for row in advice),
        arising=arising(actor, page.head, page.scope, source),
        today=today,
        audiences=seen_audiences,
        upto=position,
    )
    meeting = _last_meeting(actor, code.id, book.owner if book else "", today, source)
    before = None if position is None else position + 1
    entries = record.events(code.key, seen_audiences, before=before, subject=page.id, most=MOST)
    since = meeting["meeting_date"] if meeting else None
    return Oversight(
        page=page,
        stage=stage_of(str(page.head["state"])),
        aspects=aspects(seen),
        processes=due_process(_books(page, book, code, today, source), shown),
        meeting=meeting,
        changed=[row for row in entries if since is None or row["recorded_at"].date() >= since],
        missed=[line for line in page.obligations if line.missed],
        costs=told,
        defects=defects,
        advice=advice,
        questions=committees.questions_about(actor, page.id, source=source),
        reports=evidence.evidence_about(actor, page.id, source),
    )


def _books(
    page: queries_page.ReleasePage, own: Rulebook | None, code: Code, today: dt.date, source: Source
) -> Iterator[tuple[Rulebook, tuple[Undated, ...]]]:
    """The policy of the release, then the others of its board that the code had adopted when the
    release went live, or has now; each with what it asks without a date."""
    if own is None or not own.owner:
        return
    yield own, page.undated
    day = min(page.head["actual_date"] or today, today)
    for book in rulebooks_in_force(code.id, day, source):
        if book.id != own.id and book.owner == own.owner:
            yield book, undated_of(book, page.head, code)


def _last_meeting(
    actor: Actor, code_id: str, board: str, today: dt.date, source: Source
) -> Values | None:
    """The board's last meeting before a day."""
    columns = ("id", "title", "meeting_date", "body__key", "body__short_name")
    rows = seen_rows(actor, Meeting, columns, source, code_id=code_id)
    held = [row for row in rows if row["body__key"] == board and row["meeting_date"] < today]
    return max(held, key=lambda row: row["meeting_date"], default=None)
