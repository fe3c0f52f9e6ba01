"""A rulebook's values as JSON, for `ridgeway policy show --format json`."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from typing import Any

from ridgeway.core.policy.value import Value


def as_json(value: Any) -> Any:
    """Plain tables, lists and texts; dates and times in their ISO form."""
    if isinstance(value, Value):
        return {key: as_json(part) for key, part in vars(value).items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [as_json(part) for part in value]
    if isinstance(value, dict):
        return {key: as_json(part) for key, part in value.items()}
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value
