"""Acts on modifications: raised, worded, renumbered, divided into parts, entered from the past."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Q, QuerySet
from pydantic import Field

from ridgeway.core import access
from ridgeway.core.verdict import Reason, Refused, State, Verdict, refusal
from ridgeway.governance import prepared
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Code, Party
from ridgeway.governance.modifications import (
    services_amending,
    services_dates,
    services_facts,
    services_kin,
    services_moves,
    services_ways,
)
from ridgeway.governance.modifications.fields import (
    Facts,
    Proposed,
    Reference,
    Text,
    Title,
    Word,
)
from ridgeway.governance.modifications.models import (
    Modification,
    ModificationReference,
    Part,
    Touched,
)
from ridgeway.governance.modifications.series import next_reference
from ridgeway.governance.modifications.staying import first_stay
from ridgeway.governance.modifications.workflow import FIRST_STAGE, Life, life_of
from ridgeway.governance.record.rows import Audience

PartName = Annotated[str, Field(max_length=120)]
__all__ = [
    "party_named",
    "services_amending",
    "services_dates",
    "services_facts",
    "services_kin",
    "services_moves",
    "services_ways",
]


class RaiseModification(Proposed):
    reference: Reference | None = Field(
        None, title="Reference", description="Empty: the next number of the series"
    )
    series: str = Field(
        "", title="Series", description="Such as MP; empty: that of the latest", max_length=20
    )
    parts: tuple[PartName, ...] = Field(
        (), title="Parts", description="Only where parts are delivered apart from each other"
    )
    audience: Audience = Field(Audience.PARTIES, title="Who may see it")
    example: bool = Field(False, title="An example modification")


@act(
    "modification.raise",
    Code,
    RaiseModification,
    title="Raise a modification",
    effect="It enters the register at the first stage of the workflow.",
)
def raise_modification(acting: Acting, code: Code, given: RaiseModification) -> None:
    life = life_of(code.id, acting.today)
    values = _values(given, exclude={"reference", "series", "parts", "proposer"})
    row = Modification(
        code=code,
        reference=given.reference or next_reference(code.id, given.series),
        stage=life.lifecycle.initial if life else FIRST_STAGE,
        proposer=_proposer(acting, given.proposer),
        **values,
    )
    row.raised_date = given.raised_date or acting.today
    _enter(acting, row, given.parts)
    acting.add(first_stay(row, row.raised_date))


class AdoptModification(Facts):
    reference: Reference = Field(title="Reference")
    stage: Word = Field(
        "", title="Stage", description="Where it stood by the source; empty where no source says"
    )
    earlier_references: tuple[Reference, ...] = Field((), title="References it bore before")
    parts: tuple[PartName, ...] = Field((), title="Parts")
    lead_time: str = Field("", title="Lead time", max_length=60)
    example: bool = Field(False, title="An example modification")


def _judge_adopt(acting: Acting, code: Code, given: AdoptModification | None) -> Verdict:
    question = "Adopt this modification?"
    if given is None:
        return Verdict(question)
    return Verdict(question, tuple(stage_faults(life_of(code.id, acting.today), given.stage)))


def stage_faults(life: Life | None, stage: str) -> list[Reason]:
    """What is wrong with a stage that somebody states."""
    if life is None or not stage or stage in life.stages:
        return []
    what = f"{life.book.cited} knows no stage called {stage!r}."
    remedy = f"Use one of: {', '.join(life.stages)}."
    return [Reason("stage", what, State.UNMET, remedy=remedy)]


@act(
    "modification.adopt",
    Code,
    AdoptModification,
    title="Adopt a modification",
    effect="Enters a modification that began elsewhere, at the stage that the source states.",
    judge=_judge_adopt,
    dated_back=True,
    decides=True,
)
def adopt_modification(acting: Acting, code: Code, given: AdoptModification) -> None:
    values = _values(given, exclude={"parts", "proposer", "earlier_references"})
    proposer = party_named(given.proposer) if given.proposer else None
    row = Modification(code=code, proposer=proposer, source=acting.told.source, **values)
    _enter(acting, row, given.parts)
    for reference in given.earlier_references:
        acting.add(ModificationReference(code=code, modification=row, reference=reference))


def _enter(acting: Acting, row: Modification, parts: tuple[str, ...]) -> None:
    acting.about(acting.add(row))
    acting.add(reference_row(row))
    for number, name in enumerate(parts or ("",), 1):
        acting.add(Part(modification=row, number=number, name=name))


def reference_row(row: Modification) -> ModificationReference:
    """The reference that a modification bears from the day it was raised."""
    return ModificationReference(
        code_id=row.code_id, modification=row, reference=row.reference, from_date=row.raised_date
    )


def _values(given: Proposed, *, exclude: set[str]) -> dict[str, Any]:
    values = given.model_dump(exclude=exclude)
    for name in ("impacts", "documents"):
        if values.get(name) is not None:
            values[name] = list(values[name])
    return values


def party_named(name: str) -> Party:
    """The Party with this identity or key; raises Refused."""
    found = next(iter(prepared.models(_party, name=name, key=name.lower())), None)
    if found is None:
        raise refusal(
            "Who proposes it?",
            "proposer",
            f"No Party is registered as {name!r}.",
            remedy="Give the key or the identity of a registered Party.",
        )
    return found


def _party(name: str, key: str) -> QuerySet[Party]:
    return Party.objects.filter(Q(pk=name) | Q(key=key)).order_by("pk")


def _proposer(acting: Acting, name: str) -> Party | None:
    """A Party raises in its own name; whoever keeps the register may name any Party or none."""
    roles = acting.actor.roles(acting.within.id)
    if access.PARTY not in roles or roles & {access.ADMINISTRATOR, access.DELIVERY}:
        return party_named(name) if name else None
    own = acting.actor.parties(acting.within.id)
    if not name:
        return Party.objects.filter(pk__in=own).order_by("key").first()
    found = party_named(name)
    if found.id not in own:
        what = f"You do not act for {found.name}; a Party raises in its own name."
        raise refusal("Raise a modification?", "proposer", what)
    return found


class EditModification(Given):
    """Only what is given changes."""

    title: Title | None = Field(None, title="Title")
    description: Text | None = Field(None, title="Description")
    path: Word | None = Field(None, title="Path")
    urgency: Word | None = Field(None, title="Urgency")
    proposer: str | None = Field(
        None,
        title="Proposer",
        description="A Party, by its key or identity",
        max_length=60,
        json_schema_extra={"hint": ""},
    )
    system_impact: bool | None = Field(None, title="Touches systems")
    impacts: tuple[str, ...] | None = Field(None, title="Who is affected")
    documents: tuple[str, ...] | None = Field(None, title="Documents affected")
    latest_update: Text | None = Field(None, title="Latest update")
    central_cost: Annotated[int, Field(ge=0, le=10**12)] | None = Field(
        None, title="Central cost", description="In whole pounds"
    )
    audience: Audience | None = Field(None, title="Who may see it")


@act(
    "modification.edit",
    Modification,
    EditModification,
    title="Edit the modification",
    effect="The former text stays in the record.",
)
def edit_modification(acting: Acting, row: Modification, given: EditModification) -> None:
    values: dict[str, Any] = given.model_dump(exclude_unset=True, exclude_none=True)
    _not_typed_over(acting, row, values)
    if (name := values.pop("proposer", None)) is not None:
        values["proposer_id"] = party_named(name).id if name else None
    for name in ("impacts", "documents"):
        if name in values:
            values[name] = list(values[name])
    if not values:
        raise refusal(QUESTION, "nothing", "Nothing was given to change.")
    acting.change(row, **values)


def _not_typed_over(acting: Acting, row: Modification, values: dict[str, Any]) -> None:
    """What another act decides, or what follows from other rows, is not typed over."""
    for name, matter, act_title in (
        ("path", services_ways.PATH_MATTER, "Change its path"),
        ("urgency", services_ways.URGENCY_MATTER, "Decide on its urgency"),
    ):
        held, wanted = getattr(row, name), values.get(name, "")
        found = services_ways.decision_on(matter, row.code_id, acting.today)
        if held and wanted and wanted != held and found is not None:
            book, rule = found
            what = f"{book.called(rule.decided_by, opening=True)} decides on another {name}."
            remedy = f"Use “{act_title}”."
            raise refusal(QUESTION, name, what, clause=book.cite(rule.clause), remedy=remedy)
    if (
        "impacts" in values
        and [*values["impacts"]] != row.impacts
        and row.touches.filter(kind=Touched.CATEGORY).exists()
    ):
        what = "Who is affected follows from the impacts that are held with their level."
        raise refusal(QUESTION, "impacts", what, remedy="Use “Say whom or what it affects”.")


QUESTION = "Edit the modification?"


class RenumberModification(Given):
    reference: Reference = Field(title="New reference")


@act(
    "modification.renumber",
    Modification,
    RenumberModification,
    title="Give it another reference",
    effect="The modification stays the same one; its former reference still finds it.",
)
def renumber_modification(acting: Acting, row: Modification, given: RenumberModification) -> None:
    if given.reference == row.reference:
        raise refusal("Another reference?", "same", f"It is {row.reference} already.")
    held = ModificationReference.objects.filter(code_id=row.code_id, reference=given.reference)
    earlier = held.first()
    if earlier is not None and earlier.modification_id != row.id:
        reasons = (
            Reason(
                "reused",
                f"{given.reference} was given to another modification; references are not reused.",
                State.UNMET,
            ),
        )
        raise Refused(Verdict("Another reference?", reasons))
    acting.change(row, reference=given.reference)
    if earlier is None:
        acting.add(
            ModificationReference(
                code_id=row.code_id,
                modification=row,
                reference=given.reference,
                from_date=acting.today,
            )
        )


class AddPart(Given):
    name: Annotated[str, Field(min_length=1, max_length=120)] = Field(title="What the part is")


@act(
    "modification.add-part",
    Modification,
    AddPart,
    title="Add a part",
    effect="A part can go into another release than the rest.",
)
def add_part(acting: Acting, row: Modification, given: AddPart) -> None:
    last = Part.objects.filter(modification=row).order_by("-number").first()
    acting.add(Part(modification=row, number=(last.number if last else 0) + 1, name=given.name))
