"""Who may come to an address at all; what they then see is decided by `visible`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    import datetime as dt

    from ridgeway.governance.actor import Actor


class Who(StrEnum):
    """PUBLIC: anybody. KNOWN: whoever is signed in. OWN: the view authenticates for itself."""

    PUBLIC = "public"
    KNOWN = "known"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Door:
    """The row of the permission table for one address."""

    who: Who
    methods: tuple[str, ...] = ("GET", "HEAD")


class Request(HttpRequest):
    """A request as views get it: with its actor and its instant."""

    actor: Actor
    at: dt.datetime


View = Callable[..., HttpResponseBase]


def door(who: Who, *methods: str) -> Callable[[View], View]:
    """Declare who may call a view, and by which methods; HEAD comes with GET."""

    def declared(view: View) -> View:
        allowed = methods or ("GET",)
        with_head = (*allowed, "HEAD") if "GET" in allowed else allowed
        cast("Any", view).door = Door(who, with_head)
        return view

    return declared
