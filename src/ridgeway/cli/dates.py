"""`ridgeway dates`: single reckonings in a calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from ridgeway.cli.options import DATE, formats
from ridgeway.cli.output import print_csv, print_json, print_table, say
from ridgeway.cli.registry import CommandGroup
from ridgeway.core.dates.calendar import Calendar
from ridgeway.core.dates.loading import load_calendar
from ridgeway.core.dates.offset import Counting, Offset, Roll, Unit
from ridgeway.core.dates.reckoning import reckon
from ridgeway.core.dates.rules import nth_weekday, rule_in_words
from ridgeway.core.dates.wording import WEEKDAYS, day_month_year, long_date
from ridgeway.core.policy.terms import Weekday, Which

DEFAULT = "england-and-wales"


def with_calendar(command: Any) -> Any:
    """`--calendar` and `--known-on`, read into a calendar argument."""
    command = click.option(
        "--known-on", type=DATE, help="Only the holidays that were known on this day."
    )(command)
    return click.option(
        "--calendar", "name", default=DEFAULT, show_default=True, help="A shipped name or a path."
    )(command)


def _calendar(name: str, known_on: dt.date | None) -> Calendar:
    return load_calendar(name, known_on=known_on)


@click.group(cls=CommandGroup)
def dates() -> None:
    """Working days, shifts and single reckonings."""


@dates.command("working-days")
@click.argument("first", type=DATE)
@click.argument("last", type=DATE)
@with_calendar
def working_days(first: dt.date, last: dt.date, name: str, known_on: dt.date | None) -> None:
    """Working days after FIRST, up to and including LAST."""
    if last < first:
        swap = f"{long_date(last)} comes before {long_date(first)}: swap the two dates"
        raise click.UsageError(swap)
    count = _calendar(name, known_on).count(first, last)
    say(f"{count} working days after {long_date(first)}, up to and including {long_date(last)}")


@dates.command()
@click.argument("day", type=DATE)
@click.argument("count", type=int)
@with_calendar
def shift(day: dt.date, count: int, name: str, known_on: dt.date | None) -> None:
    """The day that lies COUNT working days after DAY (put -- before a negative COUNT)."""
    say(long_date(_calendar(name, known_on).shift(day, count)))


@dates.command()
@click.argument("year", type=click.IntRange(1, 9999))
@click.argument("month", type=click.IntRange(1, 12))
@click.argument("weekday", type=click.Choice([str(day) for day in Weekday]), metavar="WEEKDAY")
@click.argument("which", type=click.Choice([str(which) for which in Which]), metavar="WHICH")
def nth(year: int, month: int, weekday: str, which: str) -> None:
    """A weekday of a month: WEEKDAY such as thursday, WHICH first to fifth or last."""
    day_number, number = Weekday(weekday).number, Which(which).number
    try:
        day = nth_weekday(year, month, day_number, number)
    except ValueError as error:
        raise click.UsageError(f"{error}. Use last for the last one.") from error
    say(f"{long_date(day)}: the {rule_in_words(month, day_number, number)} {year}")


@dates.command()
@click.argument("year", type=click.IntRange(1, 9999))
@with_calendar
@formats("table", "json", "csv")
def holidays(year: int, name: str, known_on: dt.date | None, form: str) -> None:
    """Every day of YEAR that is a holiday."""
    calendar = _calendar(name, known_on)
    day, rows = dt.date(year, 1, 1), []
    while day.year == year:
        holiday = calendar.holiday(day)
        if holiday is not None:
            rows.append((day, holiday.title, calendar.is_provisional(day)))
        if day == dt.date.max:
            break
        day += dt.timedelta(days=1)
    if form == "json":
        print_json([{"day": d.isoformat(), "title": t, "provisional": p} for d, t, p in rows])
        return
    table = [
        (d.isoformat(), WEEKDAYS[d.weekday()], t, "provisional" if p else "published")
        for d, t, p in rows
    ]
    columns = ("Day", "Weekday", "Holiday", "List")
    (print_csv if form == "csv" else print_table)(columns, table)


@dates.command("reckon")
@click.argument("anchor", type=DATE)
@click.argument("amount", type=int)
@click.argument("unit", type=click.Choice([str(unit) for unit in Unit]), metavar="UNIT")
@click.option("--roll", type=click.Choice([str(roll) for roll in Roll]), default="none")
@click.option("--counting", type=click.Choice([str(c) for c in Counting]), default="after")
@click.option("--anchor-name", default="the start", show_default=True)
@with_calendar
@formats("table", "json")
def reckon_one(  # noqa: PLR0917
    anchor: dt.date,
    amount: int,
    unit: str,
    roll: str,
    counting: str,
    anchor_name: str,
    name: str,
    known_on: dt.date | None,
    form: str,
) -> None:
    """The day AMOUNT units from ANCHOR, with each step (put -- before a negative AMOUNT).

    UNIT is days, weeks, months, years or working-days.
    """
    try:
        offset = Offset(amount, Unit(unit), Roll(roll), Counting(counting))
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    found = reckon(anchor, offset, _calendar(name, known_on), anchor_name=anchor_name)
    if form == "json":
        steps = [step.text for step in found.steps]
        print_json(
            {
                "day": found.day.isoformat(),
                "on_working_day": found.on_working_day,
                "rolled": found.rolled,
                "provisional": found.provisional,
                "why": steps,
            }
        )
        return
    say(long_date(found.day))
    for number, step in enumerate(found.steps, 1):
        say(f"  {number}. {step.text}")


@dates.command()
@click.argument("policy")
@click.option("--lead", type=click.IntRange(1), required=True, help="The lead time.")
@click.option("--unit", type=click.Choice([str(u) for u in Unit]), default="months")
@click.option("--expected", type=DATE, required=True, help="When a decision is expected.")
@click.option("--impact", "impacts", multiple=True, help="What the modification touches.")
@click.option("--decided", type=DATE, help="When the decision came: says which limb holds.")
def limbs(
    policy: str,
    lead: int,
    unit: str,
    expected: dt.date,
    impacts: tuple[str, ...],
    decided: dt.date | None,
) -> None:
    """The two-limb implementation date for a lead time, in the policy's own sentence.

    Exit code 1 if the decision came after the last limb.
    """
    from ridgeway.core.planning.implementation import holding, implementation_date
    from ridgeway.core.policy.loading import load_rulebook

    rulebook = load_rulebook(policy)
    date = implementation_date(
        rulebook,
        Offset(lead, Unit(unit)),
        expected,
        load_calendar(rulebook.calendar),
        impacts=frozenset(impacts),
    )
    say(date.sentence)
    if decided is not None:
        held = holding(date, decided)
        say(held.sentence)
        if held.alarm:
            raise click.exceptions.Exit(1)


@dates.command()
@click.argument("policy")
@click.option("--days", type=click.IntRange(1), required=True, help="How many working days.")
@click.option("--decided", type=DATE, required=True, help="The day of the decision or vote.")
@click.option("--self-governance", is_flag=True, help="Count from the end of the referral window.")
@click.option("--window", type=click.IntRange(1), help="Its length in working days, if known.")
def following(
    policy: str, days: int, decided: dt.date, self_governance: bool, window: int | None
) -> None:
    """The implementation date that lies so many working days after a decision."""
    from ridgeway.core.planning.implementation import following_decision
    from ridgeway.core.policy.loading import load_rulebook

    rulebook = load_rulebook(policy)
    found = following_decision(
        rulebook,
        days,
        decided,
        load_calendar(rulebook.calendar),
        self_governance=self_governance,
        window=Offset(window, Unit.WORKING_DAYS) if window else None,
    )
    say(f"{found.sentence}: {day_month_year(found.implementation_date)}")
    for number, step in enumerate(found.why, 1):
        say(f"  {number}. {step}")
