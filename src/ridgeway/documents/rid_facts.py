"""What a release's implementation document (RID) is made from: plain values with their sources.

`None` means that the record does not hold the part; an empty tuple means that it holds that there
is nothing to say. The document keeps the two apart.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ridgeway.documents.description import Classification, Contact, Source, Version


@dataclass(frozen=True, slots=True)
class ImpactFacts:
    """How a modification touches one party category or the systems; `None`: not held."""

    on: str
    touched: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CostFacts:
    """Cost of one line of the breakdown in pounds; `None`: not held."""

    line: str
    administrator: Decimal | None = None
    delivery: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ModificationFacts:
    """A modification in the release. `relation` is "targeted" or "approved"."""

    reference: str
    title: str
    relation: str
    stage: str = ""
    impacts: tuple[ImpactFacts, ...] = ()
    costs: tuple[CostFacts, ...] | None = None
    source: Source = ()


@dataclass(frozen=True, slots=True)
class AmendedFacts:
    """A part of the code or a document under it that the release amends."""

    name: str
    kind: str = ""
    changed_by: tuple[str, ...] | None = None
    source: Source = ()


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """Something on the timetable; a test phase says whose it is by `owner`."""

    name: str
    owner: str = ""
    starts_date: dt.date | None = None
    ends_date: dt.date | None = None
    is_test_phase: bool = False
    source: Source = ()


@dataclass(frozen=True, slots=True)
class DeliveryRiskFacts:
    risk: str
    mitigation: str = ""
    owner: str = ""
    source: Source = ()


@dataclass(frozen=True, slots=True)
class ApproachFacts:
    """A written part: the testing approach, user testing, the support given to users."""

    text: str
    by: str = ""
    annex: str = ""
    source: Source = ()


@dataclass(frozen=True, slots=True)
class AcceptanceFacts:
    text: str
    clause: str = ""
    agreed_date: dt.date | None = None
    source: Source = ()


@dataclass(frozen=True, slots=True)
class SpecificationFacts:
    """A version of a technical specification that takes effect with the release.

    A start that is not given is expected on the go-live date and the document says that this is
    an expectation.
    """

    name: str
    version: str
    starts_date: dt.date | None = None
    source: Source = ()


@dataclass(frozen=True, slots=True)
class EndedFacts:
    """A version that the release removes or ends; `removed` when it leaves the code at once."""

    name: str
    version: str
    removed: bool = False
    ends_date: dt.date | None = None
    source: Source = ()


@dataclass(frozen=True, slots=True)
class RidFacts:
    """Everything that an implementation document is written from.

    `party_categories` and `systems` are the columns of the impact table, in the code's order.
    `approved_by` is the body that agrees the document.
    """

    release: str
    kind: str
    go_live_date: dt.date | None
    approved_by: str
    delivery_party: str
    systems: str
    party_categories: tuple[str, ...]
    document_date: dt.date
    version: str
    status: str
    classification: Classification
    modifications: tuple[ModificationFacts, ...] | None = None
    amended: tuple[AmendedFacts, ...] | None = None
    activities: tuple[ActivityFacts, ...] | None = None
    risks: tuple[DeliveryRiskFacts, ...] | None = None
    testing_approach: ApproachFacts | None = None
    user_testing: ApproachFacts | None = None
    user_support: ApproachFacts | None = None
    acceptance: tuple[AcceptanceFacts, ...] | None = None
    specifications: tuple[SpecificationFacts, ...] | None = None
    ended: tuple[EndedFacts, ...] | None = None
    forecast: tuple[CostFacts, ...] | None = None
    authors: tuple[str, ...] = ()
    team: str = ""
    contact: Contact | None = None
    versions: tuple[Version, ...] = ()
    reference: str = ""
    record_position: str = ""
    example: bool = False
    source: Source = ()
