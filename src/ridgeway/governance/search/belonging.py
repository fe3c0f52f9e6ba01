"""What a thing that was found is a part of, so that its page can be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ridgeway.governance.record.rows import label_of
from ridgeway.governance.search.vocabulary import NOUNS

Whole = tuple[str, str]
"""Kind and identity."""


def whole_of(
    kind: str, row_id: str, wanted: Sequence[str] = ()
) -> tuple[Whole, dict[str, Any]] | None:
    """What the row is a part of (itself, for what is no part), and the `wanted` columns of it.

    None where there is no such row; whether anybody may see the whole is for the caller to ask.
    """
    noun = NOUNS.get(kind)
    if noun is None or not (noun.owner or wanted):
        return (kind, row_id), {}
    of = f"{noun.owner}__pk" if noun.owner else "pk"
    row = noun.model._default_manager.filter(pk=row_id).values(of, *wanted).first()
    if row is None:
        return None
    whole = row.pop(of)
    return (label_of(noun.owning), whole), row
