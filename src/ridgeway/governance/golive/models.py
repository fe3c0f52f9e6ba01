"""What must be true before a release goes live, and who said that it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ridgeway.governance.codes.models import Body, Code, Party, Person
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.rows import Audience, Root, Row
from ridgeway.governance.releases.models import Release, Rhythm


class Criterion(Row):
    """An acceptance criterion of a release: who states it met, and which bodies confirm.

    `limits` is what it says of the defects that would go live: for a severity how many at most, and
    whether each needs a resolution plan.
    """

    later: ClassVar = {"limits": []}

    release = models.ForeignKey(Release, models.PROTECT, related_name="criteria")
    number = models.PositiveIntegerField()
    text = models.TextField()
    clause = models.CharField(max_length=120)
    force = models.CharField(max_length=10, default="must")
    evidence_wanted = models.CharField(max_length=300, blank=True)
    stated_by = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.JSONField(default=list)
    limits = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "number"], name="criterion_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"


class CriterionFinding(Row):
    """What a body found of one criterion, on what evidence; a later finding outranks an earlier.

    `about_digest` is of the wording that it was about; empty for one that a source tells, which
    stands for any. On `fell_date` the criterion was worded anew.
    """

    later: ClassVar = {"about_digest": "", "fell_date": None}

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    met = models.BooleanField()
    found_date = models.DateField()
    note = models.TextField(blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=300, blank=True)
    about_digest = models.CharField(max_length=64, blank=True, default="")
    fell_date = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["criterion", "number"], name="finding_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.body_id}: {'met' if self.met else 'not met'}"


class Waiver(Row):
    """A named reason waived by the body that holds the power, with its reason, shown ever after.

    It counts up to and with `until_date`. On `fell_date` the criterion waived was worded anew.
    """

    later: ClassVar = {"until_date": None, "fell_date": None}

    release = models.ForeignKey(Release, models.PROTECT, related_name="waivers")
    reason_key = models.CharField(max_length=80)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    clause = models.CharField(max_length=120)
    granted_date = models.DateField()
    until_date = models.DateField(null=True)
    fell_date = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "reason_key", "granted_date"], name="reason_waived_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.reason_key


class FinalCall(Row):
    """The delivery body's own last go or no-go, after the decision, before deployment (F-153)."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="final_calls")
    number = models.PositiveIntegerField()
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    go = models.BooleanField()
    called_date = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "number"], name="call_number_once")
        ]

    def __str__(self) -> str:
        return "go" if self.go else "no-go"


class ReadinessAsked(Rhythm):
    """How often a body wants to be told of progress towards readiness."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="readiness_asked")

    class Meta(Rhythm.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "number"], name="readiness_asked_number_once"
            )
        ]


class ReadinessUpdate(Row):
    """What a body told of progress towards readiness on a day; later ones stand beside it.

    `due_date` is the day of the update that it answers, none where nobody had asked. `on_track`
    is whether the body expects the release to be ready on the date that it had then.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="readiness_updates")
    number = models.PositiveIntegerField()
    stated_by = models.ForeignKey(Body, models.PROTECT, related_name="+")
    reported_date = models.DateField()
    due_date = models.DateField(null=True)
    go_live_date = models.DateField()
    on_track = models.BooleanField()
    progress = models.TextField()
    concerns = models.TextField(blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "number"], name="readiness_update_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {'on track' if self.on_track else 'not on track'}"


class PartyReadiness(Root):
    """What a Party told of its own readiness on a day; later ones stand beside it.

    Its name and words are for committees, delivery bodies and the Authority, and for the Party
    itself; others are told how many. `on_track` is as in `ReadinessUpdate`.
    """

    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, related_name="party_readiness")
    number = models.PositiveIntegerField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    reported_date = models.DateField()
    go_live_date = models.DateField()
    on_track = models.BooleanField()
    progress = models.TextField()
    concerns = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "number"], name="party_readiness_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {'on track' if self.on_track else 'not on track'}"
