"""Who exists and who holds which right: for those who administer the installation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import (
    Account,
    ApiToken,
    Appointment,
    Body,
    Installation,
    Party,
    Person,
)
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.record.rows import listed

MOST = 500


@dataclass(frozen=True, slots=True)
class InstallationPage:
    """Each list holds plain rows; passwords and digests of tokens are in none of them."""

    row: Installation
    people: list[dict[str, Any]]
    accounts: list[dict[str, Any]]
    appointments: list[dict[str, Any]]
    bodies: list[dict[str, Any]]
    parties: list[dict[str, Any]]
    tokens: list[dict[str, Any]]


def installation_seen(actor: Actor) -> Installation | None:
    """The installation, for whoever administers it."""
    return visible(Installation, actor).first()


def installation_page(actor: Actor) -> InstallationPage | None:
    """Everything at once, in seven queries; None for whoever may not see the installation."""
    here = installation_seen(actor)
    if here is None:
        return None
    people = visible(Person, actor).order_by("name").values("id", "name", "email", "example")
    accounts = visible(Account, actor).order_by("username")
    held = visible(Appointment, actor).order_by("code__key", "role", "person__name")
    bodies = visible(Body, actor).order_by("name").values("id", "key", "name", "short_name")
    parties = visible(Party, actor).order_by("name").values("id", "key", "name", "category")
    tokens = visible(ApiToken, actor).order_by("-expires_at")
    return InstallationPage(
        row=here,
        people=listed(people[:MOST]),
        accounts=listed(accounts.values("id", "username", "is_active", "person_id")[:MOST]),
        appointments=listed(
            held.values(
                "id", "person__name", "role", "code__short_name", "body__short_name",
                "seat__name", "party__name", "from_date", "until_date",
            )[:MOST]
        ),
        bodies=listed(bodies[:MOST]),
        parties=listed(parties[:MOST]),
        tokens=listed(
            tokens.values(
                "id", "name", "account__username", "may_write", "expires_at", "revoked_at"
            )[:MOST]
        ),
    )  # fmt: skip


def appointments_held(actor: Actor) -> list[dict[str, Any]]:
    """What the actor holds and held, the present ones first: everybody may see their own."""
    rows = Appointment.objects.filter(person_id=actor.person_id)
    return listed(
        rows.order_by(F("until_date").desc(nulls_first=True), "code__key", "role").values(
            "role", "code__short_name", "body__short_name", "seat__name", "party__name",
            "from_date", "until_date", "source",
        )[:MOST]
    )  # fmt: skip


def username_of(actor: Actor) -> str:
    """The name by which the actor signs in."""
    found = Account.objects.filter(pk=actor.account_id).values_list("username", flat=True)
    return found.first() or ""
