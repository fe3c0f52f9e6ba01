"""What stands around the rows of the register: headings that sort, chips, pager, exports, views.

All of it follows from what is asked and where, so it is put together once for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from markupsafe import Markup

from ridgeway.governance.releases.facets import Facets
from ridgeway.governance.releases.register import (
    NO_RELEASE,
    SORTS,
    RegisterFilter,
    RegisterPage,
)
from ridgeway.governance.releases.register_columns import ALWAYS, COLUMNS
from ridgeway.governance.releases.saved_views import View
from ridgeway.web.register_query import Address, narrowed_by
from ridgeway.web.register_rows import SHOWN, USUAL, register_rows, shown_of
from ridgeway.web.shell import Link, Pages

KEPT = 512


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the register: its address turns the order, `sort` says how it stands."""

    text: str
    href: str
    sort: str
    css: str


@dataclass(frozen=True, slots=True)
class Around:
    """What is the same whatever rows are found.

    `columns` may be chosen: name, title, and whether it is shown; `many` are more than fit on a
    screen. `asked` is all else that the address holds, by name.
    """

    headings: tuple[Heading, ...]
    chips: tuple[Link, ...]
    earlier_href: str
    later_href: str
    csv_href: str
    xlsx_href: str
    clear_href: str
    save_href: str
    columns: tuple[tuple[str, str, bool], ...]
    many: bool
    usual_href: str
    asked: tuple[tuple[str, object], ...]


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
        rows=register_rows(found.rows, to.key, past, to.columns),
        pages=Pages(summary, made.earlier_href, later_href),
        around=made,
    )


@lru_cache(KEPT)
def around(to: Address, asked: RegisterFilter) -> Around:
    shown = shown_of(to.columns)
    kept = asked.model_dump(exclude_defaults=True) | ({"as_at": to.as_at} if to.as_at else {})
    return Around(
        headings=tuple(_heading(to, asked, name) for name in (ALWAYS, *shown)),
        chips=_chips(to, asked),
        earlier_href=to.href(asked, page=asked.page - 1 or None) if asked.page > 1 else "",
        later_href=to.href(asked, page=asked.page + 1),
        csv_href=to.export("csv", asked),
        xlsx_href=to.export("xlsx", asked),
        clear_href=to.bare,
        save_href=to.saving(asked),
        columns=tuple((name, COLUMNS[name][0], name in shown) for name in SHOWN),
        many=len(shown) > len(USUAL),
        usual_href=replace(to, columns=()).href(asked) if to.columns else "",
        asked=tuple(kept.items()),
    )


def _heading(to: Address, asked: RegisterFilter, name: str) -> Heading:
    title = COLUMNS[name][0]
    css = SHOWN[name].css_of(bool(to.columns)) if name in SHOWN else ""
    if name not in SORTS:
        return Heading(title, "", "", css)
    sort = {name: "ascending", f"-{name}": "descending"}.get(asked.sort, "")
    turned = f"-{name}" if asked.sort == name else name
    return Heading(title, to.href(asked, sort=turned, page=None), sort, css)


def _chips(to: Address, asked: RegisterFilter) -> tuple[Link, ...]:
    """What narrows the register now; each leads to the register without it."""
    return tuple(
        Link(f"{title}: {value}", to.href(asked, **{name: None, "page": None}))
        for name, title, value in narrowed_by(asked)
    )


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


def own_views(to: Address, asked: RegisterFilter, saved: Sequence[View]) -> tuple[Link, ...]:
    """The views that somebody keeps, each as a link."""
    now = to.view(asked) if saved else ""
    return tuple(Link(it.name, to.opened(it.query), current=it.query == now) for it in saved)
