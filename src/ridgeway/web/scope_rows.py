"""The rows of a scope, which may be hundreds of modifications."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from ridgeway.web.environment import url
from ridgeway.web.pieces import badge
from ridgeway.web.row_by_row import row_by_row
from ridgeway.web.wording import long_date, not_held, said

ROW = Markup(
    '<tr><th scope="row" class="ref"><a href="{}{}">{}</a></th><td class="full">{}{}{}</td>'
    '<td class="nw top">{}{}</td><td class="nw" data-l="Stage">{}</td><td data-l="Path">{}</td>'
    '<td data-l="Urgency">{}</td><td data-l="Touches">{}</td></tr>\n'
)
SUB = Markup('<span class="sub">{}</span>')
LATE = Markup('<span class="sub pre">Late inclusion: {}</span>')


class Values(NamedTuple):
    """What a row is made of; `late` is the reason of a late inclusion, None where it was not."""

    reference: str
    title: str
    part: str
    late: str | None
    relation: str
    since: dt.date | None
    stage: str
    path: str
    urgency: str
    impacts: tuple[str, ...]


def scope_rows(found: Iterable[Mapping[str, Any]], code: str, moment: str) -> Markup:
    """The rows of these modifications; `moment` is the query that keeps a past moment."""
    return _rows((_values(it) for it in found), code, moment)


def _values(it: Mapping[str, Any]) -> Values:
    return Values(
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


@row_by_row
def _rows(it: Values, code: str, moment: str) -> Markup:
    return ROW.format(
        url("modification", code, it.reference),
        moment,
        it.reference,
        it.title,
        SUB.format(it.part) if it.part else "",
        LATE.format(it.late or not_held("reason not held")) if it.late is not None else "",
        badge("relation", it.relation),
        SUB.format(Markup("since {}").format(long_date(it.since))) if it.since else "",
        badge("stage", it.stage),
        said(it.path) or not_held(),
        said(it.urgency) or not_held(),
        ", ".join(it.impacts) or not_held(),
    )
