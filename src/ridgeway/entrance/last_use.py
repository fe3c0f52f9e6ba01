"""Which sessions somebody has, and about when each was last used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase

from ridgeway import clock
from ridgeway.entrance.doors import Request
from ridgeway.governance.codes.models import Account, SignIn

EVERY = dt.timedelta(minutes=5)
"""How exactly the last use is known: what is read more often writes no more often."""

MOST_REMEMBERED = 10_000
_noted: dict[str, dt.datetime] = {}


@dataclass(frozen=True, slots=True)
class Lasting:
    """A session that lasts; `browser` is what it calls itself, `current` is the one that asks."""

    id: str
    began_at: dt.datetime
    used_at: dt.datetime
    browser: str
    current: bool


class LastUse:
    """Notes that a session was used, at most every few minutes, once the answer is on its way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        coming = cast("Request", request)
        key = coming.session.session_key if coming.actor.is_known else None
        if key and coming.at - _noted.get(key, coming.at - EVERY) >= EVERY:
            # Nobody waits for it: the database may be busy with a long write.
            closers = cast("Any", response)._resource_closers  # noqa: SLF001 - there is no other
            closers.append(lambda: _note(key, coming.at))
        return response


def _note(key: str, at: dt.datetime) -> None:
    if len(_noted) >= MOST_REMEMBERED:
        _noted.clear()
    _noted[key] = at
    try:
        SignIn.objects.filter(session_key=key, used_at__lte=at - EVERY).update(used_at=at)
    except DatabaseError:
        return  # the next use after a while notes it


def began(request: HttpRequest, account: Account) -> None:
    """Note that a session of this account begins, and forget those that ran out."""
    if not request.session.session_key:
        request.session.save()
    key, at = str(request.session.session_key), clock.now()
    _noted[key] = at
    longest = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    SignIn.objects.filter(account=account, began_at__lt=at - longest).delete()
    browser = browser_named(request.META.get("HTTP_USER_AGENT", ""))
    values = {"account": account, "began_at": at, "used_at": at, "browser": browser}
    SignIn.objects.update_or_create(session_key=key, defaults=values)


BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
"""What a browser and a system call themselves; each names itself after those that it follows."""


def browser_named(agent: str) -> str:
    """`Firefox on Windows`, from what a browser says of itself; its own words where unknown."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    own = "".join(ch for ch in agent if ch.isprintable())[:200]
    return " on ".join(part for part in (browser, system) if part) if browser else own


def _on_sign_in(sender: Any, request: HttpRequest, user: Account, **more: Any) -> None:
    del sender, more
    began(request, user)


def _on_sign_out(sender: Any, request: HttpRequest, user: Account | None, **more: Any) -> None:
    del sender, user, more
    if key := request.session.session_key:
        SignIn.objects.filter(session_key=key).delete()


def sessions_of(account_id: str, current: str | None, at: dt.datetime) -> list[Lasting]:
    """The sessions of an account that last: the present one first, then by their last use."""
    rows = SignIn.objects.filter(account_id=account_id).order_by("-used_at")
    lasting = Session.objects.filter(
        session_key__in=rows.values_list("session_key"), expire_date__gt=at
    )
    live = set(lasting.values_list("session_key", flat=True))
    found = [
        Lasting(row.id, row.began_at, row.used_at, row.browser, row.session_key == current)
        for row in rows
        if row.session_key in live
    ]
    return sorted(found, key=lambda it: not it.current)


def connect() -> None:
    """Follow every sign-in and sign-out from now on."""
    user_logged_in.connect(_on_sign_in, dispatch_uid="ridgeway.last-use.in")
    user_logged_out.connect(_on_sign_out, dispatch_uid="ridgeway.last-use.out")
