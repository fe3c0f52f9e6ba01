"""Acts on what a release amends and on code in its build that is switched."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.releases.finding import only_by_rule, unmet
from ridgeway.governance.releases.models import DocumentAffected, Release, SwitchedCode

Name = Annotated[str, Field(min_length=1, max_length=120)]
DOCUMENT, SWITCH = "Name this document?", "Record this switched code?"


class NameDocument(Given):
    group: Annotated[str, Field(min_length=1, max_length=40)] = Field(
        title="Kind", description="Such as Section, Schedule, Appendix, Subsidiary, Guidance"
    )
    name: Name = Field(title="Document")


class DropDocument(Given):
    document: Annotated[str, Field(min_length=1, max_length=170)] = Field(
        title="Document", description="Its kind and name, such as Section J"
    )


def _open(release: Release) -> list[Reason]:
    if by_rule := only_by_rule(release):
        return [by_rule]
    if release.state not in BEFORE_LIVE:
        return [unmet("state", f"The release is {release.state}; what it amended stands.")]
    return []


def _named_already(release: Release, given: NameDocument) -> bool:
    same = release.documents.filter(name=given.name, group=given.group, dropped=False)
    return same.exists()


def _judge_name(acting: Acting, release: Release, given: NameDocument | None) -> Verdict:
    del acting
    reasons = _open(release)
    if given is not None and _named_already(release, given):
        reasons.append(unmet("once", f"{given.name} is named already."))
    return Verdict(DOCUMENT, tuple(reasons))


@act(
    "release.name-document",
    Release,
    NameDocument,
    title="Name a document that the release amends",
    effect="It stands among the documents to be amended, beside those that modifications name.",
    judge=_judge_name,
)
def name_document(acting: Acting, release: Release, given: NameDocument) -> None:
    held = release.documents.filter(name=given.name, group=given.group).first()
    if held is not None:
        acting.change(held, dropped=False)
        return
    acting.add(DocumentAffected(release=release, group=given.group, name=given.name))


NAMED = "documents named for the release"
"""What judging the acts on these documents needs, for whoever has read it."""


def _judge_drop(acting: Acting, release: Release, given: DropDocument | None) -> Verdict:
    reasons = _open(release)
    rows = release.documents.filter(dropped=False)
    names = acting.once(NAMED, lambda: [f"{row.group} {row.name}" for row in rows])
    if given is None and not names:
        reasons.append(unmet("document", "No document is named."))
    if given is not None and given.document not in names:
        known = ", ".join(sorted(names)) or "none"
        reasons.append(
            unmet("document", f"{given.document} is not named.", remedy=f"Named: {known}.")
        )
    return Verdict("No longer amend this document?", tuple(reasons))


@act(
    "release.drop-document",
    Release,
    DropDocument,
    title="Say that a document is not amended after all",
    effect="It leaves the list; that it was named stays on the record.",
    judge=_judge_drop,
)
def drop_document(acting: Acting, release: Release, given: DropDocument) -> None:
    for row in release.documents.filter(dropped=False):
        if f"{row.group} {row.name}" == given.document:
            acting.change(row, dropped=True)


class RecordSwitch(Given):
    reference: Annotated[str, Field(min_length=1, max_length=40)] = Field(title="Reference")
    title: Annotated[str, Field(min_length=1, max_length=300)] = Field(title="What the code does")
    state: Literal["off", "on", "gone"] = Field(
        title="Switch", description="Gone: the code is no longer in the build"
    )
    note: str = Field("", title="Who may turn it on, and when", max_length=4000)


def _judge_switch(acting: Acting, release: Release, given: RecordSwitch | None) -> Verdict:
    del acting
    reasons = _open(release)
    if given is not None:
        scope = release.scope.exclude(relation="removed")
        if scope.filter(modification__reference=given.reference).exists():
            what = f"{given.reference} is in the scope; it is no code beside it."
            reasons.append(unmet("scope", what))
    return Verdict(SWITCH, tuple(reasons))


@act(
    "release.record-switch",
    Release,
    RecordSwitch,
    title="Record code in the build but not in the scope",
    effect="Its switch is watched until testing and approvals conclude; every change is shown.",
    judge=_judge_switch,
)
def record_switch(acting: Acting, release: Release, given: RecordSwitch) -> None:
    held = release.switched_code.filter(reference=given.reference).first()
    values = given.model_dump(exclude={"reference"})
    if held is not None:
        acting.change(held, **values)
    else:
        acting.add(SwitchedCode(release=release, reference=given.reference, **values))
