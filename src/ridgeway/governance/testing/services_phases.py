"""The act that records a phase of testing."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.releases.models import Release
from ridgeway.governance.testing.models import TestPhase


class RecordPhase(Given):
    number: int = Field(title="Number", ge=1, le=100)
    name: Annotated[str, Field(min_length=1, max_length=120)] = Field(title="Phase")
    note: str = Field("", title="Note", max_length=5000)
    closed: bool | None = Field(None, title="Closed", description="Empty where no source says")


@act(
    "release.record-phase",
    Release,
    RecordPhase,
    title="Record a test phase",
    effect="A phase with this number is replaced; what it said before stays on record.",
    dated_back=True,
)
def record_phase(acting: Acting, release: Release, given: RecordPhase) -> None:
    standing = TestPhase.objects.filter(release=release, number=given.number).first()
    if standing:
        acting.change(standing, **given.model_dump())
    else:
        acting.add(TestPhase(release=release, **given.model_dump()))
