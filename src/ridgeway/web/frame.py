"""The frame of a page for a request: rail, sign-in, banner, foot. One query for every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from ridgeway.core.dates.wording import long_date
from ridgeway.entrance.doors import Request
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.overview import CodeSeen, overview, policies_at
from ridgeway.governance.releases.facets import total_seen
from ridgeway.web import flash
from ridgeway.web.shell import AsAt, Flash, Link, Section, Shell, Tone
from ridgeway.web.typed import Mistyped, read_instant

OF_A_CODE = (
    ("Calendar", "calendar"),
    ("Releases", "releases"),
    ("Modifications", "modifications"),
    ("Directed changes", "directions"),
    ("Meetings", "meetings"),
    ("Consultations", "consultations"),
    ("Change control", "control"),
    ("Parties", "parties"),
    ("Policy", "policy"),
    ("Record", "record"),
)
"""What the rail offers for each code, by the name of its route."""

ROLE_ORDER = (
    "installation-administrator", "code-administrator", "release-manager", "chair", "member",
    "delivery", "authority", "auditor", "party",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """Who is here and which codes they see; views ask it for the code of their address."""

    request: Request
    codes: tuple[CodeSeen, ...]

    @property
    def actor(self) -> Actor:
        return self.request.actor

    @property
    def at(self) -> dt.datetime:
        return self.request.at

    def code(self, key: str) -> CodeSeen:
        """The code with this key; what is hidden and what is not there are the same 404."""
        for code in self.codes:
            if code.key == key:
                return code
        raise Http404

    def code_with(self, code_id: str) -> CodeSeen:
        for code in self.codes:
            if code.id == code_id:
                return code
        raise Http404

    def shell(
        self,
        code: CodeSeen | None = None,
        crumbs: tuple[Link, ...] = (),
        as_at: AsAt | None = None,
        flashes: tuple[Flash, ...] = (),
    ) -> Shell:
        """The frame as the templates take it; `code` gives trail, policy line and position."""
        zone = code.zone if code else self.codes[0].zone if self.codes else "Europe/London"
        actor = self.actor
        unanswered = () if as_at else _unanswered(self.request, zone)
        trail = (Link(code.row.short_name, _code_href(code.key)), *crumbs) if code else crumbs
        shell = Shell(
            sections=_sections(self.codes, actor),
            home_href="/today" if actor.is_known else "/",
            query=self.request.GET.get("q", "")[:200] if self.request.path == "/search" else "",
            now=self.at,
            zone=zone,
            person=actor.name,
            role=role_line(actor),
            sign_in_href=_sign_in_href(self.request),
            crumbs=trail,
            flashes=(*flash.told(self.request), *flashes, *unanswered),
            as_at=as_at,
            asked=asked_besides(self.request),
            # A foot of today would be untrue under a page of the past.
            policy_line=policy_line(code, self.at) if code and not as_at else "",
            record_line=_record_line(code, as_at) if code else "",
        )
        return shell.at(self.request.path)


def frame_of(request: Request) -> Frame:
    """The frame of this request: one query."""
    return Frame(request, overview(request.actor))


def page(
    frame: Frame,
    template: str,
    context: Mapping[str, Any],
    *,
    code: CodeSeen | None = None,
    crumbs: tuple[Link, ...] = (),
    as_at: AsAt | None = None,
    flashes: tuple[Flash, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """A whole page in its frame. A line that was carried to it is forgotten once shown."""
    request = frame.request
    shell = frame.shell(code, crumbs, as_at, flashes)
    response = render(request, template, {"shell": shell, **context}, status=status)
    if flash.COOKIE in request.COOKIES:
        flash.forget(response)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


def _sections(codes: tuple[CodeSeen, ...], actor: Actor) -> tuple[Section, ...]:
    work = (
        (Link("Today", "/today"), Link("First page", "/"))
        if actor.is_known
        else (Link("First page", "/"),)
    )
    sections = [Section("Work" if actor.is_known else "Ridgeway", work)]
    for code in codes:
        count = total_seen(actor, code.id, code.position)
        links = tuple(
            Link(text, href, count if name == "modifications" else None)
            for text, name, href in _hrefs(code.key)
        )
        sections.append(Section(code.row.name, links))
    return tuple(sections)


@lru_cache(maxsize=128)
def _hrefs(key: str) -> tuple[tuple[str, str, str], ...]:
    """The rail's links of a code; a route that this installation does not have is left out."""
    found = []
    for text, name in OF_A_CODE:
        try:
            found.append((text, name, reverse(name, args=(key,))))
        except NoReverseMatch:
            continue
    return tuple(found)


@lru_cache(maxsize=128)
def _code_href(key: str) -> str:
    return reverse("code", args=(key,))


def _sign_in_href(request: Request) -> str:
    if request.path in ("/", "/sign-in") or request.method != "GET":
        return "/sign-in"
    return "/sign-in?" + urlencode({"next": request.get_full_path()})


def role_line(actor: Actor) -> str:
    """The widest role that the actor holds, in words."""
    held = {h.role for h in actor.held}
    first = next((role for role in ROLE_ORDER if role in held), "")
    words = first.replace("-", " ")
    return words[:1].upper() + words[1:]


def _record_line(code: CodeSeen, as_at: AsAt | None) -> str:
    position = code.position - (as_at.events_since or 0 if as_at else 0)
    return f"Record of the {code.row.short_name} at event {position:,}"


def policy_line(code: CodeSeen, at: dt.datetime) -> str:
    """The policies in force today, each with the day from which it applies."""
    lines = [
        f"{p.title} {p.version}, in force from {long_date(p.applies_from)}"
        for p in policies_at(code.id, code.position, code.day(at))
    ]
    return " · ".join(lines)


def moment_asked(request: Request, zone: str) -> tuple[dt.datetime | None, str]:
    """The moment of `?as_at=`, or what is wrong with it; a moment to come is the present."""
    text = request.GET.get("as_at", "").strip()
    if not text:
        return None, ""
    try:
        moment = read_instant(text, zone)
    except Mistyped as fault:
        return None, str(fault)
    if moment >= request.at:
        return None, "That moment is still to come; this is the present."
    return moment, ""


def asked_besides(request: Request) -> tuple[tuple[str, str], ...]:
    """What an address asks for besides its moment and the page of a list, which has another length
    at another moment."""
    lists = request.GET.lists()
    return tuple((k, v) for k, values in lists if k not in ("as_at", "page") for v in values if v)


PRESENT_ONLY = "This page shows the present only; it cannot be read as it stood at another moment."


def _unanswered(request: Request, zone: str) -> tuple[Flash, ...]:
    """What a page of the present says to whoever asked for another moment."""
    moment, fault = moment_asked(request, zone)
    text = PRESENT_ONLY if moment else fault
    return (Flash(text, Tone.CARE),) if text else ()


def as_at_banner(request: Request, moment: dt.datetime, since: int | None = None) -> AsAt:
    """The banner of a page that shows the past, leading back to now."""
    kept = request.GET.copy()
    kept.pop("as_at", None)
    query = kept.urlencode()
    return AsAt(moment, request.path + ("?" + query if query else ""), since)
