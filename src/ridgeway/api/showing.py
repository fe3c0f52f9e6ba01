"""Turns what queries return into JSON, by one walk, without building it twice."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from django.http import HttpResponse

from ridgeway.api.problems import verdict_as_json
from ridgeway.core.verdict import Verdict


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if not field.name.startswith("_"))


def shown(value: Any) -> Any:  # noqa: PLR0911 - one line for each kind of value
    """A value as JSON holds it: dates in ISO form, dataclasses as objects, verdicts whole."""
    if value is None or (isinstance(value, str | int | bool) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Verdict):
        return verdict_as_json(value)
    if isinstance(value, Mapping):
        return {str(key): shown(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {name: shown(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, Decimal):
        return str(value)
    return [shown(item) for item in value]


def as_json(value: Any) -> str:
    return json.dumps(shown(value), ensure_ascii=False, separators=(",", ":"))


def answer(value: Any, *, version: int | None = None) -> HttpResponse:
    """A value as the answer; `version` becomes the ETag that If-Match wants back."""
    return answer_of(as_json(value), version=version)


def answer_of(body: str, *, version: int | None = None) -> HttpResponse:
    """The answer from JSON that is written already."""
    out = HttpResponse(body, content_type="application/json")
    if version is not None:
        out["ETag"] = f'"{version}"'
    out["Cache-Control"] = "private, no-cache"
    return out
