"""What is held, as lines of a register: one shape for exporting and for comparing an import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Party
from ridgeway.governance.golive.models import Criterion
from ridgeway.governance.modifications.models import Modification, ModificationReference, Part
from ridgeway.governance.modifications.queries import seen_under
from ridgeway.governance.releases.models import Relation, Release, ScopeEntry
from ridgeway.governance.testing.models import Defect

AT_ONCE = 2000
Values = dict[str, Any]
Column = dict[str, str]

RELEASE: Column = {
    name: name
    for name in (
        "slug",
        "name",
        "kind",
        "state",
        "go_live_date",
        "scope_date",
        "test_start_date",
        "actual_date",
        "code_version",
        "description",
        "example",
        "audience",
    )
}
CRITERION: Column = {
    "release": "release__slug",
    "stated_by": "stated_by__key",
    **{
        name: name
        for name in (
            "number",
            "text",
            "clause",
            "force",
            "evidence_wanted",
            "confirmed_by",
            "limits",
        )
    },
}
MODIFICATION: Column = {
    "proposer": "proposer__key",
    **{
        name: name
        for name in (
            "reference",
            "title",
            "stage",
            "description",
            "path",
            "urgency",
            "system_impact",
            "raised_date",
            "target_date",
            "decided_date",
            "central_cost",
            "latest_update",
            "impacts",
            "documents",
            "lead_time",
            "example",
            "audience",
        )
    },
}
DEFECT: Column = {
    "release": "release__slug",
    "modification": "modification__reference",
    **{
        name: name
        for name in (
            "reference",
            "title",
            "severity",
            "description",
            "plan",
            "environment",
            "found_date",
            "state",
            "audience",
        )
    },
}
PARTY: Column = {"key": "key", "name": "name", "category": "category"}


def held_lines(code_id: str, kind: str, actor: Actor | None = None) -> Iterator[Values]:
    """Every line of a kind, in the order of its mark. With an actor: what the actor may see.

    Memory grows with the scope of the code's releases, not with the texts.
    """
    return _HELD[kind](code_id, actor)


def _lines(rows: QuerySet[Any], columns: Column, order: tuple[str, ...]) -> Iterator[Values]:
    found = rows.order_by(*order).values_list(*columns.values())
    names = tuple(columns)
    for values in found.iterator(chunk_size=AT_ONCE):
        yield dict(zip(names, values, strict=True))


def _seen(actor: Actor | None, code_id: str, field: str = "audience") -> Q:
    return Q() if actor is None else seen_under(actor, code_id, field)


def _parties(code_id: str, actor: Actor | None) -> Iterator[Values]:
    rows = Party.objects.all()
    if actor is not None:
        mods = Modification.objects.filter(_seen(actor, code_id), code_id=code_id)
        rows = rows.filter(pk__in=mods.values("proposer_id"))
    return _lines(rows, PARTY, ("key",))


def _releases(code_id: str, actor: Actor | None) -> Iterator[Values]:
    rows = Release.objects.filter(_seen(actor, code_id), code_id=code_id)
    return _lines(rows, RELEASE, ("slug",))


def _criteria(code_id: str, actor: Actor | None) -> Iterator[Values]:
    seen = _seen(actor, code_id, "release__audience")
    rows = Criterion.objects.filter(seen, release__code_id=code_id)
    for line in _lines(rows, CRITERION, ("release__slug", "number")):
        line["stated_by"] = line["stated_by"] or ""
        yield line


def _modifications(code_id: str, actor: Actor | None) -> Iterator[Values]:
    scope, parts, earlier = _placed(code_id, actor), _parts(code_id), _earlier(code_id)
    rows = Modification.objects.filter(_seen(actor, code_id), code_id=code_id)
    for line in _lines(rows, MODIFICATION, ("reference",)):
        reference = line["reference"]
        line["proposer"] = line["proposer"] or ""
        line["release"], line["relation"] = scope.get(reference, ("", str(Relation.TARGETED)))
        line["parts"] = parts.get(reference, [])
        line["earlier_references"] = earlier.get(reference, [])
        yield line


def _placed(code_id: str, actor: Actor | None) -> dict[str, tuple[str, str]]:
    """The release and relation of the first part of each modification."""
    rows = ScopeEntry.objects.filter(
        _seen(actor, code_id, "release__audience"), release__code_id=code_id, part__number=1
    ).exclude(relation=Relation.REMOVED)
    columns = ("modification__reference", "release__slug", "relation")
    return {reference: (slug, str(rel)) for reference, slug, rel in rows.values_list(*columns)}


def _parts(code_id: str) -> dict[str, list[str]]:
    """The names of the parts, where there is more than the one that has no name."""
    rows = Part.objects.filter(modification__code_id=code_id).exclude(number=1, name="")
    named: dict[str, list[str]] = {}
    ordered = rows.order_by("modification_id", "number")
    for reference, number, name in ordered.values_list("modification__reference", "number", "name"):
        names = named.setdefault(reference, [])
        names.extend([""] * (number - 1 - len(names)))
        names.append(name)
    return named


def _earlier(code_id: str) -> dict[str, list[str]]:
    rows = ModificationReference.objects.filter(code_id=code_id).order_by("reference")
    found: dict[str, list[str]] = {}
    for now, reference in rows.values_list("modification__reference", "reference"):
        if now != reference:
            found.setdefault(now, []).append(reference)
    return found


def _defects(code_id: str, actor: Actor | None) -> Iterator[Values]:
    seen = _seen(actor, code_id) & _seen(actor, code_id, "release__audience")
    rows = Defect.objects.filter(seen, code_id=code_id)
    hidden = _hidden(code_id, actor)
    for line in _lines(rows, DEFECT, ("reference",)):
        named = line["modification"] or ""
        line["modification"] = "" if named in hidden else named
        yield line


def _hidden(code_id: str, actor: Actor | None) -> frozenset[str]:
    """References of modifications that the actor may not see, so that no line names them."""
    if actor is None or not (seen := _seen(actor, code_id)):
        return frozenset()
    rows = Modification.objects.filter(code_id=code_id).exclude(seen)
    return frozenset(rows.values_list("reference", flat=True))


_HELD: dict[str, Callable[[str, Actor | None], Iterator[Values]]] = {
    "party": _parties,
    "release": _releases,
    "criterion": _criteria,
    "modification": _modifications,
    "defect": _defects,
}


def mark_of(kind: str, values: Values) -> str:
    """What tells a line from the others of its kind."""
    match kind:
        case "party":
            return str(values["key"])
        case "release":
            return str(values["slug"])
        case "criterion":
            return f"{values['release']} {values['number']}"
        case _:
            return str(values["reference"])


def held_marks(code_id: str, kind: str, wanted: Iterable[str]) -> dict[str, Values]:
    """The held lines among the wanted marks."""
    marks = set(wanted)
    if not marks or not _any(code_id, kind):
        return {}
    return {
        mark: line for line in held_lines(code_id, kind) if (mark := mark_of(kind, line)) in marks
    }


def _any(code_id: str, kind: str) -> bool:
    match kind:
        case "party":
            return Party.objects.exists()
        case "release":
            return Release.objects.filter(code_id=code_id).exists()
        case "criterion":
            return Criterion.objects.filter(release__code_id=code_id).exists()
        case "modification":
            return Modification.objects.filter(code_id=code_id).exists()
        case _:
            return Defect.objects.filter(code_id=code_id).exists()
