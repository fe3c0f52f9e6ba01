"""Where a thing has its page. What has none of its own leads to the page of what it is about."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import NoReverseMatch, reverse

from ridgeway.governance.actor import Actor
from ridgeway.governance.naming import Named, named

FURTHEST = 4


OWN: dict[str, Callable[[Named], tuple[str, ...]]] = {
    "codes.code": lambda it: ("code", it.code),
    "modifications.modification": lambda it: ("modification", it.code, it.short),
    "releases.release": lambda it: ("release", it.code, it.slug),
    "committees.resolution": lambda it: ("resolution", it.id),
    "notices.notice": lambda it: ("notice", it.id),
    "consultations.consultation": lambda it: ("consultation", it.id),
    "directions.direction": lambda it: ("direction", it.id),
    "control.freeze": lambda it: ("freeze", it.id),
    "control.changerequest": lambda it: ("change-request", it.id),
    "codes.policyadoption": lambda it: ("policy", it.code),
    "codes.seat": lambda it: ("code", it.code),
    "codes.delegation": lambda it: ("code", it.code),
    "committees.meeting": lambda it: ("meeting", it.id),
    "committees.agendaitem": lambda it: ("agenda-item", it.id),
    "committees.paper": lambda it: ("paper", it.id),
    "committees.meetingseries": lambda it: ("meetings", it.code),
}
"""The route of each kind of thing that has a page of its own, and what the route is given."""

TABS = {
    "golive.partyreadiness": "release-testing",
    "costs.costreport": "release-costs",
    "costs.costchallenge": "release-costs",
    "baselines.releasedocument": "release-rid",
    "baselines.edition": "release-rid",
    "baselines.comment": "release-rid",
}
"""The tab of its release on which a kind of thing is shown."""

OF_INSTALLATION = frozenset(
    f"codes.{name}"
    for name in ("installation", "person", "account", "body", "party", "appointment", "apitoken")
)


def place_of(thing: Named) -> str:
    """The address of a thing that is known by name; empty where it has no page of its own."""
    if thing.kind in OF_INSTALLATION:
        return _route("installation")
    own = OWN.get(thing.kind)
    return _route(*own(thing)) if own else ""


def address_of(actor: Actor, subject_type: str, subject_id: str) -> str:
    """Where a subject is shown to this actor; empty when it is not there, or not for them."""
    thing = thing_at(actor, subject_type, subject_id)
    if thing is None:
        return ""
    if thing.kind == "releases.release" and subject_type in TABS:
        return _route(TABS[subject_type], thing.code, thing.slug)
    return place_of(thing)


def thing_at(actor: Actor, subject_type: str, subject_id: str) -> Named | None:
    """What has a page: the subject itself or what it is about, as far as this actor may see."""
    key = (subject_type, subject_id)
    for _ in range(FURTHEST):
        thing = named(actor, [key]).get(key)
        if thing is None or place_of(thing):
            return thing
        if thing.about is None:
            return None
        key = thing.about
    return None


def _route(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
