"""The page of one release, put together from rows that are live or as at a moment.

The same code serves both: it asks a `Source` for rows and knows nothing of where they come from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ridgeway.core.planning.obligations import Undated
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.codes.visibility import audiences, seen_ids, seen_rows, visible
from ridgeway.governance.modifications.models import Modification, Part
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.books import book_of, calendar_named, cited, undated_for
from ridgeway.governance.releases.models import (
    DocumentAffected,
    Obligation,
    PlannedDate,
    Reckoning,
    Release,
    Risk,
    RiskView,
    ScopeEntry,
    SwitchedCode,
    Weighing,
)
from ridgeway.governance.releases.obligations import COLUMNS, ObligationLine, lines_of

Values = dict[str, Any]

HEAD = (
    "id", "version", "code_id", "slug", "name", "slot", "kind", "state", "standing", "policy",
    "policy_date", "go_live_date", "scope_date", "test_start_date", "actual_date", "code_version",
    "description", "cause_of_moves", "rid_version", "rid_updated_date", "source", "example",
    "audience",
)  # fmt: skip
MOVE = (
    "number", "status", "go_live_date", "latest_date", "set_on_date", "by_body_id",
    "by_body__key", "by_body__short_name", "authority", "clause", "cause", "delegation_id",
)  # fmt: skip
SCOPE = (
    "id", "part_id", "modification_id", "modification__reference", "modification__title",
    "modification__stage", "modification__urgency", "modification__path",
    "modification__audience", "part__number", "part__name", "relation", "since_date", "late",
    "rationale",
)  # fmt: skip
FULLER = (
    "modification__system_impact", "modification__impacts", "modification__documents",
    "modification__central_cost",
)  # fmt: skip


HEAD_TABLES = (Release,)
TABLES = (
    Release, PlannedDate, Obligation, Reckoning, ScopeEntry, SwitchedCode, DocumentAffected, Risk,
    RiskView, Weighing, Modification, Part, Body,
)  # fmt: skip
"""What a source of another moment has to hold for these pages."""

ROAD_TABLES = (Release, ScopeEntry, Modification)
"""What it has to hold for the list of releases."""


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """Everything about one release that this app holds, on a day.

    `head`, `moves` (planned dates in order), `scope`, `removed`, `switched`, `documents` and
    `risks` (each with its `views`) hold plain values under the names of the columns.
    """

    head: Values
    policy_title: str
    moves: list[Values]
    obligations: list[ObligationLine]
    undated: tuple[Undated, ...]
    scope: list[Values]
    removed: list[Values]
    switched: list[Values]
    documents: list[Values]
    risks: list[Values]

    @property
    def id(self) -> str:
        return str(self.head["id"])

    @property
    def days_from_rule(self) -> int | None:
        """How many days the date lies after the rule's; None outside the cycle."""
        rule, planned = self.head["policy_date"], self.head["go_live_date"]
        return (planned - rule).days if rule else None

    @property
    def departures(self) -> list[ObligationLine]:
        return [line for line in self.obligations if line.departure]


def head_of(actor: Actor, code: Code, slug: str, source: Source = LIVE) -> Values | None:
    """The release's own row, if the actor may see it now and at the moment asked for."""
    if source is LIVE:
        rows = visible(Release, actor).filter(code=code, slug=slug)
        return next((dict(row) for row in rows.values(*HEAD)), None)
    # By the address of now: a release that bore another name then is the same release.
    seen = visible(Release, actor).filter(code=code, slug=slug).values_list("id", flat=True)
    return next(iter(seen_rows(actor, Release, HEAD, source, id=list(seen))), None)


def release_page(
    actor: Actor, code: Code, slug: str, today: dt.date, source: Source = LIVE
) -> ReleasePage | None:
    """The overview of a release; None where there is none for this actor. Eight queries."""
    head = head_of(actor, code, slug, source)
    if head is None:
        return None
    release_id = head["id"]
    in_scope, removed = _scope(actor, code, release_id, source)
    book = book_of(code.id, head["policy"])
    switched = source.rows(
        SwitchedCode, ("reference", "title", "state", "note"), release_id=release_id
    )
    documents = source.rows(
        DocumentAffected, ("id", "group", "name"), release_id=release_id, dropped=False
    )
    return ReleasePage(
        head=head,
        policy_title=cited(code.id, head["policy"]),
        moves=_by_number(source.rows(PlannedDate, MOVE, release_id=release_id)),
        obligations=lines_of(
            source.rows(Obligation, COLUMNS, release_id=release_id), code.id, today
        ),
        undated=undated_of(book, head, code) if book else (),
        scope=in_scope,
        removed=removed,
        switched=sorted(switched, key=lambda row: str(row["reference"])),
        documents=sorted(documents, key=lambda row: (row["group"], natural(row["name"]))),
        risks=_risks(release_id, source),
    )


def undated_of(book: Rulebook, head: Values, code: Code) -> tuple[Undated, ...]:
    """What a policy asks of the release with a time that it states in words."""
    return undated_for(
        book,
        name=head["name"],
        kind=head["kind"],
        go_live_date=head["go_live_date"],
        calendar=calendar_named(code.calendar),
    )


