from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.record.salted import SALT_BYTES, commit, matches, new_salt
from tests.marks import covers

salts = st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES)
text = st.text(st.characters(exclude_categories=["Cs"]))


def test_a_commitment_is_the_digest_of_salt_and_text() -> None:
    salt = bytes(range(16))
    assert commit(salt, "caf\u00e9") == "sha256:" + sha256(salt + b"caf\xc3\xa9").hexdigest()


@covers("F-264")
@given(salts, text)
def test_the_text_with_its_salt_matches(salt: bytes, said: str) -> None:
    assert matches(commit(salt, said), salt, said)


@covers("F-264")
@given(salts, st.lists(st.text("abcd"), min_size=2, max_size=2, unique=True))
def test_another_text_does_not_match(salt: bytes, texts: list[str]) -> None:
    assert not matches(commit(salt, texts[0]), salt, texts[1])


@covers("F-264")
@given(st.lists(salts, min_size=2, max_size=2, unique=True), text)
def test_equal_texts_do_not_show_as_equal(pair: list[bytes], said: str) -> None:
    assert commit(pair[0], said) != commit(pair[1], said)


def test_each_salt_is_new() -> None:
    assert len({new_salt() for _ in range(100)}) == 100


@pytest.mark.parametrize("salt", [b"", bytes(15), bytes(17)])
def test_a_salt_of_another_length_is_refused(salt: bytes) -> None:
    """Otherwise the end of the salt could be taken for the start of the text."""
    with pytest.raises(ValueError, match="16 bytes"):
        commit(salt, "text")
