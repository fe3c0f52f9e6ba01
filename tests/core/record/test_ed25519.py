"""The stand-alone verifier's own Ed25519 against the standard's vectors and a library."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.core.record import standalone
from tests.core.record.making import key_number

# RFC 8032, 7.1: tests 1 to 3.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
            "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e"
            "458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290"
            "ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_signatures_of_rfc_8032_are_good(public: str, message: str, signature: str) -> None:
    parts = [bytes.fromhex(part) for part in (public, message, signature)]
    assert standalone.signature_is_good(*parts)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 5), st.binary(max_size=80), st.data())
def test_signatures_are_judged_as_the_library_judges_them(
    number: int, message: bytes, data: st.DataObject
) -> None:
    key = key_number(number)
    public, signature = key.verifier.public, key.private.sign(message)
    assert standalone.signature_is_good(public, message, signature)
    at = data.draw(st.integers(0, 63))
    changed = signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
    assert not standalone.signature_is_good(public, message, changed)
    assert not standalone.signature_is_good(public, message + b"!", signature)
    assert not standalone.signature_is_good(
        key_number(number + 1).verifier.public, message, signature
    )
    # The same point with the group order added to s: a second spelling, which must not pass.
    s = int.from_bytes(signature[32:], "little") + standalone.ORDER
    assert not standalone.signature_is_good(
        public, message, signature[:32] + s.to_bytes(32, "little")
    )


@pytest.mark.parametrize("public", [b"\xff" * 32, b"\x02" + bytes(31), bytes(31)])
def test_a_public_key_that_is_no_point_is_refused(public: bytes) -> None:
    assert not standalone.signature_is_good(public, b"", bytes(64))
