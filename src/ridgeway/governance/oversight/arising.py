"""What was done of duties that the policy puts on no date: read from what is held of a release.

A duty of this kind arises with an event, such as a comment, and may arise again. Only those that
the policy links to something that Ridgeway holds are answered here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ridgeway.governance.actor import Actor
from ridgeway.governance.baselines import queries as documents
from ridgeway.governance.baselines.queries import DocumentSeen, Version
from ridgeway.governance.baselines.queries_owed import owed_at_first
from ridgeway.governance.notices import queries as notices
from ridgeway.governance.record.sources import LIVE, AskedOnce, Source
from ridgeway.governance.releases.books import book_of

Values = dict[str, Any]

TABLES = tuple(dict.fromkeys((*documents.TABLES, *notices.TABLES)))
"""What a source of another moment has to hold."""

NO_DATES: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class Arisen:
    """How often a duty arose: `done` the days on which it was done, `open` what waits."""

    what: tuple[str, str]
    done: tuple[dt.date, ...]
    open: int

    @property
    def last_date(self) -> dt.date | None:
        return max(self.done, default=None)

    @property
    def say(self) -> str:
        """`2 of 3 comments considered`."""
        thing, verb = self.what
        every = len(self.done) + self.open
        of = f"{len(self.done)} of " if self.open else ""
        return f"{of}{every} {thing}{'s' * (every > 1)} {verb}"


@dataclass(frozen=True, slots=True)
class Arising:
    """Of a release: by duty what arose, and the notices that its events made owed."""

    duties: Mapping[str, Arisen]
    notices: tuple[Values, ...]


def arising(actor: Actor, head: Values, scope: Iterable[Values], source: Source = LIVE) -> Arising:
    """As far as the actor may see it: seven queries. `scope` are the rows of its scope."""
    seen = documents.documents_seen(actor, head, AskedOnce(source))
    approved = any(row["relation"] != "targeted" for row in scope)
    found: dict[str, Arisen] = {}
    for one in seen:
        found |= {duty: it for duty, it in _of_document(one, head, approved) if duty}
    book = book_of(head["code_id"], head["policy"])
    if book and book.validity and book.validity.duty:
        found[book.validity.duty] = _validity(documents.specifications_of(head, source))
    told = notices.notices_about(actor, head["id"], source)
    events = tuple(row for row in told if row["obligation_id"] is None)
    for rule in dict.fromkeys(row["rule"] for row in events):
        found[rule] = _notices([row for row in events if row["rule"] == rule])
    return Arising({duty: it for duty, it in found.items() if it.done or it.open}, events)


def _of_document(one: DocumentSeen, head: Values, approved: bool) -> Iterator[tuple[str, Arisen]]:
    rule, standing = one.ruled.rule, [v for v in one.versions if v.is_standing]
    owed = approved and any(r.rule.id == rule.id for r in owed_at_first(head))
    started = (one.row["started_date"],) if one.row else NO_DATES
    yield rule.drafted, Arisen(("draft", "started"), started, int(owed and not one.started))
    published = [v.row["published_date"] for v in standing if v.row["published_date"]]
    waits = int(bool(standing) and standing[0].row["published_date"] is None)
    yield rule.published, Arisen(("version", "published"), tuple(published), waits)
    verb = "approved" if rule.approved_by else "reviewed"
    agreed = [v.row["approved_date"] for v in standing if v.row["approved_date"]]
    yield rule.amended, Arisen(("version", verb), tuple(agreed), int(_changed(standing)))
    done = tuple(c["considered_date"] for c in one.comments if c["disposition"])
    yield rule.considered, Arisen(("comment", "considered"), done, len(one.comments) - len(done))


def _changed(standing: list[Version]) -> bool:
    """Whether the document is no longer what was agreed last."""
    return bool(standing) and standing[0].row["fell_date"] is not None


def _validity(rows: Iterable[Values]) -> Arisen:
    held = list(rows)
    heard = tuple(row["advised_date"] for row in held if row["consulted"])
    return Arisen(("date", "consulted on"), heard, len(held) - len(heard))


def _notices(rows: Iterable[Values]) -> Arisen:
    standing = [row for row in rows if row["state"] != "withdrawn"]
    sent = tuple(row["sent_date"] for row in standing if row["sent_date"])
    return Arisen(("notice", "sent"), sent, len(standing) - len(sent))
