"""What bodies are asked to resolve, the votes of their seats, and what an agreement hangs on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from ridgeway.governance.codes.models import Body, Code, Person, Seat
from ridgeway.governance.committees.models.meetings import AgendaItem, Meeting
from ridgeway.governance.committees.models.said import AboutSubject, Paper
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Audience, Root, Row


class Verb(models.TextChoices):
    NOTE = "note", "NOTE"
    AGREE = "agree", "AGREE"
    INDICATE = "indicate", "INDICATE"


class Resolution(AboutSubject):
    """What a body is asked to resolve, bound to the digest of what was in front of it.

    `decided_from_date` and `decided_until_date` bound a decision whose day is not known. `ruled_by`
    names the adopted policy that states the rule of the vote, empty where it was given by hand.
    `options` are the texts to choose from, `chosen` the number of the one indicated. `considered`
    says what came late and on what basis it was considered all the same.
    """

    later: ClassVar[dict[str, Any]] = {
        "item_id": None,
        "options": [],
        "chosen": None,
        "ruled_by": "",
        "considered": "",
    }

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="resolutions")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="resolutions")
    matter = models.CharField(max_length=60)
    verb = models.CharField(max_length=20, choices=Verb.choices)
    text = models.TextField()
    conditions = models.TextField(blank=True)
    subject_version = models.PositiveIntegerField()
    subject_digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=20, default="open")
    rule = models.JSONField(default=dict)
    decided_date = models.DateField(null=True)
    decided_from_date = models.DateField(null=True)
    decided_until_date = models.DateField(null=True)
    attested = models.BooleanField(default=False)
    void_reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    example = models.BooleanField(default=False)
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="resolutions")
    options = models.JSONField(default=list)
    chosen = models.PositiveSmallIntegerField(null=True)
    ruled_by = models.CharField(max_length=200, blank=True, default="")
    considered = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_id", "matter", "verb"],
                condition=models.Q(state="open"),
                name="one_open_resolution_per_matter",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "carried", "lost", "void", "withdrawn"]),
                name="resolution_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.text[:60]}"


class Position(models.TextChoices):
    FOR = "for", "For"
    AGAINST = "against", "Against"
    ABSTAIN = "abstain", "Abstain"


class Vote(Row):
    """One seat's vote; never counted into a running total. `option` is what it chose, if asked."""

    later: ClassVar[dict[str, Any]] = {"option": None}

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    position = models.CharField(max_length=10, choices=Position.choices)
    reason = models.TextField(blank=True)
    cast_at = models.DateTimeField()
    paper_digest = models.CharField(max_length=64, blank=True)
    option = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resolution", "seat"], name="one_vote_per_seat"),
            models.UniqueConstraint(fields=["resolution", "person"], name="one_vote_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.position}"


class Recusal(Row):
    """A person who takes no part in one resolution; effective at once."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    interest = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resolution", "person"], name="recused_once")
        ]

    def __str__(self) -> str:
        return self.person_id


class Ground(Row):
    """What the rule of a vote asks to be there before it, and the evidence that it is."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="grounds")
    need = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resolution", "need"], name="ground_once")
        ]

    def __str__(self) -> str:
        return self.title


class Condition(Root):
    """What an agreement hangs on, with who owes it and by when, until it is discharged."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="hangs_on")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    due_date = models.DateField(null=True)
    state = models.CharField(max_length=20, default="open")
    discharged_date = models.DateField(null=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resolution", "number"], name="condition_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "discharged", "withdrawn"]),
                name="condition_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
