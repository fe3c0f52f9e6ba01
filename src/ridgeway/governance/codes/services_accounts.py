"""What ends with a password: the sessions that were begun with it, and links to choose another."""

from __future__ import annotations

from typing import Annotated

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from pydantic import AfterValidator, Field, SecretStr

from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.models import Account, PasswordLink, SignIn
from ridgeway.governance.codes.passwords import strong_enough

StrongPassword = Annotated[SecretStr, AfterValidator(strong_enough)]


class SetPassword(Given):
    password: StrongPassword = Field(title="New password")


def _may_set(acting: Acting, account: Account, given: SetPassword | None) -> Verdict:
    del acting, given
    closed = Reason("closed", "The account is closed.", State.UNMET)
    return Verdict("Set the password?", () if account.is_active else (closed,))


@act(
    "account.set-password",
    Account,
    SetPassword,
    title="Set the password",
    effect="Every session of the account ends, and every link to choose another password.",
    judge=_may_set,
)
def set_password(acting: Acting, account: Account, given: SetPassword) -> None:
    acting.change(account, password=make_password(given.password.get_secret_value()))
    end_sessions(account.id)
    PasswordLink.objects.filter(account=account, used_at=None).update(used_at=acting.at)


def end_sessions(account_id: str, *, sign_in: str = "") -> int:
    """End every session of an account, or the one of a sign-in; how many."""
    held = SignIn.objects.filter(account_id=account_id)
    if sign_in:
        held = held.filter(pk=sign_in)
    keys = list(held.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    held.filter(session_key__in=keys).delete()
    return len(keys)
