"""Answers when something is wrong, in our words; hidden and missing are the same page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ridgeway.entrance.gatekeeper import actor_of_session
from ridgeway.web.frame import frame_of
from ridgeway.web.frame import page as frame_page


def page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"errors/{status}.html", status=status)


def framed(request: HttpRequest, status: int) -> HttpResponse:
    """The same with the rail, for whoever is signed in; hidden and missing get the very same."""
    coming: Any = request
    if not hasattr(coming, "at"):
        return page(request, status)
    if not coming.actor.is_known:
        coming.actor = actor_of_session(coming)
    return frame_page(frame_of(coming), f"errors/{status}.html", {}, status=status)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is not there, or not for this reader."""
    del exception
    return framed(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    del exception
    return page(request, 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token, most often after signing in elsewhere."""
    del reason
    return page(request, 403)
