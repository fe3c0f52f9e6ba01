"""Whether lines can be brought in: all that is wrong with them, before anything is locked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ridgeway.core import access
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body, Party
from ridgeway.governance.intake.faults import Fault, Place
from ridgeway.governance.intake.holding import held_marks
from ridgeway.governance.intake.lines import (
    KINDS,
    CriterionLine,
    DefectLine,
    ModificationLine,
    PartyLine,
    Register,
    ReleaseLine,
)
from ridgeway.governance.modifications.models import Modification, ModificationReference
from ridgeway.governance.modifications.workflow import Life, life_of
from ridgeway.governance.releases.models import Release

SCOPE_OPEN = "open"
AT_ONCE = 500
Places = Mapping[str, Sequence[Place]]


@dataclass(slots=True)
class Plan:
    """What an import would do: the new lines by kind, what is held already, and every fault.

    `ids` are the identities of what the new lines name and is held: releases and modifications by
    (kind, mark), Parties and bodies by their key.
    """

    parties: list[PartyLine] = field(default_factory=list)
    releases: list[ReleaseLine] = field(default_factory=list)
    criteria: list[CriterionLine] = field(default_factory=list)
    modifications: list[ModificationLine] = field(default_factory=list)
    defects: list[DefectLine] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def new(self) -> dict[str, int]:
        return {kind: len(getattr(self, plural)) for kind, (plural, _) in KINDS.items()}

    @property
    def is_empty(self) -> bool:
        return not any(self.new.values())


def plan_of(
    code_id: str, register: Register, actor: Actor, on: dt.date, places: Places | None = None
) -> Plan:
    """What an import of these lines would do on a day. Reads only; nothing need be locked."""
    plan = Plan()
    checker = _Checker(code_id, plan, life_of(code_id, on), places or {})
    for kind in KINDS:
        checker.sort(kind, getattr(register, KINDS[kind][0]))
    checker.name_bodies()
    if plan.parties and not access.may("party.register", actor.roles(code_id)):
        who = access.only_who("party.register")
        for line in plan.parties:
            checker.fault("party", line, "key", "is not registered.", f"{who} may add it.")
    checker.check_modifications()
    checker.check_releases_named("criterion", plan.criteria)
    checker.check_defects()
    return plan


@dataclass(slots=True)
class _Checker:
    code_id: str
    plan: Plan
    life: Life | None
    places: Places
    at: dict[int, Place] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    """State of each release that is held, by its short name."""

    def fault(self, kind: str, line: Any, name: str, wrong: str, right: str = "") -> None:
        place = self.at.get(id(line), Place(KINDS[kind][0]))
        self.plan.faults.append(Fault(place, name, wrong, right))

    def sort(self, kind: str, lines: Sequence[Any]) -> None:
        """Part what is new from what is held alike; the rest is a conflict or doubled."""
        known = self.places.get(kind, ())
        plural = KINDS[kind][0]
        for number, line in enumerate(lines):
            place = known[number] if number < len(known) else Place(f"{plural}[{number}]")
            self.at[id(line)] = place
        held = held_marks(self.code_id, kind, (line.mark for line in lines))
        new = getattr(self.plan, plural)
        seen: dict[str, Any] = {}
        for line in lines:
            if (first := seen.get(line.mark)) is not None:
                where = self.at[id(first)]
                self.fault(kind, line, "", f"{line.mark!r} stands at {where} already.")
                continue
            seen[line.mark] = line
            if line.mark not in held:
                new.append(line)
            elif differing := differences_of(line, held[line.mark]):
                for name, here, there in differing:
                    wrong = f"{line.mark} is held with {there}, not {here}."
                    self.fault(kind, line, name, wrong, "Change it by an act, or leave it out.")
            else:
                self.plan.skipped[kind] = self.plan.skipped.get(kind, 0) + 1

    def name_bodies(self) -> None:
        """Bodies that criteria name."""
        if not self.plan.criteria:
            return
        known = dict(Body.objects.values_list("key", "id"))
        for line in self.plan.criteria:
            pairs = [("stated_by", line.stated_by)] if line.stated_by else []
            pairs += [("confirmed_by", key) for key in line.confirmed_by]
            for name, key in pairs:
                if key in known:
                    self.plan.ids["body", key] = known[key]
                else:
                    wrong = f"no body is registered as {key!r}."
                    self.fault("criterion", line, name, wrong, f"Use: {', '.join(sorted(known))}.")

    def check_modifications(self) -> None:
        lines = self.plan.modifications
        self._name("party", Party, "key", {x.proposer for x in lines if x.proposer})
        parties = {x.key for x in self.plan.parties}
        for line in lines:
            if line.proposer and line.proposer not in parties and not self._held("party", line):
                wrong = f"no Party is registered as {line.proposer!r}."
                self.fault("modification", line, "proposer", wrong, "Add it as a party.")
            if self.life and line.stage and line.stage not in self.life.stages:
                wrong = f"{self.life.book.cited} knows no stage {line.stage!r}."
                right = f"Use: {', '.join(self.life.stages)}."
                self.fault("modification", line, "stage", wrong, right)
        self.check_releases_named("modification", [x for x in lines if x.release])
        for line in lines:
            state = self.states.get(line.release, SCOPE_OPEN)
            if line.release and state != SCOPE_OPEN:
                wrong = f"the scope of {line.release} is set (it is {state})."
                right = "Bring it in without a release, then add it to the scope by that act."
                self.fault("modification", line, "release", wrong, right)
        self._check_earlier(lines)

    def _held(self, kind: str, line: ModificationLine) -> bool:
        return (kind, line.proposer) in self.plan.ids

    def _check_earlier(self, lines: Sequence[ModificationLine]) -> None:
        """References are never given twice, not even ones that are borne no more."""
        borne: dict[str, ModificationLine] = {}
        for line in lines:
            for reference in (line.reference, *line.earlier_references):
                if reference in borne:
                    wrong = f"{reference} is given to {borne[reference].reference} too."
                    self.fault("modification", line, "earlier_references", wrong)
                borne.setdefault(reference, line)
        held = ModificationReference.objects.filter(code_id=self.code_id)
        if not borne or not held.exists():
            return
        for some in _portions(borne):
            found = held.filter(reference__in=some)
            for reference, now in found.values_list("reference", "modification__reference"):
                wrong = f"{reference} was given to {now}; references are not reused."
                self.fault("modification", borne[reference], "reference", wrong)

    def check_releases_named(self, kind: str, lines: Sequence[Any]) -> None:
        wanted = {line.release for line in lines} - set(self.states)
        rows = Release.objects.filter(code_id=self.code_id, slug__in=wanted)
        for slug, pk, state in rows.values_list("slug", "id", "state"):
            self.plan.ids["release", slug] = pk
            self.states[slug] = state
        new = {line.slug for line in self.plan.releases}
        for line in lines:
            if line.release not in new and ("release", line.release) not in self.plan.ids:
                wrong = f"no release is called {line.release!r}."
                self.fault(kind, line, "release", wrong, "Add it as a release.")

    def check_defects(self) -> None:
        lines = self.plan.defects
        self.check_releases_named("defect", lines)
        new = {line.reference for line in self.plan.modifications}
        wanted = {x.modification for x in lines if x.modification} - new
        self._name("modification", Modification, "reference", wanted)
        for line in lines:
            named = line.modification
            if named and named not in new and ("modification", named) not in self.plan.ids:
                wrong = f"no modification is called {named!r}."
                self.fault("defect", line, "modification", wrong, "Add it as a modification.")

    def _name(self, kind: str, model: Any, column: str, wanted: Iterable[str]) -> None:
        rows = model.objects.all() if model is Party else model.objects.filter(code=self.code_id)
        for some in _portions(wanted):
            found = rows.filter(**{f"{column}__in": some}).values_list(column, "id")
            self.plan.ids.update({(kind, mark): pk for mark, pk in found})


def _portions(marks: Iterable[str]) -> Iterable[list[str]]:
    every = list(marks)
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))


def differences_of(line: Any, held: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Fields that the line states otherwise than what is held: name, stated, held."""
    found = []
    for name in sorted(line.model_fields_set):
        stated, there = _comparable(getattr(line, name)), _comparable(held.get(name))
        if stated != there:
            found.append((name, _worded(stated), _worded(there)))
    return found


def _comparable(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _worded(value: Any) -> str:
    text = "nothing" if value in (None, "", []) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
