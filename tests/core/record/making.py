"""Chains, notes and bundles as the tests need them, made by the code under test."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ridgeway.core.record import standalone
from ridgeway.core.record.bundle import VERIFIER, ChainExport, write_bundle
from ridgeway.core.record.canonical import canonical
from ridgeway.core.record.chain import EMPTY, Row, entry_hash
from ridgeway.core.record.checking import origin_of
from ridgeway.core.record.note import Checkpoint, SignerKey, sign

INSTALLATION = "register.example"
EXPORTED_AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@cache
def key_number(number: int) -> SignerKey:
    """A key that is the same in every run."""
    seed = sha256(f"test key {number}".encode()).digest()
    return SignerKey(INSTALLATION, Ed25519PrivateKey.from_private_bytes(seed))


KEY = key_number(1)


def bodies(count: int, salt: str = "") -> list[bytes]:
    return [canonical({"act": "release.planned", "n": n, "salt": salt}) for n in range(count)]


def rows_of(texts: Iterable[bytes]) -> list[Row]:
    """A sound chain of these bodies."""
    rows, previous = [], EMPTY
    for seq, body in enumerate(texts, 1):
        previous = entry_hash(previous, body)
        rows.append((seq, previous, body))
    return rows


def root_of(leaves: Iterable[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    held = list(leaves)
    if not held:
        return sha256(b"").digest()
    if len(held) == 1:
        return held[0]
    k = 1
    while k * 2 < len(held):
        k *= 2
    return sha256(b"\1" + root_of(held[:k]) + root_of(held[k:])).digest()


def note_at(rows: Sequence[Row], size: int, chain: str = "sec", key: SignerKey = KEY) -> str:
    root = root_of(stored for _, stored, _ in rows[:size])
    return sign(Checkpoint(origin_of(INSTALLATION, chain), size, root), key)


def export(chain: str, rows: Sequence[Row], notes: Iterable[str] | None = None) -> ChainExport:
    signed = [note_at(rows, len(rows), chain)] if notes is None else notes
    return ChainExport(chain, origin_of(INSTALLATION, chain), rows, signed)


def bundle_of(*chains: ChainExport, key: SignerKey = KEY, files: Iterable[bytes] = ()) -> bytes:
    stream = io.BytesIO()
    listed = [(sha256(data).hexdigest(), io.BytesIO(data)) for data in files]
    write_bundle(stream, chains, [key.verifier], exported_at=EXPORTED_AT, files=listed)
    return stream.getvalue()


def members_of(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def run(bundle: bytes, folder: Path, *options: str) -> tuple[int, str]:
    """The exit code and all output, from a process that sees the standard library alone."""
    path = folder / "bundle.zip"
    path.write_bytes(bundle)
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(path), *options]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    return done.returncode, (done.stdout + done.stderr).decode()


def judged(bundle: bytes, *options: str) -> int:
    """The exit code in this process, for tests that try many bundles."""
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        file.write(bundle)
        file.flush()
        return standalone.main([file.name, *options])
