"""The content of a document: what is held of its release, part by part, as plain canonical values.

This is what a body has in front of it, what a version freezes and what a page, PDF or Word file is
written from. Apps above fill parts that only they know by `reads`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from ridgeway.core.policy.documents import Holds
from ridgeway.core.record.canonical import plain
from ridgeway.governance.actor import WORKER, Actor
from ridgeway.governance.baselines.models import PartText, ReleaseDocument
from ridgeway.governance.baselines.rules import Ruled, heading_of, rule_of
from ridgeway.governance.record.sources import LIVE, AskedOnce, Source
from ridgeway.governance.releases.models import Release

SCHEMA = "ridgeway-release-document/1"
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """For whom and from where a content is read, which readings of one document may share. `head`
    holds columns of the release."""

    document_id: str
    code_id: str
    head: Values
    ruled: Ruled
    actor: Actor
    asked: AskedOnce
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def source(self) -> Source:
        return self.asked.source

    def rows(
        self, model: type[models.Model], columns: Sequence[str], /, **equals: Any
    ) -> list[Values]:
        """Rows as they are held, for whomever."""
        return self.asked.rows(model, columns, **equals)

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        """What several parts need, read once."""
        if name not in self.kept:
            self.kept[name] = read()
        return self.kept[name]

    @property
    def release_id(self) -> str:
        return str(self.head["id"])


Read = Callable[[Reading], Values]
READERS: dict[Holds, Read] = {}
"""Who fills which parts: each reader gives sections of the content by name."""


def reads(*holds: Holds) -> Callable[[Read], Read]:
    def declared(read: Read) -> Read:
        READERS.update(dict.fromkeys(holds, read))
        return read

    return declared


HEAD = ("id", "code_id", "name", "slug", "kind", "go_live_date", "policy", "example", "audience")


def content_of(
    document: ReleaseDocument, *, actor: Actor = WORKER, source: Source = LIVE
) -> Values:
    """The whole content, or what of it an actor may see; `document.release` names the release."""
    found = rule_of(document)
    head = source.rows(Release, HEAD, id=document.release_id)
    if found is None or not head:
        return {}
    return read_content(
        Reading(document.id, document.code_id, head[0], found, actor, AskedOnce(source)),
        document.title,
    )


def read_content(reading: Reading, title: str) -> Values:
    found, head = reading.ruled, reading.head
    texts = latest_texts(reading)
    out: Values = {
        "schema": SCHEMA,
        "document": found.rule.id,
        "title": title,
        "policy": found.book.reference,
        "release": {name: head[name] for name in ("name", "kind", "go_live_date")},
        "written_by": found.name(found.rule.written_by),
        "approved_by": found.name(found.rule.approved_by or found.rule.reviewed_by),
        "parts": [
            {
                "id": part.id,
                "heading": heading_of(part),
                "title": part.title,
                "clause": part.clause,
                "when": part.when,
                "holds": str(part.holds),
                **texts.get(part.id, NO_TEXT),
            }
            for part in found.parts
        ],
    }
    for read in dict.fromkeys(READERS[p.holds] for p in found.parts if p.holds in READERS):
        out |= read(reading)
    made: Values = plain(out)
    return made


NO_TEXT: Values = {"text": "", "by": "", "applies": True}


def latest_texts(reading: Reading) -> dict[str, Values]:
    """What is written for each part, as it stands."""
    columns = ("part", "number", "text", "applies", "by_body__short_name")
    rows = reading.rows(PartText, columns, document_id=reading.document_id)
    found: dict[str, Values] = {}
    for row in sorted(rows, key=lambda row: int(row["number"])):
        found[row["part"]] = {
            "text": row["text"],
            "by": row["by_body__short_name"] or "",
            "applies": row["applies"],
        }
    return found
