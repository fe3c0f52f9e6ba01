"""What changes and releases cost: estimates, forecasts, updates, actual cost, and challenges."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.rows import Audience, Root, Row
from ridgeway.governance.releases.models import Release, Rhythm


class Kind(models.TextChoices):
    """What a report tells; an estimate is of a modification, the rest are of a release."""

    ESTIMATE = "estimate", "Estimate of the modification by itself"
    FORECAST = "forecast", "Forecast of the release"
    UPDATE = "update", "Update on spend and cost"
    ACTUAL = "actual", "Actual cost"


class CostReport(Root):
    """What one body told of a cost on a day; a later number stands beside it, never over it.

    `savings` (whole pounds) is what the body says that delivering together saves. `due_date` names
    the update that an update answers. `policy` pins the rulebook whose groups the lines use.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    modification = models.ForeignKey(
        Modification, models.PROTECT, null=True, related_name="cost_reports"
    )
    release = models.ForeignKey(Release, models.PROTECT, null=True, related_name="cost_reports")
    number = models.PositiveIntegerField()
    stated_by = models.ForeignKey(Body, models.PROTECT, related_name="+")
    reported_date = models.DateField()
    due_date = models.DateField(null=True)
    savings = models.BigIntegerField(null=True)
    savings_note = models.TextField(blank=True)
    note = models.TextField(blank=True)
    policy = models.CharField(max_length=80)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=300, blank=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "kind", "stated_by", "number"],
                condition=models.Q(release__isnull=False),
                name="cost_of_release_number_once",
            ),
            models.UniqueConstraint(
                fields=["modification", "kind", "stated_by", "number"],
                condition=models.Q(modification__isnull=False),
                name="cost_of_modification_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="estimate", modification__isnull=False, release=None)
                | (~models.Q(kind="estimate") & models.Q(release__isnull=False, modification=None)),
                name="cost_of_one_thing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["code", "kind", "modification"], name="cost_by_modification"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class CostLine(Row):
    """The amount of one cost group in whole pounds, or none where the body gave none.

    `group` is the policy's; the total of a body that breaks nothing down stands under `whole`.
    """

    report = models.ForeignKey(CostReport, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    group = models.CharField(max_length=60)
    amount = models.BigIntegerField(null=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "group"], name="cost_group_once")
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.amount}"


class UpdatesAsked(Rhythm):
    """How often a body wants to be told of spend and cost, and which variance needs a comment."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="updates_asked")
    comment_over_percent = models.PositiveIntegerField(null=True)

    class Meta(Rhythm.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "number"], name="updates_asked_number_once")
        ]


class Outcome(models.TextChoices):
    """What became of a challenge."""

    ACCEPTED = "accepted", "Accepted: the figure will change"
    CHANGED = "changed", "The figure was changed"
    STANDING = "standing", "The figure stands"


class CostChallenge(Root):
    """A figure called into question: by whom, the answer, and what became of it.

    `number` runs through a code. `group` is empty for the report as a whole; `amount` is the
    figure that was challenged, as it stood then.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    report = models.ForeignKey(CostReport, models.PROTECT, related_name="challenges")
    modification = models.ForeignKey(Modification, models.PROTECT, null=True, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField()
    group = models.CharField(max_length=60, blank=True)
    amount = models.BigIntegerField(null=True)
    raised_by = models.ForeignKey(Body, models.PROTECT, related_name="+")
    raised_date = models.DateField()
    text = models.TextField()
    answered_by = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    answered_date = models.DateField(null=True)
    answer = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    settled_date = models.DateField(null=True)
    settled_note = models.TextField(blank=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="challenge_number_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["code", "outcome"], name="challenge_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"C{self.number}"
