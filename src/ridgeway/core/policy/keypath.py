"""The way to a value in a rulebook: names of keys, and places in lists counted from 0."""

from __future__ import annotations

KeyPath = tuple[str | int, ...]
