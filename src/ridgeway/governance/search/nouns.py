"""What a noun is to search: its reference, title and text, and who decides who sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from ridgeway.governance.record.rows import Audience, Row, label_of
from ridgeway.governance.search.models import SearchEntry

RANKS = {
    str(Audience.PUBLIC): "0",
    str(Audience.PARTIES): "1",
    str(Audience.COMMITTEE): "2",
    str(Audience.ADMINISTRATION): "3",
}
LONGEST_REFERENCE, LONGEST_TITLE = 120, 300
SAID = ("code_id", "audience", "seen", "reference", "title", "text")
"""The columns of a search row that follow from the row it stands for."""

EVERY_ROW = Q()


@dataclass(frozen=True, slots=True)
class Noun:
    """The columns by which a table is found; a noun without a reference has it empty.

    A part of something larger is seen by whoever sees that: `owner` is the path of columns to it.
    Rows of a part that `worded` leaves out say nothing of their own and cannot be found.
    """

    model: type[Row]
    title: str
    reference: str
    heading: str
    texts: tuple[str, ...] = ()
    owner: str = ""
    worded: Q = EVERY_ROW

    @property
    def kind(self) -> str:
        return label_of(self.model)

    @property
    def columns(self) -> tuple[str, ...]:
        reference = (self.reference,) if self.reference else ()
        of = f"{self.owner}__" if self.owner else ""
        return ("id", f"{of}code_id", f"{of}audience", self.heading, *reference, *self.texts)

    @property
    def owning(self) -> type[Model]:
        """The table that decides who sees a row; its own, for what is no part of anything."""
        found: type[Model] = self.model
        for step in filter(None, self.owner.split("__")):
            related = found._meta.get_field(step).related_model
            assert isinstance(related, type)  # noqa: S101  every step is a foreign key
            found = related
        return found

    def rows(self) -> QuerySet[Any]:
        """The rows that can be found."""
        return self.model._default_manager.filter(self.worded)

    def may_say(self, row: Row) -> bool:
        """Whether a row in memory is one of `rows`; where what it is part of was not read, it
        counts as one."""
        part_of: Any = self.model._meta.get_field(self.owner.partition("__")[0])
        return not part_of.is_cached(row) or _meets(row, self.worded)

    def said(self, values: Sequence[Any]) -> tuple[str, ...]:
        """What the search row of one noun's row says, by `SAID`, from the values of `columns`."""
        _, code_id, audience, heading, *texts = values
        reference = texts.pop(0) if self.reference else ""
        title = str(heading or self.title)
        words = (title[LONGEST_TITLE:], *(_words(text) for text in texts))
        return (
            code_id,
            audience,
            seen_word(code_id, audience),
            str(reference)[:LONGEST_REFERENCE],
            title[:LONGEST_TITLE],
            "\n".join(filter(None, words)),
        )

    def entry(self, values: Sequence[Any]) -> SearchEntry:
        """The search row itself."""
        said = dict(zip(SAID, self.said(values), strict=True))
        return SearchEntry(kind=self.kind, row_id=values[0], **said)


def _words(text: Any) -> str:
    """A text, or the texts of a list, each on its own line."""
    if isinstance(text, list):
        return "\n".join(str(part) for part in text)
    return str(text or "")


def seen_word(code_id: str, audience: str) -> str:
    """Code and audience as one word that both databases keep whole."""
    return f"{code_id}{RANKS[audience]}"


def _meets(row: Row, condition: Q) -> bool:
    """Whether a row meets a condition of plain equalities, as the database would tell."""
    children: Any = condition.children
    parts = (_meets(row, part) if isinstance(part, Q) else _equals(row, *part) for part in children)
    met = any(parts) if condition.connector == Q.OR else all(parts)
    return met is not condition.negated


def _equals(row: Row, column: str, value: Any) -> bool:
    # The stubs do not know that a reference to a column has its name.
    wanted = _read(row, value.name) if isinstance(value, F) else value  # type: ignore[attr-defined]
    return bool(_read(row, column) == wanted)


def _read(row: Row, column: str) -> Any:
    return attrgetter(column.replace("__", "."))(row)
