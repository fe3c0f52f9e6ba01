"""Who calls the API: a token, a signed-in session (reading only), or the public."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from ninja.errors import AuthenticationError

from ridgeway.entrance.doors import Request
from ridgeway.entrance.gatekeeper import actor_of_session
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.tokens import actor_of_token

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def actor_of_request(request: HttpRequest) -> Actor:
    """The caller, never none: the public is an actor too.

    A token that is sent but not good is refused rather than taken for the public. Sessions do not
    write here, so no other site can make a browser write.
    """
    coming = cast("Request", request)
    scheme, _, word = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        actor = actor_of_token(word.strip(), coming.at) if scheme.lower() == "bearer" else None
        if actor is None:
            raise AuthenticationError
    elif request.method in SAFE:
        actor = actor_of_session(coming)
    else:
        raise AuthenticationError
    coming.actor = actor
    return actor
