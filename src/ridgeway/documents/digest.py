"""The digest of what a document says, to which a resolution is bound.

Layout is outside it: the same words in another format, on other pages, or read again at a later
position of the record have the same digest. Any change of a word, figure, marking or author
gives another.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum

from ridgeway.core.record.canonical import canonical
from ridgeway.documents.description import Block, Document, PageBreak, Run

SCHEMA = "ridgeway-document/1"
_OUTSIDE = frozenset({"source", "key", "record_position", "blocks", "share", "align", "mark"})


def digest_of(document: Document) -> str:
    """`sha256:` and 64 hexadecimal digits over the canonical content."""
    return "sha256:" + hashlib.sha256(canonical_content(document)).hexdigest()


def canonical_content(document: Document) -> bytes:
    """The content in the canonical form of the record, blocks in order."""
    content: dict[str, object] = {"schema": SCHEMA}
    content |= _named(document)
    content["blocks"] = [
        _block(block) for block in document.blocks if not isinstance(block, PageBreak)
    ]
    return canonical(content)


def _block(block: Block) -> dict[str, object]:
    return {"block": type(block).__name__} | _named(block)


def _named(value: object) -> dict[str, object]:
    return {
        field.name: _plain(getattr(value, field.name))
        for field in fields(value)  # type: ignore[arg-type]
        if field.name not in _OUTSIDE
    }


def _plain(value: object) -> object:
    match value:
        case StrEnum():
            return value.value
        case None | bool() | str() | int():
            return value
        case tuple() if value and all(isinstance(item, Run) for item in value):
            return [_named(run) for run in _merged(value)]
        case tuple():
            return [_plain(item) for item in value]
        case dt.date():
            return value.isoformat()
        case _:
            return _named(value)


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one style as one run: how text was cut into runs is no content."""
    out: list[Run] = []
    for run in runs:
        last = out[-1] if out else None
        if last is not None and _style(last) == _style(run):
            out[-1] = Run(last.text + run.text, run.bold, run.emphasis, run.link, run.unknown)
        else:
            out.append(run)
    return out


def _style(run: Run) -> tuple[bool, bool, str, bool]:
    return run.bold, run.emphasis, run.link, run.unknown
