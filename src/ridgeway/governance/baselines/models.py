"""The documents of a release, such as its RID: what is written for them, versions, comments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Body, Code, Party
from ridgeway.governance.committees.models import Advice, Resolution
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Audience, Root, Row
from ridgeway.governance.releases.models import Release


class ReleaseDocument(Root):
    """A document that the policy asks for with a release; `document` is its key in the policy.

    `audience` is of the document while it is worked on. The planned dates are those for which its
    first issue for review and its publication are planned.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, related_name="release_documents")
    document = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    policy = models.CharField(max_length=80)
    started_date = models.DateField()
    planned_issue_date = models.DateField(null=True)
    planned_publication_date = models.DateField(null=True)
    example = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "document"], name="document_once_per_release"
            )
        ]

    def __str__(self) -> str:
        return self.title


class PartText(Row):
    """What is written for a part; a later number stands in its place. With `applies` false the
    part was set aside, for the reason that the text gives."""

    document = models.ForeignKey(ReleaseDocument, models.PROTECT, related_name="texts")
    part = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    text = models.TextField()
    applies = models.BooleanField(default=True)
    by_body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    written_date = models.DateField()

    class Meta:
        ordering: ClassVar = ["part", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "part", "number"], name="text_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.number}"


class Testing(models.TextChoices):
    """Whose testing an activity is; other activities are none."""

    NONE = "", "Not testing"
    DELIVERY = "delivery", "Testing by the delivery body"
    USER = "user", "Testing by Users"


class Activity(Row):
    """Something on the timetable of a document; a dropped one is no longer planned."""

    document = models.ForeignKey(ReleaseDocument, models.PROTECT, related_name="activities")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=200)
    owner = models.CharField(max_length=120, blank=True)
    testing = models.CharField(max_length=10, choices=Testing.choices, blank=True)
    starts_date = models.DateField(null=True)
    ends_date = models.DateField(null=True)
    dropped = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="activity_number_once")
        ]

    def __str__(self) -> str:
        return self.what


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    FINAL = "final", "Final"


class Edition(Root):
    """A version of a document with its frozen content, and the digest of exactly that.

    The number is major.minor; drafts of a version after the first baseline count in `draft`.
    `fell_date` is the day from which the document is no longer what was approved. `open_to` is the
    widest audience that may see everything in it.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    document = models.ForeignKey(ReleaseDocument, models.PROTECT, related_name="editions")
    title = models.CharField(max_length=300)
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    draft = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status.choices)
    issued_date = models.DateField()
    author = models.CharField(max_length=200, blank=True)
    comments = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, related_name="+")
    advice = models.ForeignKey(Advice, models.PROTECT, null=True, related_name="+")
    sent_date = models.DateField(null=True)
    approved_date = models.DateField(null=True)
    published_date = models.DateField(null=True)
    fell_date = models.DateField(null=True)
    fell_because = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    open_to = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "major", "minor", "draft"], name="edition_number_once"
            )
        ]

    @property
    def number(self) -> str:
        return number_words(self.major, self.minor, self.draft)

    def __str__(self) -> str:
        return self.title


def number_words(major: int, minor: int, draft: int = 0) -> str:
    """`0.3`, `2.0`, `2.0 draft 1`."""
    whole = f"{major}.{minor}"
    return f"{whole} draft {draft}" if draft else whole


class Channel(models.TextChoices):
    PAGE = "page", "On the page"
    HELPDESK = "helpdesk", "Through the helpdesk"


class Disposition(models.TextChoices):
    ACCEPTED = "accepted", "Accepted: the document changes"
    PARTLY = "partly-accepted", "Accepted in part"
    DECLINED = "not-accepted", "Not accepted"
    NOTED = "noted", "Noted: no change is needed"


class Comment(Root):
    """What a Party said about a document, and what the body that considers it did about it."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    document = models.ForeignKey(ReleaseDocument, models.PROTECT, related_name="remarks")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    received_date = models.DateField()
    disposition = models.CharField(max_length=20, choices=Disposition.choices, blank=True)
    answer = models.TextField(blank=True)
    considered_by = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    considered_date = models.DateField(null=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="comment_number_once")
        ]

    def __str__(self) -> str:
        return f"Comment {self.number}"


class Effect(models.TextChoices):
    """What becomes of a version of a specification with the release."""

    TAKES = "takes-effect", "Takes effect"
    ENDS = "ends", "Its Validity Period ends"
    REMOVED = "removed", "Removed"


class SpecificationVersion(Row):
    """A version of a technical specification that the release brings or ends.

    Without `on_date` it is the go-live date. `advice` is the view on `advised_date`, the date that
    was put to the body; `entered_date` is the day on which the date entered the code.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="specifications")
    name = models.CharField(max_length=120)
    edition = models.CharField(max_length=40)
    effect = models.CharField(max_length=12, choices=Effect.choices)
    on_date = models.DateField(null=True)
    note = models.TextField(blank=True)
    advice = models.ForeignKey(Advice, models.PROTECT, null=True, related_name="+")
    advised_date = models.DateField(null=True)
    entered_date = models.DateField(null=True)
    dropped = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "name", "edition", "effect"], name="specification_effect_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.edition}"


class InformationKind(models.TextChoices):
    TESTING = "testing-information", "Testing information"
    RELEASE_NOTES = "release-notes", "Release notes"


class Information(Row):
    """What is published on the page of a release, for whoever sees that."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="information")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=InformationKind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField()
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    by_body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    published_date = models.DateField()
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "number"], name="information_number_once")
        ]

    def __str__(self) -> str:
        return self.title