def _by_number(rows: list[Values]) -> list[Values]:
    return sorted(rows, key=lambda row: int(row["number"]))


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key that puts `Appendix D` before `Appendix AC`, and `9` before `10`."""
    return tuple((len(word), word) for word in text.split())


def _scope(
    actor: Actor, code: Code, release_id: str, source: Source, more: Iterable[str] = ()
) -> tuple[list[Values], list[Values]]:
    """The scope and what left it, as far as the actor may see the modifications."""
    rows = source.rows(ScopeEntry, (*SCOPE, *more), release_id=release_id)
    seen = scope_seen(actor, code.id, rows, source)
    seen.sort(key=lambda row: (_series(row["modification__reference"]), row["part__number"]))
    kept = [row for row in seen if row["relation"] != "removed"]
    return kept, [row for row in seen if row["relation"] == "removed"]


def scope_seen(actor: Actor, code_id: str, rows: Iterable[Values], source: Source) -> list[Values]:
    """Those rows of a scope whose modification the actor may see; of the past, could see too."""
    allowed = audiences(actor, code_id)
    found = [row for row in rows if row["modification__audience"] in allowed]
    if source is LIVE:
        return found
    now = seen_ids(actor, Modification, (r["modification_id"] for r in found), (code_id,))
    return [row for row in found if row["modification_id"] in now]


def _series(reference: str) -> tuple[int, str]:
    """Longer series names are the older ones: the order in which references were given out."""
    letters = reference.rstrip("0123456789ABC")
    return (-len(letters), reference)


def _risks(release_id: str, source: Source) -> list[Values]:
    columns = ("id", "number", "text", "owner", "approach", "additions")
    risks = _by_number(source.rows(Risk, columns, release_id=release_id))
    columns = ("risk_id", "body__key", "body__short_name", "accepted", "subject_to", "view_date")
    views = source.rows(RiskView, columns, risk__release_id=release_id)
    views.sort(key=lambda row: str(row["body__short_name"]))
    for risk in risks:
        risk["views"] = [view for view in views if view["risk_id"] == risk["id"]]
    return risks


@dataclass(frozen=True, slots=True)
class ScopePage:
    head: Values
    scope: list[Values]
    removed: list[Values]
    switched: list[Values]
    weighed: list[Values]


def scope_page(actor: Actor, code: Code, slug: str, source: Source = LIVE) -> ScopePage | None:
    """The scope with what each modification touches and what was weighed for it: four queries."""
    head = head_of(actor, code, slug, source)
    if head is None:
        return None
    in_scope, removed = _scope(actor, code, head["id"], source, FULLER)
    switched = source.rows(
        SwitchedCode, ("reference", "title", "state", "note"), release_id=head["id"]
    )
    return ScopePage(
        head,
        in_scope,
        removed,
        sorted(switched, key=lambda row: str(row["reference"])),
        _weighed(head, (*in_scope, *removed), source),
    )


WEIGHED = (
    "number", "modification_id", "matter", "said_by", "said_date", "text", "rank", "length",
    "releases", "clause", "source",
)  # fmt: skip


def _weighed(head: Values, scope: Iterable[Values], source: Source) -> list[Values]:
    """What was weighed for the modifications that this reader sees, those of first rank first.

    Each has the title that its policy gives the matter.
    """
    references = {row["modification_id"]: row["modification__reference"] for row in scope}
    rows = source.rows(Weighing, WEIGHED, release_id=head["id"])
    seen = _by_number([row for row in rows if row["modification_id"] in references])
    book = book_of(head["code_id"], head["policy"])
    titles = {matter.id: matter.title for matter in book.weighed} if book else {}
    places = {row["modification_id"]: row["rank"] for row in seen if row["rank"]}
    found = [
        {
            **row,
            "reference": references[row["modification_id"]],
            "title": titles.get(row["matter"], row["matter"]),
            "place": places.get(row["modification_id"]),
        }
        for row in seen
    ]
    return sorted(found, key=lambda row: (row["place"] or len(found) + 500, row["reference"]))


@dataclass(frozen=True, slots=True)
class Why:
    """One obligation, the steps of its reckoning, and every date that it ever had.

    `reckonings` are in order; each has due_date, the go_live_date it was reckoned for, who set
    that on which day (set_on_date), the cause, `why`, and whether it was born late.
    """

    head: Values
    line: ObligationLine
    why: tuple[str, ...]
    reckonings: list[Values]


def why(
    actor: Actor, code: Code, slug: str, rule: str, today: dt.date, source: Source = LIVE
) -> Why | None:
    """Why an obligation falls due when it does, by its key, or the first turn of a rule; three
    queries."""
    head = head_of(actor, code, slug, source)
    if head is None:
        return None
    rows = source.rows(Obligation, (*COLUMNS, "why"), release_id=head["id"])
    lines = lines_of(rows, code.id, today)
    line = next((ln for ln in lines if ln.key == rule), None)
    line = line or next((ln for ln in lines if ln.rule == rule), None)
    if line is None:
        return None
    steps = next(row["why"] for row in rows if row["id"] == line.id)
    columns = ("number", "due_date", "go_live_date", "set_on_date", "cause", "why")
    reckonings = _by_number(source.rows(Reckoning, columns, obligation_id=line.id))
    for row in reckonings:
        set_on = row["set_on_date"]
        row["born_late"] = bool(line.in_force and set_on and row["due_date"] < set_on)
    return Why(head, line, tuple(steps), reckonings)
