"""What holds a piece of text in its reference or title, found by an index where there is one."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

MOST = 500
"""So many rows are named one by one; what is found in more of them is looked for in each."""

Finder = Callable[[str, int], list[str] | None]
FINDERS: list[Finder] = []
"""Offered by apps above: the identities of every modification that may hold a text; None where it
cannot tell or there are more than so many."""


def holding(text: str) -> Q:
    """The modifications whose reference or title holds a text, however it is capitalised."""
    said = Q(reference__icontains=text) | Q(title__icontains=text)
    for find in FINDERS:
        ids = find(text, MOST)
        if ids is not None:
            return said & Q(pk__in=ids)
    return said
