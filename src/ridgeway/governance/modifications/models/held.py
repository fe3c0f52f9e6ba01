"""What is held of a modification beside the register: life, impacts, people, documents, texts.

Each row is a part of its modification and is written by an act on it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Body, Delegation, Party, Person
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.modifications.models.register import Modification, Part
from ridgeway.governance.record.rows import Row


class Stay(Row):
    """A stage that a modification came to: by which step, on which day, by whose decision.

    `until_date` is the day up to which it is to rest there, where the step said so. `resolution_id`
    names the resolution by which it came, where one is held.
    """

    modification = models.ForeignKey(Modification, models.PROTECT, related_name="stays")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=40)
    action = models.CharField(max_length=60, blank=True)
    since_date = models.DateField()
    until_date = models.DateField(null=True)
    by = models.CharField(max_length=60, blank=True)
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, related_name="+")
    clause = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["modification", "number"], name="stay_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.stage} since {self.since_date}"


class Touched(models.TextChoices):
    """What kind of thing a modification touches."""

    CATEGORY = "category", "Parties of a category"
    SYSTEM = "system", "Central systems"
    AREA = "area", "Area of the architecture"


class Level(models.TextChoices):
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"
    NONE = "none", "None"


class Impact(Row):
    """How strongly a modification touches something. The register's list follows from these."""

    modification = models.ForeignKey(Modification, models.PROTECT, related_name="touches")
    kind = models.CharField(max_length=20, choices=Touched.choices)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level.choices)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["modification", "kind", "name"], name="touched_once")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "name"], name="impacts_by_name")]

    def __str__(self) -> str:
        return f"{self.name}: {self.level}"


class Involved(models.TextChoices):
    """What a person is to a modification."""

    REPRESENTATIVE = "representative", "Proposer's representative"
    ALTERNATE = "alternate", "Alternate of the representative"
    ANALYST = "lead-analyst", "Lead analyst"


class Involvement(Row):
    """A person's part in a modification, from a day until another took it over."""

    modification = models.ForeignKey(Modification, models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=Involved.choices)
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["modification", "part"],
                condition=models.Q(until_date=None),
                name="one_person_for_each_part",
            )
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.person_id}"


class Form(models.TextChoices):
    """Whether a text shows what it changes."""

    CLEAN = "clean", "Clean"
    MARKED = "marked", "With changes marked"


class HeldDocument(Row):
    """A version of a document about a modification, with its file.

    `kind` is one that the adopted policy names, such as a legal text; `name` says what it is, for a
    legal text the document of the code. `withdrawn_because` takes one out of account, in the open.
    """

    modification = models.ForeignKey(Modification, models.PROTECT, related_name="held_documents")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    edition = models.CharField(max_length=40, blank=True)
    form = models.CharField(max_length=10, choices=Form.choices, blank=True)
    made_date = models.DateField()
    part = models.ForeignKey(Part, models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["modification", "number"], name="held_document_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.edition}".strip()


class ReportText(Row):
    """What is said under one topic of the report on a modification, and by whom."""

    modification = models.ForeignKey(Modification, models.PROTECT, related_name="report_texts")
    number = models.PositiveIntegerField()
    topic = models.CharField(max_length=60)
    text = models.TextField()
    said_by = models.CharField(max_length=120, blank=True)
    said_date = models.DateField()
    clause = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["modification", "number"], name="report_text_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.text[:60]}"


class Kin(models.TextChoices):
    SPLIT = "split", "Split off from"
    COMBINED = "combined", "Carried on in"


class Kinship(Row):
    """Where a modification comes from, or which other one carries it on."""

    modification = models.ForeignKey(Modification, models.PROTECT, related_name="kin")
    other = models.ForeignKey(Modification, models.PROTECT, related_name="kin_of")
    kind = models.CharField(max_length=10, choices=Kin.choices)
    on_date = models.DateField()
    reason = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["modification", "kind"], name="one_kin_of_a_kind"),
            models.CheckConstraint(
                condition=~models.Q(modification=models.F("other")), name="no_kin_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.modification_id} {self.kind} {self.other_id}"


class DateStep(models.TextChoices):
    REQUESTED = "requested", "Requested"
    REFUSED = "refused", "Refused"
    CONSENTED = "consented", "Consented"
    SET = "set", "Set"


class AmendedDate(Row):
    """A step by which an approved date was, or was not, changed; none is overwritten.

    The latest consented or set one holds. `of_release` names the step on the date of the release
    that brought it along.
    """

    modification = models.ForeignKey(Modification, models.PROTECT, related_name="amended_dates")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=12, choices=DateStep.choices)
    implementation_date = models.DateField(null=True)
    latest_date = models.DateField(null=True)
    release = models.CharField(max_length=120, blank=True)
    said_date = models.DateField()
    by_body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    by_party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    rationale = models.TextField(blank=True)
    authority = models.TextField(blank=True)
    clause = models.CharField(max_length=200, blank=True)
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    of_release = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["modification", "number"], name="amended_date_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.implementation_date} ({self.step})"
