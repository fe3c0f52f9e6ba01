"""Meetings of bodies: the series they come from, their agenda, who was there, their minutes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ridgeway.governance.codes.models import Body, Code, Person, Seat
from ridgeway.governance.record.rows import Audience, Root, Row


class MeetingSeries(Root):
    """By what rule a body meets: the nth weekday of months, or dates that were agreed.

    `weekday` counts from Monday = 0, `which` is 1 to 5 or -1 for the last. `dates` are ISO days for
    a series without a weekday. Papers are due `paper_days` working days before each meeting.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    weekday = models.PositiveSmallIntegerField(null=True)
    which = models.SmallIntegerField(null=True)
    months = models.JSONField(default=list)
    dates = models.JSONField(default=list)
    place = models.CharField(max_length=200, blank=True)
    starts = models.TimeField(null=True)
    paper_days = models.PositiveSmallIntegerField(default=5)
    clause = models.CharField(max_length=120, blank=True)
    ended_date = models.DateField(null=True)
    example = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    def __str__(self) -> str:
        return self.title


class MeetingState(models.TextChoices):
    CALLED = "called", "Called"
    CANCELLED = "cancelled", "Cancelled"


class Meeting(Root):
    """A meeting of a body; papers, views and resolutions belong to one where it is known."""

    later: ClassVar[dict[str, Any]] = {
        "series_id": None,
        "place": "",
        "starts_at": None,
        "state": "called",
        "state_reason": "",
    }

    code = models.ForeignKey(Code, models.PROTECT, related_name="meetings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    meeting_date = models.DateField()
    paper_date = models.DateField(null=True)
    series = models.ForeignKey(MeetingSeries, models.PROTECT, null=True, related_name="meetings")
    place = models.CharField(max_length=200, blank=True, default="")
    starts_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=20, choices=MeetingState.choices, default=MeetingState.CALLED
    )
    state_reason = models.CharField(max_length=300, blank=True, default="")
    example = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["code", "meeting_date"], name="meeting_by_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "meeting_date"],
                condition=Q(series__isnull=False, state="called"),
                name="series_meets_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Purpose(models.TextChoices):
    DECISION = "decision", "For decision"
    ADVICE = "advice", "For advice"
    INFORMATION = "information", "For information"


class AgendaItem(Root):
    """A point of a meeting's agenda. `order` places it; `number` names it and never changes.

    `subject` is what it is about, empty for the meeting's own affairs.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=16, blank=True, db_index=True)
    outcome = models.TextField(blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="item_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Declaration(Row):
    """An interest that a person declared in an agenda item: they take no part in it, at once.

    What is added to the item later they do not see either.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="declarations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    interest = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "person"], name="interest_declared_once")
        ]

    def __str__(self) -> str:
        return self.person_id


class Standing(models.TextChoices):
    PRESENT = "present", "Present"
    AWAY = "away", "Away"
    ALTERNATE = "alternate", "Alternate"
    ATTENDING = "attending", "In attendance"


class Attendance(Row):
    """How a person stands to one meeting; an alternate sits in the seat of a member who is away."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    standing = models.CharField(max_length=20, choices=Standing.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_standing_per_meeting"),
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                condition=Q(standing="alternate"),
                name="one_alternate_per_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.standing}"


class Minutes(Root):
    """The minutes of a meeting: a draft until a later meeting approves them; stable then.

    `approved_by` is the resolution that approved this very text.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    text = models.TextField()
    state = models.CharField(max_length=20, default="draft")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "committees.Resolution", models.PROTECT, null=True, related_name="+"
    )
    approved_date = models.DateField(null=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "approved"]), name="minutes_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting_id}"
