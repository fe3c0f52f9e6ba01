"""What was asked of whom about a subject, what came back, and what was done about each response.

A consultation knows its subject by type and identity only.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Body, Code, Party, Person
from ridgeway.governance.record.rows import Audience, Root, Row

ERASED_WITH = {"salt": "erased with the text that it protects"}


class Consultation(Root):
    """Questions put to many about one subject, until an instant.

    `consulted` lists the keys of those who are asked, as the policy names them. `matter` is what
    is to be decided with the answers.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="consultations")
    number = models.PositiveIntegerField()
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=16, db_index=True)
    issuer = models.ForeignKey(Body, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    clause = models.CharField(max_length=200)
    consulted = models.JSONField(default=list)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=20, default="open")
    outcome = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    example = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "number"], name="consultation_number_once_per_code"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "closed", "concluded", "withdrawn"]),
                name="consultation_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gte=models.F("opens_at")),
                name="consultation_closes_not_before_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ClosingTime(Row):
    """An instant until which a consultation was to take responses; none is ever overwritten."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="closing_times")
    number = models.PositiveIntegerField()
    closes_at = models.DateTimeField()
    set_at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="closing_time_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.closes_at}"


class AskedQuestion(Row):
    """A numbered question; `general` marks the one for whatever else is to be said."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="questions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    asks_rationale = models.BooleanField(default=False)
    general = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="asked_question_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"


class Response(Root):
    """What one respondent sent, and when it arrived.

    Its texts may have to be erased, so the record holds their digests. A confidential response is
    for the administration alone; of another only the answers that are marked so.
    """

    erasable: ClassVar = ("respondent", "confidential_because")
    unrecorded: ClassVar = ERASED_WITH

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="responses")
    number = models.PositiveIntegerField()
    salt = models.CharField(max_length=32)
    respondent = models.CharField(max_length=200)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField()
    way = models.CharField(max_length=40)
    confidential = models.BooleanField(default=True)
    confidential_because = models.TextField(blank=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "number"], name="response_number_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["consultation", "arrived_at"], name="responses_by_arrival")
        ]

    def __str__(self) -> str:
        return f"response {self.number}"


class Answer(Row):
    """What a response says to one question."""

    erasable: ClassVar = ("text", "rationale")
    unrecorded: ClassVar = ERASED_WITH

    response = models.ForeignKey(Response, models.PROTECT, related_name="answers")
    question = models.ForeignKey(AskedQuestion, models.PROTECT, related_name="answers")
    salt = models.CharField(max_length=32)
    text = models.TextField()
    rationale = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "question"], name="question_answered_once")
        ]

    def __str__(self) -> str:
        return f"answer to {self.question_id}"


class Disposition(models.TextChoices):
    """What became of a response."""

    TAKEN_UP = "taken-up", "Taken up"
    IN_PART = "taken-up-in-part", "Taken up in part"
    NOT_TAKEN_UP = "not-taken-up", "Not taken up"
    NOTED = "noted", "Noted"


class Consideration(Row):
    """How a response was considered: what was done, and why; a later one outranks an earlier."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="considerations")
    number = models.PositiveIntegerField()
    disposition = models.CharField(max_length=20, choices=Disposition.choices)
    what = models.TextField()
    why = models.TextField()
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    considered_date = models.DateField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "number"], name="consideration_number_once")
        ]

    def __str__(self) -> str:
        return self.disposition


class ResponseChange(Row):
    """A change that a response led to, such as the version of a policy that took it up."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=16, db_index=True)
    what = models.TextField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["response", "number"], name="response_change_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.what[:60]
