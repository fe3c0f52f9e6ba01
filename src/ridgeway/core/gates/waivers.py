"""Waivers by name: one reason, one body with the power, one person, one stated ground."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Force, Reason, State, Verdict


@dataclass(frozen=True, slots=True)
class WaiverPower:
    """What a policy lets a body waive: reasons of these forces; with `keys`, only those named."""

    body: str
    forces: tuple[Force, ...]
    keys: tuple[str, ...] = ()
    clause: str = ""

    def covers(self, reason: Reason) -> bool:
        return reason.force in self.forces and (not self.keys or reason.key in self.keys)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A body, through a person, lets one named reason go."""

    key: str
    body: str
    person: str
    ground: str
    granted_date: dt.date


def judge_waiver(
    waiver: Waiver, reasons: Sequence[Reason], powers: Iterable[WaiverPower]
) -> Verdict:
    """Whether this waiver may be granted: its reason is open, it has a name and a ground, and the
    policy gives that body the power over a reason of that force."""
    question = f"May {waiver.body} waive {waiver.key}?"
    about = [r for r in reasons if r.key == waiver.key]
    found: list[Reason] = []
    if not about:
        what = f"There is no reason called {waiver.key}."
        found.append(Reason("reason", what, State.UNMET, remedy="Name one that stands open."))
    elif not any(r.is_open for r in about):
        what = f"{waiver.key} is {about[0].state}; there is nothing to waive."
        found.append(Reason("reason", what, State.UNMET))
    if not waiver.person.strip():
        found.append(Reason("person", "A waiver bears the name of a person.", State.UNMET))
    if not waiver.ground.strip():
        found.append(Reason("ground", "A waiver states its ground.", State.UNMET))
    if about and not _power(waiver, about[0], powers):
        what = f"The policy does not let {waiver.body} waive this {about[0].force}."
        found.append(Reason("power", what, State.UNMET, clause=about[0].clause))
    return Verdict(question, tuple(found))


def with_waivers(
    reasons: Iterable[Reason], waivers: Sequence[Waiver], powers: Sequence[WaiverPower]
) -> tuple[Reason, ...]:
    """The same reasons; each open one that a valid waiver names is waived, and says by whom.

    A waiver without effect changes nothing, `judge_waiver` says why.
    """
    return tuple(_waive(reason, waivers, powers) for reason in reasons)


def _waive(reason: Reason, waivers: Sequence[Waiver], powers: Sequence[WaiverPower]) -> Reason:
    for waiver in waivers:
        if waiver.key == reason.key and judge_waiver(waiver, (reason,), powers).allowed:
            power = _power(waiver, reason, powers)
            by = f"Waived by {waiver.body} ({waiver.person}), {long_date(waiver.granted_date)}"
            under = f", under {power.clause}" if power and power.clause else ""
            what = f"{reason.what} {by}{under}: {waiver.ground.rstrip('.')}."
            return replace(reason, state=State.WAIVED, what=what)
    return reason


def _power(waiver: Waiver, reason: Reason, powers: Iterable[WaiverPower]) -> WaiverPower | None:
    return next((p for p in powers if p.body == waiver.body and p.covers(reason)), None)
