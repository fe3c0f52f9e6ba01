"""What a go-live paper is made from: plain values, each with the source it was read from.

`None` and empty always mean that the record does not hold the fact; the paper says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from ridgeway.core.verdict import Force, State
from ridgeway.documents.description import Classification, Contact, Source, Version


class Outcome(StrEnum):
    """What a body concluded about going live."""

    AGREED = "agreed"
    AGREED_SUBJECT_TO = "agreed-subject-to"
    NOT_AGREED = "not-agreed"
    NOT_HELD = "not-held"


class Verb(StrEnum):
    """What a body is asked to do by a resolution."""

    NOTE = "NOTE"
    AGREE = "AGREE"
    INDICATE = "INDICATE"


@dataclass(frozen=True, slots=True)
class DateSet:
    """One step in the history of the planned date: what it became, when, by whom, on what ground.

    `standing` is a word such as "by rule", "requested" or "approved".
    """

    planned_date: dt.date
    by: str
    standing: str
    set_on_date: dt.date | None = None
    latest_date: dt.date | None = None
    ground: str = ""
    source: Source = ()


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    title: str
    submitted_by: str = ""
    arrived_date: dt.date | None = None
    digest: str = ""
    fell_date: dt.date | None = None
    source: Source = ()


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """An acceptance criterion, how it stands, what shows it and who confirmed it."""

    key: str
    text: str
    state: State
    force: Force = Force.MUST
    clause: str = ""
    explanation: str = ""
    evidence: tuple[EvidenceLine, ...] = ()
    confirmed_by: tuple[str, ...] = ()
    waived_by: str = ""
    source: Source = ()

    @property
    def blocks(self) -> bool:
        return self.force is Force.MUST and self.state in (State.UNMET, State.CANNOT_TELL)


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What somebody told a body. `verbatim` only when these are the speaker's own words."""

    by: str
    text: str
    verbatim: bool = False
    source: Source = ()


@dataclass(frozen=True, slots=True)
class AdviceFacts:
    """The view of one body whose advice is required.

    `basis` says what the assessment rested on when that was less than the evidence itself.
    """

    body: str
    outcome: Outcome
    considered: str = ""
    considered_date: dt.date | None = None
    conclusion: str = ""
    subject_to: str = ""
    statements: tuple[StatementFacts, ...] = ()
    reservations: tuple[StatementFacts, ...] = ()
    basis: str = ""
    source: Source = ()


@dataclass(frozen=True, slots=True)
class LatenessFacts:
    """Something that reached a body after its limit.

    `set_on_date` is the day on which the date behind the limit was set; a limit earlier than
    that day could not have been kept from the start.
    """

    what: str
    due_date: dt.date
    arrived_date: dt.date
    clause: str
    force: Force = Force.SHOULD
    set_on_date: dt.date | None = None
    source: Source = ()

    @property
    def days_late(self) -> int:
        return (self.arrived_date - self.due_date).days

    @property
    def born_late(self) -> bool:
        return self.set_on_date is not None and self.set_on_date > self.due_date


@dataclass(frozen=True, slots=True)
class RiskView:
    """A body's view of a residual risk, with what it asked and on what it accepts."""

    body: str
    view: str = ""
    question: str = ""
    answer: str = ""
    accepted: bool | None = None
    subject_to: str = ""
    source: Source = ()


@dataclass(frozen=True, slots=True)
class RiskFacts:
    risk: str
    approach_by: str
    approach: tuple[str, ...] = ()
    views: tuple[RiskView, ...] = ()
    source: Source = ()


@dataclass(frozen=True, slots=True)
class DepartureFacts:
    """A *should* that was not followed, other than a limit that passed (see LatenessFacts)."""

    what: str
    clause: str
    reason: str = ""
    source: Source = ()


@dataclass(frozen=True, slots=True)
class UnknownFacts:
    what: str
    why: str = ""
    source: Source = ()


@dataclass(frozen=True, slots=True)
class ResolutionFacts:
    """What the deciding body is asked for. `text` follows the verb; INDICATE has options."""

    verb: Verb
    text: str
    condition: str = ""
    options: tuple[str, ...] = ()
    source: Source = ()

    def __post_init__(self) -> None:
        if (self.verb is Verb.INDICATE) != (len(self.options) > 1):
            raise ValueError("INDICATE, and it alone, gives two options or more to choose from")


@dataclass(frozen=True, slots=True)
class GoLiveFacts:
    """Everything that a go-live paper is written from.

    `deciding_body` and the names of bodies, parties and documents come as the readers know them
    ("Panel", "RID"). `resolutions` left empty are derived from the views (see `requested`).
    """

    release: str
    go_live_date: dt.date | None
    deciding_body: str
    delivery_party: str
    criteria_document: str
    paper_date: dt.date
    classification: Classification
    criteria: tuple[CriterionFacts, ...] = ()
    advice: tuple[AdviceFacts, ...] = ()
    dates: tuple[DateSet, ...] = ()
    reason_for_move: str = ""
    reason_source: Source = ()
    risks: tuple[RiskFacts, ...] = ()
    risks_held: bool = True
    lateness: tuple[LatenessFacts, ...] = ()
    departures: tuple[DepartureFacts, ...] = ()
    unknowns: tuple[UnknownFacts, ...] = ()
    resolutions: tuple[ResolutionFacts, ...] = ()
    action: str = "For Decision"
    reference: str = ""
    authors: tuple[str, ...] = ()
    team: str = ""
    contact: Contact | None = None
    versions: tuple[Version, ...] = ()
    record_position: str = ""
    example: bool = False
    source: Source = ()
