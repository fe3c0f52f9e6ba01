"""The moment that a page is asked to show: the rows of then, links that keep it, the banner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.utils.http import urlencode

from ridgeway.entrance.doors import Request
from ridgeway.governance.actor import INSTALLATION
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.codes.visibility import as_it_was
from ridgeway.governance.record.asat import position_at, source_at
from ridgeway.governance.record.rows import Root, Row
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.web.frame import Frame, as_at_banner, moment_asked, page
from ridgeway.web.shell import AsAt, Link

R = TypeVar("R", bound=Root)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a code. `at` and `position` (the last entry of its chain by then) are None for
    the present; `asked` is the moment as the address gives it; `since` counts entries after it."""

    source: Source
    at: dt.datetime | None = None
    asked: str = ""
    position: int | None = None
    since: int = 0

    @property
    def is_now(self) -> bool:
        return self.at is None

    @property
    def query(self) -> str:
        """What keeps the moment at the end of an address that has no query yet."""
        return "?" + urlencode({"as_at": self.asked}) if self.asked else ""

    def kept(self, address: str) -> str:
        """An address of a page that can show the past, with the moment."""
        if not self.asked or not address:
            return address
        return f"{address}{'&' if '?' in address else '?'}{urlencode({'as_at': self.asked})}"

    def banner(self, request: Request) -> AsAt | None:
        return as_at_banner(request, self.at, self.since) if self.at else None

    def page(
        self,
        frame: Frame,
        template: str,
        context: Mapping[str, Any],
        *,
        code: CodeSeen,
        crumbs: tuple[Link, ...] = (),
        status: int = 200,
    ) -> HttpResponse:
        """The whole page in its frame, with the banner where it is of the past."""
        return page(
            frame,
            template,
            {"moment": self, **context},
            code=code,
            crumbs=crumbs,
            as_at=self.banner(frame.request),
            status=status,
        )


NOW = Moment(LIVE)


def moment_of(request: Request, code: CodeSeen, tables: Collection[type[Row]]) -> Moment:
    """The moment of `?as_at=` with the rows that these tables held then.

    One that cannot be read, or lies ahead, is the present; the frame says why.
    """
    at, _ = moment_asked(request, code.zone)
    if at is None:
        return NOW
    position = position_at(code.key, at)
    return Moment(
        source=source_at(at, (code.key, INSTALLATION), tables) if tables else LIVE,
        at=at,
        asked=request.GET["as_at"].strip(),
        position=position,
        since=max(0, code.position - position),
    )


def as_asked(
    frame: Frame, row: R | None, tables: Collection[type[Row]]
) -> tuple[R, CodeSeen, Moment]:
    """What the reader may see, as it is or as it stood at the moment that the address asks for.

    The same 404 answers for what is hidden, for what is not there, and for what was not then.
    """
    if row is None:
        raise Http404
    here = frame.code_with(vars(row)["code_id"])
    moment = moment_of(frame.request, here, tables)
    then = as_it_was(frame.actor, row, moment.source)
    if then is None:
        raise Http404
    return then, here, moment
