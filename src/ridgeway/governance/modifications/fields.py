"""The facts that can be held about a modification, declared once for every act that takes them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.governance.acts import Given
from ridgeway.governance.modifications.series import REFERENCE
from ridgeway.governance.record.rows import Audience

Reference = Annotated[str, Field(pattern=REFERENCE, min_length=1, max_length=40)]
Title = Annotated[str, Field(min_length=1, max_length=300)]
Word = Annotated[str, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=40)]
Text = Annotated[str, Field(max_length=40_000)]
Cost = Annotated[int, Field(ge=0, le=10**12)]


class Proposed(Given):
    """What is said of a modification when it is raised. None and empty mean: not held."""

    title: Title = Field(title="Title")
    description: Text = Field("", title="Description", description="The issue and the solution")
    proposer: str = Field(
        "",
        title="Proposer",
        description="A Party, by its key or identity",
        max_length=60,
        json_schema_extra={"hint": ""},
    )
    path: Word = Field(
        "", title="Path", description="How it is decided, such as self-governance; empty if unknown"
    )
    urgency: Word = Field(
        "",
        title="Urgency",
        description="As the policy calls it, such as urgent; empty if it is not",
    )
    system_impact: bool | None = Field(
        None, title="Touches systems", description="Empty where no source says"
    )
    impacts: tuple[Annotated[str, Field(max_length=120)], ...] | None = Field(
        None,
        title="Who is affected",
        description="Categories of Parties, one on each line; empty where unknown",
    )
    documents: tuple[Annotated[str, Field(max_length=120)], ...] | None = Field(
        None,
        title="Documents affected",
        description="Parts of the code that it would amend, one on each line",
    )
    raised_date: dt.date | None = Field(None, title="Raised on", description="Empty: today")
    target_date: dt.date | None = Field(None, title="Target date")
    audience: Audience = Field(Audience.ADMINISTRATION, title="Who may see it")


class Facts(Proposed):
    """What a register may know of a modification besides."""

    raised_date: dt.date | None = Field(None, title="Raised on")
    decided_date: dt.date | None = Field(None, title="Decided on")
    central_cost: Cost | None = Field(None, title="Central cost", description="In whole pounds")
    latest_update: Text = Field("", title="Latest update")


Why = Annotated[str, Field(min_length=1, max_length=5000)]
