"""What bodies said and resolved about a subject, named by type, id, version and digest only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Body, Code, Person, Seat
from ridgeway.governance.record.rows import Audience, Root, Row


class Meeting(Root):
    """A meeting of a body; papers, views and resolutions belong to one where it is known."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="meetings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    meeting_date = models.DateField()
    paper_date = models.DateField(null=True)
    example = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    def __str__(self) -> str:
        return self.title


class AboutSubject(Root):
    """Shared columns of what is said about a subject."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=16, db_index=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        abstract = True


class Paper(AboutSubject):
    """A paper as it lay in front of a body: its content frozen, its arrival kept."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="papers")
    title = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    arrived_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Finding(models.TextChoices):
    MET = "met", "Met"
    RESERVED = "met-with-reservation", "Met, with reservation"
    NOT_MET = "not-met", "Not met"


class Advice(AboutSubject):
    """A body's view on a subject, with what it rested on (lateness and basis, F-163)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="advice")
    advice_date = models.DateField()
    on = models.CharField(max_length=200, blank=True)
    finding = models.CharField(max_length=30, choices=Finding.choices)
    papers_late = models.BooleanField(default=False)
    lateness = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_id", "number"], name="advice_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.finding}"


class StatementKind(models.TextChoices):
    STATEMENT = "statement", "Statement noted"
    FINDING = "finding", "Finding"
    RESERVATION = "reservation", "Reservation"


class Statement(Row):
    """One thing that a body noted, by whom it was said, and the criterion that it bears on."""

    advice = models.ForeignKey(Advice, models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=StatementKind.choices)
    said_by = models.CharField(max_length=120, blank=True)
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["advice", "number"], name="statement_number_once")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Question(AboutSubject):
    """A question put and answered, and whether acceptance hangs on the answer (F-172)."""

    asked_by = models.ForeignKey(Body, models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(Body, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="questions")
    question = models.TextField()
    answer = models.TextField(blank=True)
    accepted_subject_to = models.BooleanField(default=False)
    asked_date = models.DateField()
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.question[:60]


class Verb(models.TextChoices):
    NOTE = "note", "NOTE"
    AGREE = "agree", "AGREE"
    INDICATE = "indicate", "INDICATE"


class Resolution(AboutSubject):
    """What a body is asked to resolve, bound to the digest of what was in front of it.

    `decided_from_date` and `decided_until_date` bound a decision whose day is not known.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="resolutions")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="resolutions")
    matter = models.CharField(max_length=60)
    verb = models.CharField(max_length=20, choices=Verb.choices)
    text = models.TextField()
    conditions = models.TextField(blank=True)
    subject_version = models.PositiveIntegerField()
    subject_digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=20, default="open")
    rule = models.JSONField(default=dict)
    decided_date = models.DateField(null=True)
    decided_from_date = models.DateField(null=True)
    decided_until_date = models.DateField(null=True)
    attested = models.BooleanField(default=False)
    void_reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    example = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_id", "matter", "verb"],
                condition=models.Q(state="open"),
                name="one_open_resolution_per_matter",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "carried", "lost", "void", "withdrawn"]),
                name="resolution_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.text[:60]}"


class Position(models.TextChoices):
    FOR = "for", "For"
    AGAINST = "against", "Against"
    ABSTAIN = "abstain", "Abstain"


class Vote(Row):
    """One seat's vote; never counted into a running total."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    position = models.CharField(max_length=10, choices=Position.choices)
    reason = models.TextField(blank=True)
    cast_at = models.DateTimeField()
    paper_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resolution", "seat"], name="one_vote_per_seat"),
            models.UniqueConstraint(fields=["resolution", "person"], name="one_vote_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.position}"


class Recusal(Row):
    """A person who takes no part in one resolution; effective at once."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    interest = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resolution", "person"], name="recused_once")
        ]

    def __str__(self) -> str:
        return self.person_id
