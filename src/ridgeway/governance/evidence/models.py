"""What a decision rested on: files by digest, and statements whose file is not held."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.record.rows import Audience, Root


class Evidence(Root):
    """A piece of evidence about a subject, with where it came from and when it arrived.

    `digest` is SHA-256 in hexadecimal of the file; empty where the file itself is not held.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="evidence")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=16)
    title = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    arrived_date = models.DateField()
    arrived_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Body, models.PROTECT, null=True)
    source = models.CharField(max_length=300, blank=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id"], name="evidence_by_subject")]

    def __str__(self) -> str:
        return self.title
