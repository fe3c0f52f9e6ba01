"""Releases as a policy plans them: over a span of years, or one by name on a date of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ridgeway.core.dates.calendar import Calendar
from ridgeway.core.dates.loading import load_calendar
from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.obligations import (
    GO_LIVE,
    NO_IMPACTS,
    Obligation,
    Undated,
    obligations_of,
)
from ridgeway.core.planning.slots import (
    PlanningError,
    SlotDate,
    month_named,
    release_name,
    slot_dates,
    slot_of,
)
from ridgeway.core.policy.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class PlannedRelease:
    """A release on a date, and what follows from it.

    `rule_date` is the day that the cycle gives, None for an ad hoc release; `slot` its slot's id,
    empty for an ad hoc one. `impacts` is what the scope was said to touch.
    """

    name: str
    kind: str
    go_live_date: dt.date
    slot: str
    rule_date: dt.date | None
    why: tuple[str, ...]
    obligations: tuple[Obligation, ...]
    undated: tuple[Undated, ...]
    impacts: frozenset[str] = NO_IMPACTS

    @property
    def by_rule(self) -> bool:
        return self.go_live_date == self.rule_date

    def obligation(self, obligation: str) -> Obligation | None:
        return next((o for o in self.obligations if o.id == obligation), None)


def plan(
    rulebook: Rulebook,
    first: dt.date,
    last: dt.date,
    *,
    calendar: Calendar | None = None,
    kinds: Mapping[str, str] | None = None,
) -> tuple[PlannedRelease, ...]:
    """Every release of the cycle with a go-live from `first` to `last`, both included.

    `kinds` maps a release's name to another kind than its slot's, where the policy lets the slot
    become that kind. Raises PlanningError, or OutsideCalendarError beyond the calendar.
    """
    if last < first:
        raise PlanningError(
            f"{long_date(last)} comes before {long_date(first)}: swap the two dates"
        )
    if not rulebook.slots:
        raise PlanningError(f"{rulebook.cited} sets no yearly cycle, so there is nothing to plan")
    calendar = calendar or load_calendar(rulebook.calendar)
    changed = kinds or {}
    return tuple(
        _planned(rulebook, slot.name, slot.day, slot, changed.get(slot.name), calendar)
        for slot in slot_dates(rulebook, first, last)
    )


def plan_release(
    rulebook: Rulebook,
    name: str,
    go_live_date: dt.date | None = None,
    *,
    kind: str | None = None,
    calendar: Calendar | None = None,
    impacts: frozenset[str] = NO_IMPACTS,
    anchors: Mapping[str, dt.date] | None = None,
) -> PlannedRelease:
    """One release by its name, on its day by rule or on another.

    A release in a month without a slot is ad hoc: it needs a date and a kind. `anchors` adds days
    that some duties count from, such as `decision`. Raises PlanningError.
    """
    slot = slot_of(rulebook, name)
    if go_live_date is not None:
        day = go_live_date
    elif slot is not None:
        day = slot.day
    else:
        raise PlanningError(f"{name} is outside the yearly cycle: give its go-live date")
    calendar = calendar or load_calendar(rulebook.calendar)
    return _planned(rulebook, name, day, slot, kind, calendar, impacts, anchors)


def _planned(
    rulebook: Rulebook,
    name: str,
    day: dt.date,
    slot: SlotDate | None,
    kind: str | None,
    calendar: Calendar,
    impacts: frozenset[str] = NO_IMPACTS,
    anchors: Mapping[str, dt.date] | None = None,
) -> PlannedRelease:
    kind = _kind(rulebook, name, slot, kind)
    known = {GO_LIVE: day, **(anchors or {})}
    dated, undated = obligations_of(rulebook, name, kind, known, calendar, impacts=impacts)
    return PlannedRelease(
        name=name,
        kind=kind,
        go_live_date=day,
        slot=slot.slot.id if slot else "",
        rule_date=slot.day if slot else None,
        why=_why(rulebook, name, day, slot),
        obligations=dated,
        undated=undated,
        impacts=impacts,
    )


def _kind(rulebook: Rulebook, name: str, slot: SlotDate | None, kind: str | None) -> str:
    known = [k.id for k in rulebook.kinds]
    if kind is not None and kind not in known:
        raise PlanningError(f'"{kind}" is not a kind of release. Use one of: {", ".join(known)}')
    if slot is None:
        if rulebook.ad_hoc is None:
            raise PlanningError(
                f"{rulebook.cited} knows no ad hoc releases, such as {name} would be"
            )
        if kind is None or kind not in rulebook.ad_hoc.kinds:
            allowed = " or ".join(rulebook.ad_hoc.kinds)
            raise PlanningError(f"{name} is ad hoc: say which kind it is, {allowed}")
        return kind
    if kind is None or kind == slot.slot.kind:
        return slot.slot.kind
    if kind not in slot.slot.may_become:
        raise PlanningError(
            f"{name} is a {slot.slot.kind} release; {rulebook.cite(slot.slot.clause)} "
            f"does not let it become a {kind} release"
        )
    return kind


def _why(rulebook: Rulebook, name: str, day: dt.date, slot: SlotDate | None) -> tuple[str, ...]:
    if slot is None:
        clause = rulebook.ad_hoc.clause if rulebook.ad_hoc else ""
        return (f"{rulebook.cite(clause)}: ad hoc, outside the yearly cycle, on {long_date(day)}",)
    if day == slot.day:
        return (slot.why,)
    away = (day - slot.day).days
    way = "after" if away > 0 else "before"
    steps = [slot.why, f"Set for {long_date(day)}, {days(away)} {way} that day, by decision"]
    year, month = month_named(rulebook, name)
    if (day.year, day.month) == (year, month):
        steps.append("It stays in its month, so its name is unchanged")
    else:
        steps.append(
            f"It leaves its month: by the naming rule it would be {release_name(rulebook, day)}"
        )
    return tuple(steps)


def days(count: int) -> str:
    """`21 days`, `1 day`, whatever the sign."""
    return f"{abs(count)} day{'' if abs(count) == 1 else 's'}"
