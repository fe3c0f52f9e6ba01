"""What a release costs by group: each telling of it a bar, all on one scale of pounds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from ridgeway.web.drawing import svg
from ridgeway.web.wording import percent, pounds_plain

BAR = 15
HEAD = 22
GAP = 12
REACH = 70.0  # percent of the width for the longest bar; its amount stands behind it


class Telling(StrEnum):
    """Which telling of a cost a bar draws."""

    ALONE = "alone"
    FORECAST = "forecast"
    UPDATE = "update"
    ACTUAL = "actual"


NAMES = {
    Telling.ALONE: "Each modification by itself",
    Telling.FORECAST: "Forecast of the release",
    Telling.UPDATE: "Latest update",
    Telling.ACTUAL: "Actual cost",
}


@dataclass(frozen=True, slots=True)
class CostGroup:
    """A group with what each telling gives for it; None is not held and is drawn as no bar."""

    title: str
    amounts: tuple[tuple[Telling, int | None], ...]


def draw_costs(name: str, groups: tuple[CostGroup, ...]) -> Markup:
    """The chart; nothing where no amount is held. The table beside it says the same in words."""
    known = [amount for group in groups for _, amount in group.amounts if amount is not None]
    if not known:
        return Markup()
    most = max(*known, 1)
    parts: list[Markup] = []
    y = 0.0
    for group in groups:
        parts.append(svg.placed(0, y + 15, svg.text(group.title, css="strong")))
        y += HEAD
        for telling, amount in group.amounts:
            parts.append(_bar(telling, amount, most, y))
            y += BAR
        y += GAP
    told = dict.fromkeys(telling for group in groups for telling, _ in group.amounts)
    words = f"{name}: {len(groups)} cost groups, {', '.join(NAMES[t].lower() for t in told)}"
    return svg.element(
        "svg",
        svg.element("title", name),
        *parts,
        class_="chart costs",
        height=y,
        role="img",
        aria_label=f"{words}. The table gives every amount.",
    )


def _bar(telling: Telling, amount: int | None, most: int, y: float) -> Markup:
    if amount is None:
        return svg.placed(0, y + 11, svg.text(f"{NAMES[telling]}: not held", css="missing"))
    share = REACH * amount / most
    rect = svg.element(
        "rect",
        class_=f"bar-{telling}",
        x=0,
        y=y + 1,
        width=percent(max(share, 0.3)),
        height=BAR - 3,
        rx=1,
    )
    label = svg.placed(share, y + 11, svg.text(pounds_plain(amount), x=6))
    return svg.joined((rect, label))


def legend(tellings: tuple[Telling, ...]) -> Markup:
    """What the bars mean, as a list."""
    items = [
        svg.element(
            "li",
            svg.element(
                "svg",
                svg.element("rect", class_=f"bar-{one}", x=0, y=2, width=14, height=11, rx=1),
                class_="chart",
                aria_hidden="true",
            ),
            NAMES[one],
        )
        for one in tellings
    ]
    return svg.element("ul", *items, class_="legend")
