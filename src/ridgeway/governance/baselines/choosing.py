"""What the acts on a release's documents may name: parts, activities, versions, views."""

from __future__ import annotations

from ridgeway.governance.actor import Actor
from ridgeway.governance.baselines.models import Effect, ReleaseDocument, SpecificationVersion
from ridgeway.governance.baselines.rules import documents_of, heading_of, rule_of
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees.models import Advice
from ridgeway.governance.releases.models import DocumentAffected, Release

Pair = tuple[str, str]


def documents(release: Release) -> list[Pair]:
    """The documents that the policy asks for with a release and that are not started."""
    held = set(release.release_documents.values_list("document", flat=True))
    return [(d.rule.id, d.rule.title) for d in documents_of(release) if d.rule.id not in held]


def parts(document: ReleaseDocument, *, conditional: bool = False) -> list[Pair]:
    """The parts of a document; with `conditional` those that need not apply."""
    found = rule_of(document)
    rows = found.parts if found else ()
    return [(p.id, heading_of(p)) for p in rows if p.when or not conditional]


def activities(document: ReleaseDocument) -> list[Pair]:
    rows = document.activities.filter(dropped=False).order_by("number")
    return [(str(n), f"{n}. {what[:90]}") for n, what in rows.values_list("number", "what")]


def specifications(release_id: str) -> list[Pair]:
    rows = SpecificationVersion.objects.filter(release_id=release_id, dropped=False)
    columns = ("id", "name", "edition", "effect")
    ordered = rows.order_by("name", "edition", "effect").values_list(*columns)
    return [
        (pk, f"{name} {edition}, {Effect(effect).label.lower()}")
        for pk, name, edition, effect in ordered
    ]


def documents_named(release_id: str) -> list[Pair]:
    rows = DocumentAffected.objects.filter(release_id=release_id, dropped=False)
    names = rows.order_by("group", "name").values_list("group", "name")
    return [(f"{group} {name}", f"{group} {name}") for group, name in names]


def advice(actor: Actor, subject_id: str) -> list[Pair]:
    rows = visible(Advice, actor).filter(subject_id=subject_id).order_by("-advice_date")
    columns = ("id", "body__short_name", "advice_date", "on")
    return [
        (pk, f"{body}, {day:%-d %b %Y}{': ' + on if on else ''}")
        for pk, body, day, on in rows.values_list(*columns)
    ]
