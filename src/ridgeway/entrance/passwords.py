"""A password changed by who knows it, or chosen anew by who holds a link that was sent to them."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from dataclasses import replace

from axes.utils import reset
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from pydantic import SecretStr

from ridgeway.entrance import last_use
from ridgeway.entrance.accounts import account_named
from ridgeway.governance.acting import Told
from ridgeway.governance.actor import Actor, Via, actor_of
from ridgeway.governance.acts import perform
from ridgeway.governance.codes.models import Account, PasswordLink
from ridgeway.governance.record.rows import new_id

SALT = "ridgeway.entrance.passwords"
LASTS = dt.timedelta(hours=1)
COUNTED = dt.timedelta(hours=1)
MOST_FOR_ONE_NAME = 3
MOST_FROM_ONE_PLACE = 30


class TooOften(Exception):
    """So many links were asked for from one place that no more are made for a while."""


def change(request: HttpRequest, actor: Actor, old: str, new: SecretStr, at: dt.datetime) -> bool:
    """Set another password; False when the old one is wrong. Of all sessions this one goes on.

    Wrong ones count like wrong ones at sign-in, and lock alike.
    """
    account = Account.objects.get(pk=actor.account_id)
    if authenticate(request, username=account.username, password=old) is None:
        return False
    _set(account, new, actor, at, "Changed by its holder, who knew the old one")
    account.refresh_from_db()
    update_session_auth_hash(request, account)
    last_use.began(request, account)
    return True


def ask(username: str, place: str, origin: str, at: dt.datetime) -> None:
    """Have a link sent to the address of whoever has this account; raises TooOften.

    What is done and answered is the same for a name that is nobody's.
    """
    asked_for, asked_from = _keyed(username.casefold()), _keyed(place)
    lately = PasswordLink.objects.filter(asked_at__gt=at - COUNTED, by_operator=False)
    if lately.filter(asked_from=asked_from).count() >= MOST_FROM_ONE_PLACE:
        raise TooOften
    account = account_named(username)
    reached = account if account is not None and account.person.email else None
    if lately.filter(asked_for=asked_for).count() >= MOST_FOR_ONE_NAME:
        reached = None
    _made(reached, at, asked_for=asked_for, asked_from=asked_from, origin=origin[:200], send_at=at)


def link_by_operator(username: str, at: dt.datetime, lasts: dt.timedelta = LASTS) -> str:
    """The word of a link that whoever runs the installation hands over; raises LookupError."""
    account = account_named(username)
    if account is None:
        raise LookupError(f"There is no open account {username!r}.")
    row = _made(account, at, lasts, by_operator=True)
    return word_of(row.id)


def _made(
    account: Account | None, at: dt.datetime, lasts: dt.timedelta = LASTS, **values: object
) -> PasswordLink:
    identity = new_id()
    digest = _digest(word_of(identity))
    row = PasswordLink(
        id=identity, account=account, digest=digest, asked_at=at, expires_at=at + lasts, **values
    )
    row.save(force_insert=True)
    return row


def word_of(identity: str) -> str:
    """The secret word of a link. It follows from the secret key, so that no table holds it."""
    mac = salted_hmac(SALT, f"link {identity}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def _keyed(text: str) -> str:
    return salted_hmac(SALT, f"asked {text}", algorithm="sha256").hexdigest()


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode("utf-8", "surrogatepass")).hexdigest()


def link_of(word: str, at: dt.datetime) -> PasswordLink | None:
    """The link with this word, if it still opens."""
    rows = PasswordLink.objects.select_related("account__person")
    return rows.filter(
        digest=_digest(word), used_at=None, expires_at__gt=at, account__is_active=True
    ).first()


def choose(link: PasswordLink, new: SecretStr, at: dt.datetime) -> bool:
    """Set the password of the link's account; False when the link was used meanwhile."""
    account = link.account
    unused = PasswordLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at)
    if account is None or not unused.update(used_at=at):
        return False
    how = "made by the operator" if link.by_operator else "sent to the holder’s address"
    actor = actor_of(account, via=Via.WEB, on=at.date())
    _set(account, new, actor, at, f"Chosen anew by a link {how}")
    reset(username=account.username)
    return True


def _set(account: Account, new: SecretStr, by: Actor, at: dt.datetime, why: str) -> None:
    # The entrance has seen who asks; no right of an appointment is needed for one's own account.
    entrance = replace(by, worker=True, may_write=True, may_decide=True)
    told = Told(reason=why)
    perform("account.set-password", account.id, {"password": new}, actor=entrance, at=at, told=told)
