"""What somebody who owns the database may write into a column instead of what is there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models


def other(field: models.Field[Any, Any], value: Any) -> Any:  # noqa: PLR0911 - a kind a line
    """Another value that the column can hold."""
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return value + dt.timedelta(microseconds=1)
    if isinstance(field, models.DateField):
        return value + dt.timedelta(days=1)
    if isinstance(field, models.TimeField):
        return value.replace(second=1)
    if isinstance(field, models.JSONField):
        return [value]
    if isinstance(field, models.BinaryField):
        return bytes(value)[:-1] + bytes([bytes(value)[-1] ^ 1])
    if isinstance(value, int):
        return value + 1
    return f"{value[:-1]}{'a' if value[-1:] != 'a' else 'b'}"
