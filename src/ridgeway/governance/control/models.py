"""What holds changes up, and what asks to change what was fixed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.record.rows import Audience, Root, Row
from ridgeway.governance.releases.models import Release


class Freeze(Root):
    """A span, both days included, in which nothing is to be implemented, from proposal to end.

    `lifted_date` is the first day on which an agreed one no longer holds though its span goes on.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="freezes")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    rationale = models.TextField(blank=True)
    first_date = models.DateField()
    last_date = models.DateField()
    state = models.CharField(max_length=20, default="proposed")
    decided_date = models.DateField(null=True)
    lifted_date = models.DateField(null=True)
    ended_because = models.TextField(blank=True)
    policy = models.CharField(max_length=80, blank=True)
    clause = models.CharField(max_length=200, blank=True)
    example = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="freeze_number_once_per_code"),
            models.CheckConstraint(
                condition=models.Q(last_date__gte=models.F("first_date")),
                name="freeze_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["proposed", "agreed", "refused", "withdrawn", "lifted"]
                ),
                name="freeze_state_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["code", "state"], name="freezes_that_hold")]

    def __str__(self) -> str:
        return self.title


class Changed(models.TextChoices):
    """What a request asks to change."""

    SCHEDULE = "schedule", "Schedule"
    SCOPE = "scope", "Scope"
    COST = "cost", "Cost"


class ChangeRequest(Root):
    """A change asked for to what a baseline fixed, with what it would do, frozen when raised.

    `asked` holds what is to be done, in the words of the act that would do it; `what_if` what that
    would have done on the day of the request.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="change_requests")
    release = models.ForeignKey(Release, models.PROTECT, related_name="change_requests")
    number = models.PositiveIntegerField()
    changes = models.CharField(max_length=20, choices=Changed.choices)
    title = models.CharField(max_length=200)
    rationale = models.TextField(blank=True)
    asked = models.JSONField(default=dict)
    what_if = models.JSONField(default=dict)
    raised_by = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    raised_date = models.DateField()
    state = models.CharField(max_length=20, default="raised")
    decided_date = models.DateField(null=True)
    done_date = models.DateField(null=True)
    ended_because = models.TextField(blank=True)
    policy = models.CharField(max_length=80, blank=True)
    clause = models.CharField(max_length=200, blank=True)
    example = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "number"], name="change_request_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["raised", "endorsed", "rejected", "withdrawn", "done"]
                ),
                name="change_request_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Departure(Row):
    """An act that changed a baseline without an endorsed request, where the policy only advises
    against it."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="departures")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=60)
    what = models.TextField()
    clause = models.CharField(max_length=200)
    on_date = models.DateField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "number"], name="departure_number_once")
        ]

    def __str__(self) -> str:
        return self.what[:60]
