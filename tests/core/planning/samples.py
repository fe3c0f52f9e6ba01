"""Releases that the tests of planning share."""

from __future__ import annotations

import datetime as dt

from ridgeway.core.dates.loading import load_calendar
from ridgeway.core.planning.releases import PlannedRelease, plan_release
from ridgeway.core.policy.loading import load_rulebook

RMP = load_rulebook("sec-rmp@3.0")
DCC = load_rulebook("dcc-rmp@3.0-draft")
CSSC = load_rulebook("cssc-plan@0.3")
CALENDAR = load_calendar("england-and-wales")
NOVEMBER = "November 2019 SEC Release"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def november(go_live: str = "2019-11-07") -> PlannedRelease:
    return plan_release(RMP, NOVEMBER, day(go_live), calendar=CALENDAR)
