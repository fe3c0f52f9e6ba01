"""What whoever runs the installation asks about accounts, from the command line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from axes.utils import reset
from django.contrib.sessions.models import Session

from ridgeway.governance.codes.models import Account, SignIn


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account; the name is empty once it was erased."""

    username: str
    name: str
    open: bool
    sessions: int


def accounts(at: dt.datetime) -> list[AccountLine]:
    """Every account with the number of its sessions that last, by user name."""
    lasting = Session.objects.filter(expire_date__gt=at).values("session_key")
    counts: dict[str, int] = {}
    for pk in SignIn.objects.filter(session_key__in=lasting).values_list("account_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    rows = Account.objects.order_by("username").values_list(
        "id", "username", "person__name", "is_active"
    )
    return [AccountLine(name, who, open_, counts.get(pk, 0)) for pk, name, who, open_ in rows]


def account_id(username: str) -> str:
    """The identity of an account, open or closed; empty where there is none."""
    return Account.objects.filter(username=username).values_list("id", flat=True).first() or ""


def forget_failures(username: str) -> int:
    """Forget the failed sign-ins that lock an account; how many there were."""
    return int(reset(username=username))
