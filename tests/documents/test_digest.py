"""A resolution is bound to what a document says: words count, layout does not."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import replace

import pytest

from ridgeway.documents.description import (
    Classification,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    text,
)
from ridgeway.documents.digest import canonical_content, digest_of
from ridgeway.documents.golive_paper import golive_paper
from tests.documents.samples import CLEAR, PAPER_DATE, everything, november

BASE = everything()


def test_same_facts_have_the_same_digest() -> None:
    assert digest_of(golive_paper(november())) == digest_of(golive_paper(november()))


CHANGES: dict[str, object] = {
    "title": "Another",
    "date": dt.date(2019, 11, 9),
    "classification": Classification("Restricted"),
    "blocks": BASE.blocks[:-1],
    "subtitle": "Another",
    "action": "For Information",
    "reference": "Another",
    "authors": ("Somebody else",),
    "team": "Another",
    "contact": None,
    "versions": (),
    "example": True,
}
OUTSIDE = {"record_position", "source"}


@pytest.mark.parametrize("field", CHANGES)
def test_digest_changes_with(field: str) -> None:
    assert digest_of(replace(BASE, **{field: CHANGES[field]})) != digest_of(BASE)  # type: ignore[arg-type]


def test_every_field_of_a_document_is_decided_upon() -> None:
    assert {f.name for f in dataclasses.fields(Document)} == set(CHANGES) | OUTSIDE


OTHER = everything("plain wordz").blocks
WORDED = [at for at, block in enumerate(BASE.blocks) if block != OTHER[at]]


def test_nearly_every_block_of_the_sample_carries_words() -> None:
    assert len(WORDED) == len(BASE.blocks) - 2  # all but the page break and the last paragraph


@pytest.mark.parametrize("at", WORDED)
def test_digest_changes_when_one_word_of_one_block_changes(at: int) -> None:
    blocks = (*BASE.blocks[:at], OTHER[at], *BASE.blocks[at + 1 :])
    assert digest_of(replace(BASE, blocks=blocks)) != digest_of(BASE)


def test_digest_is_blind_to_position_sources_page_breaks_and_cuts_of_a_text() -> None:
    one = Document(
        "T", PAPER_DATE, CLEAR, (Heading("A"), Paragraph(text("one two"), ("s:1",))), source=("x",)
    )
    other = Document(
        "T",
        PAPER_DATE,
        CLEAR,
        (Heading("A", key="a"), PageBreak(), Paragraph(text("one", " two"), ("s:2",))),
        record_position="SEC/9",
    )
    assert canonical_content(one) == canonical_content(other)


def test_order_of_blocks_and_style_of_words_are_content() -> None:
    a, b = Paragraph(text("a")), Paragraph(text("b"))
    digests = {
        digest_of(Document("T", PAPER_DATE, CLEAR, blocks))
        for blocks in ((a, b), (b, a), (a, Paragraph((Run("b", bold=True),))))
    }
    assert len(digests) == 3
