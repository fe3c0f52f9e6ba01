"""The policies that a code adopted: each clause, values and force; two versions compared."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse

from ridgeway.core.policy.difference import Difference, differences
from ridgeway.core.policy.reading import parts_of
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts_on import offers
from ridgeway.governance.codes.overview import Adopted, adopted_policies
from ridgeway.governance.codes.queries import TABLES
from ridgeway.governance.consultations.queries import consultations_of, led_to
from ridgeway.web.frame import frame_of, page
from ridgeway.web.moments import moment_of
from ridgeway.web.offering import act_href, offered
from ridgeway.web.shell import Link


@door(Who.PUBLIC)
def adopted(request: Request, code: str) -> HttpResponse:
    """Every version that the code adopted, which binds today, and two to compare."""
    frame = frame_of(request)
    here = frame.code(code)
    moment = moment_of(request, here, TABLES)
    day = here.day(moment.at or frame.at)
    held = adopted_policies(frame.actor, here, day, moment.source)
    found = offers(here.row, frame.actor, frame.at, ["policy.adopt"]) if moment.is_now else []
    context = {
        "here": here,
        "policies": held,
        "acts": offered(found, here.id),
        "href": _version_href,
    }
    return moment.page(frame, "policy/adopted.html", context, code=here)


def _version_href(code: str, it: Adopted) -> str:
    return reverse("policy-version", args=(code, it.book.id, it.book.version))


@door(Who.PUBLIC)
def version(request: Request, code: str, policy: str, version: str) -> HttpResponse:
    """One version whole: each clause with its values, what is unknown, where it disagrees."""
    frame = frame_of(request)
    here = frame.code(code)
    held = adopted_policies(frame.actor, here, here.day(frame.at))
    it = next((a for a in held if (a.book.id, a.book.version) == (policy, version)), None)
    if it is None:
        raise Http404
    context = {
        "here": here,
        "it": it,
        "parts": parts_of(it.book),
        "others": [a for a in held if a.book.id == policy and a is not it],
        "open_href": act_href("consultation.open", here.id, _about(it))
        if frame.actor.administers(here.id)
        else "",
        "consultations": consultations_of(frame.actor, here.id, frame.at, subject_id=it.id),
        "led_to": led_to(frame.actor, it.id),
    }
    return page(frame, "policy/version.html", context, code=here, crumbs=_crumbs(code))


def _about(it: Adopted) -> dict[str, str]:
    return {"subject_type": "codes.policyadoption", "subject_id": it.id}


@door(Who.PUBLIC)
def difference(request: Request, code: str) -> HttpResponse:
    """Two versions side by side in words; `from` and `to` are such as `name@3.0`."""
    frame = frame_of(request)
    here = frame.code(code)
    held = adopted_policies(frame.actor, here, here.day(frame.at))
    by_name = {a.book.reference: a.book for a in held}
    asked = (request.GET.get("from", ""), request.GET.get("to", ""))
    old, new = (by_name.get(name) for name in asked)
    unknown = [name for name, book in zip(asked, (old, new), strict=True) if name and not book]
    found: tuple[Difference, ...] | None = differences(old, new) if old and new else None
    context = {
        "here": here,
        "books": sorted(by_name.values(), key=lambda book: book.reference),
        "asked": asked,
        "old": old,
        "new": new,
        "found": found,
        "unknown": unknown,
    }
    return page(frame, "policy/difference.html", context, code=here, crumbs=_crumbs(code))


def _crumbs(code: str) -> tuple[Link, ...]:
    return (Link("Policy", reverse("policy", args=(code,))),)
