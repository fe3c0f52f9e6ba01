"""Ways to sign in: tokens, the end of an account, and what ends with a password."""

from __future__ import annotations

import hashlib
import secrets
from typing import Annotated

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from pydantic import AfterValidator, AwareDatetime, Field, SecretStr

from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, Nothing, act
from ridgeway.governance.codes.models import Account, ApiToken, PasswordLink, SignIn
from ridgeway.governance.codes.passwords import strong_enough

Line = Annotated[str, Field(min_length=1, max_length=200)]
StrongPassword = Annotated[SecretStr, AfterValidator(strong_enough)]


def _may_close(acting: Acting, account: Account, given: Given | None) -> Verdict:
    del acting, given
    over = [] if account.is_active else [Reason("closed", "It is closed already.", State.UNMET)]
    return Verdict("Close the account?", tuple(over))


@act(
    "account.close",
    Account,
    title="Close the account",
    effect="Nobody can sign in with it from now on.",
    judge=_may_close,
    decides=True,
)
def close_account(acting: Acting, account: Account, given: Nothing) -> None:
    del given
    acting.change(account, is_active=False)


class IssueToken(Given):
    name: Line = Field(title="What it is for")
    may_write: bool = Field(False, title="It may do acts")
    expires_at: AwareDatetime = Field(title="Expires")


@act(
    "token.issue",
    Account,
    IssueToken,
    title="Issue a token",
    effect="A key for programs, shown once; it never votes and never grants.",
    decides=True,
)
def issue_token(acting: Acting, account: Account, given: IssueToken) -> None:
    word = secrets.token_urlsafe(32)
    digest = hashlib.sha256(word.encode()).hexdigest()
    acting.about(acting.add(ApiToken(account=account, digest=digest, **given.model_dump())))
    acting.answer["token"] = word


def _may_revoke(acting: Acting, token: ApiToken, given: Given | None) -> Verdict:
    del acting, given
    over = [Reason("revoked", "It is revoked already.", State.UNMET)] if token.revoked_at else []
    return Verdict("Revoke the token?", tuple(over))


@act(
    "token.revoke",
    ApiToken,
    title="Revoke the token",
    effect="Refused from now on.",
    judge=_may_revoke,
)
def revoke_token(acting: Acting, token: ApiToken, given: Nothing) -> None:
    del given
    acting.change(token, revoked_at=acting.at)


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
