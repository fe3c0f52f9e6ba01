"""Reads a calendar from TOML: a shipped one by name, any other by its path.

Checked by hand rather than by a schema library, because every command of the terminal comes past
here and a calendar has only nine keys.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ridgeway.core.dates.calendar import Calendar, Holiday, OutsideCalendarError, calendar_of
from ridgeway.core.dates.faults import CalendarFileError, Fault
from ridgeway.core.dates.wording import long_date

SHIPPED = Path(__file__).parents[2] / "policies" / "calendars"
FORMAT = 1
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS: dict[str, type] = {
    "format": int,
    "name": str,
    "title": str,
    "working_weekdays": list,
    "first_date": dt.date,
    "last_date": dt.date,
    "source": str,
    "official": dict,
    "holidays": dict,
}
EXAMPLES = {
    int: "a whole number",
    str: 'text in quotes, such as "England and Wales"',
    list: 'a list, such as ["mon", "tue"]',
    dt.date: "a date without quotes, such as 2019-11-07",
    dict: "a table",
}


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What a calendar file states: every version of its holidays, and how far they are official."""

    name: str
    title: str
    source: str
    weekdays: frozenset[int]
    first: dt.date
    last: dt.date
    official_until: dt.date
    read_on: dt.date
    holidays: tuple[Holiday, ...]


def shipped_calendars() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def load_calendar(
    name_or_path: str | Path,
    *,
    known_on: dt.date | None = None,
    extra: Iterable[Holiday] = (),
) -> Calendar:
    """The calendar as known on a day (None: the latest knowledge), with a code's own days added.

    Before the day on which the published list was read, that list cannot be claimed: then only
    days up to `known_on` count as official. Raises CalendarFileError with every fault of the file.
    """
    file = read_calendar(name_or_path)
    official = file.official_until
    if known_on is not None and known_on < file.read_on:
        official = min(official, known_on)
    try:
        return calendar_of(
            file.name,
            (*file.holidays, *extra),
            first=file.first,
            last=file.last,
            official_until=official,
            known_on=known_on,
            weekdays=file.weekdays,
        )
    except OutsideCalendarError as error:
        right = f"Give days from {long_date(file.first)} to {long_date(file.last)}"
        raise CalendarFileError((Fault(file.name, "extra", str(error), right),)) from error


def read_calendar(name_or_path: str | Path) -> CalendarFile:
    """A shipped calendar by name, or the file at a path (with a folder or the ending `.toml`)."""
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or "/" in text or "\\" in text or text.endswith(".toml"):
        return _read(Path(name_or_path))
    return _read_shipped(text)


@lru_cache(maxsize=16)
def _read_shipped(name: str) -> CalendarFile:
    path = SHIPPED / f"{name}.toml"
    if not path.is_file():
        right = f"Shipped are: {', '.join(shipped_calendars())}; or give the path of a .toml file"
        raise CalendarFileError((Fault(name, "", "no calendar of this name is shipped", right),))
    return _read(path)


def _read(path: Path) -> CalendarFile:
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        fault = Fault(str(path), "", "it is not UTF-8 text", "Save it as UTF-8")
        raise CalendarFileError((fault,)) from error
    except OSError as error:
        why = f"it cannot be read ({error.strerror or error})"
        raise CalendarFileError((Fault(str(path), "", why, "Check the path"),)) from error
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        fault = Fault(str(path), "", f"it is not TOML: {error}", "Correct the text at that place")
        raise CalendarFileError((fault,)) from error
    return _Reader(str(path), source).calendar(table)


