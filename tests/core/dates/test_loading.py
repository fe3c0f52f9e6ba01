from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.dates import loading
from ridgeway.core.dates.calendar import Holiday
from ridgeway.core.dates.faults import CalendarFileError, Fault
from ridgeway.core.dates.loading import SHIPPED, load_calendar, shipped_calendars

GOOD = """\
format = 1
name = "isle"
title = "The isle"
working_weekdays = ["mon", "tue", "wed", "thu", "sat"]
first_date = 2020-01-01
last_date = 2020-12-31
source = "Gazette"

[official]
until = 2020-06-30
read_on = 2020-01-01

[holidays]
2020-07-06 = "Tynwald Day"
2020-08-03 = { title = "Fair", known_from = 2020-05-01 }
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "isle.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(CalendarFileError) as caught:
        load_calendar(path)
    return caught.value.faults


def test_a_calendar_of_ones_own_loads_from_its_path(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    for given_as in (path, str(path)):
        isle = load_calendar(given_as)
        assert isle.name == "isle"
        assert isle.is_working(dt.date(2020, 1, 4))  # a Saturday, worked there
        assert not isle.is_working(dt.date(2020, 1, 3))  # a Friday, not worked there
        assert isle.holiday(dt.date(2020, 7, 6)) == Holiday(dt.date(2020, 7, 6), "Tynwald Day")
        assert isle.is_provisional(dt.date(2020, 7, 1))


BROKEN = [
    ("format = 1", "format = 2", "format", 1, "Write 1"),
    ('name = "isle"\n', "", "name", 0, "Add text"),
    ('title = "The isle"', "title = 7", "title", 3, "text in quotes"),
    ('"sat"]', '"sab"]', "working_weekdays", 4, "mon, tue"),
    ('["mon", "tue", "wed", "thu", "sat"]', "[]", "working_weekdays", 4, "mon, tue"),
    ('"tue"', '"mon"', "working_weekdays", 4, "at most once"),
    ("first_date = 2020-01-01", 'first_date = "2020-01-01"', "first_date", 5, "without quotes"),
    ("first_date = 2020-01-01", "first_date = 2020-01-01T00:00:00", "first_date", 5, "without"),
    ("last_date = 2020-12-31", "last_date = 2019-12-31", "last_date", 6, "Swap"),
    ("source =", 'colour = "red"\nsource =', "colour", 7, "Known are"),
    ("until = 2020-06-30", "until = 5", "official.until", 10, "without quotes"),
    ("2020-07-06 =", "2020-02-30 =", "holidays.2020-02-30", 14, "a day that exists"),
    ("2020-07-06 =", "2020-W28-1 =", "holidays.2020-W28-1", 14, "year-month-day"),
    ("2020-07-06 =", "2021-07-06 =", "holidays.2021-07-06", 14, "widen"),
    ('"Tynwald Day"', "true", "holidays.2020-07-06", 14, "known_from"),
    ("known_from", "known_form", "holidays.2020-08-03", 15, "known_from"),
    ('"Fair"', '""', "holidays.2020-08-03", 15, "title"),
    (
        "known_from = 2020-05-01",
        "known_from = 2020-05-01, known_until = 2020-05-01",
        "holidays.2020-08-03",
        15,
        "known_from",
    ),
]


@pytest.mark.parametrize(("old", "new", "key", "line", "right"), BROKEN)
def test_a_fault_names_file_line_key_and_remedy(
    tmp_path: Path, old: str, new: str, key: str, line: int, right: str
) -> None:
    assert GOOD.count(old) == 1 or old == '"tue"'
    path = write(tmp_path, GOOD.replace(old, new))
    found = faults_of(path)
    fault = next(f for f in found if f.key == key)
    assert (fault.file, fault.line) == (str(path), line)
    assert right in fault.right
    assert fault.wrong


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD
    for old, new, *_ in (BROKEN[0], BROKEN[2], BROKEN[3], BROKEN[11]):
        text = text.replace(str(old), str(new))
    keys = [f.key for f in faults_of(write(tmp_path, text))]
    assert keys == ["format", "title", "working_weekdays", "holidays.2020-02-30"]


def test_a_day_written_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path, GOOD + '2020-07-06 = "Again"\n'))
    assert "line 16" in fault.wrong


def test_what_cannot_be_read_is_a_fault_and_no_traceback(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes('name = "Île"'.encode("latin-1"))
    assert "UTF-8" in faults_of(latin)[0].wrong
    assert "No such file" in faults_of(tmp_path / "absent.toml")[0].wrong
    assert "cannot be read" in faults_of(tmp_path)[0].wrong


def test_an_unknown_name_is_answered_with_the_shipped_ones() -> None:
    with pytest.raises(CalendarFileError, match="england-and-wales") as caught:
        load_calendar("atlantis")
    assert caught.value.faults[0].file == "atlantis"


def test_an_own_day_outside_the_calendar_is_refused() -> None:
    with pytest.raises(CalendarFileError, match="Sat 1 Jan 2000"):
        load_calendar("england-and-wales", extra=[Holiday(dt.date(2000, 1, 1), "Early")])


@given(st.text(max_size=200))
def test_any_text_at_all_loads_or_is_a_fault(text: str) -> None:
    reader = loading._Reader("any", text)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    with pytest.raises(CalendarFileError):
        reader.calendar(table)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.dates() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["title", "known_from", "known_until", "2020-01-02", "until"]), inner
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*loading.KEYS, "other"]), VALUES))
def test_any_table_at_all_loads_or_is_a_fault(table: dict[str, object]) -> None:
    with pytest.raises(CalendarFileError) as caught:
        loading._Reader("any", "").calendar(table)
    assert all(f.wrong and f.right for f in caught.value.faults)


@pytest.mark.parametrize("name", shipped_calendars())
def test_each_shipped_calendar_bears_its_own_name(name: str) -> None:
    assert loading.read_calendar(name).name == name


def test_loading_takes_a_few_milliseconds() -> None:
    def once() -> float:
        start = time.perf_counter()
        loading._read(SHIPPED / "england-and-wales.toml")
        return time.perf_counter() - start

    assert min(once() for _ in range(7)) < 0.006  # 2 ms on an idle machine


def test_loading_pulls_in_no_heavy_library() -> None:
    probe = (
        "import sys; from ridgeway.core.dates.reckoning import reckon;"
        "from ridgeway.core.dates.loading import load_calendar; load_calendar('england-and-wales');"
        "print(sorted({'holidays','pydantic','dateutil','django','zoneinfo'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
