"""Options and argument types that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
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


def known(name: str, names: Iterable[str], noun: str) -> None:
    """A usage error that offers the nearest name, unless the name is among the known ones."""
    from ridgeway.core.policy.faults import nearest

    names = list(names)
    if name not in names:
        raise click.UsageError(f'"{name}" is not {noun} of this policy. {nearest(name, names)}')


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
