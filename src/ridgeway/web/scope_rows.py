"""The rows of a scope, in Python and each only once: a scope may be hundreds of modifications.

A row is a function of its values alone, so the piece of page that it makes is kept under them; a
value that changes makes another row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from ridgeway.web.environment import url
from ridgeway.web.pieces import badge
from ridgeway.web.wording import long_date, not_held

KEPT = 8192

ROW = Markup(
    '<tr><th scope="row" class="ref"><a href="{}{}">{}</a></th><td class="full">{}{}{}</td>'
    '<td class="nw top">{}{}</td><td class="nw" data-l="Stage">{}</td><td data-l="Path">{}</td>'
    '<td data-l="Urgency">{}</td><td data-l="Touches">{}</td></tr>\n'
)
SUB = Markup('<span class="sub">{}</span>')


def scope_rows(found: Iterable[Mapping[str, Any]], code: str, moment: str) -> Markup:
    """The rows of these modifications; `moment` is the query that keeps a past moment."""
    return Markup("").join(
        _row(
            code,
            moment,
            it["modification__reference"],
            it["modification__title"],
            it["part__name"],
            it["rationale"] if it["late"] else None,
            it["relation"],
            it["since_date"],
            it["modification__stage"],
            it["modification__path"],
            it["modification__urgency"],
            tuple(it["modification__impacts"] or ()),
        )
        for it in found
    )


@lru_cache(KEPT)
def _row(  # noqa: PLR0913, PLR0917 - the values of a row, which are its key
    code: str,
    moment: str,
    reference: str,
    title: str,
    part: str,
    late: str | None,
    relation: str,
    since: dt.date | None,
    stage: str,
    path: str,
    urgency: str,
    impacts: tuple[str, ...],
) -> Markup:
    inclusion = Markup("Late inclusion: {}").format(late or not_held("reason not held"))
    return ROW.format(
        url("modification", code, reference),
        moment,
        reference,
        title,
        SUB.format(part) if part else "",
        SUB.format(inclusion) if late is not None else "",
        badge("relation", relation),
        SUB.format(Markup("since {}").format(long_date(since))) if since else "",
        badge("stage", stage),
        path.replace("-", " ") or not_held(),
        urgency.replace("-", " ") or not_held(),
        ", ".join(impacts) or not_held(),
    )
