"""The record: append-only entries, one chain per code and one for the installation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.record.rows import Audience, Keeping

INSTALLATION = "installation"


class Chain(models.Model):
    """Where a chain ends now; the row that appending locks."""

    keeping: ClassVar[Keeping] = Keeping.DERIVED

    key = models.SlugField(max_length=40, unique=True)
    size = models.PositiveBigIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=bytes(32))

    def __str__(self) -> str:
        return self.key


class Event(models.Model):
    """One act, for ever. `body` holds the canonical bytes that were hashed.

    The other columns repeat parts of the body so that they can be searched; verification compares
    them with it.
    """

    keeping: ClassVar[Keeping] = Keeping.GOVERNED

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="events")
    seq = models.PositiveBigIntegerField()
    act = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=16, blank=True)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    recorded_at = models.DateTimeField()
    body = models.BinaryField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "seq"], name="event_once_in_chain")
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "seq"], name="event_of_subject"),
            # Not by chain first: whatever is asked of a chain alone is asked in the order of `seq`.
            models.Index(fields=["act", "chain", "seq"], name="event_by_act"),
            models.Index(fields=["actor_id", "chain", "seq"], name="event_by_actor"),
            models.Index(fields=["actor_id", "act", "chain", "seq"], name="event_by_actor_and_act"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.seq} {self.act}"


class Checkpoint(models.Model):
    """A signed statement of a chain's size and root, in the form that strangers can check."""

    keeping: ClassVar[Keeping] = Keeping.DERIVED

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "size"], name="checkpoint_once_per_size")
        ]

    def __str__(self) -> str:
        return f"{self.chain_id} at {self.size}"


class IdempotencyKey(models.Model):
    """The answer that an actor got for a key, so that a repeat has the same effect: none."""

    keeping: ClassVar[Keeping] = Keeping.OPERATIONAL
    reason: ClassVar[str] = "repeats of a request; the act itself is in the record"

    actor_id = models.CharField(max_length=16)
    key = models.CharField(max_length=100)
    request = models.CharField(max_length=64)
    answer = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor_id", "key"], name="key_once_per_actor")
        ]

    def __str__(self) -> str:
        return self.key
