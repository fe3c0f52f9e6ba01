"""What the report on a modification holds, as the adopted policies lay it down."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ridgeway.core.lifecycle.machine import words
from ridgeway.core.policy.documents import Holds
from ridgeway.core.policy.movement import Proof
from ridgeway.core.verdict import Force
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.record.sources import LIVE, Source

REPORT = "modification-report"
"""The document in the policies' contents."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of the report that words fill."""

    id: str
    title: str
    heading: str
    clause: str
    policy: str
    force: Force
    unconfirmed: bool


def topics_of(code_id: str, on: dt.date, source: Source = LIVE) -> dict[str, Topic]:
    """The topics of the report by key, in the order of the policies."""
    return {
        part.id: Topic(
            part.id,
            part.title,
            part.heading or part.title,
            book.cite(part.clause),
            book.reference,
            part.force,
            part.unconfirmed,
        )
        for book in rulebooks_in_force(code_id, on, source)
        for part in book.contents_of(REPORT)
        if part.holds is Holds.TEXT and part.heading
    }


def kinds_of_document(code_id: str, on: dt.date) -> list[tuple[str, str]]:
    """The kinds of document that the policies ask for about a modification; none where no policy
    asks for any."""
    found = {
        shown.document: shown.title or words(shown.document).capitalize()
        for book in rulebooks_in_force(code_id, on)
        if book.workflow is not None
        for shown in book.workflow.shown
        if shown.by is Proof.DOCUMENT
    }
    return [*found.items(), *OTHERS] if found else []


OTHERS = (("supporting", "Another document"),)
