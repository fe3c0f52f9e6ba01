"""Files that were handed in to be brought in, until that is done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Account, Code
from ridgeway.governance.record.rows import Keeping, new_id


class StagedState(models.TextChoices):
    """How far an import is. The worker has those in `UNDER_WAY` before it."""

    WAITING = "waiting"
    READING = "reading"
    CHECKED = "checked"
    FAULTY = "faulty"
    STORING = "storing"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = (StagedState.WAITING, StagedState.READING, StagedState.STORING)


class StagedImport(models.Model):
    """Files on their way into a register, and what was found in them.

    `files` are their names and sizes in bytes, in the order in which they lie in their folder.
    `new` and `held` count lines by kind. `faults` are the first ones; the folder has all of them.
    The record tells what came in, in the entries from `first_seq` to `last_seq`.
    """

    keeping: ClassVar[Keeping] = Keeping.OPERATIONAL

    id = models.CharField(primary_key=True, max_length=16, default=new_id, editable=False)
    code = models.ForeignKey(Code, models.CASCADE, related_name="+")
    staged_by = models.ForeignKey(Account, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Account, models.CASCADE, related_name="+", null=True)
    staged_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    files = models.JSONField(default=list)
    source = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=StagedState, default=StagedState.WAITING)
    phase = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    new = models.JSONField(default=dict)
    held = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    fault_count = models.PositiveIntegerField(default=0)
    failed_because = models.TextField(blank=True)
    first_seq = models.PositiveBigIntegerField(null=True)
    last_seq = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "staged_at"], name="imports_to_work_on"),
            models.Index(fields=["code", "-staged_at"], name="imports_of_a_code"),
        ]

    def __str__(self) -> str:
        return ", ".join(file["name"] for file in self.files)
