"""Proposals to change a code: what they are, apart from the release that carries them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from ridgeway.governance.codes.models import Code, Party
from ridgeway.governance.record.rows import Audience, Root, Row

SHOWN = ("id", "audience")
"""What else an index of the register holds: which rows, and who sees them."""


class Modification(Root):
    """A proposal in its life. Facts that no source holds are empty, never invented.

    `stage` is a state of the workflow that the code adopted. `limbs` lists the implementation date
    as pairs of date and decision-by date; `last_decision_date` is the last of the latter.
    `central_cost` is in whole pounds.
    """

    later: ClassVar[dict[str, Any]] = {"last_decision_date": None}

    code = models.ForeignKey(Code, models.PROTECT, related_name="modifications")
    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    stage = models.CharField(max_length=40)
    path = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=40, blank=True)
    proposer = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    system_impact = models.BooleanField(null=True)
    impacts = models.JSONField(null=True)
    documents = models.JSONField(null=True)
    raised_date = models.DateField(null=True)
    target_date = models.DateField(null=True)
    decided_date = models.DateField(null=True)
    limbs = models.JSONField(default=list)
    last_decision_date = models.DateField(null=True)
    lead_time = models.CharField(max_length=60, blank=True)
    central_cost = models.PositiveBigIntegerField(null=True)
    latest_update = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    example = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "reference"], name="reference_once_per_code")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["code", "stage", "path", "-raised_date", "reference"],
                name="register_by_stage",
            ),
            # Each order of the register and what narrows it, so that a page far in is found from
            # the index alone.
            models.Index(fields=["code", "title", "id", "audience"], name="register_by_title"),
            models.Index(fields=["code", "reference", *SHOWN], name="register_by_reference"),
            models.Index(
                fields=["code", "-raised_date", "reference", *SHOWN], name="register_by_raised"
            ),
            models.Index(
                fields=["code", "-target_date", "reference", *SHOWN], name="register_by_target"
            ),
            models.Index(fields=["code", "stage", "reference", *SHOWN], name="register_of_stage"),
            models.Index(fields=["code", "path", "reference", *SHOWN], name="register_of_path"),
            models.Index(
                fields=["code", "urgency", "reference", *SHOWN], name="register_of_urgency"
            ),
            models.Index(
                fields=["code", "proposer", "reference", *SHOWN], name="register_of_proposer"
            ),
            models.Index(
                fields=["code", "last_decision_date"],
                condition=models.Q(last_decision_date__isnull=False, decided_date=None),
                name="decisions_awaited",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ModificationReference(Row):
    """A reference that a modification bears or bore; never given to another."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    modification = models.ForeignKey(Modification, models.PROTECT, related_name="references")
    reference = models.CharField(max_length=40)
    from_date = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "reference"], name="reference_never_reused")
        ]

    def __str__(self) -> str:
        return self.reference


class Part(Row):
    """The unit that scope and dates attach to; every modification has one at least."""

    modification = models.ForeignKey(Modification, models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["modification", "number"], name="part_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.modification_id} part {self.number}"
