"""A document as PDF/UA-1 and PDF/A-2a: tagged, dated by its own date, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any, Final, Literal

import typst

from ridgeway.documents.description import (
    BulletList,
    Callout,
    Document,
    Heading,
    KeyValues,
    NumberedList,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
    Text,
    Unknown,
)
from ridgeway.documents.placing import Placed, laid_out

STANDARDS: Final[list[Literal["ua-1", "a-2a"]]] = ["ua-1", "a-2a"]
_TEMPLATE = Path(__file__).with_name("paper.typ")
_LONG_WORD = re.compile(r"\S{22,}")
_PIECE = 11
_BREAK = "\u200b"
_NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_ATTEMPTS = 4

Json = dict[str, Any]


def to_pdf(document: Document, *, sources: bool = False) -> bytes:
    """The bytes of the file. `sources` adds the appendix of where each part comes from.

    A character that no embedded font can draw is printed by its code, as in `[U+4E2D]`, because
    an archivable file may not hold an empty box in place of a word.
    """
    words = _input(document, sources=sources)
    for _ in range(_ATTEMPTS):
        try:
            return _compiled(words, document.date)
        except typst.TypstError as fault:
            missing = _missing(fault)
            if not missing:
                raise
            words = _spelt(words, missing)
    return _compiled(_spelt(words, {c for c in words if ord(c) > 0x17F}), document.date)


def _compiled(words: str, day: dt.date) -> bytes:
    made = typst.compile(
        str(_TEMPLATE),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": words},
        pdf_standards=[*STANDARDS],
        timestamp=int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("one PDF was expected")
    return made


def _missing(fault: typst.TypstError) -> set[str]:
    """The characters that the compiler says it has no glyph for."""
    text = f"{fault} {getattr(fault, 'diagnostic', '')}"
    found = "".join(_NO_GLYPH.findall(text))
    found = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found)
    return {c for c in found if ord(c) > 0x7E}


def _spelt(words: str, missing: set[str]) -> str:
    return words.translate({ord(c): f"[U+{ord(c):04X}]" for c in missing if c != _BREAK})


def _input(document: Document, *, sources: bool) -> str:
    layout = laid_out(document, sources=sources)
    day = document.date
    marking = document.classification.name + (" · EXAMPLE" if document.example else "")
    return json.dumps(
        {
            "title": _breakable(document.title),
            "subtitle": _breakable(document.subtitle),
            "authors": list(document.authors),
            "date": [day.year, day.month, day.day],
            "marking": _breakable(marking),
            "running": _breakable(" · ".join(filter(None, (document.action, document.title)))),
            "digest_short": f"{layout.digest[:23]}…",
            "front": [_block(p, indent=0) for p in layout.front],
            "body": [_block(p, indent=1) for p in layout.body],
            "back": [_block(p, indent=0) for p in layout.back],
        },
        ensure_ascii=False,
    )


def _block(placed: Placed, *, indent: int) -> Json:
    block = placed.block
    return {"block": type(block).__name__, "number": placed.number, "indent": indent} | _content(
        block
    )


def _content(block: object) -> Json:  # noqa: PLR0911 - one case for each block
    match block:
        case Heading(words, level):
            return {"text": _breakable(words), "level": level}
        case Paragraph(text):
            return {"text": _runs(text)}
        case BulletList(items) | NumberedList(items):
            return {"items": [_runs(item) for item in items]}
        case Table() as table:
            return _table(table)
        case KeyValues(pairs):
            return {"pairs": [[_breakable(name), _runs(value)] for name, value in pairs]}
        case Quote(text, by, verbatim):
            return {"text": _runs(text), "by": _breakable(by), "verbatim": verbatim}
        case Unknown(what, why):
            return {"words": _breakable(f"{what} {why}".strip())}
        case Callout(title, text, tone):
            return {"title": _breakable(title), "text": _runs(text), "tone": tone.value}
        case PageBreak():
            return {}
        case _:
            raise TypeError(f"no printed form for {type(block).__name__}")


def _table(table: Table) -> Json:
    return {
        "caption": _breakable(table.caption),
        "empty": _breakable(table.empty),
        "columns": [
            {"title": _breakable(c.title), "align": c.align.value, "share": c.share}
            for c in table.columns
        ],
        "rows": [[_runs(cell) for cell in row.cells] for row in table.rows],
    }


def _runs(text: Text) -> list[Json]:
    return [_run(run) for run in text]


def _run(run: Run) -> Json:
    styles = {
        "bold": run.bold,
        "emphasis": run.emphasis,
        "unknown": run.unknown,
        # A path on the site means nothing on paper.
        "link": "" if run.link.startswith(("/", "#")) else run.link,
    }
    return {"text": _breakable(run.text)} | {name: v for name, v in styles.items() if v}


def _breakable(words: str) -> str:
    """The words with places to break inside very long ones (digests, addresses)."""
    return _LONG_WORD.sub(
        lambda word: _BREAK.join(
            word[0][at : at + _PIECE] for at in range(0, len(word[0]), _PIECE)
        ),
        words,
    )
