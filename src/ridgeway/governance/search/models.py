"""What search reads: one row for each thing that can be found, filtered by audience first."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Code
from ridgeway.governance.record.rows import Audience, Keeping


class SearchEntry(models.Model):
    """Rebuilt from the governed rows; the full-text index of each database hangs on its `id`.

    `seen` is code and audience as one word, so that the index itself can leave out what a reader
    may not see. `kind` is the name of the table.
    """

    keeping: ClassVar[Keeping] = Keeping.DERIVED

    kind = models.CharField(max_length=40)
    row_id = models.CharField(max_length=16)
    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    audience = models.CharField(max_length=20, choices=Audience.choices)
    seen = models.CharField(max_length=20)
    reference = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "row_id"], name="found_once")
        ]

    def __str__(self) -> str:
        return self.reference
