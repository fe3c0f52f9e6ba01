"""Who must be told what by when, and each message that tells them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Code, Person
from ridgeway.governance.record.rows import Audience, Root
from ridgeway.governance.releases.models import Obligation


class Notice(Root):
    """A notice owed, and later sent; a correction names the notice that became wrong.

    `due_words` holds the policy's own words where it sets no date: such a notice is never late,
    and `due_date` is the day of what caused it. `stated_date` is the go-live date that the text
    gave. `withdrawn_because` tells a duty that lapsed from a withdrawal by a person.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="notices")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=16, db_index=True)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="notices")
    rule = models.CharField(max_length=60)
    occurrence = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    clause = models.CharField(max_length=120, blank=True)
    due_date = models.DateField()
    due_words = models.CharField(max_length=200, blank=True)
    owed_at = models.DateTimeField()
    state = models.CharField(max_length=20, default="owed")
    stated_date = models.DateField(null=True)
    released_at = models.DateTimeField(null=True)
    sent_date = models.DateField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    example = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_id", "rule", "occurrence"], name="notice_once_per_duty"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["owed", "released", "sent", "withdrawn"]),
                name="notice_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(Root):
    """One message to one person: the outbox. Recipients are frozen when the notice is released."""

    erasable: ClassVar = ("address",)
    unrecorded: ClassVar = {
        "salt": "erased with the text that it protects",
        "claimed_until": "lease of a worker",
        "claimed_by": "lease of a worker",
        "attempts": "progress of a worker",
        "next_try_at": "progress of a worker",
        "sending": "a message may have left between this mark and the answer",
        "unanswered": "attempts that a server may have taken without our hearing so",
        "last_error": "the server's words",
    }

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    salt = models.CharField(max_length=32)
    address = models.EmailField()
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=12, default="pending")
    settled_at = models.DateTimeField(null=True)
    possible_duplicate = models.BooleanField(default=False)
    claimed_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sending = models.BooleanField(default=False)
    unanswered = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "person"], name="told_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "sent", "failed"]),
                name="delivery_state_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "next_try_at"], name="outbox_due")]

    @property
    def code(self) -> Code:
        """A delivery belongs to the code of its notice."""
        return self.notice.code

    def __str__(self) -> str:
        return self.message_id
