"""Acts that add what is known of a modification: impacts, people, documents, report texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Annotated

from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.verdict import Reason, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act, audience_of
from ridgeway.governance.codes.models import Person
from ridgeway.governance.evidence import store
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.modifications.models import (
    Form,
    HeldDocument,
    Impact,
    Involved,
    Involvement,
    Level,
    Modification,
    Part,
    ReportText,
    Touched,
)
from ridgeway.governance.modifications.proving import SUBJECT_TYPE
from ridgeway.governance.modifications.reporting import kinds_of_document, topics_of

Line = Annotated[str, Field(min_length=1, max_length=120)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class SetImpact(Given):
    kind: Touched = Field(Touched.CATEGORY, title="What it touches")
    name: Line = Field(
        title="Which", description="Such as Large Suppliers, or an area of the architecture"
    )
    level: Level = Field(title="How strongly")
    note: str = Field("", title="In what way", max_length=5000)


@act(
    "modification.set-impact",
    Modification,
    SetImpact,
    title="Say whom or what it affects",
    effect="The register's list of who is affected follows from it.",
)
def set_impact(acting: Acting, row: Modification, given: SetImpact) -> None:
    values = given.model_dump()
    held = Impact.objects.filter(modification=row, kind=given.kind, name=given.name).first()
    if held is not None:
        acting.change(held, level=given.level, note=given.note)
    else:
        acting.add(Impact(modification=row, **values))
    follow_impacts(acting, row, {given.kind})


def follow_impacts(acting: Acting, row: Modification, kinds: Collection[str]) -> None:
    """Bring what the register says in line with the impacts of these kinds."""
    if Touched.CATEGORY in kinds:
        acting.change(row, impacts=_affected(row))
    if Touched.SYSTEM in kinds:
        felt = Impact.objects.filter(modification=row, kind=Touched.SYSTEM)
        acting.change(row, system_impact=felt.exclude(level=Level.NONE).exists())


def _affected(row: Modification) -> list[str]:
    """Who is affected: by the impacts told, and whoever the register named without a level."""
    levels = dict(
        Impact.objects.filter(modification=row, kind=Touched.CATEGORY)
        .order_by("name")
        .values_list("name", "level")
    )
    untold = [name for name in row.impacts or () if name not in levels]
    return [*untold, *(name for name, level in levels.items() if level != Level.NONE)]


class NamePerson(Given):
    part: Involved = Field(title="Role")
    person: str = Field(title="Who", max_length=16)


@act(
    "modification.name-person",
    Modification,
    NamePerson,
    title="Name its representative or analyst",
    effect="Whoever had that part before hands it over today.",
)
def name_person(acting: Acting, row: Modification, given: NamePerson) -> None:
    people = Person.objects.filter(appointments__code_id=row.code_id)
    person = people.filter(pk=given.person).first()
    if person is None:
        what = "Nobody of this identity is appointed under the code."
        raise refusal("Name a person?", "person", what)
    held = Involvement.objects.filter(modification=row, part=given.part, until_date=None).first()
    if held is not None and held.person_id == person.id:
        raise refusal("Name a person?", "same", f"{person.name} has that part already.")
    if held is not None:
        acting.change(held, until_date=acting.today)
    acting.add(
        Involvement(modification=row, person=person, part=given.part, from_date=acting.today)
    )


class AddDocument(Given):
    kind: Key = Field(
        title="Kind", description="legal-text, modification-report, impact-assessment, …"
    )
    name: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        title="What it is", description="For a legal text the document that it amends"
    )
    edition: str = Field("", title="Version", max_length=40)
    form: Form | None = Field(None, title="Form", description="Of a legal text")
    made_date: dt.date | None = Field(None, title="Of", description="Its own date; empty: today")
    part: int | None = Field(
        None, title="Part", description="Its number, where it belongs to one only", ge=1
    )
    note: str = Field("", title="Note", max_length=5000)
    digest: Digest | None = Field(None, title="SHA-256 of the file")
    size: int = Field(0, title="Size in bytes", ge=0)
    media_type: str = Field("", title="Media type", max_length=100)
    file_name: str = Field("", title="File name", max_length=200)


def _judge_document(acting: Acting, row: Modification, given: AddDocument | None) -> Verdict:
    question, reasons = "Add this document?", []
    if given is None:
        return Verdict(question)
    known = dict(kinds_of_document(row.code_id, acting.today))
    if known and given.kind not in known:
        what = f"No adopted policy knows a document called {given.kind!r}."
        remedy = f"Use one of: {', '.join(known)}."
        reasons.append(Reason("kind", what, State.UNMET, remedy=remedy))
    if given.made_date and given.made_date > acting.today:
        what = f"{long_date(given.made_date)} is still to come."
        reasons.append(Reason("made-date", what, State.UNMET))
    if given.digest and not store.is_whole(given.digest):
        reasons.append(Reason("file", "No file with this digest was received.", State.UNMET))
    if given.part and not Part.objects.filter(modification=row, number=given.part).exists():
        reasons.append(Reason("part", f"It has no part {given.part}.", State.UNMET))
    return Verdict(question, tuple(reasons))


@act(
    "modification.add-document",
    Modification,
    AddDocument,
    title="Add a document",
    effect="Kept as one more version; a vote on what was there before falls.",
    judge=_judge_document,
)
def add_document(acting: Acting, row: Modification, given: AddDocument) -> None:
    part = Part.objects.filter(modification=row, number=given.part or 0).first()
    made = given.made_date or acting.today
    evidence = None
    if given.digest:
        title = f"{row.reference}: {given.name} {given.edition}".strip()
        evidence = acting.add(
            Evidence(
                code_id=row.code_id,
                subject_type=SUBJECT_TYPE,
                subject_id=row.id,
                title=title[:300],
                arrived_date=acting.today,
                arrived_at=acting.at,
                audience=audience_of(row),
                **given.model_dump(include={"digest", "size", "media_type", "file_name"}),
            )
        )
    acting.add(
        HeldDocument(
            modification=row,
            number=row.held_documents.count() + 1,
            kind=given.kind,
            name=given.name,
            edition=given.edition,
            form=given.form or "",
            made_date=made,
            part=part,
            evidence=evidence,
            note=given.note,
        )
    )


class WithdrawDocument(Given):
    number: int = Field(title="Document", description="Its number on the page", ge=1)
    reason: Annotated[str, Field(min_length=1, max_length=300)] = Field(title="Why it is withdrawn")


def _judge_withdrawal(acting: Acting, row: Modification, given: WithdrawDocument | None) -> Verdict:
    del acting
    still = HeldDocument.objects.filter(modification=row, withdrawn_because="")
    if (still.filter(number=given.number) if given else still).exists():
        return Verdict("Withdraw a document?")
    which = f"document {given.number}" if given else "document"
    what = f"There is no {which} that still counts."
    return Verdict("Withdraw a document?", (Reason("number", what, State.UNMET),))


@act(
    "modification.withdraw-document",
    Modification,
    WithdrawDocument,
    title="Withdraw a document",
    effect="It stays visible as withdrawn, with the reason; nothing rests on it any more.",
    judge=_judge_withdrawal,
)
def withdraw_document(acting: Acting, row: Modification, given: WithdrawDocument) -> None:
    held = HeldDocument.objects.get(modification=row, number=given.number)
    acting.change(held, withdrawn_because=given.reason)


class WriteText(Given):
    topic: Key = Field(title="Topic", description="Of the report, as the policy names it")
    text: Annotated[str, Field(min_length=1, max_length=40_000)] = Field(title="Text")
    said_by: str = Field(
        "", title="Who says so", description="Where it is somebody's view", max_length=120
    )


def _judge_text(acting: Acting, row: Modification, given: WriteText | None) -> Verdict:
    question, topics = "Write this text?", topics_of(row.code_id, acting.today)
    if not topics:
        what = "No adopted policy says what a report on a modification holds."
        return Verdict(question, (Reason("policy", what, State.CANNOT_TELL),))
    if given is None or given.topic in topics:
        return Verdict(question)
    what = f"The policy has no topic called {given.topic!r}."
    reason = Reason("topic", what, State.UNMET, remedy=f"Use one of: {', '.join(topics)}.")
    return Verdict(question, (reason,))


@act(
    "modification.write-text",
    Modification,
    WriteText,
    title="Write a text of its report",
    effect="The latest text on a topic by the same voice counts; earlier ones stay on the record.",
    judge=_judge_text,
)
def write_text(acting: Acting, row: Modification, given: WriteText) -> None:
    topic = topics_of(row.code_id, acting.today)[given.topic]
    acting.clause, acting.policy = topic.clause, topic.policy
    acting.add(
        ReportText(
            modification=row,
            number=row.report_texts.count() + 1,
            said_date=acting.today,
            clause=topic.clause[:200],
            **given.model_dump(),
        )
    )