class _Reader:
    """Goes through one file and gathers its faults, so that all are told together."""

    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self.source = source
        self.faults: list[Fault] = []

    def fault(self, key: str, wrong: str, right: str) -> None:
        self.faults.append(Fault(self.file, key, wrong, right, self._line(key)))

    def _line(self, key: str) -> int:
        last = key.rpartition(".")[2]
        for wanted in (last, key.split(".")[1] if "." in key else last):
            for number, line in enumerate(self.source.splitlines(), 1):
                bare = line.strip().replace('"', "").replace("'", "")
                if bare.split("=")[0].strip() == wanted or bare == f"[{wanted}]":
                    return number
        return 0

    def calendar(self, table: dict[str, object]) -> CalendarFile:
        self.check_keys(table, KEYS, "")
        if isinstance(table.get("format"), int) and table["format"] != FORMAT:
            self.fault("format", f"format {table['format']} is not known", f"Write {FORMAT}")
        official = table.get("official")
        if isinstance(official, dict):
            self.check_keys(official, {"until": dt.date, "read_on": dt.date}, "official.")
        weekdays = self.weekdays(table.get("working_weekdays"))
        first, last = _plain_date(table.get("first_date")), _plain_date(table.get("last_date"))
        if first and last and last < first:
            self.fault("last_date", f"{last} comes before first_date {first}", "Swap the two dates")
        holidays = self.holidays(table.get("holidays"), first, last)
        if self.faults:
            raise CalendarFileError(tuple(sorted(self.faults, key=lambda f: f.line)))
        assert first and last and isinstance(official, dict)  # noqa: S101, PT018  for the type checker
        return CalendarFile(
            name=str(table["name"]),
            title=str(table["title"]),
            source=str(table["source"]),
            weekdays=weekdays,
            first=first,
            last=last,
            official_until=official["until"],
            read_on=official["read_on"],
            holidays=tuple(holidays),
        )

    def check_keys(self, table: dict[str, object], known: dict[str, type], prefix: str) -> None:
        for key, kind in known.items():
            if key not in table:
                self.fault(prefix + key, "it is missing", f"Add {EXAMPLES[kind]}")
            elif type(table[key]) is not kind:
                self.fault(prefix + key, f"{table[key]!r} is not right", f"Give {EXAMPLES[kind]}")
        for key in table.keys() - known.keys():
            self.fault(prefix + key, "no such key", f"Known are: {', '.join(known)}")

    def weekdays(self, given: object) -> frozenset[int]:
        if not isinstance(given, list):
            return frozenset()
        unknown = [day for day in given if day not in WEEKDAYS]
        if unknown or not given or len(set(map(str, given))) != len(given):
            wrong = f"{unknown[0]!r} is not a weekday" if unknown else "empty, or a day twice"
            self.fault("working_weekdays", wrong, f"Use each at most once: {', '.join(WEEKDAYS)}")
            return frozenset()
        return frozenset(WEEKDAYS.index(day) for day in given)

    def holidays(self, given: object, first: dt.date | None, last: dt.date | None) -> list[Holiday]:
        found: list[Holiday] = []
        if not isinstance(given, dict):
            return found
        for key, value in given.items():
            day = _day_of(key)
            if day is None:
                right = "Write a day that exists as year-month-day, such as 2019-12-25"
                self.fault(f"holidays.{key}", "this is not a date", right)
                continue
            if first and last and not first <= day <= last:
                right = "Move the day or widen first_date to last_date"
                self.fault(f"holidays.{key}", f"outside {first} to {last}", right)
            if type(value) is str and value:
                found.append(Holiday(day, value))
            else:
                self.holiday_table(key, day, value, found)
        return found

    def holiday_table(self, key: str, day: dt.date, value: object, found: list[Holiday]) -> None:
        name = f"holidays.{key}"
        right = 'Write "title", or { title = "title", known_from = 2019-06-07 }'
        if not isinstance(value, dict):
            self.fault(name, f"{value!r} is neither a title nor a table", right)
            return
        extra = value.keys() - {"title", "known_from", "known_until"}
        title, since, until = (value.get(k) for k in ("title", "known_from", "known_until"))
        dated = all(d is None or type(d) is dt.date for d in (since, until))
        if extra or not isinstance(title, str) or not title or not dated:
            self.fault(name, "its table is not right", right)
        elif since is not None and until is not None and until <= since:
            self.fault(name, f"known_until {until} is not after known_from {since}", right)
        else:
            found.append(Holiday(day, title, since, until))


def _plain_date(value: object) -> dt.date | None:
    """TOML's local date; its date with a time is a subclass and not meant."""
    return value if type(value) is dt.date else None


def _day_of(key: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(key)
    except ValueError:
        return None
    return day if day.isoformat() == key else None  # week dates would be a second spelling
