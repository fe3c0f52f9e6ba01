"""Cleans what is given to an act before anything reads it: one form of text, numbers that fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from ridgeway.core.record.canonical import INTEGER_LIMIT

ALLOWED = frozenset("\n\t")
DEEPEST = 20


def clean(value: Any, depth: int = 0) -> Any:
    """The value with text in NFC and line ends as `\\n`.

    Raises ValueError for control characters, broken text, numbers that the record cannot hold and
    nesting without end: they have no place in any field, so each is refused here once.
    """
    if depth > DEEPEST:
        raise ValueError("this is nested too deeply")
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= INTEGER_LIMIT:
        raise ValueError("a whole number must be smaller than 9,007,199,254,740,992")
    if isinstance(value, Mapping):
        return {key: clean(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(clean(item, depth + 1) for item in value)
    return value


def _text(value: str) -> str:
    if value.isascii() and value.isprintable():
        return value
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in ALLOWED:
            raise ValueError(f"the character U+{ord(character):04X} cannot be used in text")
    return text
