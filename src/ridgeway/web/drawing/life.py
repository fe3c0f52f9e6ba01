"""Where a noun stands in its life: its steps in order, drawn; on a phone they stand up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from ridgeway.web.drawing import svg
from ridgeway.web.wording import long_date


class Standing(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"
    SKIPPED = "skipped"
    ENDED = "ended"


REACHED = frozenset({Standing.DONE, Standing.NOW, Standing.ENDED})
SPOKEN = {
    Standing.DONE: "done",
    Standing.NOW: "stands here",
    Standing.NEXT: "to come",
    Standing.SKIPPED: "not on this path",
    Standing.ENDED: "ended here",
}


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step; `on` is when it was reached, `note` what else is worth saying."""

    title: str
    standing: Standing
    on: dt.date | None = None
    note: str = ""


def draw_life(steps: tuple[LifeStep, ...], name: str) -> Markup:
    """An ordered list named `name`; text wraps as the page allows, so no label can collide."""
    items = []
    for number, step in enumerate(steps):
        later = steps[number + 1 :]
        items.append(_item(step, any(s.standing in REACHED for s in later) if later else None))
    return svg.element("ol", *items, class_="life", aria_label=name)


def _item(step: LifeStep, passed: bool | None) -> Markup:
    """`passed` says whether the life went on from here; None for the last step."""
    spoken = svg.element("span", f", {SPOKEN[step.standing]}", class_="vh")
    parts: list[Markup] = [_glyph(step, passed), svg.element("b", step.title, spoken)]
    small: list[Markup | str] = []
    if step.on:
        small.append(long_date(step.on))
    if step.note:
        small += [" " if small else "", step.note]
    if small:
        parts.append(svg.element("small", *small))
    now = step.standing in {Standing.NOW, Standing.ENDED}
    css = "skipped" if step.standing is Standing.SKIPPED else None
    return svg.element("li", *parts, class_=css, aria_current="step" if now else None)


def _glyph(step: LifeStep, passed: bool | None) -> Markup:
    parts: list[Markup] = []
    if passed is not None:
        way = "way-done" if passed else "way"
        parts.append(svg.element("line", class_=way, x1=9, x2="100%", y1=12, y2=12))
    inside = [svg.dot(7, f"step-{step.standing.value}")]
    if step.standing is Standing.NOW:
        inside = [svg.dot(8, "ring-now"), svg.dot(4.5, "step-now")]
    if step.standing is Standing.ENDED:
        inside.append(svg.element("path", class_="step-ended", d="M-3-3 3 3M3-3-3 3"))
    parts.append(svg.element("svg", *inside, x=9, y=12, overflow="visible"))
    return svg.element("svg", *parts, aria_hidden="true")
