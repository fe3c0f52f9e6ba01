"""The documents that a policy asks for with each release: their parts, how they become final."""

from __future__ import annotations

from enum import StrEnum

from ridgeway.core.policy.terms import Names, Rule


class Holds(StrEnum):
    """What a part of a document is filled from: what is held of the release, or words."""

    TEXT = "text"
    MODIFICATIONS = "modifications"
    IMPACTS = "impacts"
    DOCUMENTS = "documents"
    CENTRAL_COST = "central-cost"
    STANDALONE_COST = "standalone-cost"
    FORECAST_COST = "forecast-cost"
    TIMETABLE = "timetable"
    CRITERIA = "criteria"
    SPECIFICATIONS = "specifications"
    SPECIFICATIONS_ENDED = "specifications-ended"
    ANNEX = "annex"


class Content(Rule):
    """A part that a document must have; `when` says under which condition, if not always.

    `holds` says what Ridgeway fills it from; `heading` is what stands over it in the document.
    """

    id: str
    document: str
    title: str
    heading: str = ""
    holds: Holds = Holds.TEXT
    kinds: Names = ()
    when: str = ""


class DocumentRule(Rule):
    """A document that a release of `kinds` has, in versions.

    It is baselined by `approved_by`, or becomes final once `reviewed_by` has seen it. `after` says
    that a modification must be approved for the release before it is drafted. `annex_of` names the
    document that it is part of. `issued` and `published` are the duties that those acts discharge;
    `drafted`, `amended` and `considered` those that its start, each approval or review of a later
    version and each answer to a comment serve.
    """

    id: str
    title: str
    written_by: str
    kinds: Names = ()
    approved_by: str = ""
    reviewed_by: str = ""
    annex_of: str = ""
    after_approval: bool = False
    considered_by: str = ""
    issued: str = ""
    published: str = ""
    drafted: str = ""
    amended: str = ""
    considered: str = ""


class ValidityRule(Rule):
    """Validity Periods of technical specifications: who is consulted on each start and end, and
    the duty that this serves."""

    consult: Names
    title: str = "Validity Period"
    duty: str = ""
