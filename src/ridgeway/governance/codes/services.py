"""Acts on the installation and its codes: who exists, who holds which right, which policy binds."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Annotated

from django.contrib.auth.hashers import make_password
from django.db import transaction
from pydantic import AfterValidator, Field, SecretStr

from ridgeway.core.policy.loading import parse_rulebook
from ridgeway.core.record.salted import new_salt
from ridgeway.core.verdict import refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.actor import WORKER
from ridgeway.governance.acts import Given, Nothing, act
from ridgeway.governance.codes.finding import SubjectId, body_or_refusal, subject_named
from ridgeway.governance.codes.models import (
    Account,
    Appointment,
    Body,
    Code,
    Delegation,
    Installation,
    Party,
    Person,
    PolicyAdoption,
    Role,
    Seat,
)
from ridgeway.governance.codes.passwords import strong_enough
from ridgeway.governance.codes.queries import adopted_anew
from ridgeway.governance.record import log
from ridgeway.governance.record.models import INSTALLATION
from ridgeway.governance.record.rows import Audience

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]


def found_installation(
    *, name: str, administrator: str, email: str, username: str, password: str, at: dt.datetime
) -> Account:
    """Begin: the installation, its first person, their account and their right. Once only."""
    with transaction.atomic():
        if Installation.objects.exists():
            raise refusal("Found the installation?", "founded", "This installation is founded.")
        here = Installation(name=name)
        acting = Acting(actor=WORKER, at=at, act="installation.found", code=None, subject=here)
        acting.about(acting.add(here))
        person = acting.add(Person(salt=new_salt().hex(), name=administrator, email=email))
        account = acting.add(_account(person, username, password))
        acting.add(
            Appointment(person=person, role=Role.INSTALLATION_ADMINISTRATOR, from_date=at.date())
        )
        entry = log.Entry(
            act=acting.act,
            subject=here,
            rows=acting.rows(),
            audience=Audience.ADMINISTRATION,
            **acting.particulars(),
        )
        log.append(INSTALLATION, [entry])
    return account


def _account(person: Person, username: str, password: str, *, example: bool = False) -> Account:
    return Account(
        person=person, username=username, password=make_password(password), example=example
    )


class RegisterBody(Given):
    key: Key = Field(title="Key", description="Letters and hyphens, such as opsg")
    name: Line = Field(title="Name")
    short_name: Line = Field(title="Short name")


@act(
    "body.register",
    Installation,
    RegisterBody,
    title="Register a body",
    effect="Committees, licensees and authorities that decide, advise or deliver.",
)
def register_body(acting: Acting, here: Installation, given: RegisterBody) -> None:
    del here
    acting.about(acting.add(Body(**given.model_dump())))


class RegisterParty(Given):
    key: Key = Field(title="Key")
    name: Line = Field(title="Name")
    category: str = Field("", title="Party category", max_length=60)


@act(
    "party.register",
    Installation,
    RegisterParty,
    title="Register a Party",
    effect="An organisation bound by a code.",
)
def register_party(acting: Acting, here: Installation, given: RegisterParty) -> None:
    del here
    acting.about(acting.add(Party(**given.model_dump())))


class RegisterPerson(Given):
    name: Line = Field(title="Name")
    email: Email | None = Field(None, title="E-mail address")
    example: bool = Field(False, title="An example person")


@act(
    "person.register",
    Installation,
    RegisterPerson,
    title="Register a person",
    effect="Their name and address are in the record only as a salted digest.",
)
def register_person(acting: Acting, here: Installation, given: RegisterPerson) -> None:
    del here
    row = Person(
        salt=new_salt().hex(), name=given.name, email=given.email or "", example=given.example
    )
    acting.about(acting.add(row))


@act(
    "person.erase",
    Person,
    title="Erase a person's name and address",
    effect="Their acts stay, under an identity without a name. This cannot be undone.",
    decides=True,
)
def erase_person(acting: Acting, person: Person, given: Nothing) -> None:
    del given
    acting.change(person, name="", email="", salt=new_salt().hex())


class FoundCode(Given):
    key: Key = Field(title="Key", description="Used in addresses, such as sec")
    name: Line = Field(title="Name")
    short_name: Annotated[str, Field(min_length=1, max_length=40)] = Field(title="Short name")
    zone: str = Field("Europe/London", title="Time zone")
    calendar: str = Field("england-and-wales", title="Calendar")
    contact: str = Field("", title="Contact of the administrator", max_length=300)
    audience: Audience = Field(Audience.ADMINISTRATION, title="Who may see that it exists")


@act(
    "code.found",
    Installation,
    FoundCode,
    title="Found a code",
    effect="Opens its chain in the record.",
    decides=True,
)
def found_code(acting: Acting, here: Installation, given: FoundCode) -> None:
    del here
    acting.about(acting.add(Code(**given.model_dump())))


class MakeAppointment(Given):
    person: str = Field(title="Person")
    role: Role = Field(title="Role")
    code: str = Field("", title="Code", description="Empty for the whole installation")
    body: str = Field("", title="Body")
    seat: str = Field("", title="Seat")
    party: str = Field("", title="Party")
    alternate_of: str = Field(
        "",
        title="Alternate of the appointment",
        description="That of a member with a seat: who sits there when the member is away",
        max_length=16,
    )
    from_date: dt.date = Field(title="From")
    until_date: dt.date | None = Field(None, title="Until")
    source: str = Field("", title="By what decision", max_length=200)


@act(
    "appointment.make",
    Installation,
    MakeAppointment,
    title="Appoint",
    effect="Gives a person the rights of a role.",
    decides=True,
)
def make_appointment(acting: Acting, here: Installation, given: MakeAppointment) -> None:
    del here
    known = {
        "code": Code.objects.filter(pk=given.code).exists() if given.code else True,
        "person": Person.objects.filter(pk=given.person).exists(),
        "body": Body.objects.filter(pk=given.body).exists() if given.body else True,
        "party": Party.objects.filter(pk=given.party).exists() if given.party else True,
        "seat": (
            Seat.objects.filter(pk=given.seat, code_id=given.code, body_id=given.body).exists()
            if given.seat
            else True
        ),
    }
    if given.alternate_of:
        members = Appointment.objects.filter(
            pk=given.alternate_of, code_id=given.code, body_id=given.body, alternate_of=None
        )
        known["member with a seat"] = members.exclude(seat=None).exists() and not given.seat
    if unknown := [name for name, found in known.items() if not found]:
        raise refusal("Appoint?", "unknown", f"No such {' or '.join(unknown)}.")
    row = Appointment(
        code_id=given.code or None,
        person_id=given.person,
        role=given.role,
        body_id=given.body or None,
        seat_id=given.seat or None,
        party_id=given.party or None,
        alternate_of_id=given.alternate_of or None,
        from_date=given.from_date,
        until_date=given.until_date,
        source=given.source,
    )
    acting.about(acting.add(row))


class EndAppointment(Given):
    until_date: dt.date = Field(title="Last day")


@act(
    "appointment.end",
    Appointment,
    EndAppointment,
    title="End an appointment",
    effect="The rights end after that day, on every door.",
    decides=True,
)
def end_appointment(acting: Acting, row: Appointment, given: EndAppointment) -> None:
    acting.change(row, until_date=given.until_date)


class OpenAccount(Given):
    username: Annotated[str, Field(pattern=r"^[a-z0-9.@_-]+$", max_length=80)] = Field(
        title="User name"
    )
    password: Annotated[SecretStr, AfterValidator(strong_enough)] = Field(title="Password")
    example: bool = Field(False, title="An example account")


@act(
    "account.open",
    Person,
    OpenAccount,
    title="Open an account",
    effect="A way to sign in as this person.",
    decides=True,
)
def open_account(acting: Acting, person: Person, given: OpenAccount) -> None:
    word = given.password.get_secret_value()
    row = _account(person, given.username, word, example=given.example)
    acting.about(acting.add(row))


class CreateSeat(Given):
    body: str = Field(title="Body")
    name: Annotated[str, Field(min_length=1, max_length=120)] = Field(title="Seat")
    category: str = Field("", title="Party category", max_length=60)


@act("seat.create", Code, CreateSeat, title="Create a seat", effect="Votes count seats.")
def create_seat(acting: Acting, code: Code, given: CreateSeat) -> None:
    if not Body.objects.filter(pk=given.body).exists():
        raise refusal("Create a seat?", "body", "No such body.")
    row = Seat(code=code, body_id=given.body, name=given.name, category=given.category)
    acting.about(acting.add(row))


def _sound(text: str) -> str:
    """The text, if it loads as a rulebook; RulebookFileError, a ValueError, tells every fault."""
    parse_rulebook(text, "rulebook")
    return text


class AdoptPolicy(Given):
    text: Annotated[str, AfterValidator(_sound)] = Field(
        title="Rulebook", description="The whole TOML text", min_length=1, max_length=1_000_000
    )
    applies_from_date: dt.date | None = Field(
        None, title="Applies from", description="Needed where the rulebook itself names no day"
    )
    source: str = Field("", title="Adopted by what decision", max_length=300)


@act(
    "policy.adopt",
    Code,
    AdoptPolicy,
    title="Adopt a policy version",
    effect="Its text is kept; acts are judged by the version in force on the relevant date.",
    decides=True,
)
def adopt_policy(acting: Acting, code: Code, given: AdoptPolicy) -> None:
    rulebook = parse_rulebook(given.text, "rulebook")
    applies_from = given.applies_from_date or rulebook.applies_from
    if applies_from is None:
        raise refusal("Adopt?", "applies-from", "Say from which day this version applies.")
    row = PolicyAdoption(
        code=code,
        policy=rulebook.id,
        policy_version=rulebook.version,
        title=rulebook.title,
        digest=hashlib.sha256(given.text.encode()).hexdigest(),
        text=given.text,
        applies_from_date=applies_from,
        source=given.source,
    )
    acting.about(acting.add(row))
    adopted_anew(code.id)


class AttestDelegation(Given):
    grantor: str = Field(title="Granted by")
    grantee: str = Field(title="Granted to")
    matter: Key = Field(title="Matter")
    subject_type: str = Field(title="Kind of what it is about", max_length=60)
    subject_id: SubjectId
    earliest_date: dt.date | None = Field(None, title="Not before")
    latest_date: dt.date | None = Field(None, title="Not after")
    from_date: dt.date = Field(title="Valid from")
    until_date: dt.date | None = Field(None, title="Valid until")
    clause: str = Field("", title="Clause", max_length=120)


@act(
    "delegation.attest",
    Code,
    AttestDelegation,
    title="Attest a delegation",
    effect="A later decision inside its limits needs no new consent.",
    dated_back=True,
    decides=True,
)
def attest_delegation(acting: Acting, code: Code, given: AttestDelegation) -> None:
    subject_named(acting, given.subject_type, given.subject_id)
    row = Delegation(
        code=code,
        grantor=body_or_refusal(acting, given.grantor),
        grantee=body_or_refusal(acting, given.grantee),
        source=acting.told.source,
        **given.model_dump(exclude={"grantor", "grantee"}),
    )
    acting.about(acting.add(row))
