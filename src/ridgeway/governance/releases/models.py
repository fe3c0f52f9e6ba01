"""Releases: their dates and who set them, their scope, what is owed, what could go wrong."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from ridgeway.governance.codes.models import Account, Body, Code, Delegation
from ridgeway.governance.committees.models import Advice
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.modifications.models import Modification, Part
from ridgeway.governance.record.rows import Audience, Keeping, Root, Row, new_id


class Standing(models.TextChoices):
    """Whether the facts of a release are held, or only follow from the policy's rule."""

    HELD = "held", "Facts held"
    BY_RULE = "by-rule", "By rule; actual date not held"


class Release(Root):
    """A release of a code, named after the month it goes live, whatever becomes of the day."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="releases")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    slot = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=40, default="open")
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.HELD)
    policy = models.CharField(max_length=80, blank=True)
    policy_date = models.DateField(null=True)
    go_live_date = models.DateField()
    scope_date = models.DateField(null=True)
    test_start_date = models.DateField(null=True)
    actual_date = models.DateField(null=True)
    code_version = models.CharField(max_length=20, blank=True)
    description = models.TextField(blank=True)
    cause_of_moves = models.TextField(blank=True)
    rid_version = models.PositiveIntegerField(default=0)
    rid_updated_date = models.DateField(null=True)
    source = models.CharField(max_length=300, blank=True)
    example = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "slug"], name="release_slug_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["code", "go_live_date"], name="release_by_date"),
        ]

    def __str__(self) -> str:
        return self.name


class DateStatus(models.TextChoices):
    BY_RULE = "by-rule", "By rule"
    REQUESTED = "requested", "Requested"
    CONSENTED = "consented", "Consented"
    SET = "set", "Set"


class PlannedDate(Row):
    """A go-live date as somebody asked for, consented to or set it; none is ever overwritten."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="planned_dates")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=DateStatus.choices)
    go_live_date = models.DateField()
    latest_date = models.DateField(null=True)
    set_on_date = models.DateField(null=True)
    by_body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    authority = models.TextField(blank=True)
    clause = models.CharField(max_length=120, blank=True)
    cause = models.TextField(blank=True)
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "number"], name="planned_date_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.go_live_date} ({self.status})"


class Relation(models.TextChoices):
    """How a part of a modification stands to a release; not its stage in the workflow."""

    TARGETED = "targeted", "Targeted"
    APPROVED = "approved", "Approved"
    IMPLEMENTED = "implemented", "Implemented"
    REMOVED = "removed", "Removed"


class ScopeEntry(Row):
    """A part of a modification in the scope of a release, with the reason of a late inclusion."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="scope")
    part = models.ForeignKey(Part, models.PROTECT, related_name="scope")
    modification = models.ForeignKey(Modification, models.PROTECT, related_name="scope")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    since_date = models.DateField(null=True)
    late = models.BooleanField(default=False)
    rationale = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "part"], name="part_once_per_release"),
            models.UniqueConstraint(
                fields=["part"],
                condition=~models.Q(relation="removed"),
                name="part_in_one_release",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["release", "relation"], name="scope_by_release")]

    def __str__(self) -> str:
        return f"{self.modification_id} {self.relation}"


class SwitchedCode(Row):
    """Code in the build but not in the scope, and the state of its switches (F-166)."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="switched_code")
    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=10)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.reference


class DocumentAffected(Row):
    """A document of the code that the release amends; a dropped one it does not amend after all."""

    later: ClassVar = {"dropped": False}

    release = models.ForeignKey(Release, models.PROTECT, related_name="documents")
    group = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    dropped = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Obligation(Row):
    """What the policy makes somebody owe for a release, as it stands now.

    `rule` and `occurrence` make the key that survives every move of the date. `judged_due_date` is
    the limit that a discharge was held against, and stays. With `advice` a body's advice discharged
    it by itself, for as long as that stands.
    """

    later: ClassVar = {"advice_id": None}

    release = models.ForeignKey(Release, models.PROTECT, related_name="obligations")
    rule = models.CharField(max_length=60)
    occurrence = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=60)
    force = models.CharField(max_length=10)
    clause = models.CharField(max_length=120)
    policy = models.CharField(max_length=80)
    how = models.CharField(max_length=200, blank=True)
    due_date = models.DateField()
    in_force = models.BooleanField()
    set_on_date = models.DateField(null=True)
    why = models.JSONField(default=list)
    lapsed = models.BooleanField(default=False)
    discharged_date = models.DateField(null=True)
    judged_due_date = models.DateField(null=True)
    discharge_note = models.CharField(max_length=300, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    advice = models.ForeignKey(Advice, models.PROTECT, null=True, related_name="+")
    unknown = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["due_date", "rule"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "rule", "occurrence"], name="obligation_once_per_release"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["due_date"], name="obligation_by_due")]

    def __str__(self) -> str:
        return self.rule


