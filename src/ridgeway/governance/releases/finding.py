"""Finds what an input names, and says what is wrong with a name that leads nowhere."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.utils.text import slugify
from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Reason, State
from ridgeway.governance.acting import Acting
from ridgeway.governance.codes.finding import body_named, no_body
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.modifications.models import ModificationReference, Part
from ridgeway.governance.releases.models import Release, Standing

EvidenceId = Annotated[
    str,
    Field(
        title="Evidence",
        description="Its identity",
        max_length=16,
        json_schema_extra={"hint": ""},
    ),
]

__all__ = ["body_named", "no_body"]


def unmet(key: str, what: str, clause: str = "", remedy: str = "", **more: Any) -> Reason:
    return Reason(key, what, State.UNMET, clause=clause, remedy=remedy, **more)


def met(key: str, what: str, clause: str = "", **more: Any) -> Reason:
    return Reason(key, what, State.MET, clause=clause, **more)


def parts_named(acting: Acting, references: list[str]) -> dict[tuple[str, int], Part]:
    """The parts of modifications under any reference that they bear or bore, or their identity."""
    named = ModificationReference.objects.filter(
        code=acting.within, reference__in=references
    ).values_list("reference", "modification_id")
    ids = dict(named)
    ids.update({name: name for name in references if name not in ids})
    found: dict[str, list[Part]] = {}
    parts = Part.objects.filter(
        modification_id__in=ids.values(), modification__code=acting.within
    ).select_related("modification")
    for part in parts:
        found.setdefault(part.modification_id, []).append(part)
    return {(name, p.number): p for name, pk in ids.items() for p in found.get(pk, ())}


def evidence_named(acting: Acting, evidence_id: str) -> Evidence | None:
    return visible(Evidence, acting.actor).filter(pk=evidence_id, code=acting.within).first()


def free_slug(code: Code, name: str) -> str:
    """An address from the name; a second release of one name gets a number."""
    base = slugify(name)[:70]
    taken = set(
        Release.objects.filter(code=code, slug__startswith=base).values_list("slug", flat=True)
    )
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def not_in_future(key: str, day: dt.date, today: dt.date, what: str) -> Reason | None:
    if day <= today:
        return None
    text = f"{what} on {long_date(day)}, which is still to come."
    return unmet(key, text, remedy=f"Give a day up to {long_date(today)}.")


def only_by_rule(release: Release) -> Reason | None:
    """Nothing is done with a release of which only the rule's date is held."""
    if release.standing != Standing.BY_RULE:
        return None
    what = f"Of the {release.name} only the date by rule is held."
    return unmet("standing", what, remedy="Plan it, or adopt what happened, first.")
