"""What a reader opened under a code: at which moment, and the addresses and pages that keep it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.record.sources import Source
from ridgeway.web.columns import columns
from ridgeway.web.frame import Frame
from ridgeway.web.moments import Moment
from ridgeway.web.shell import Link


@dataclass(frozen=True, slots=True)
class Opened:
    """What every tab of a thing starts from; `today` is the day that it is judged on."""

    frame: Frame
    code: CodeSeen
    moment: Moment
    today: dt.date

    @property
    def actor(self) -> Actor:
        return self.frame.actor

    @property
    def source(self) -> Source:
        return self.moment.source

    @property
    def is_now(self) -> bool:
        return self.moment.is_now

    def under(self, name: str, *args: str, **query: str) -> str:
        """An address of the code that keeps the moment the reader looks at."""
        address = reverse(name, args=(self.code.key, *args))
        return self.moment.kept(f"{address}?{urlencode(query)}" if query else address)

    def framed(
        self,
        template: str,
        context: Mapping[str, Any],
        *,
        crumbs: tuple[Link, ...],
        status: int = 200,
    ) -> HttpResponse:
        """A page about it in the frame, with the banner where it is of the past."""
        given = {"seen": self, "today": self.today, "columns": columns, **context}
        return self.moment.page(
            self.frame, template, given, code=self.code, crumbs=crumbs, status=status
        )
