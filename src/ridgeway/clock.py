"""The only place that reads the clock; everything else is told the time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo


def now() -> dt.datetime:
    """The instant, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def today(zone: str) -> dt.date:
    """The legal date at this instant in a zone such as Europe/London."""
    return now().astimezone(ZoneInfo(zone)).date()
