"""The exported bundle: a ZIP that a stranger can verify with nothing but Python.

    bundle.json              {"format", "exported_at", "chains": [{"name","origin","size","head"}],
                              "files": how many}, in canonical form
    chains/<name>/entries.jsonl        one entry a line: {"body": text, "hash": hex, "seq": n};
                                       `body64` instead of `body` where the bytes are not UTF-8
    chains/<name>/checkpoints/<n>.note             signed notes, as they were signed
    keys.txt                 verifier keys, one a line
    files/<sha256 in hex>    files that the entries name by digest, when they were asked for
    verify_ridgeway.py       the verifier; README.txt says how to run it

The body is the very text that was hashed, never a rewriting of it. Members stand in this order with
a fixed time stamp, so equal content makes equal bytes; `bundle.json` comes last, as it counts.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ridgeway.core.record.canonical import CanonicalError, canonical, parse
from ridgeway.core.record.chain import EMPTY, Row
from ridgeway.core.record.checking import CHAIN_NAME, ChainCheck, check_chain
from ridgeway.core.record.note import NoteError, VerifierKey, read_verifier_key

FORMAT = "ridgeway-bundle/1"
VERIFIER = Path(__file__).with_name("standalone.py")
_STAMP = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20

README = """This bundle holds the record of a Ridgeway installation, or a part of it.

To check it: python3 verify_ridgeway.py THIS_BUNDLE.zip
Take verify_ridgeway.py from a source that you trust rather than from here; it is one file and
needs only Python 3.9 or later. Options:
  --key KEY                the installation's verifier key, as you know it from elsewhere
  --checkpoint OLDER.note  a checkpoint that you kept: the record must still begin with it
"""


class BundleError(ValueError):
    """A file that is no bundle of this format, with the member and the reason."""


@dataclass(frozen=True, slots=True)
class ChainExport:
    """A chain to write: entries in order, and the signed notes over it."""

    name: str
    origin: str
    entries: Iterable[Row]
    notes: Iterable[str] = ()


def write_bundle(
    target: Path | IO[bytes],
    chains: Iterable[ChainExport],
    keys: Iterable[VerifierKey],
    *,
    exported_at: dt.datetime,
    files: Iterable[tuple[str, IO[bytes]]] = (),
) -> None:
    """Write a bundle, entry by entry in constant memory.

    `files` are (SHA-256 in hex, open stream); content that has another digest raises BundleError.
    Nothing is judged here: a record that was tampered with is exported as it is.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = [_write_chain(archive, chain) for chain in chains]
        _write(archive, "keys.txt", "".join(f"{key}\n" for key in keys).encode())
        count = 0
        for digest, stream in files:
            _write_file(archive, digest, stream)
            count += 1
        _write(archive, "verify_ridgeway.py", VERIFIER.read_bytes())
        _write(archive, "README.txt", README.encode())
        manifest = {"format": FORMAT, "exported_at": exported_at, "chains": listed, "files": count}
        _write(archive, "bundle.json", canonical(manifest) + b"\n")


def _write_chain(archive: zipfile.ZipFile, chain: ChainExport) -> dict[str, Any]:
    if not CHAIN_NAME.fullmatch(chain.name):
        raise BundleError(f"{chain.name!r} cannot name a chain")
    folder, size, head = f"chains/{chain.name}", 0, EMPTY
    with archive.open(_member(f"{folder}/entries.jsonl"), "w", force_zip64=True) as stream:
        for seq, stored, body in chain.entries:
            stream.write(_line(seq, bytes(stored), bytes(body)))
            size, head = size + 1, bytes(stored)
    for number, note in enumerate(chain.notes, 1):
        _write(archive, f"{folder}/checkpoints/{number:06d}.note", note.encode())
    return {"name": chain.name, "origin": chain.origin, "size": size, "head": head.hex()}


def _line(seq: int, stored: bytes, body: bytes) -> bytes:
    entry: dict[str, Any] = {"hash": stored.hex(), "seq": seq}
    try:
        entry["body"] = body.decode()
    except UnicodeDecodeError:
        entry["body64"] = base64.b64encode(body).decode()
    # Not `canonical`: that would bring the body to NFC, and a body is never rewritten.
    return json.dumps(entry, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _write_file(archive: zipfile.ZipFile, digest: str, stream: IO[bytes]) -> None:
    found = hashlib.sha256()
    with archive.open(_member(f"files/{digest}"), "w", force_zip64=True) as member:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
            member.write(chunk)
    if found.hexdigest() != digest:
        raise BundleError(f"the file kept as {digest} has the digest {found.hexdigest()}")


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(_member(name), data)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _STAMP)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


class Bundle:
    """A bundle open for reading: one written here, or one that already passed the verifier.

    A bundle from strangers goes through `standalone.py` first: that one bounds what it reads.
    """

    def __init__(self, path: Path | IO[bytes]) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
            self._manifest: Mapping[str, Any] = parse(self._archive.read("bundle.json"))
            if self._manifest["format"] != FORMAT:
                raise BundleError(f"bundle.json: format {self._manifest['format']!r} is not known")
            self.origins: dict[str, str] = {c["name"]: c["origin"] for c in self._chains}
        except (zipfile.BadZipFile, CanonicalError, KeyError, TypeError) as fault:
            raise BundleError(f"not a bundle: {fault}") from None

    @property
    def _chains(self) -> list[dict[str, Any]]:
        chains: list[dict[str, Any]] = self._manifest["chains"]
        return chains

    @property
    def keys(self) -> list[VerifierKey]:
        """The keys in the bundle: as good as the way by which the bundle came."""
        text = self._archive.read("keys.txt").decode()
        try:
            return [read_verifier_key(line) for line in text.splitlines()]
        except NoteError as fault:
            raise BundleError(f"keys.txt: {fault}") from None

    def entries(self, chain: str) -> Iterator[Row]:
        with self._archive.open(f"chains/{chain}/entries.jsonl") as stream:
            for line in stream:
                entry = parse(line)
                body = entry.get("body")
                data = base64.b64decode(entry["body64"]) if body is None else body.encode()
                yield entry["seq"], bytes.fromhex(entry["hash"]), data

    def notes(self, chain: str) -> list[str]:
        folder = f"chains/{chain}/checkpoints/"
        names = sorted(n for n in self._archive.namelist() if n.startswith(folder))
        return [self._archive.read(name).decode() for name in names]

    def check(self, *keys: VerifierKey) -> dict[str, ChainCheck]:
        """Each chain by name, judged by `keys`, or by the bundle's own when none is given."""
        trusted = keys or tuple(self.keys)
        return {
            name: check_chain(self.entries(name), self.notes(name), trusted, origin=origin)
            for name, origin in self.origins.items()
        }

    def close(self) -> None:
        self._archive.close()
