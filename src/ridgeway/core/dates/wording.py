"""How dates and lengths of time read, wherever people read them."""

from __future__ import annotations

import datetime as dt

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def long_date(day: dt.date) -> str:
    """`Thu 28 Nov 2019`, for lists, tables and steps."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def day_month_year(day: dt.date) -> str:
    """`25 June 2020`, for running text and the sentences of a code."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_year(day: dt.date) -> str:
    """`November 2019`, the form in which releases are named."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def counted(amount: int, one: str, many: str) -> str:
    """`one month`, `six weeks`, `20 working days`: words up to twelve, then figures."""
    number = SMALL[amount] if 0 <= amount < len(SMALL) else str(amount)
    return f"{number} {one if amount == 1 else many}"
