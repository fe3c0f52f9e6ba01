"""The rows of long tables, in Python and each only once.

A row is a function of its values alone, so the piece of page that it makes is kept under them; a
value that changes makes another row.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from itertools import repeat
from typing import Any

from markupsafe import Markup

KEPT = 8192


def row_by_row(make: Callable[..., Markup]) -> Callable[..., Markup]:
    """The rows of a table from what makes one: the values of each, then what is alike in all."""
    kept = lru_cache(KEPT)(make)

    def rows(found: Iterable[tuple[Any, ...]], *alike: Hashable) -> Markup:
        return Markup("").join(map(kept, found, *map(repeat, alike)))

    return rows
