"""Changes of a code that come by direction and are no modifications."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Code
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Audience, Root
from ridgeway.governance.releases.models import Release


class Instrument(models.TextChoices):
    """By what a change is directed."""

    LETTER = "letter", "Direction letter"
    STATUTORY_INSTRUMENT = "statutory-instrument", "Statutory Instrument"


class Direction(Root):
    """A directed change with the day on which it takes effect, and the release that delivers it.

    `directed_by` is the body as the policy names it. `delivered_date` is the day on which it came
    into the code, where that is known apart from the release.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="directions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    instrument = models.CharField(max_length=30, choices=Instrument.choices)
    directed_by = models.CharField(max_length=120)
    made_date = models.DateField()
    effective_date = models.DateField()
    text = models.TextField(blank=True)
    documents = models.JSONField(default=list)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, null=True, related_name="directions")
    delivered_date = models.DateField(null=True)
    withdrawn_because = models.TextField(blank=True)
    clause = models.CharField(max_length=200)
    policy = models.CharField(max_length=80)
    source = models.CharField(max_length=300, blank=True)
    example = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "number"], name="direction_number_once_per_code"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["code", "effective_date"], name="directions_by_effect")
        ]

    def __str__(self) -> str:
        return self.title
