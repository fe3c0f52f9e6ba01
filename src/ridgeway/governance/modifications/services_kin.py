"""Acts that part and join modifications: one split off, one carried on in another."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet
from pydantic import Field

from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.modifications.fields import Reference, Title, Why
from ridgeway.governance.modifications.models import (
    HeldDocument,
    Impact,
    Kin,
    Kinship,
    Level,
    Modification,
    ModificationReference,
    Part,
    Touched,
)
from ridgeway.governance.modifications.series import free_suffix
from ridgeway.governance.modifications.services_facts import follow_impacts
from ridgeway.governance.modifications.staying import first_stay

ALIKE = (
    "description", "stage", "path", "urgency", "proposer_id", "system_impact", "impacts",
    "documents", "audience", "example",
)  # fmt: skip
"""Columns in which what is split off begins like what it comes from."""


class SplitModification(Given):
    title: Title = Field(title="Title of what is split off")
    reference: Reference | None = Field(
        None, title="Its reference", description="Empty: this one's with the next free letter"
    )
    reason: Why = Field(title="Why it is split off")
    carried_documents: tuple[int, ...] = Field(
        (),
        title="Documents that go with it",
        description="Here they count no longer",
        json_schema_extra={"widget": "checkboxes"},
    )
    carried_impacts: tuple[str, ...] = Field(
        (),
        title="Impacts that go with it",
        description="By name; here they are none from now on. Without any, both have them all",
    )


def _judge_split(acting: Acting, row: Modification, given: SplitModification | None) -> Verdict:
    question = "Split off a modification?"
    del acting
    if given is None:
        return Verdict(question)
    numbers = {held.number for held in _documents(row, given)}
    names = {held.name for held in _impacts(row, given)}
    reasons = [
        Reason("carried-documents", f"It holds no document {number}.", State.UNMET)
        for number in given.carried_documents
        if number not in numbers
    ]
    reasons += [
        Reason("carried-impacts", f"It has no impact on {name}.", State.UNMET)
        for name in given.carried_impacts
        if name not in names
    ]
    return Verdict(question, tuple(reasons))


def _documents(row: Modification, given: SplitModification) -> QuerySet[HeldDocument]:
    wanted = {"number__in": given.carried_documents, "withdrawn_because": ""}
    return HeldDocument.objects.filter(modification=row, **wanted).order_by("number")


def _impacts(row: Modification, given: SplitModification) -> QuerySet[Impact]:
    rows = Impact.objects.filter(modification=row, name__in=given.carried_impacts)
    return rows.exclude(level=Level.NONE).order_by("kind", "name")


@act(
    "modification.split",
    Modification,
    SplitModification,
    title="Split off a modification",
    effect="One of its own at the same stage, which knows where it comes from. It is in no release "
    "yet: a scope changes by an act of its own.",
    judge=_judge_split,
)
def split_modification(acting: Acting, row: Modification, given: SplitModification) -> None:
    reference = given.reference or free_suffix(row.code_id, row.reference)
    fresh = Modification(
        code_id=row.code_id,
        reference=reference,
        title=given.title,
        raised_date=acting.today,
        **{name: getattr(row, name) for name in ALIKE},
    )
    acting.add(fresh)
    acting.add(
        ModificationReference(
            code_id=row.code_id,
            modification=fresh,
            reference=reference,
            from_date=acting.today,
        )
    )
    acting.add(Part(modification=fresh, number=1))
    acting.add(first_stay(fresh, acting.today))
    documents, impacts = list(_documents(row, given)), list(_impacts(row, given))
    carried = [*map(str, documents), *(f"the impact on {held.name}" for held in impacts)]
    _carry_documents(acting, fresh, documents)
    if impacts:
        _carry_impacts(acting, row, fresh, impacts)
    else:
        _share_impacts(acting, row, fresh)
    acting.add(
        Kinship(
            modification=fresh,
            other=row,
            kind=Kin.SPLIT,
            on_date=acting.today,
            reason=f"{given.reason}{_what_went(carried, row)}",
        )
    )
    acting.answer.update(reference=reference, modification=fresh.id)


def _what_went(carried: Collection[str], row: Modification) -> str:
    """What went over, in words; nothing where nothing did."""
    if not carried:
        return ""
    return f" ({', '.join(carried)} went with it; everything else stays with {row.reference})"


def _carry_documents(
    acting: Acting, fresh: Modification, documents: Sequence[HeldDocument]
) -> None:
    """The same versions with the same files, under the new one; here they are withdrawn."""
    columns = ("kind", "name", "edition", "form", "made_date", "evidence_id", "note")
    for number, held in enumerate(documents, 1):
        same = {name: getattr(held, name) for name in columns}
        acting.add(HeldDocument(modification=fresh, number=number, **same))
        acting.change(held, withdrawn_because=f"It went with {fresh.reference}.")


def _carry_impacts(
    acting: Acting, row: Modification, fresh: Modification, impacts: Sequence[Impact]
) -> None:
    for held in impacts:
        same = {"kind": held.kind, "name": held.name, "level": held.level, "note": held.note}
        acting.add(Impact(modification=fresh, **same))
        acting.change(held, level=Level.NONE, note=f"It went with {fresh.reference}.")
    acting.change(fresh, impacts=[h.name for h in impacts if h.kind == Touched.CATEGORY])
    acting.change(fresh, system_impact=any(h.kind == Touched.SYSTEM for h in impacts))
    follow_impacts(acting, row, {held.kind for held in impacts})


def _share_impacts(acting: Acting, row: Modification, fresh: Modification) -> None:
    """Nothing was said about them, so what is split off is taken to touch the same."""
    for held in Impact.objects.filter(modification=row).order_by("kind", "name"):
        same = {"kind": held.kind, "name": held.name, "level": held.level, "note": held.note}
        acting.add(Impact(modification=fresh, **same))


class CombineModification(Given):
    into: Reference = Field(
        title="Carried on in", description="The reference of the other modification"
    )
    reason: Why = Field(title="Why they are combined")


def _judge_combine(acting: Acting, row: Modification, given: CombineModification | None) -> Verdict:
    question = "Combine it with another?"
    held = Kinship.objects.filter(modification=row, kind=Kin.COMBINED).select_related("other")
    found = held.first()
    if found is not None:
        what = f"{found.other.reference} carries it on already."
        return Verdict(question, (Reason("once", what, State.UNMET),))
    if given is None:
        return Verdict(question)
    other = _other(acting, given.into)
    if other is None:
        what = f"There is no modification {given.into!r}, or not for you."
        return Verdict(question, (Reason("into", what, State.UNMET),))
    if other.id == row.id:
        return Verdict(question, (Reason("into", "That is this one.", State.UNMET),))
    if Kinship.objects.filter(modification=other, kind=Kin.COMBINED).exists():
        what = f"{other.reference} is itself carried on in another."
        return Verdict(question, (Reason("into", what, State.UNMET),))
    return Verdict(question)


def _other(acting: Acting, reference: str) -> Modification | None:
    rows = visible(Modification, acting.actor).filter(code=acting.within)
    return rows.filter(references__reference=reference).distinct().first()


@act(
    "modification.combine",
    Modification,
    CombineModification,
    title="Combine it with another",
    effect="The other one carries it on; this one moves no more by itself.",
    judge=_judge_combine,
)
def combine_modification(acting: Acting, row: Modification, given: CombineModification) -> None:
    other = _other(acting, given.into)
    if other is None:
        raise refusal("Combine it with another?", "into", f"There is no {given.into!r}.")
    acting.add(
        Kinship(
            modification=row,
            other=other,
            kind=Kin.COMBINED,
            on_date=acting.today,
            reason=given.reason,
        )
    )
