"""From a parsed table to the frozen values of `terms.py`, strictly, with every fault noted.

The fields and types of those classes are the only statement of what a file may hold: an unknown
key, a missing one, a value of another type or outside its enumeration is a fault. Nothing is
coerced: `"6"` is not a number and `0` is not `false`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin

from ridgeway.core.policy.faults import Found, nearest
from ridgeway.core.policy.keypath import KeyPath
from ridgeway.core.policy.value import is_table, shape_of

T = TypeVar("T")
Builder = Callable[[object, KeyPath, Found], Any]

PLAIN: dict[type, str] = {
    str: 'text in quotes, such as "panel"',
    int: "a whole number without quotes",
    bool: "true or false",
    dt.date: "a date without quotes, such as 2019-11-07",
    dt.time: "a time without quotes, such as 17:00:00",
}


class _Faulty:
    """Stands for a value that could not be built, until the faults are told."""


FAULTY = _Faulty()


def built(kind: type[T], table: object, found: Found) -> T | None:
    """A value of `kind`, or None with at least one fault added to `found`."""
    before = len(found.faults)
    value: T = _table_of(kind)(table, (), found)
    return None if len(found.faults) > before else value


@cache
def _builder(hint: Any) -> Builder:
    origin = get_origin(hint)
    if origin is tuple:
        return _list_of(get_args(hint)[0])
    if origin is dict:
        return _texts
    if origin is UnionType:
        return _builder(next(arg for arg in get_args(hint) if arg is not NoneType))
    if is_table(hint):
        return _table_of(hint)
    if issubclass(hint, StrEnum):
        return _one_of(hint)
    return _plain(hint)


def _plain(kind: type) -> Builder:
    def build(value: object, path: KeyPath, found: Found) -> object:
        if type(value) is not kind:
            found.add(path, f"{_shown(value)} is not right here", f"Give {PLAIN[kind]}")
            return FAULTY
        return value

    return build


def _one_of(kind: type[StrEnum]) -> Builder:
    known = {str(member): member for member in kind}

    def build(value: object, path: KeyPath, found: Found) -> object:
        if not isinstance(value, str) or value not in known:
            found.add(path, f"{_shown(value)} is not allowed here", nearest(str(value), known))
            return FAULTY
        return known[value]

    return build


def _list_of(item: Any) -> Builder:
    build_item = _builder(item)

    def build(value: object, path: KeyPath, found: Found) -> object:
        if not isinstance(value, list):
            found.add(path, f"{_shown(value)} is not a list", "Put the values in [ and ]")
            return FAULTY
        return tuple([build_item(part, (*path, i), found) for i, part in enumerate(value)])

    return build


def _texts(value: object, path: KeyPath, found: Found) -> object:
    if not isinstance(value, dict):
        found.add(path, f"{_shown(value)} is not a table", 'Write { key = "text" }')
        return FAULTY
    for key, text in value.items():
        if not isinstance(text, str):
            found.add((*path, key), f"{_shown(text)} is not right here", f"Give {PLAIN[str]}")
    return dict(value)


def _table_of(kind: Any) -> Builder:
    parts = {part.name: part for part in shape_of(kind)}
    required = [part.name for part in shape_of(kind) if part.required]

    def build(value: object, path: KeyPath, found: Found) -> object:
        if not isinstance(value, dict):
            found.add(path, f"{_shown(value)} is not a table", "Write { key = value, … }")
            return FAULTY
        before = len(found.faults)
        given: dict[str, object] = {}
        for key, part in value.items():
            if key not in parts:
                found.add((*path, key), "there is no such key", nearest(key, parts))
                continue
            field = parts[key]
            given[key] = _builder(field.hint)(part, (*path, key), found)
            if part == "" and field.required:
                found.add((*path, key), "it is empty", f"Give {PLAIN[str]}")
        for key in required:
            if key not in value:
                found.add((*path, key), "it is missing", f"Add {key} = …")
        if len(found.faults) > before:
            return FAULTY
        try:
            return kind(**given)
        except ValueError as error:
            found.add(path, str(error), "Change one of the two")
            return FAULTY

    return build


def _shown(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"
