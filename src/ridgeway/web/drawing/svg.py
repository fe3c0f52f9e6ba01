"""Writes SVG with every text and attribute escaped, and the few shapes that all drawings share."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from ridgeway.web.wording import percent

ATTRIBUTE_NAMES = {"class_": "class", "view_box": "viewBox"}


def element(tag: str, *children: Markup | str, **attributes: str | float | None) -> Markup:
    """One element; plain text is escaped, `x_y` reads `x-y`, an attribute of None is left out."""
    parts = [
        f' {ATTRIBUTE_NAMES.get(name, name.replace("_", "-"))}="{escape(_number(value))}"'
        for name, value in attributes.items()
        if value is not None
    ]
    inside = Markup().join(children)
    if not inside:
        return Markup(f"<{tag}{''.join(parts)}/>")  # noqa: S704 - every part is escaped above
    return Markup(f"<{tag}{''.join(parts)}>{inside}</{tag}>")  # noqa: S704 - as above


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def joined(parts: Iterable[Markup]) -> Markup:
    return Markup().join(parts)


def placed(share: float, y: float, *children: Markup | str) -> Markup:
    """Moves its children to a share of the width (percent) and a height (pixels)."""
    return element("svg", *children, x=percent(share), y=y, overflow="visible")


def vertical(share: float, y1: float | str, y2: float | str, css: str) -> Markup:
    return element("line", class_=css, x1=percent(share), x2=percent(share), y1=y1, y2=y2)


def horizontal(start: float, end: float, y: float, css: str) -> Markup:
    return element("line", class_=css, x1=percent(start), x2=percent(end), y1=y, y2=y)


def diamond(size: float, css: str) -> Markup:
    s = f"{size:g}"
    return element("path", class_=css, d=f"M0-{s} {s} 0 0 {s}-{s} 0Z")


def wedge(css: str) -> Markup:
    return element("path", class_=css, d="M-5.5-4h11L0 5Z")


def bar(css: str) -> Markup:
    return element("rect", class_=css, x=-2, y=-6, width=4, height=12)


def dot(size: float, css: str) -> Markup:
    return element("circle", class_=css, r=size)


def square(css: str) -> Markup:
    return element("rect", class_=css, x=-5, y=-5, width=10, height=10)


def tick(css: str, reach: float = 7) -> Markup:
    return element("line", class_=css, y1=-reach, y2=reach)


def text(words: str, *, css: str | None = None, x: float = 0, y: float = 0, end: bool = False,
         middle: bool = False) -> Markup:  # fmt: skip
    anchor = "end" if end else "middle" if middle else None
    return element("text", words, class_=css, x=x, y=y, text_anchor=anchor)
