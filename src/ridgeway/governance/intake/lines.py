"""What a file of a register may hold: each kind of line with its fields, which the acts declare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field, PrivateAttr, field_validator

from ridgeway.core.lifecycle.tables import RELEASE
from ridgeway.governance.acts import Given
from ridgeway.governance.golive.services import SetCriterion
from ridgeway.governance.modifications.fields import Facts, Reference, Word
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.models import Relation
from ridgeway.governance.testing.lifecycle import STATES
from ridgeway.governance.testing.services import DefectFacts

KEY = r"^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$"
Lowered = Annotated[str, Field(pattern=KEY, max_length=40), AfterValidator(str.lower)]
Slug = Annotated[str, Field(pattern=KEY, max_length=80), AfterValidator(str.lower)]


def _one_of(words: Iterable[str]) -> str:
    return f"^({'|'.join(words)})$"


class PartyLine(Given):
    """An organisation; it belongs to the installation and may serve several codes."""

    key: Lowered = Field(title="Key")
    name: Annotated[str, Field(min_length=1, max_length=200)] = Field(title="Name")
    category: str = Field("", title="Category", max_length=60)

    @property
    def mark(self) -> str:
        return self.key


class ReleaseLine(Given):
    """A release as a register knows it: its dates as they stand, without their history."""

    slug: Slug = Field(title="Short name", description="Used in addresses, such as november-2019")
    name: Annotated[str, Field(min_length=1, max_length=120)] = Field(title="Name")
    kind: Annotated[str, Field(min_length=1, max_length=40)] = Field(title="Kind")
    state: str = Field("open", title="State", pattern=_one_of(RELEASE.states))
    go_live_date: dt.date = Field(title="Go-live date")
    scope_date: dt.date | None = Field(None, title="Scope set by")
    test_start_date: dt.date | None = Field(None, title="Testing starts")
    actual_date: dt.date | None = Field(None, title="Went live on")
    code_version: str = Field("", title="Version of the code", max_length=20)
    description: str = Field("", title="Description", max_length=40_000)
    example: bool = Field(False, title="An example release")
    audience: Audience = Field(Audience.ADMINISTRATION, title="Who may see it")

    @property
    def mark(self) -> str:
        return self.slug


class CriterionLine(SetCriterion):
    """An acceptance criterion of a release."""

    release: Slug = Field(title="Release", description="Its short name")

    @property
    def mark(self) -> str:
        return f"{self.release} {self.number}"


class ModificationLine(Facts):
    """A modification, and the release that carries it."""

    reference: Reference = Field(title="Reference")
    stage: Word = Field("", title="Stage", description="Empty where no source says")
    lead_time: str = Field("", title="Lead time", max_length=60)
    release: str = Field("", title="Release", description="Its short name", max_length=80)
    relation: Relation = Field(Relation.TARGETED, title="How it stands to the release")
    parts: tuple[Annotated[str, Field(max_length=120)], ...] = Field(
        (), title="Parts", description="The first one is in the release"
    )
    earlier_references: tuple[Reference, ...] = Field((), title="References it bore before")
    example: bool = Field(False, title="An example modification")

    @field_validator("release", "proposer")
    @classmethod
    def _lower(cls, key: str) -> str:
        return key.lower()

    @property
    def mark(self) -> str:
        return self.reference


class DefectLine(DefectFacts):
    """A testing issue of a release."""

    reference: Reference = Field(title="Reference")
    release: Slug = Field(title="Release", description="Its short name")
    modification: str = Field("", title="Modification", max_length=40)
    state: str = Field("open", title="State", pattern=_one_of(STATES))

    @property
    def mark(self) -> str:
        return self.reference


Line = PartyLine | ReleaseLine | CriterionLine | ModificationLine | DefectLine


class Register(Given):
    """Lines of a register by kind, in the order in which one may name another."""

    parties: tuple[PartyLine, ...] = Field((), title="Parties")
    releases: tuple[ReleaseLine, ...] = Field((), title="Releases")
    criteria: tuple[CriterionLine, ...] = Field((), title="Acceptance criteria")
    modifications: tuple[ModificationLine, ...] = Field((), title="Modifications")
    defects: tuple[DefectLine, ...] = Field((), title="Testing issues")

    _ready: object = PrivateAttr(None)
    _staged: str = PrivateAttr("")


KINDS: dict[str, tuple[str, type[Given]]] = {
    "party": ("parties", PartyLine),
    "release": ("releases", ReleaseLine),
    "criterion": ("criteria", CriterionLine),
    "modification": ("modifications", ModificationLine),
    "defect": ("defects", DefectLine),
}
"""Kind of a line: its place in a register and its fields."""

LISTS: dict[str, frozenset[str]] = {
    kind: frozenset(
        name
        for name, declared in model.model_fields.items()
        if "tuple[" in str(declared.annotation) or "list[" in str(declared.annotation)
    )
    for kind, (_, model) in KINDS.items()
}
"""Fields that hold lists; in a cell of a table they are written as JSON."""

PLURALS = {plural: kind for kind, (plural, _) in KINDS.items()}


def kind_named(word: str) -> str | None:
    """`Modifications`, `modification` or `modification.csv` as a kind."""
    word = word.strip().lower()
    return word if word in KINDS else PLURALS.get(word)


def headed(kind: str | None, heading: str) -> str:
    """The field that a heading of a table names: `raised_date` for `Raised date` or `Raised on`."""
    word = "_".join(heading.lower().split())
    return _TITLES.get(kind or "", {}).get(word, word)


_TITLES: dict[str, dict[str, str]] = {
    kind: {
        "_".join(str(declared.title).lower().split()): name
        for name, declared in model.model_fields.items()
    }
    for kind, (_, model) in KINDS.items()
}
"""Fields of each kind by their title, as a table may head them."""
