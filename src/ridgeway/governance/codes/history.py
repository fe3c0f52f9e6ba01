"""What the record says to those who may read it: entries under a code or about a subject.

An entry is for whoever belonged to its audience; what its rows hold is for whoever may see those
rows today. Actors are shown by the roles that they hold, never by name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from ridgeway.core.record.canonical import parse
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Appointment, Role
from ridgeway.governance.codes.visibility import audiences
from ridgeway.governance.record.models import Chain, Checkpoint, Event
from ridgeway.governance.record.rows import Audience

PAGE = 50
WORKER, WORKER_ROLE = "Ridgeway itself", "worker"
_COLUMNS = (
    "chain__key", "seq", "act", "subject_type", "subject_id", "actor_id", "audience",
    "recorded_at", "hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `by` are the roles of whoever acted; `body` is there only where it was asked."""

    chain: str
    seq: int
    act: str
    subject_type: str
    subject_id: str
    audience: str
    recorded_at: dt.datetime
    hash: str
    by: tuple[str, ...]
    body: dict[str, Any] | None = None

    @property
    def subject(self) -> tuple[str, str]:
        return self.subject_type, self.subject_id

    def said(self, name: str) -> str:
        """What was said beside the input, such as its `reason` or `source`."""
        return str((self.body or {}).get(name, ""))

    def values(self, table: str) -> dict[str, Any] | None:
        """The snapshot of the subject's row in this entry, if it wrote that row."""
        rows = (self.body or {}).get("rows", ())
        return next((r["v"] for r in rows if r["t"] == table and r["id"] == self.subject_id), None)


@dataclass(frozen=True, slots=True)
class Entries:
    """A page of entries, the latest first; the numbers are cursors to the pages beside it."""

    rows: tuple[Entry, ...]
    newer_after: int | None
    older_before: int | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which page of a chain is wanted: the one `before` or `after` a number, else the last.

    `until` is the last number that the chain had at a past moment.
    """

    before: int | None = None
    after: int | None = None
    until: int | None = None


WHOLE = Stretch()


def reads_everything(actor: Actor, code_id: str) -> bool:
    """Whether every audience of a code is open to the actor: auditors and administrators."""
    return audiences(actor, code_id) == frozenset(Audience.values)


def _seen(actor: Actor, chain: str, code_id: str) -> QuerySet[Event]:
    open_to = audiences(actor, code_id) if code_id else _installation(actor)
    return Event.objects.filter(chain__key=chain, audience__in=sorted(open_to))


def _installation(actor: Actor) -> Collection[str]:
    administers = any(h.role == Role.INSTALLATION_ADMINISTRATOR for h in actor.held)
    return Audience.values if administers or actor.worker else ()


def entries(
    actor: Actor,
    chain: str,
    code_id: str,
    *,
    act: str = "",
    subject_id: str = "",
    role: str = "",
    within: Stretch = WHOLE,
) -> Entries:
    """A page of a chain's entries, in three queries; `code_id` is empty for the installation's."""
    rows = _seen(actor, chain, code_id)
    before, after = within.before, within.after
    if within.until is not None:
        rows = rows.filter(seq__lte=within.until)
    if act:
        rows = rows.filter(act=act)
    if subject_id:
        rows = rows.filter(subject_id=subject_id)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    if after is not None:
        rows = rows.filter(seq__gt=after)
    forward = after is not None
    if role == WORKER_ROLE:
        rows = rows.filter(actor_id="")
    elif role:
        rows = rows.filter(pk__in=_of_holders(rows, role, code_id, forward=forward))
    found = rows.order_by("seq" if forward else "-seq").values_list(*_COLUMNS)
    page = list(found[: PAGE + 1])
    more, page = len(page) > PAGE, page[:PAGE]
    if forward:
        page.reverse()
        older = page[-1][1] if page else None
        return Entries(_made(page), page[0][1] if more and page else None, older)
    newer = page[0][1] if before is not None and page else None
    return Entries(_made(page), newer, page[-1][1] if more and page else None)


def _of_holders(rows: QuerySet[Event], role: str, code_id: str, *, forward: bool) -> list[int]:
    """The identities of what may stand on a page of the entries of whoever holds a role: of each
    of them the nearest, as one index gives them."""
    holding = Appointment.objects.filter(role=role).filter(
        Q(code_id=code_id) | Q(code=None) if code_id else Q(code=None)
    )
    turn = "seq" if forward else "-seq"
    theirs = rows.filter(actor_id=RawSQL("h.person_id", ())).order_by(turn)
    nearest, wanted = theirs.values("id")[: PAGE + 1].query.sql_with_params()
    holders, given = holding.order_by().values("person_id").distinct().query.sql_with_params()
    if connection.vendor == "sqlite":
        each = f"({holders}) h JOIN record_event e ON e.id IN ({nearest})"
    else:
        each = f"({holders}) h CROSS JOIN LATERAL ({nearest}) n JOIN record_event e ON e.id = n.id"
    ends = f"ORDER BY e.seq {'ASC' if forward else 'DESC'} LIMIT {PAGE + 1}"
    sql = f"SELECT e.id FROM {each} {ends}"  # noqa: S608 - made of queries that were compiled
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *wanted])
        return [pk for (pk,) in cursor.fetchall()]


def entry(actor: Actor, chain: str, code_id: str, seq: int) -> tuple[Entry, bytes] | None:
    """One entry with its bytes, if it was for this actor's eyes."""
    rows = _seen(actor, chain, code_id).filter(seq=seq)
    found = rows.values_list(*_COLUMNS, "body").first()
    if found is None:
        return None
    return _made([found])[0], bytes(found[-1])


