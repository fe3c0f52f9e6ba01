"""The smallest pieces of a page, in Python: long tables and lists hold thousands of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markupsafe import Markup

from ridgeway.web.labels import label
from ridgeway.web.wording import not_held

KEPT = 512


def held(value: Any, missing: str = "not held") -> Any:
    """A value, or the marker of a fact that no source states."""
    return not_held(missing) if value is None or value == "" else value


def badge(family: str, state: str, words: str = "", wash: bool = False) -> Markup:
    """The badge of a state: shape, then word, then colour. `words` replaces the word alone."""
    return _badge(str(family), str(state), words, wash)


@lru_cache(KEPT)
def _badge(family: str, state: str, words: str, wash: bool) -> Markup:
    it = label(family, state)
    css = f"{it.css} v-wash" if wash else it.css
    means = Markup(' title="{}"').format(it.means) if it.means else ""
    return Markup('<span class="{}"{}>{}</span>').format(css, means, words or it.word)


@lru_cache(KEPT)
def options(rows: tuple[tuple[str, str, int] | tuple[str, str], ...], chosen: str) -> Markup:
    """The choices of a list: key, words and, where it is counted, how many rows it leaves."""
    return Markup("").join(
        OPTION.format(
            key, SELECTED if key == chosen else "", words, "".join(f" ({n:,})" for n in counted)
        )
        for key, words, *counted in rows
    )


OPTION = Markup('<option value="{}"{}>{}{}</option>')
SELECTED = Markup(" selected")
