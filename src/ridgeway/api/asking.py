"""What a read of the interface begins with: who asks, about which code, and whether it is there."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from ridgeway.entrance.doors import Request
from ridgeway.governance.acts import Missing
from ridgeway.governance.codes.queries import code_by_key

T = TypeVar("T")


def there(found: T | None) -> T:
    """What was found. Raises Missing otherwise, which answers alike for hidden and for missing."""
    if found is None:
        raise Missing
    return found


def asked_of(request: HttpRequest, key: str) -> tuple[Request, Any]:
    """The request with its actor and instant, and the code of its address."""
    coming = cast("Request", request)
    return coming, there(code_by_key(key, coming.actor))


def today_in(coming: Request, zone: str) -> dt.date:
    """The legal date of the request in a code's zone."""
    return coming.at.astimezone(ZoneInfo(zone)).date()
