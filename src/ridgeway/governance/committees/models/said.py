"""What bodies are shown, asked and say about a subject, named by type, id and digest only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.committees.models.meetings import AgendaItem, Meeting
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Audience, Root, Row


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
    """A paper as it lay in front of a body: its content frozen, its arrival kept.

    `days_late` are working days after the paper day; `evidence` is its file of `pages` pages.
    """

    later: ClassVar[dict[str, Any]] = {
        "item_id": None,
        "evidence_id": None,
        "pages": None,
        "days_late": 0,
        "withdrawn_reason": "",
    }

    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="papers")
    title = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    arrived_at = models.DateTimeField()
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="papers")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    pages = models.PositiveIntegerField(null=True)
    days_late = models.PositiveIntegerField(default=0)
    withdrawn_reason = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.title


class Finding(models.TextChoices):
    MET = "met", "Met"
    RESERVED = "met-with-reservation", "Met, with reservation"
    NOT_MET = "not-met", "Not met"


class Advice(AboutSubject):
    """A body's view on a subject, with what it rested on (lateness and basis, F-163)."""

    later: ClassVar[dict[str, Any]] = {"item_id": None, "withdrawn_reason": ""}

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
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="advice")
    withdrawn_reason = models.CharField(max_length=300, blank=True, default="")

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


class ViewRequest(AboutSubject):
    """A view that a body is asked for, by a day; `advice` is the view once it was given."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    on = models.CharField(max_length=300)
    due_date = models.DateField()
    requested_date = models.DateField()
    clause = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=20, default="open")
    advice = models.ForeignKey(Advice, models.PROTECT, null=True, related_name="requests")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "given", "withdrawn"]),
                name="view_request_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_id}: {self.on}"
