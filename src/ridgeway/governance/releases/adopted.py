"""The form in which a release of the past is entered: what a source says of it, and no more."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.governance.acts import Given
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.releases.models import DateStatus, Relation

Key = Annotated[str, Field(max_length=60)]
Short = Annotated[str, Field(max_length=120)]
Line = Annotated[str, Field(min_length=1, max_length=300)]


class AdoptedDate(Given):
    status: DateStatus = Field(title="What happened")
    go_live_date: dt.date = Field(title="Go-live date")
    latest_date: dt.date | None = Field(None, title="Latest date")
    set_on_date: dt.date | None = Field(None, title="On", description="Empty where unknown")
    by_body: Key = Field("", title="By which body", description="Its key; empty where unknown")
    authority: str = Field("", title="On what authority", max_length=2000)
    clause: Short = Field("", title="Clause")
    cause: str = Field("", title="Cause", max_length=2000)
    delegated_to: Key = Field(
        "", title="Room left to", description="The body that may choose up to the latest date"
    )


class AdoptedScope(Given):
    reference: Key = Field(title="Modification", description="Any reference it bears or bore")
    part: int = Field(1, title="Part", ge=1)
    relation: Relation = Field(title="Relation")
    since_date: dt.date | None = Field(None, title="Since", description="Empty where unknown")
    late: bool = Field(False, title="Added after the scope was set")
    rationale: str = Field("", title="Rationale", max_length=4000)


class AdoptedDischarge(Given):
    rule: Key = Field(title="Obligation")
    discharged_date: dt.date = Field(title="Discharged on")
    note: str = Field("", title="By what", max_length=300)


class AdoptedSwitch(Given):
    reference: Annotated[str, Field(min_length=1, max_length=40)] = Field(title="Reference")
    title: Line = Field(title="Title")
    state: Annotated[str, Field(min_length=1, max_length=10)] = Field(title="State of the switch")
    note: str = Field("", title="Note", max_length=2000)


class AdoptedDocument(Given):
    group: Annotated[str, Field(max_length=40)] = Field("", title="Group")
    name: Annotated[str, Field(min_length=1, max_length=120)] = Field(title="Document")


class AdoptedView(Given):
    body: Key = Field(title="Body")
    accepted: bool | None = Field(None, title="Accepted", description="Empty where unknown")
    subject_to: str = Field("", title="Subject to", max_length=2000)
    view_date: dt.date | None = Field(None, title="On")


class AdoptedRisk(Given):
    text: Annotated[str, Field(min_length=1, max_length=4000)] = Field(title="Risk")
    owner: Short = Field("", title="Owner")
    approach: tuple[str, ...] = Field((), title="Approach")
    additions: tuple[str, ...] = Field((), title="Added by the bodies that looked at it")
    views: tuple[AdoptedView, ...] = Field((), title="Views")


class AdoptRelease(Given):
    name: Short = Field("", title="Name", description="Empty: by the naming rule")
    kind: Annotated[str, Field(min_length=1, max_length=40)] = Field(title="Kind")
    state: Annotated[str, Field(min_length=1, max_length=40)] = Field(title="State")
    dates: tuple[AdoptedDate, ...] = Field(
        title="Planned dates", description="In the order in which they came about", min_length=1
    )
    actual_date: dt.date | None = Field(None, title="Went live on")
    code_version: Annotated[str, Field(max_length=20)] = Field("", title="Version of the code")
    description: str = Field("", title="Description", max_length=4000)
    cause_of_moves: str = Field("", title="Cause of the moves", max_length=4000)
    rid_version: int = Field(0, title="Baseline", description="0 where unknown", ge=0)
    rid_updated_date: dt.date | None = Field(None, title="Document last updated")
    scope: tuple[AdoptedScope, ...] = Field((), title="Scope")
    discharges: tuple[AdoptedDischarge, ...] = Field((), title="Discharges")
    documents: tuple[AdoptedDocument, ...] = Field((), title="Documents affected")
    switched_code: tuple[AdoptedSwitch, ...] = Field((), title="Code in the build, not in scope")
    risks: tuple[AdoptedRisk, ...] = Field((), title="Residual risks")
    example: bool = Field(False, title="An example release")
    audience: Audience = Field(Audience.ADMINISTRATION, title="Who may see it")
