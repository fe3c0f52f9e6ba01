"""Options and argument types that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
EXAMPLE = "2019-11-29"


class DateType(click.ParamType[dt.date]):
    """A day written as year-month-day."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            if len(value) != len(EXAMPLE):
                raise ValueError(value)
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is not a day that exists. Write it like {EXAMPLE}', param, ctx)


class SpanType(click.ParamType[tuple[dt.date, dt.date]]):
    """Two days with two dots between them, both included."""

    name = "date..date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[dt.date, dt.date]:
        if isinstance(value, tuple):
            return value
        first, dots, last = value.partition("..")
        if not dots:
            self.fail(f'"{value}" is not a span. Write it like 2019-11-24..2019-12-01', param, ctx)
        day = DateType()
        span = day.convert(first, param, ctx), day.convert(last, param, ctx)
        if span[1] < span[0]:
            self.fail(f'"{value}" ends before it begins: swap the two days', param, ctx)
        return span


DATE = DateType()
SPAN = SpanType()


def formats(*names: str) -> Callable[[F], F]:
    """`--format`, the first name being the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How the answer is written.",
    )


def today_in(zone: str) -> dt.date:
    """The day it is now in a policy's zone."""
    from zoneinfo import ZoneInfo

    from ridgeway.clock import now

    return now().astimezone(ZoneInfo(zone)).date()