class Reckoning(Row):
    """The due date of an obligation as it stood for one planned date, and what caused it."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="reckonings")
    number = models.PositiveIntegerField()
    due_date = models.DateField()
    go_live_date = models.DateField()
    set_on_date = models.DateField(null=True)
    cause = models.CharField(max_length=300)
    why = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["obligation", "number"], name="reckoning_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.due_date} for {self.go_live_date}"


class RhythmUnit(models.TextChoices):
    WEEKS = "weeks", "Weeks"
    MONTHS = "months", "Months"


class Rhythm(Row):
    """How often a body wants to be told of something until go-live; a later request replaces it.

    Each request of a release has its own `release` with a related name, and its number once.
    """

    release: models.ForeignKey[Release]
    release_id: str
    number = models.PositiveIntegerField()
    by_body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    decided_date = models.DateField()
    authority = models.TextField()
    every = models.PositiveIntegerField()
    unit = models.CharField(max_length=10, choices=RhythmUnit.choices)
    first_due_date = models.DateField()
    policy = models.CharField(max_length=80)

    class Meta:
        abstract = True
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"every {self.every} {self.unit}"


class Risk(Row):
    """A risk that stays after testing, and what its owner will do about it (F-165)."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="risks")
    number = models.PositiveIntegerField()
    text = models.TextField()
    owner = models.CharField(max_length=120, blank=True)
    approach = models.JSONField(default=list)
    additions = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "number"], name="risk_number_once")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class RiskView(Row):
    """How a body sees a residual risk."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="views")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True)
    subject_to = models.TextField(blank=True)
    view_date = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["risk", "body"], name="one_view_per_body")
        ]

    def __str__(self) -> str:
        return f"{self.body_id}: {self.accepted}"


class Weighing(Row):
    """What was held against a matter when the date of a modification in this release was set.

    `matter` is the policy's. `rank` is its place among those of the release, `length` what was
    asked for, such as "6 months", `releases` the neighbours as they stood on that day.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="weighings")
    modification = models.ForeignKey(Modification, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    matter = models.CharField(max_length=40)
    said_by = models.CharField(max_length=120, blank=True)
    said_date = models.DateField()
    text = models.TextField(blank=True)
    rank = models.PositiveIntegerField(null=True)
    length = models.CharField(max_length=60, blank=True)
    releases = models.JSONField(default=list)
    clause = models.CharField(max_length=120)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "number"], name="weighing_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.matter}: {self.text[:60]}"


class RegisterCount(models.Model):
    """How many modifications of a code are alike in what a register narrows to.

    `placed` is the widest audience that sees one of the releases that carry them, or empty. Kept
    by the database: see `kept_counts`.
    """

    keeping: ClassVar[Keeping] = Keeping.DERIVED

    code = models.ForeignKey(Code, models.CASCADE, related_name="+")
    audience = models.CharField(max_length=20)
    stage = models.CharField(max_length=40, blank=True)
    path = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=40, blank=True)
    example = models.BooleanField()
    placed = models.CharField(max_length=20, blank=True)
    n = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "audience", "stage", "path", "urgency", "example", "placed"],
                name="register_counted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code_id} {self.stage} {self.path} {self.urgency}: {self.n}"


class SavedView(models.Model):
    """What somebody asks of the register, kept under a name of theirs.

    Operational: it decides nothing and nobody else sees it. `query` is that of its address.
    """

    keeping: ClassVar[Keeping] = Keeping.OPERATIONAL

    id = models.CharField(primary_key=True, max_length=16, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    code = models.ForeignKey(Code, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("account", "code", Lower("name"), name="view_named_once")
        ]

    def __str__(self) -> str:
        return self.name
