"""Which freezes hold when, and what they stop: facts for every act that implements something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ridgeway.core.planning import freezing as engine
from ridgeway.core.planning.freezing import judge_implementation
from ridgeway.core.policy.control import FreezeRule
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Status
from ridgeway.core.verdict import Reason, State
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.control.models import Freeze
from ridgeway.governance.directions.models import Direction
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.models import Relation, ScopeEntry

HOLDING = ("agreed", "lifted")
MODIFICATION = "modification"
"""What everything is that the policy does not name apart."""

DIRECTION = "direction"
"""The way of what is directed, as policies name it."""

ONE_DAY = dt.timedelta(days=1)


def freeze_book(code_id: str, on: dt.date) -> Rulebook | None:
    """The policy in force that knows change freezes."""
    books = rulebooks_in_force(code_id, on)
    return next((b for b in books if b.freeze and b.status is Status.APPROVED), None)


def rule_of(book: Rulebook) -> FreezeRule:
    assert book.freeze is not None  # noqa: S101  looked up by it
    return book.freeze


def holding(code_id: str, source: Source = LIVE) -> list[engine.Freeze]:
    """The freezes that were agreed, each up to the day before it was lifted: one query."""
    return spans(source.rows(Freeze, COLUMNS, code_id=code_id, state=list(HOLDING)))


COLUMNS = ("id", "title", "first_date", "last_date", "lifted_date")


def spans(rows: Iterable[dict[str, Any]]) -> list[engine.Freeze]:
    """Agreed freezes as the engine asks for them, in the order of their days."""
    found = []
    for row in sorted(rows, key=lambda row: (row["first_date"], row["id"])):
        last = row["last_date"]
        if row["lifted_date"] is not None:
            last = min(last, row["lifted_date"] - ONE_DAY)
        if last >= row["first_date"]:
            found.append(engine.Freeze(row["title"], row["first_date"], last))
    return found


def stopped(
    code_id: str, day: dt.date, ways: Sequence[str], on: dt.date, freezes: list[engine.Freeze]
) -> list[Reason]:
    """What freezes say to implementing, on a day, what came these ways; nothing without a freeze.

    Each way is judged once: what the policy stops is refused, what it only flags is shown.
    """
    if not engine.freezes_hit(day, freezes):
        return []
    book = freeze_book(code_id, on)
    if book is None:
        what = "A change freeze was agreed, and no adopted policy says what it stops."
        return [Reason("freeze", what, State.CANNOT_TELL)]
    flags = rule_of(book).flags
    named = dict.fromkeys(w if w in flags else MODIFICATION for w in ways or (MODIFICATION,))
    return [
        replace(reason, key="freeze" if way == MODIFICATION else f"freeze-{way}")
        for way in named
        for reason in judge_implementation(book, day, way, freezes).reasons
    ]


def steps_stopped(code_id: str, on: dt.date) -> tuple[str, ...]:
    """The steps of a modification's workflow that implement it, as the policy of freezes says."""
    book = freeze_book(code_id, on)
    return rule_of(book).steps if book else ()


def ways_of(release_id: str) -> list[str]:
    """The ways by which what a release carries came, directed changes too: two queries."""
    rows = ScopeEntry.objects.filter(release_id=release_id).exclude(relation=Relation.REMOVED)
    ways = list(rows.order_by().values_list("modification__path", flat=True).distinct())
    directed = Direction.objects.filter(release_id=release_id, withdrawn_because="").exists()
    return [*ways, DIRECTION] if directed and DIRECTION not in ways else ways


def stops_release(
    release_id: str, code_id: str, day: dt.date, on: dt.date, source: Source = LIVE
) -> list[Reason]:
    """What freezes say to a release going live on a day: one query without a freeze, else two.

    Of a past moment what is in the scope is not read: then everything counts as a modification.
    """
    freezes = holding(code_id, source)
    if not engine.freezes_hit(day, freezes):
        return []
    return stopped(code_id, day, ways_of(release_id) if source is LIVE else (), on, freezes)
