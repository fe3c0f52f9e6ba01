"""Verifies, signs and exports the record with everything that this installation holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

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
    digests = set(Evidence.objects.exclude(digest="").values_list("digest", flat=True))
    held = [digest for digest in sorted(digests) if store.path_of(digest).is_file()]
    with ExitStack() as files:
        opened = (
            (digest, files.enter_context(store.path_of(digest).open("rb"))) for digest in held
        )
        export_record(target, [signer().verifier], at=at, files=opened)
