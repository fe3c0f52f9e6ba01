"""Actions that meetings give, each with whoever owes it, until it is done or withdrawn."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Body, Code, Person
from ridgeway.governance.committees.models.meetings import AgendaItem, Meeting
from ridgeway.governance.record.rows import Audience, Root


class Action(Root):
    """Something to be done, by a body or a person of it, by a day; about a subject, if it is."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="actions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="actions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    owner = models.ForeignKey(Body, models.PROTECT, related_name="+")
    owner_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=16, blank=True, db_index=True)
    raised_date = models.DateField()
    due_date = models.DateField(null=True)
    state = models.CharField(max_length=20, default="open")
    closed_date = models.DateField(null=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "body", "number"], name="action_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "done", "withdrawn"]),
                name="action_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
