"""What stands around the rows of the register: headings that sort, chips, pager, exports, views.

All of it follows from what is asked and where, so it is put together once for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from markupsafe import Markup

from ridgeway.governance.releases.facets import Facets
from ridgeway.governance.releases.register import NO_RELEASE, RegisterFilter, RegisterPage
from ridgeway.web.register_rows import register_rows
from ridgeway.web.shell import Link, Pages

KEPT = 512

COLUMNS = (
    ("Reference", "reference", ""),
    ("Title", "title", ""),
    ("Stage", "stage", ""),
    ("Path", "path", "gone"),
    ("Urgency", "urgency", "gone"),
    ("Release", "", ""),
    ("Proposer", "proposer", "gone"),
    ("Raised", "raised", ""),
    ("Target", "target", "gone"),
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the register of a code is; `as_at` is the past moment that is asked for, or empty."""

    key: str
    as_at: str = ""

    @property
    def bare(self) -> str:
        """The register without any filter."""
        return self._with(reverse("modifications", args=(self.key,)))

    def href(self, asked: RegisterFilter, **change: Any) -> str:
        values = asked.model_dump(exclude_defaults=True) | change
        return self._with(reverse("modifications", args=(self.key,)), **values)

    def export(self, form: str, asked: RegisterFilter) -> str:
        values = asked.model_dump(exclude_defaults=True, exclude={"page", "size"})
        return self._with(reverse("register-export", args=(self.key, form)), **values)

    def _with(self, address: str, **values: Any) -> str:
        given = {k: v for k, v in {**values, "as_at": self.as_at}.items() if v not in ("", None)}
        return address + ("?" + urlencode(given) if given else "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the register: its address turns the order, `sort` says how it stands."""

    text: str
    href: str
    sort: str
    css: str


@dataclass(frozen=True, slots=True)
class Around:
    """What is the same whatever rows are found."""

    headings: tuple[Heading, ...]
    chips: tuple[Link, ...]
    earlier_href: str
    later_href: str
    csv_href: str
    xlsx_href: str
    clear_href: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The part of the page that is made anew as one types."""

    to: Address
    asked: RegisterFilter
    found: RegisterPage
    rows: Markup
    pages: Pages
    around: Around


def listing(to: Address, asked: RegisterFilter, found: RegisterPage) -> Listing:
    """The rows that were found with everything around them."""
    first = (found.page - 1) * found.size + 1
    last = first + len(found.rows) - 1
    summary = f"{first:,} to {last:,} of {found.total:,}" if found.rows else "none"
    made = around(to, asked)
    later_href = made.later_href if asked.page < found.pages else ""
    past = "?" + urlencode({"as_at": to.as_at}) if to.as_at else ""
    return Listing(
        to=to,
        asked=asked,
        found=found,
        rows=register_rows(found.rows, to.key, past),
        pages=Pages(summary, made.earlier_href, later_href),
        around=made,
    )


@lru_cache(KEPT)
def around(to: Address, asked: RegisterFilter) -> Around:
    return Around(
        headings=tuple(_heading(to, asked, *column) for column in COLUMNS),
        chips=_chips(to, asked),
        earlier_href=to.href(asked, page=asked.page - 1 or None) if asked.page > 1 else "",
        later_href=to.href(asked, page=asked.page + 1),
        csv_href=to.export("csv", asked),
        xlsx_href=to.export("xlsx", asked),
        clear_href=to.bare,
    )


def _heading(to: Address, asked: RegisterFilter, text: str, name: str, css: str) -> Heading:
    if not name:
        return Heading(text, "", "", css)
    now = asked.sort
    sort = {name: "ascending", f"-{name}": "descending"}.get(now, "")
    turned = f"-{name}" if now == name else name
    return Heading(text, to.href(asked, sort=turned, page=None), sort, css)


def _chips(to: Address, asked: RegisterFilter) -> tuple[Link, ...]:
    """What narrows the register now; each leads to the register without it."""
    out = []
    for name in ("q", "stage", "path", "urgency", "release", "proposer", "series"):
        value = getattr(asked, name)
        if value:
            title = RegisterFilter.model_fields[name].title
            said = "none" if value == NO_RELEASE else value.replace("-", " ")
            out.append(Link(f"{title}: {said}", to.href(asked, **{name: None, "page": None})))
    return tuple(out)


def views(to: Address, asked: RegisterFilter, known: Facets) -> tuple[Link, ...]:
    """Views worth a link: all, the latest releases, what stands in none."""

    def view(text: str, count: int | None, **values: str) -> Link:
        href, current = _view(to, asked, **values)
        return Link(text, href, count, current=current)

    links = [view("All", known.total)]
    links += [view(r.name, None, release=r.slug) for r in known.releases[:3]]
    if known.total:
        links.append(view("In no release", None, release=NO_RELEASE))
        links.append(view("Latest raised", known.total, sort="-raised"))
    return tuple(links)


@lru_cache(KEPT)
def _view(to: Address, asked: RegisterFilter, **values: str) -> tuple[str, bool]:
    """The address of a view, and whether it is what is asked for, on whichever page."""
    wanted = RegisterFilter.model_validate(values)
    return to.href(wanted), wanted == asked.model_copy(update={"page": 1})
