"""What lies in front of the body that decides on a release, and what falls when it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ridgeway.core.record.canonical import plain
from ridgeway.governance.acting import Acting
from ridgeway.governance.committees.models import Advice, Question, Statement
from ridgeway.governance.committees.subjects import KINDS, digest_of
from ridgeway.governance.committees.voting import void_changed
from ridgeway.governance.golive.models import Criterion, CriterionFinding, Waiver
from ridgeway.governance.record.rows import Row, label_of, listed, recorded_columns, snapshot_of
from ridgeway.governance.releases.models import (
    Release,
    Risk,
    RiskView,
    ScopeEntry,
    SwitchedCode,
)

HEAD = ("name", "kind", "go_live_date", "code_version")
PARTS: tuple[tuple[type[Row], str], ...] = (
    (ScopeEntry, "release_id"),
    (SwitchedCode, "release_id"),
    (Criterion, "release_id"),
    (CriterionFinding, "criterion__release_id"),
    (Waiver, "release_id"),
    (Risk, "release_id"),
    (RiskView, "risk__release_id"),
    (Advice, "subject_id"),
    (Statement, "advice__subject_id"),
    (Question, "subject_id"),
)
"""Everything that the deciding body is shown; a change of any of it lets the decision fall."""


def content(release_id: str) -> dict[str, Any]:
    """The canonical content about a release: what it is, and every part the body is shown."""
    head = listed(Release.objects.filter(pk=release_id).values(*HEAD))
    out: dict[str, Any] = {"release": plain(head[0]) if head else {}}
    for model, path in PARTS:
        columns = [name for name in recorded_columns(model) if name != "version"]
        rows = model._default_manager.filter(**{path: release_id}).order_by("id")
        out[label_of(model)] = [_shown(model, row) for row in listed(rows.values(*columns))]
    return out


def _shown(model: type[Row], values: dict[str, Any]) -> dict[str, Any]:
    """A row as content; a later column that says nothing is left out, so that what was put to a
    body before the column came is the same content still."""
    shown = snapshot_of(model, {"version": 0, **values})
    return {n: v for n, v in shown.items() if n not in model.later or v != model.later[n]}


WORDING = ("text", "clause", "evidence_wanted")


def wording_digest(criterion: Mapping[str, Any]) -> str:
    """The digest of what a finding is about: what is to be true, by which clause, on what evidence.

    Who has to find it is no part of it. Limits count only where there are some, so that what was
    found before criteria had them stands.
    """
    wording = {name: criterion[name] for name in WORDING}
    if criterion["limits"]:
        wording["limits"] = criterion["limits"]
    return digest_of(wording)


KINDS["releases.release"] = content

_RELEASE_OF: dict[type[Row], str] = {
    Release: "id",
    Advice: "subject_id",
    Question: "subject_id",
}


def fell_with_subject(acting: Acting) -> None:
    """Void the resolutions about each release whose content this act wrote.

    What was agreed of a release that is live was carried out: it stands, though its scope is
    implemented now and things are entered later.
    """
    if acting.act.startswith("resolution."):
        return
    touched = {
        str(getattr(row, _RELEASE_OF.get(type(row), "release_id"), "")) for row in acting.written()
    }
    touched -= {"", "None"}
    if not touched:
        return
    before = Release.objects.filter(pk__in=touched, actual_date=None)
    for release_id in before.order_by("pk").values_list("pk", flat=True):
        void_changed(acting, "releases.release", release_id)
