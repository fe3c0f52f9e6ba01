"""Acts that publish what Users need to test by, and release notes, on the page of a release."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ridgeway.core.verdict import Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.baselines.models import Information, InformationKind
from ridgeway.governance.baselines.versions import narrower
from ridgeway.governance.codes.finding import BodyKey, body_named
from ridgeway.governance.releases.finding import evidence_named, only_by_rule, unmet
from ridgeway.governance.releases.models import Release

PUBLISH = "Publish this on the page of the release?"


class PublishInformation(Given):
    kind: InformationKind = Field(title="Kind")
    title: Annotated[str, Field(min_length=1, max_length=200)] = Field(title="Title")
    text: Annotated[str, Field(min_length=1, max_length=20_000)] = Field(
        title="What it says",
        description="Of testing: what Users are asked to do and when. Of notes: what changed, "
        "what is known, which switches",
    )
    evidence: str = Field("", title="The file that it is in", max_length=16)
    by_body: BodyKey = Field("", title="From")


def _judge_publish(acting: Acting, release: Release, given: PublishInformation | None) -> Verdict:
    if by_rule := only_by_rule(release):
        return Verdict(PUBLISH, (by_rule,))
    reasons = []
    if given is not None:
        held = evidence_named(acting, given.evidence) if given.evidence else None
        if given.evidence and held is None:
            reasons.append(unmet("evidence", f"No evidence {given.evidence!r} is held."))
        if held is not None and narrower(held.audience, release.audience) != release.audience:
            what = "Fewer may see that file than the page of the release."
            reasons.append(unmet("evidence", what, remedy="Submit it again for all of them."))
        if given.by_body and body_named(given.by_body) is None:
            reasons.append(unmet("body", f"No body is registered as {given.by_body!r}."))
    return Verdict(PUBLISH, tuple(reasons))


@act(
    "release.publish-information",
    Release,
    PublishInformation,
    title="Publish testing information or release notes",
    effect="Stands on the page of the release; testing information is owed to Users as a notice.",
    judge=_judge_publish,
)
def publish_information(acting: Acting, release: Release, given: PublishInformation) -> None:
    row = Information(
        release=release,
        number=release.information.count() + 1,
        kind=given.kind,
        title=given.title,
        text=given.text,
        evidence=evidence_named(acting, given.evidence) if given.evidence else None,
        by_body=body_named(given.by_body) if given.by_body else None,
        published_date=acting.today,
    )
    acting.add(row)


class WithdrawInformation(Given):
    number: int = Field(title="Number", ge=1, le=9999)
    reason: Annotated[str, Field(min_length=1, max_length=300)] = Field(title="Why")


def _judge_withdraw(acting: Acting, release: Release, given: WithdrawInformation | None) -> Verdict:
    del acting
    held = release.information.filter(withdrawn_because="")
    found = held.filter(number=given.number) if given else held
    if found.exists():
        return Verdict("Withdraw it?")
    return Verdict("Withdraw it?", (unmet("number", "No such information is published."),))


@act(
    "release.withdraw-information",
    Release,
    WithdrawInformation,
    title="Withdraw published information",
    effect="It stays on the page as withdrawn, with the reason.",
    judge=_judge_withdraw,
)
def withdraw_information(acting: Acting, release: Release, given: WithdrawInformation) -> None:
    row = release.information.get(number=given.number)
    acting.change(row, withdrawn_because=given.reason)
