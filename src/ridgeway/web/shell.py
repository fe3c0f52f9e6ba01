"""What the frame of every page needs: rail, trail, banner, foot. Plain values, built by a view."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Tone(StrEnum):
    """How a message to the reader is meant."""

    DONE = "met"
    CARE = "waived"
    REFUSED = "unmet"
    PLAIN = "due"


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go; `count` is shown beside it, `current` marks the page that is open."""

    text: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A headed group of links in the rail."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Flash:
    """A line that answers what the reader just did."""

    text: str
    tone: Tone = Tone.DONE
    href: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class AsAt:
    """The page shows the record as it stood at `at`; `return_href` leads back to now."""

    at: dt.datetime
    return_href: str
    events_since: int | None = None


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame. Without `person` the reader is not signed in and is offered `sign_in_href`.

    `asked` is what the address asks for besides a moment, which the page of another moment keeps.
    """

    sections: tuple[Section, ...] = ()
    home_href: str = "/"
    search_href: str = "/search"
    query: str = ""
    now: dt.datetime | None = None
    zone: str = "Europe/London"
    person: str = ""
    role: str = ""
    sign_in_href: str = "/sign-in"
    sign_out_href: str = "/sign-out"
    crumbs: tuple[Link, ...] = ()
    flashes: tuple[Flash, ...] = ()
    as_at: AsAt | None = None
    asked: tuple[tuple[str, str], ...] = ()
    policy_line: str = ""
    record_line: str = ""
    foot_lines: tuple[str, ...] = field(default=())

    def at(self, href: str) -> Shell:
        """The same frame with the deepest link that contains `href` marked as the open one."""
        best = max(
            (link.href for s in self.sections for link in s.links if _contains(link.href, href)),
            key=len,
            default="",
        )
        sections = tuple(
            replace(s, links=tuple(replace(li, current=li.href == best) for li in s.links))
            for s in self.sections
        )
        return replace(self, sections=sections)


def _contains(place: str, href: str) -> bool:
    """The first page is not around every other, although its address is."""
    return href == place or (place != "/" and href.startswith(place + "/"))


@dataclass(frozen=True, slots=True)
class Act:
    """A button, or the same button greyed with every reason why not.

    `refusals` empty means that the act is offered. `who` says whose turn it is, when known.
    """

    text: str
    href: str
    refusals: tuple[str, ...] = ()
    note: str = ""
    main: bool = False
    grave: bool = False
    key: str = ""

    @property
    def offered(self) -> bool:
        return not self.refusals


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a long list stands; empty addresses mean that there is no such page."""

    summary: str
    earlier_href: str = ""
    later_href: str = ""
