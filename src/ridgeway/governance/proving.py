"""Verifies, signs and exports the record with everything that this installation holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from ridgeway.governance.evidence import store
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.checkpoints import sign_chains
from ridgeway.governance.record.export import export_record
from ridgeway.governance.record.folding import Difference
from ridgeway.governance.record.keys import signer
from ridgeway.governance.record.models import Checkpoint
from ridgeway.governance.record.verify import Verification, verify_record
from ridgeway.governance.releases.kept_counts import differences as count_differences
from ridgeway.governance.search.rebuilding import differences as search_differences

EVERY = dt.timedelta(hours=1)


def verify_all(kept: Iterable[str] = ()) -> Verification:
    """The whole record against tables, what is derived from them, evidence files and signed
    checkpoints."""
    derived = [search_differences, count_differences, evidence_differences]
    return verify_record([signer().verifier], kept=kept, derived=derived)


def evidence_differences() -> Iterator[Difference]:
    """Each piece of evidence whose file is gone or no longer has its digest."""
    rows = Evidence.objects.exclude(digest="").values_list("id", "digest")
    for row_id, digest in rows.iterator(chunk_size=500):
        if not store.is_whole(digest):
            yield Difference("evidence.evidence", row_id, f"its file {digest} is not as submitted")


def sign_now(at: dt.datetime) -> list[Checkpoint]:
    """A checkpoint for each chain that has grown."""
    return sign_chains(signer(), at)


def export_all(target: Path, at: dt.datetime) -> None:
    """A bundle of everything, evidence files too, signed up to its last entry."""
    sign_now(at)
    export_record(target, [signer().verifier], at=at, files=_files())


def _files() -> Iterator[tuple[str, IO[bytes]]]:
    """Each file that is held, once, by its digest; open only while it is being written."""
    digests = (
        Evidence.objects.exclude(digest="").order_by("digest").values_list("digest", flat=True)
    )
    for digest in digests.distinct().iterator(chunk_size=500):
        place = store.path_of(digest)
        if place.is_file():
            with place.open("rb") as file:
                yield digest, file
