"""A policy as one frozen value: what every part of the engine reads and nobody changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ridgeway.core.policy.control import ChangeControl, ConsultationRule, FreezeRule
from ridgeway.core.policy.documents import Content, DocumentRule, ValidityRule
from ridgeway.core.policy.movement import (
    Beat,
    Checkpoint,
    DropType,
    Environment,
    Fact,
    Family,
    Move,
    Responsibilities,
    Stream,
    Workflow,
)
from ridgeway.core.policy.terms import (
    AdHoc,
    Body,
    Costs,
    DateChange,
    Decision,
    Disagreement,
    Duty,
    GoLive,
    Impact,
    ImplementationDates,
    Issue,
    LateInclusion,
    Limit,
    Matter,
    Naming,
    ReleaseKind,
    ScopeCutoff,
    Slot,
    Status,
    Unknown,
    Weighed,
)
from ridgeway.core.policy.value import Value
from ridgeway.core.policy.voting import Voting


class Rulebook(Value):
    """One version of one policy.

    `applies_from` is the first day on which it binds, None while it does not bind at all; duties
    due before it never count as late. `calendar` names the working-day calendar, `zone` the time
    zone of its times of day. What the source leaves open stands in `unknown`, where it contradicts
    itself in `disagreements`.
    """

    format: int
    id: str
    version: str
    title: str
    code: str
    status: Status
    source: str
    established_by: str
    issued_date: dt.date | None = None
    applies_from: dt.date | None = None
    applies_from_note: str = ""
    calendar: str
    zone: str
    owner: str = ""
    classification: str = ""
    distribution: str = ""
    history: tuple[Issue, ...] = ()
    matters: tuple[Matter, ...] = ()
    bodies: tuple[Body, ...] = ()
    decisions: tuple[Decision, ...] = ()
    voting: tuple[Voting, ...] = ()
    naming: Naming | None = None
    impacts: tuple[Impact, ...] = ()
    kinds: tuple[ReleaseKind, ...] = ()
    ad_hoc: AdHoc | None = None
    slots: tuple[Slot, ...] = ()
    scope: tuple[ScopeCutoff, ...] = ()
    late_inclusion: LateInclusion | None = None
    implementation: ImplementationDates | None = None
    weighed: tuple[Weighed, ...] = ()
    date_change: DateChange | None = None
    limits: tuple[Limit, ...] = ()
    freeze: FreezeRule | None = None
    consultation: ConsultationRule | None = None
    change_control: ChangeControl | None = None
    go_live: GoLive | None = None
    duties: tuple[Duty, ...] = ()
    documents: tuple[DocumentRule, ...] = ()
    contents: tuple[Content, ...] = ()
    validity: ValidityRule | None = None
    costs: Costs | None = None
    families: tuple[Family, ...] = ()
    facts: tuple[Fact, ...] = ()
    environments: tuple[Environment, ...] = ()
    streams: tuple[Stream, ...] = ()
    moves: tuple[Move, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    beats: tuple[Beat, ...] = ()
    drops: tuple[DropType, ...] = ()
    responsibilities: Responsibilities | None = None
    workflow: Workflow | None = None
    unknown: tuple[Unknown, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def reference(self) -> str:
        """`sec-rmp@3.0`: what an act pins when it is judged."""
        return f"{self.id}@{self.version}"

    @property
    def cited(self) -> str:
        """The policy's title and version, as a paper cites it."""
        return f"{self.title} {self.version}"

    def body_name(self, body: str) -> str:
        """The name under which a reader knows a body; the id itself if it is not listed."""
        return next((b.name for b in self.bodies if b.id == body), body)

    def called(self, body: str, name: str = "", *, opening: bool = False) -> str:
        """`the SEC Panel`, `SECAS`: a body inside a sentence, or `opening` one.

        `name` is what it goes by here, where that is not what the policy calls it.
        """
        held = next((b for b in self.bodies if b.id == body), None)
        text = f"{held.article if held else ''} {name or self.body_name(body)}".strip()
        return text[:1].upper() + text[1:] if opening else text

    def names_of(self, bodies: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.body_name(body) for body in bodies)

    def duty(self, duty: str) -> Duty | None:
        return next((d for d in self.duties if d.id == duty), None)

    def decision(self, matter: str) -> Decision | None:
        return next((d for d in self.decisions if d.id == matter), None)

    def kind(self, kind: str) -> ReleaseKind | None:
        return next((k for k in self.kinds if k.id == kind), None)

    def fact(self, fact: str) -> Fact | None:
        return next((f for f in self.facts if f.id == fact), None)

    def document(self, document: str) -> DocumentRule | None:
        return next((d for d in self.documents if d.id == document), None)

    def contents_of(self, document: str) -> tuple[Content, ...]:
        return tuple(c for c in self.contents if c.document == document)

    def cite(self, clause: str) -> str:
        """`SEC Release Management Policy 3.0, section 8`, or the clause if it names its source."""
        return f"{self.title} {self.version}, {clause}" if clause.startswith("section") else clause
