"""Stands before every view: who is it, and is the address open to them? Undeclared means shut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth import get_user
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from ridgeway import clock
from ridgeway.entrance.doors import Door, Request, Who
from ridgeway.governance.actor import PUBLIC, Actor, Via, actor_of
from ridgeway.governance.codes.models import Account
from ridgeway.governance.codes.queries import asking_once

READING = frozenset({"GET", "HEAD"})


class Gatekeeper:
    """Gives each request its actor and its instant; shuts addresses that declare no door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        coming = cast("Request", request)
        coming.at = clock.now()
        coming.actor = PUBLIC
        if request.method not in READING:
            return self.get_response(request)
        with asking_once():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Decide before the view runs."""
        del args, kwargs
        declared: Door | None = getattr(view, "door", None)
        if declared is None:
            raise Http404
        if declared.who is Who.OWN:
            return None
        if request.method not in declared.methods:
            return not_allowed(request, declared)
        coming = cast("Request", request)
        coming.actor = actor_of_session(coming)
        if declared.who is Who.KNOWN and not coming.actor.is_known:
            return redirect("/sign-in?" + urlencode({"next": request.get_full_path()}))
        return None


def not_allowed(request: HttpRequest, declared: Door) -> HttpResponse:
    """The page that says which way an address may be used, with the header that says it too."""
    response = render(request, "errors/405.html", status=405)
    response["Allow"] = ", ".join(declared.methods)
    return response


def actor_of_session(request: Request) -> Actor:
    """The signed-in actor, with the appointments of this very moment."""
    if "_auth_user_id" not in request.session:
        return PUBLIC
    account = get_user(request)
    request.user = account
    if not isinstance(account, Account):
        return PUBLIC
    return actor_of(account, via=Via.WEB, on=request.at.date())
