"""Waivers by name: one reason, one body with the power, one person, one stated ground, one end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Force, Reason, State, Verdict


@dataclass(frozen=True, slots=True)
class WaiverPower:
    """What a policy lets a body waive: reasons of these forces; with `keys`, only those named.

    A waiver granted today ends on `latest_date` at the latest, where the policy sets an end. What
    the body itself has to clear it may waive with `own_too` only.
    """

    body: str
    forces: tuple[Force, ...]
    keys: tuple[str, ...] = ()
    clause: str = ""
    latest_date: dt.date | None = None
    own_too: bool = False

    def covers(self, reason: Reason) -> bool:
        return reason.force in self.forces and (not self.keys or reason.key in self.keys)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A body, through a person, lets one named reason go, up to and with `until_date`.

    On `fell_date` what was waived was worded anew. `interests` are the bodies of the person.
    """

    key: str
    body: str
    person: str
    ground: str
    granted_date: dt.date
    until_date: dt.date | None = None
    fell_date: dt.date | None = None
    interests: tuple[str, ...] = ()

    def ended(self, on: dt.date | None) -> str:
        """Why it counts no longer on a day; empty while it does."""
        if self.fell_date is not None:
            return f"fell on {long_date(self.fell_date)}: the criterion was reworded"
        if on is not None and self.until_date is not None and self.until_date < on:
            return f"ended on {long_date(self.until_date)}"
        return ""

    def by(self) -> str:
        """`SEC Panel (Ann Lee), Fri 8 Nov 2019, until Sun 8 Dec 2019`."""
        until = f", until {long_date(self.until_date)}" if self.until_date else ""
        return f"{self.body} ({self.person}), {long_date(self.granted_date)}{until}"


def judge_waiver(
    waiver: Waiver, reasons: Sequence[Reason], powers: Sequence[WaiverPower]
) -> Verdict:
    """Whether this waiver may be granted: its reason is open, it has a name and a ground, the
    policy gives that body the power over such a reason, for so long, and nobody waives what they
    have to clear themselves."""
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
    if about:
        found += _power_faults(waiver, about[0], powers)
    return Verdict(question, tuple(found))


def _power_faults(
    waiver: Waiver, reason: Reason, powers: Sequence[WaiverPower]
) -> Iterable[Reason]:
    power = _power(waiver, reason, powers)
    if power is None:
        others = [p for p in powers if p.covers(reason)]
        what = f"The policy does not let {waiver.body} waive this {reason.force}."
        clause = others[0].clause if others else reason.clause
        able = tuple(dict.fromkeys(p.body for p in others))
        yield Reason("power", what, State.UNMET, clause=clause, cleared_by=able)
        return
    own = [b for b in (waiver.body, *waiver.interests) if b in reason.cleared_by]
    if own and not power.own_too:
        what = f"{own[0]} has to clear this itself; nobody waives what is their own to do."
        yield Reason("own-interest", what, State.UNMET, clause=power.clause)
    until, latest = waiver.until_date, power.latest_date
    if until is not None and until < waiver.granted_date:
        yield Reason("until", f"{long_date(until)} has passed.", State.UNMET, clause=power.clause)
    elif latest is not None and (until is None or until > latest):
        what = f"{waiver.body} may waive this until {long_date(latest)} at the latest"
        asked = f", not until {long_date(until)}." if until else "; no day is given."
        remedy = "Say until when it is waived."
        yield Reason("until", what + asked, State.UNMET, clause=power.clause, remedy=remedy)


def with_waivers(
    reasons: Iterable[Reason],
    waivers: Sequence[Waiver],
    powers: Sequence[WaiverPower],
    on: dt.date | None = None,
) -> tuple[Reason, ...]:
    """The same reasons on a day; each open one that a waiver in power names is waived, and says by
    whom. One whose waiver has ended says so."""
    return tuple(_waive(reason, waivers, powers, on) for reason in reasons)


def _waive(
    reason: Reason, waivers: Sequence[Waiver], powers: Sequence[WaiverPower], on: dt.date | None
) -> Reason:
    if not reason.is_open:
        return reason
    ended = ""
    for waiver in waivers:
        power = _power(waiver, reason, powers) if waiver.key == reason.key else None
        if power is None or not waiver.person.strip() or not waiver.ground.strip():
            continue
        if why := waiver.ended(on):
            ended = f" The waiver by {waiver.by()} {why}."
            continue
        under = f", under {power.clause}" if power.clause else ""
        what = f"{reason.what} Waived by {waiver.by()}{under}: {waiver.ground.rstrip('.')}."
        return replace(reason, state=State.WAIVED, what=what)
    return replace(reason, what=reason.what + ended) if ended else reason


def _power(waiver: Waiver, reason: Reason, powers: Iterable[WaiverPower]) -> WaiverPower | None:
    return next((p for p in powers if p.body == waiver.body and p.covers(reason)), None)
