"""The rows of the register, in Python and each only once, as those of a scope (`scope_rows`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from ridgeway.governance.releases.register import Placed, RegisterRow
from ridgeway.web.pieces import badge
from ridgeway.web.wording import address, long_date, not_held, said

KEPT = 8192

ROW = Markup(
    '<tr><th scope="row" class="ref"><a href="/{}/modifications/{}{}">{}</a></th>'
    '<td class="full">{}{}</td><td class="nw top">{}</td><td class="nw gone">{}</td>'
    '<td class="nw gone">{}</td><td>{}</td><td class="gone">{}</td>'
    '<td class="nw" data-l="raised">{}</td><td class="nw gone">{}</td></tr>\n'
)
PLACE = Markup('<a href="/{}/releases/{}{}">{}</a>')
NO_PLACE = Markup('<span class="muted">none</span>')
EXAMPLE = Markup(' <span class="ex">Example</span>')


def register_rows(found: Iterable[RegisterRow], code: str, moment: str) -> Markup:
    """The rows of these modifications; `moment` is the query that keeps a past moment."""
    return Markup("").join(
        _row(
            code,
            moment,
            it.reference,
            it.title,
            it.example,
            it.stage,
            it.path,
            it.urgency,
            it.releases,
            it.proposer,
            it.raised_date,
            it.target_date,
        )
        for it in found
    )


@lru_cache(KEPT)
def _row(  # noqa: PLR0913, PLR0917 - the values of a row, which are its key
    code: str,
    moment: str,
    reference: str,
    title: str,
    example: bool,
    stage: str,
    path: str,
    urgency: str,
    releases: tuple[Placed, ...],
    proposer: str | None,
    raised: dt.date | None,
    target: dt.date | None,
) -> Markup:
    places = Markup(", ").join(PLACE.format(code, it.slug, moment, it.name) for it in releases)
    return ROW.format(
        code,
        address(reference),
        moment,
        reference,
        title,
        EXAMPLE if example else "",
        badge("stage", stage) if stage else not_held(),
        said(path) if path else not_held(),
        said(urgency) if urgency else not_held(),
        places or NO_PLACE,
        proposer or not_held(),
        long_date(raised),
        long_date(target),
    )
