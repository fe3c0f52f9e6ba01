"""How each noun is found: what is its reference, its title and its text. Declared once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ridgeway.governance.committees.models import Paper, Question, Resolution
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.rows import Audience, Root, label_of
from ridgeway.governance.releases.models import Release
from ridgeway.governance.search.models import SearchEntry
from ridgeway.governance.testing.models import Defect

RANKS = {
    str(Audience.PUBLIC): "0",
    str(Audience.PARTIES): "1",
    str(Audience.COMMITTEE): "2",
    str(Audience.ADMINISTRATION): "3",
}


@dataclass(frozen=True, slots=True)
class Noun:
    """The columns by which a table is found; a noun without a reference has it empty."""

    model: type[Root]
    title: str
    reference: str
    heading: str
    texts: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return label_of(self.model)

    @property
    def columns(self) -> tuple[str, ...]:
        reference = (self.reference,) if self.reference else ()
        return ("id", "code_id", "audience", self.heading, *reference, *self.texts)

    def entry(self, values: Iterable[Any]) -> SearchEntry:
        """The search row of one noun's row, from the values of `columns`."""
        row_id, code_id, audience, title, *texts = values
        reference = texts.pop(0) if self.reference else ""
        return SearchEntry(
            kind=self.kind,
            row_id=row_id,
            code_id=code_id,
            audience=audience,
            seen=seen_word(code_id, audience),
            reference=str(reference)[:120],
            title=str(title)[:300],
            text="\n".join(filter(None, texts)),
        )


NOUNS: dict[str, Noun] = {
    noun.kind: noun
    for noun in (
        Noun(Modification, "Modification", "reference", "title", ("description", "latest_update")),
        Noun(Release, "Release", "slug", "name", ("description", "cause_of_moves")),
        Noun(Defect, "Testing issue", "reference", "title", ("description",)),
        Noun(Resolution, "Resolution", "matter", "text", ("conditions",)),
        Noun(Paper, "Paper", "", "title"),
        Noun(Question, "Question", "", "question", ("answer",)),
        Noun(Evidence, "Evidence", "file_name", "title", ("source",)),
    )
}


def seen_word(code_id: str, audience: str) -> str:
    """Code and audience as one word that both databases keep whole."""
    return f"{code_id}{RANKS[audience]}"
