"""The JSON Schema of a rulebook file, made from the very fields that the loader checks."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.value import is_table, shape_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    dt.time: {"type": "string", "pattern": r"^[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]+)?$"},
}
"""Of a time of day JSON Schema knows only such as name their zone; those of a policy are local."""


def rulebook_schema() -> dict[str, Any]:
    """What a rulebook may hold. TOML dates and times appear as strings in their JSON form."""
    shared: dict[str, Any] = {}
    top = _table(Rulebook, shared)
    return {
        "$schema": DIALECT,
        "title": "Ridgeway rulebook",
        **top,
        "$defs": dict(sorted(shared.items())),
    }


def _table(kind: Any, shared: dict[str, Any]) -> dict[str, Any]:
    parts = shape_of(kind)
    properties: dict[str, Any] = {}
    for part in parts:
        schema = _of(part.hint, shared)
        if part.required and schema == PLAIN[str]:
            schema = {**schema, "minLength": 1}
        properties[part.name] = schema
    return {
        "type": "object",
        "description": cleandoc(kind.__doc__ or ""),
        "properties": properties,
        "required": [part.name for part in parts if part.required],
        "additionalProperties": False,
    }


def _of(hint: Any, shared: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin is tuple:
        return {"type": "array", "items": _of(get_args(hint)[0], shared)}
    if origin is dict:
        return {"type": "object", "additionalProperties": {"type": "string"}}
    if origin is UnionType:
        return _of(next(arg for arg in get_args(hint) if arg is not NoneType), shared)
    if is_table(hint):
        if hint.__name__ not in shared:
            shared[hint.__name__] = {}
            shared[hint.__name__] = _table(hint, shared)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if issubclass(hint, StrEnum):
        return {"enum": [str(member) for member in hint]}
    return PLAIN[hint]