def history_of(
    actor: Actor, code_id: str, subject_id: str, *, most: int = 50, until: int | None = None
) -> tuple[Entry, ...]:
    """What happened to a subject, the latest first, with what was said: two queries.

    `until` is the last number that its chain had at a past moment.
    """
    rows = Event.objects.filter(
        subject_id=subject_id, audience__in=sorted(audiences(actor, code_id))
    )
    if until is not None:
        rows = rows.filter(seq__lte=until)
    return _made(list(rows.order_by("-seq").values_list(*_COLUMNS, "body")[:most]))


def _made(rows: Sequence[tuple[Any, ...]]) -> tuple[Entry, ...]:
    roles = _roles({row[5] for row in rows if row[5]})
    return tuple(
        Entry(
            chain=row[0],
            seq=row[1],
            act=row[2],
            subject_type=row[3],
            subject_id=row[4],
            audience=row[6],
            recorded_at=row[7],
            hash=bytes(row[8]).hex(),
            by=roles.get(row[5], ("Somebody without a role today",)) if row[5] else (WORKER,),
            body=parse(bytes(row[9]), exact=True) if len(row) > len(_COLUMNS) else None,
        )
        for row in rows
    )


def _roles(person_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    wanted = sorted(person_ids)
    if not wanted:
        return {}
    found: dict[str, dict[str, None]] = {}
    rows = Appointment.objects.filter(person_id__in=wanted).order_by("from_date", "id")
    for person, role in rows.values_list("person_id", "role"):
        found.setdefault(person, {})[Role(role).label] = None
    return {person: tuple(names) for person, names in found.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a chain ends, and the signed note that vouches for most of it."""

    size: int
    head: str
    noted: int
    note: str
    signed_at: dt.datetime | None


def standing(chain: str, until: int | None = None, at: dt.datetime | None = None) -> Standing:
    """The end of a chain and its last checkpoint, which anybody may hold: two queries.

    With `until` and `at` as the chain stood then: its last number, and what was signed by then.
    """
    signed = Checkpoint.objects.filter(chain__key=chain)
    ends: QuerySet[Any, tuple[int, Any]]
    ends = Chain.objects.filter(key=chain).values_list("size", "head")
    if until is not None:
        ends = Event.objects.filter(chain__key=chain, seq=until).values_list("seq", "hash")
        signed = signed.filter(size__lte=until, signed_at__lte=at)
    end = ends.first() or (0, bytes(32))
    last = signed.order_by("-size").values_list("size", "note", "signed_at").first()
    noted, note, signed_at = last or (0, "", None)
    return Standing(end[0], bytes(end[1]).hex(), noted, note, signed_at)


def entries_in_all() -> int:
    """How many entries every chain holds together: what verifying takes its time from."""
    return sum(Chain.objects.values_list("size", flat=True))


ROLES: tuple[tuple[str, str], ...] = (*Role.choices, (WORKER_ROLE, WORKER))
"""The roles by which the record can be looked through."""
