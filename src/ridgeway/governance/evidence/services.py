"""Acts that put evidence beside a subject."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from ridgeway.core.verdict import refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.finding import SubjectId, body_or_refusal, subject_named
from ridgeway.governance.codes.models import Code
from ridgeway.governance.evidence import store
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Audience

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SubmitEvidence(Given):
    subject_type: str = Field(
        title="Kind of what it is about", max_length=60, description="Such as releases.release"
    )
    subject_id: SubjectId
    title: Annotated[str, Field(min_length=1, max_length=300)] = Field(title="Title")
    digest: Digest | None = Field(
        None, title="SHA-256 of the file", description="Empty where the file itself is not held"
    )
    size: int = Field(0, title="Size in bytes", ge=0)
    media_type: str = Field("", title="Media type", max_length=100)
    file_name: str = Field("", title="File name", max_length=200)
    arrived_date: dt.date | None = Field(
        None, title="Arrived on", description="Empty for today; an earlier day needs a source"
    )
    submitted_by: str = Field("", title="Submitted by body")
    audience: Audience = Field(Audience.COMMITTEE, title="Who may see it")


@act(
    "evidence.submit",
    Code,
    SubmitEvidence,
    title="Submit evidence",
    effect="Kept by its digest, with the time that it arrived.",
    dated_back=True,
)
def submit_evidence(acting: Acting, code: Code, given: SubmitEvidence) -> None:
    subject_named(acting, given.subject_type, given.subject_id)
    if given.digest and not store.is_whole(given.digest):
        raise refusal("Submit evidence?", "file", "No file with this digest was received.")
    submitted_by = body_or_refusal(acting, given.submitted_by) if given.submitted_by else None
    arrived = given.arrived_date or acting.today
    if arrived != acting.today and not acting.told.source:
        what = "Evidence that arrived on another day is attested: say where that is known from."
        raise refusal("Submit evidence?", "source", what)
    row = Evidence(
        code=code,
        subject_type=given.subject_type,
        subject_id=given.subject_id,
        title=given.title,
        digest=given.digest or "",
        size=given.size,
        media_type=given.media_type,
        file_name=given.file_name,
        arrived_date=arrived,
        arrived_at=acting.at if arrived == acting.today else None,
        submitted_by=submitted_by,
        source=acting.told.source,
        audience=given.audience,
    )
    acting.about(acting.add(row))
