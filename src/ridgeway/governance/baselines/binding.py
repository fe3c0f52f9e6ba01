"""What lies in front of a body about a document, and what falls when the document changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from ridgeway.governance import prepared
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import ACTS
from ridgeway.governance.baselines.content import content_of
from ridgeway.governance.baselines.models import Edition, ReleaseDocument
from ridgeway.governance.baselines.versions import latest_standing
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.committees.subjects import KINDS, digest_of
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.rows import Row, label_of
from ridgeway.governance.releases.models import Release, ScopeEntry

DOCUMENT = label_of(ReleaseDocument)
EDITION = label_of(Edition)


def _document(document_id: str) -> dict[str, Any]:
    document = ReleaseDocument.objects.select_related("release").get(pk=document_id)
    return content_of(document)


def _edition(edition_id: str) -> dict[str, Any]:
    found: dict[str, Any] = Edition.objects.values_list("content", flat=True).get(pk=edition_id)
    return found


KINDS[DOCUMENT] = _document
KINDS[EDITION] = _edition


def approval_falls(acting: Acting) -> None:
    """Let fall what was put to a body or approved by it and is no longer what is held.

    What is open becomes void. A version that was approved stays what it is; the day on which the
    document left it behind is put beside it.
    """
    if acting.act.startswith(("resolution.", "notice.", "delivery.")):
        return
    releases = _releases(acting.written(), acting.added)
    if not releases:
        return
    documents = ReleaseDocument.objects.filter(release_id__in=sorted(releases))
    for document in documents.select_related("release"):
        _let_fall(acting, document)


def _let_fall(acting: Acting, document: ReleaseDocument) -> None:
    put = Resolution.objects.filter(
        subject_type=DOCUMENT, subject_id=document.id, state="open", attested=False
    )
    waiting, held = list(put), latest_standing(document)
    stands = held is not None and held.fell_date is None and bool(held.digest)
    if not waiting and not stands:
        return
    digest = digest_of(content_of(document))
    why = f"The document changed by “{ACTS[acting.act].title}”."
    for resolution in waiting:
        if resolution.subject_digest != digest:
            acting.change(resolution, state="void", void_reason=why)
    if held is not None and stands and held.digest != digest:
        acting.change(held, fell_date=acting.today, fell_because=why[:300])


def _releases(rows: Iterable[Row], added: Collection[str]) -> set[str]:
    """The releases whose documents may read otherwise after these rows were written.

    What was `added` just now is in no scope but by a row of the same act.
    """
    found: set[str] = set()
    modifications: set[str] = set()
    for row in rows:
        if isinstance(row, Release):
            found.add(row.id)
        elif isinstance(row, Modification):
            modifications.add(row.id)
        elif release := _release_of(row):
            found.add(release)
        elif modification := getattr(row, "modification_id", None):
            modifications.add(modification)
    if held := sorted(modifications.difference(added)):
        found.update(release for (release,) in prepared.rows(_holding, ids=held))
    return found


def _holding(ids: Sequence[str]) -> QuerySet[Any, Any]:
    return ScopeEntry.objects.filter(modification_id__in=ids).values_list("release_id")


def _release_of(row: Row) -> str:
    own = getattr(row, "release_id", None)
    document = getattr(row, "document", None)
    return str(own or getattr(document, "release_id", None) or "")
