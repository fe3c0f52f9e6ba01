"""Test phases of a release, and the defects that they found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Code
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.rows import Audience, Root, Row
from ridgeway.governance.releases.models import Release


class TestPhase(Row):
    """A phase of testing; `closed` is unknown where no source says."""

    __test__ = False

    release = models.ForeignKey(Release, models.PROTECT, related_name="test_phases")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    closed = models.BooleanField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "number"], name="phase_number_once")
        ]

    def __str__(self) -> str:
        return self.name


class Defect(Root):
    """A testing issue: severity 1 is the gravest, 5 the least; `plan` says how it is resolved."""

    later: ClassVar = {"plan": ""}

    code = models.ForeignKey(Code, models.PROTECT, related_name="defects")
    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    state = models.CharField(max_length=20)
    severity = models.PositiveSmallIntegerField()
    plan = models.TextField(blank=True, default="")
    release = models.ForeignKey(Release, models.PROTECT, related_name="defects")
    modification = models.ForeignKey(Modification, models.PROTECT, null=True, related_name="+")
    environment = models.CharField(max_length=40, blank=True)
    found_date = models.DateField(null=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "reference"], name="defect_once_per_code"),
            models.CheckConstraint(
                condition=models.Q(severity__gte=1, severity__lte=5), name="severity_one_to_five"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["release", "severity", "state", "audience"], name="defects_counted"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
