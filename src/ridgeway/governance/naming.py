"""What a reader calls a thing, and where it belongs: for lists that hold things of every kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.visibility import RULES, visible

SHORT = ("reference", "short_name", "username", "key")
LONG = ("title", "name", "text", "rule", "role", "matter", "message_id", "kind")

OWNERS = {
    "resolution_id": "committees.resolution",
    "meeting_id": "committees.meeting",
    "release_id": "releases.release",
    "modification_id": "modifications.modification",
}
"""What a thing belongs to, by the column that says so."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that the actor may see. `code` is the key of its code, `slug` its own address part;
    `about` names the subject that it was said about, where it is of that kind."""

    kind: str
    id: str
    short: str
    title: str
    code: str = ""
    slug: str = ""
    about: Key | None = None

    @property
    def text(self) -> str:
        parts = dict.fromkeys(part for part in (self.short, self.title) if part)
        return ": ".join(parts) or self.kind.rpartition(".")[2]


def model_named(kind: str) -> type[models.Model] | None:
    """The table of this name, if it is a noun that somebody may see."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return None
    return model if model in RULES else None


def named(actor: Actor, wanted: Iterable[Key]) -> Mapping[Key, Named]:
    """Those of the wanted things that the actor may see: one query for each kind of thing."""
    by_kind: dict[str, set[str]] = {}
    for kind, row_id in wanted:
        by_kind.setdefault(kind, set()).add(row_id)
    found: dict[Key, Named] = {}
    for kind, ids in sorted(by_kind.items()):
        if model := model_named(kind):
            found.update(_of_kind(actor, kind, model, ids))
    return found


def _of_kind(
    actor: Actor, kind: str, model: type[models.Model], ids: set[str]
) -> Iterable[tuple[Key, Named]]:
    names = {field.attname for field in model._meta.concrete_fields}
    columns = ["id", *(c for c in (*SHORT, *LONG, "slug", *OWNERS) if c in names)]
    if "subject_id" in names:
        columns += ["subject_type", "subject_id"]
    if "code_id" in names:
        columns.append("code__key")
    for row in visible(model, actor).filter(pk__in=ids).values(*columns):
        yield (kind, row["id"]), _named(kind, row)


def _named(kind: str, row: Mapping[str, str]) -> Named:
    about: Key | None = None
    if row.get("subject_id"):
        about = (row["subject_type"], row["subject_id"])
    else:
        about = next(((kind, row[name]) for name, kind in OWNERS.items() if row.get(name)), None)
    return Named(
        kind=kind,
        id=row["id"],
        short=next((row[c] for c in SHORT if row.get(c)), ""),
        title=next((row[c] for c in LONG if row.get(c)), ""),
        code=row.get("code__key") or (row["key"] if kind == "codes.code" else ""),
        slug=row.get("slug", ""),
        about=about,
    )
