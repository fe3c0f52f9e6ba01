"""Who acts, under which code, by what right."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from ridgeway.governance.record.rows import Audience, Keeping, Root, new_id


class Installation(Root):
    """This Ridgeway: the subject of acts about people, bodies, parties and rights."""

    key = models.SlugField(max_length=40, unique=True, default="this")
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Code(Root):
    """An industry code or programme: its zone and calendar decide what a legal date is."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    zone = models.CharField(max_length=60, default="Europe/London")
    calendar = models.CharField(max_length=60, default="england-and-wales")
    contact = models.CharField(max_length=300, blank=True)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.ADMINISTRATION
    )

    def __str__(self) -> str:
        return self.short_name


class Body(Root):
    """A committee, licensee or authority that decides, advises, delivers or administers."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.short_name


class Party(Root):
    """An organisation bound by a code; its category decides how it is affected and votes."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class Person(Root):
    """A human being; never an account and never a seat."""

    erasable: ClassVar = ("name", "email")
    unrecorded: ClassVar = {"salt": "erased with the text that it protects"}

    salt = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Seat(Root):
    """A place on a body; votes count seats."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="seats")
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "body", "name"], name="seat_once_per_body")
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What an appointment lets a person do; `core.access` says which acts."""

    INSTALLATION_ADMINISTRATOR = "installation-administrator", "Installation administrator"
    CODE_ADMINISTRATOR = "code-administrator", "Code administrator"
    RELEASE_MANAGER = "release-manager", "Release manager"
    MEMBER = "member", "Committee member"
    CHAIR = "chair", "Committee chair"
    DELIVERY = "delivery", "Delivery body"
    AUTHORITY = "authority", "Authority"
    PARTY = "party", "Party"
    AUDITOR = "auditor", "Auditor"


class Appointment(Root):
    """The only source of rights: a person in a role, under a code, from and until a date."""

    code = models.ForeignKey(Code, models.PROTECT, null=True, related_name="appointments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=40, choices=Role.choices)
    body = models.ForeignKey(Body, models.PROTECT, null=True)
    seat = models.ForeignKey(Seat, models.PROTECT, null=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True)
    alternate_of = models.ForeignKey("self", models.PROTECT, null=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"


class Delegation(Root):
    """Authority to decide, lent with limits: a later decision inside them needs no new consent."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="delegations")
    grantor = models.ForeignKey(Body, models.PROTECT, related_name="delegations_given")
    grantee = models.ForeignKey(Body, models.PROTECT, related_name="delegations_held")
    matter = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=16)
    earliest_date = models.DateField(null=True)
    latest_date = models.DateField(null=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    clause = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.matter} until {self.latest_date}"


class PolicyAdoption(Root):
    """A version of a rulebook that a code adopted, with its very text: acts pin this version."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="policies")
    policy = models.CharField(max_length=60)
    policy_version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    applies_from_date = models.DateField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "policy", "policy_version"], name="policy_version_adopted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy}@{self.policy_version}"


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts with their person; accounts are made by acts only."""

    def get_queryset(self) -> models.QuerySet[Account]:
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser, Root):
    """A way to sign in as a person."""

    unrecorded: ClassVar = {
        "password": "a secret; the change of it is an event",
        "last_login": "a trace of use, not of governance",
    }

    username = models.CharField(max_length=80, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    example = models.BooleanField(default=False)

    objects = AccountManager()

    terms: tuple[tuple[Any, ...], ...] | None = None
    """Every appointment of the person, as `actor.TERM` names it, where read with the account."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username


class ApiToken(Root):
    """A key for programs: hashed, expiring, with a scope; it never votes nor grants."""

    unrecorded: ClassVar = {"last_used_at": "a trace of use, not of governance"}

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    may_write = models.BooleanField(default=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class SignIn(models.Model):
    """A session that somebody began, and about when it was last used; it ends with its session."""

    keeping: ClassVar[Keeping] = Keeping.OPERATIONAL

    id = models.CharField(primary_key=True, max_length=16, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    used_at = models.DateTimeField()
    browser = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} since {self.began_at}"


class PasswordLink(models.Model):
    """A link by which a password is chosen anew, once; only the digest of its word is held.

    Without an account it stands for a name that is nobody's, so that asking answers and counts the
    same. `asked_for` and `asked_from` are keyed digests of the name and the address.
    """

    keeping: ClassVar[Keeping] = Keeping.OPERATIONAL

    id = models.CharField(primary_key=True, max_length=16, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="password_links")
    digest = models.CharField(max_length=64, unique=True)
    asked_for = models.CharField(max_length=64, blank=True)
    asked_from = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    by_operator = models.BooleanField(default=False)
    send_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], name="links_by_time"),
            models.Index(fields=["send_at"], name="links_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} until {self.expires_at}"
