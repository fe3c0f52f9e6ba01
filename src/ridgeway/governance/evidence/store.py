"""Files by digest: the name of a file is the SHA-256 of its bytes, so it cannot be swapped."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from ridgeway.faults import crashpoint

LIMIT = 50 * 1024 * 1024
CHUNK = 1024 * 1024


class TooLarge(ValueError):
    """A file over the limit; the message says the limit."""


def path_of(digest: str) -> Path:
    """Where the file with this digest lies, in two levels of folders."""
    root: Path = settings.EVIDENCE_DIR
    return root / digest[:2] / digest


def put(chunks: Iterator[bytes]) -> tuple[str, int]:
    """Store bytes durably before any row speaks of them; returns digest and size in bytes.

    Written under a passing name, synced, then renamed, so that a crash leaves either the whole
    file or one that `stray` finds.
    """
    root: Path = settings.EVIDENCE_DIR
    root.mkdir(parents=True, exist_ok=True)
    passing = root / f"incoming-{secrets.token_hex(8)}"
    sha, size = hashlib.sha256(), 0
    try:
        with passing.open("wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > LIMIT:
                    raise TooLarge(f"A file may have {LIMIT // CHUNK} MB at most.")
                sha.update(chunk)
                out.write(chunk)
                crashpoint("evidence.chunk-written")
            out.flush()
            os.fsync(out.fileno())
        crashpoint("evidence.written")
        target = path_of(sha.hexdigest())
        target.parent.mkdir(exist_ok=True)
        passing.replace(target)
        _sync_folder(target.parent)
        crashpoint("evidence.renamed")
    finally:
        passing.unlink(missing_ok=True)
    return sha.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_whole(digest: str) -> bool:
    """Whether the file is there and its bytes still have this digest."""
    place = path_of(digest)
    if not place.is_file():
        return False
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest
