"""Check a bundle exported from Ridgeway without Ridgeway: one file, Python 3.9, nothing else.

    python3 verify_ridgeway.py BUNDLE.zip [--key KEY] [--checkpoint OLDER.note]

Every entry is hashed again and must follow the one before; every signed checkpoint must be signed
by the key and must be of these entries; the newest must cover all of them; a checkpoint that you
kept from earlier must be of the first entries. Ends with 0 when all holds, with 1 at a fault, with
2 when nothing could be checked (wrong use, no bundle). Shares no code with the program it judges.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

FORMAT = "ridgeway-bundle/1"
MEMBERS_LIMIT = 200_000
TOTAL_LIMIT = 16 << 30
LINE_LIMIT = 16 << 20
SMALL_LIMIT = 64 << 10
CHAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
FIXED_MEMBERS = {"bundle.json", "keys.txt", "verify_ridgeway.py", "README.txt"}
ZIP_TROUBLE = (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error)
Point = tuple[int, int, int, int]  # extended coordinates X, Y, Z, T
Key = tuple[str, bytes, bytes]  # name, key id, public key
Head = tuple[int, bytes, str]  # size, root, where it was read


class RecordError(Exception):
    """The record, or what vouches for it, does not hold."""


class UnusableError(Exception):
    """There is nothing here that could be judged."""


# Ed25519 (RFC 8032, 5.1): verification only, so no secret passes through this arithmetic.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def point_add(a: Point, b: Point) -> Point:
    m = (a[1] - a[0]) * (b[1] - b[0]) % P
    n = (a[1] + a[0]) * (b[1] + b[0]) % P
    c = 2 * a[3] * b[3] * D % P
    d = 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = point_add(total, point)
        point = point_add(point, point)
        scalar >>= 1
    return total


def point_from(data: bytes) -> Point | None:
    """The point that 32 bytes encode, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def point_bytes(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


# The base point: y is 4/5, x is even.
BASE = point_from((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def signature_is_good(public: bytes, message: bytes, signature: bytes) -> bool:
    if len(public) != 32 or len(signature) != 64:
        return False
    key = point_from(public)
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    minus_key = (P - key[0], key[1], key[2], P - key[3])
    return point_bytes(point_add(point_times(s, BASE), point_times(k, minus_key))) == signature[:32]


def strict_base64(text: str, what: str) -> bytes:
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        data = b""
    if not data or base64.b64encode(data).decode() != text:
        raise RecordError(what + " is not base64 in its proper form")
    return data


def key_from(text: str) -> Key:
    """(name, key id, 32 bytes) from `name+key id+base64`."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3 or not parts[0].isprintable():
        raise RecordError("a verifier key reads name+key id+base64, not " + repr(text[:100]))
    data = strict_base64(parts[2], "the verifier key of " + parts[0])
    if len(data) != 33 or data[0] != 1:
        raise RecordError(f"the verifier key of {parts[0]} is not an Ed25519 key")
    key_id = hashlib.sha256(parts[0].encode() + b"\n" + data).digest()[:4]
    if key_id.hex() != parts[1]:
        raise RecordError(f"the key id {parts[1]} does not belong to the key of {parts[0]}")
    return parts[0], key_id, data[1:]


def checkpoint_from(data: bytes, keys: list[Key], what: str) -> tuple[str, int, bytes]:
    """(origin, size, root) of a note signed by one of `keys`."""
    note = data.decode("utf-8", "replace")
    text, blank, tail = note.rpartition("\n\n")
    if not blank or not tail.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f\x7f]", note):
        raise RecordError(what + " is not a signed note")
    text += "\n"
    signers = [check_signature(line, text, keys, what) for line in tail[:-1].split("\n")]
    if not any(signers):
        raise RecordError(what + " is not signed by the trusted key")
    lines = text.split("\n")
    if len(lines) < 4 or not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]) or "" in lines[:-1]:
        raise RecordError(what + " does not read origin, size, root hash")
    root = strict_base64(lines[2], "the root hash in " + what)
    return lines[0], int(lines[1]), root


def check_signature(line: str, text: str, keys: list[Key], what: str) -> bool:
    """Whether a trusted key signed; strangers' signatures are passed over, wrong ones are not."""
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014":
        raise RecordError(what + " has a malformed signature line")
    signature = strict_base64(parts[2], "a signature in " + what)
    for name, key_id, public in keys:
        if (name, key_id) == (parts[1], signature[:4]):
            if not signature_is_good(public, text.encode(), signature[4:]):
                raise RecordError(f"{what}: the signature of {name} is forged or damaged")
            return True
    return False


def walk(lines: Iterable[bytes], stops: set[int]) -> tuple[dict[int, bytes], int, bytes]:
    """({size: root}, size, head) of a chain of entry lines, with the root at each size of `stops`.

    `edge` holds the roots of the complete subtrees from the largest to the smallest.
    """
    edge: list[bytes] = []
    size, head, roots = 0, bytes(32), {0: tree_root(edge)}
    for line in lines:
        size += 1
        stated, body = entry_from(line, size)
        head = hashlib.sha256(b"\x00" + head + body).digest()
        if head != stated:
            raise RecordError(f"entry {size}: its hash is not that of its body after {size - 1}")
        node, count = head, size
        while count % 2 == 0:
            node = hashlib.sha256(b"\x01" + edge.pop() + node).digest()
            count //= 2
        edge.append(node)
        if size in stops:
            roots[size] = tree_root(edge)
    roots[size] = tree_root(edge)
    return roots, size, head


def tree_root(edge: list[bytes]) -> bytes:
    if not edge:
        return hashlib.sha256(b"").digest()
    root = edge[-1]
    for left in edge[-2::-1]:
        root = hashlib.sha256(b"\x01" + left + root).digest()
    return root


def entry_from(line: bytes, expected: int) -> tuple[bytes, bytes]:
    """(stated hash, body) of one line of entries.jsonl."""
    try:
        entry = read_json(line.decode("utf-8"))
        seq, stated = entry["seq"], bytes.fromhex(entry["hash"])
        body = base64.b64decode(entry["body64"]) if "body64" in entry else entry["body"].encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise RecordError(f"entry {expected} cannot be read: {fault}") from None
    if type(seq) is not int or seq != expected:
        raise RecordError(f"entry {expected}: {seq!r} is in its place (removed, doubled or moved)")
    return stated, body


def read_json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=once)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key is written twice")
    return dict(pairs)


class Bundle:
    """A ZIP of bounded size, whose members are what the manifest says and nothing else."""

    def __init__(self, path: str) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
            members = self.zip.infolist()
        except ZIP_TROUBLE as fault:
            raise UnusableError(f"{path} cannot be opened as a bundle: {fault}") from None
        self.names = {member.filename for member in members}
        if len(members) > MEMBERS_LIMIT or sum(m.file_size for m in members) > TOTAL_LIMIT:
            raise UnusableError("the bundle claims an absurd size; it was not read")
        if any(m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in members):
            raise UnusableError("the bundle is packed in a way that no bundle is")
        if len(self.names) != len(members):
            raise RecordError("the bundle holds two members of one name")
        if "bundle.json" not in self.names:
            raise UnusableError("the file is a ZIP, but not a bundle: it has no bundle.json")
        self.read_names: set[str] = set()
        self.manifest = self.read_manifest()

    def read_manifest(self) -> dict[str, Any]:
        try:
            manifest: dict[str, Any] = read_json(self.read("bundle.json", LINE_LIMIT).decode())
            if manifest["format"] != FORMAT:
                raise UnusableError(f"the format {manifest['format']!r} is not known here")
            if not manifest["chains"]:
                raise UnusableError("the bundle holds no chain")
            for chain in manifest["chains"]:
                name, origin = chain["name"], chain["origin"]
                if not CHAIN_NAME.fullmatch(name) or not origin.endswith("/" + name):
                    raise RecordError(f"bundle.json: {origin!r} cannot be the origin of {name!r}")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            raise RecordError(f"bundle.json cannot be read: {fault}") from None
        return manifest

    def read(self, name: str, limit: int) -> bytes:
        """A whole small member."""
        return b"".join(self.pieces(name, limit))

    def pieces(self, name: str, limit: int) -> Iterator[bytes]:
        self.read_names.add(name)
        total = 0
        try:
            with self.zip.open(name) as stream:
                for piece in iter(lambda: stream.read(1 << 18), b""):
                    total += len(piece)
                    if total > limit:
                        raise RecordError(f"{name} is larger than {limit} bytes; reading stopped")
                    yield piece
        except KeyError:
            raise RecordError(name + " is missing from the bundle") from None
        except ZIP_TROUBLE as fault:
            raise RecordError(f"{name} is damaged: {fault}") from None

    def lines(self, name: str) -> Iterator[bytes]:
        rest = b""
        for piece in self.pieces(name, TOTAL_LIMIT):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
            if len(rest) > LINE_LIMIT:
                raise RecordError(f"{name}: a line is absurdly long; reading stopped")
        if rest:
            raise RecordError(f"{name} ends in the middle of a line")


def check_chain(
    bundle: Bundle, chain: dict[str, Any], keys: list[Key], kept: list[Head]
) -> tuple[int, int]:
    """Check one chain; `kept` are the (size, root, file) of checkpoints that the caller holds."""
    name, origin = chain["name"], chain["origin"]
    folder = f"chains/{name}/checkpoints/"
    signed: list[Head] = []
    for member in sorted(n for n in bundle.names if n.startswith(folder)):
        found, size, root = checkpoint_from(bundle.read(member, SMALL_LIMIT), keys, member)
        if found != origin:
            raise RecordError(f"{member} is a checkpoint of {found}, not of {origin}")
        signed.append((size, root, member))
    stops = {size for size, _, _ in signed + kept}
    roots, size, head = walk(bundle.lines(f"chains/{name}/entries.jsonl"), stops)
    for stated, root, what in sorted(signed + kept):
        if stated > size:
            raise RecordError(
                f"chain {name}: {what} speaks of {stated} entries, the bundle has {size}: "
                "the tail was removed or an older state was put back"
            )
        if roots[stated] != root:
            raise RecordError(f"chain {name}: the first {stated} entries are not those of {what}")
    covered = max((stated for stated, _, _ in signed), default=-1)
    if covered < size:
        first = max(covered, 0) + 1
        raise RecordError(f"chain {name}: no signed checkpoint covers entries {first} to {size}")
    if (chain.get("size"), chain.get("head")) != (size, head.hex()):
        raise RecordError(f"chain {name}: bundle.json states another size or last hash")
    return size, len(signed)


def check_files(bundle: Bundle) -> int:
    files = sorted(name for name in bundle.names if name.startswith("files/"))
    for name in files:
        digest = hashlib.sha256()
        for piece in bundle.pieces(name, TOTAL_LIMIT):
            digest.update(piece)
        if digest.hexdigest() != name[len("files/") :]:
            raise RecordError(f"{name}: its content has another digest")
    if bundle.manifest.get("files") != len(files):
        raise RecordError(f"bundle.json does not count {len(files)} files, as the bundle has")
    return len(files)


def say(text: str) -> None:
    """Print a line without the control characters that a hostile name may carry."""
    clean = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[:2000])
    sys.stdout.buffer.write(clean.encode(sys.stdout.encoding, "backslashreplace") + b"\n")


def verify(path: str, key_text: str | None, kept_paths: list[str]) -> None:
    bundle = Bundle(path)
    if key_text:
        keys = [key_from(key_text)]
    else:
        lines = bundle.read("keys.txt", SMALL_LIMIT).decode("utf-8", "replace").split("\n")
        keys = [key_from(line) for line in lines if line]
        say("The key came with the bundle: compare it with the one that you know, or give --key.")
    for name, key_id, public in keys:
        say(f"key {name} {key_id.hex()}, SHA-256 {hashlib.sha256(public).hexdigest()}")
    kept = read_kept(kept_paths, keys, {chain["origin"] for chain in bundle.manifest["chains"]})
    for chain in bundle.manifest["chains"]:
        size, count = check_chain(bundle, chain, keys, kept.get(chain["origin"], []))
        say(
            f"chain {chain['name']}: {size} entries follow each other, "
            f"{count} signed checkpoints are of them, the last covers all"
        )
        for stated, _, file in kept.get(chain["origin"], []):
            say(f"  its first {stated} entries are those of your checkpoint {file}")
    files = check_files(bundle)
    for name in sorted(bundle.names - bundle.read_names - FIXED_MEMBERS):
        raise RecordError(f"{name} does not belong into a bundle")
    say(f"files: {files}, each has its digest")


def read_kept(paths: list[str], keys: list[Key], origins: set[str]) -> dict[str, list[Head]]:
    """The checkpoints that the caller holds, by origin."""
    kept: dict[str, list[Head]] = {}
    for path in paths:
        try:
            with open(path, "rb") as file:  # noqa: PTH123 (a plain script)
                data = file.read(SMALL_LIMIT)
        except OSError as fault:
            raise UnusableError(f"{path} cannot be read: {fault}") from None
        origin, size, root = checkpoint_from(data, keys, path)
        if origin not in origins:
            raise RecordError(f"{path} is a checkpoint of {origin}, which the bundle does not hold")
        kept.setdefault(origin, []).append((size, root, path))
    return kept


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check a bundle exported from Ridgeway.")
    parser.add_argument("bundle", help="the bundle, a ZIP file")
    parser.add_argument("--key", help="the verifier key that you trust: name+key id+base64")
    parser.add_argument("--checkpoint", action="append", default=[], help="a note that you kept")
    options = parser.parse_args(arguments)
    try:
        verify(options.bundle, options.key, options.checkpoint)
    except RecordError as fault:
        say(f"FAULT: {fault}")
        return 1
    except UnusableError as fault:
        say(f"CANNOT CHECK: {fault}")
        return 2
    say("All of it holds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
