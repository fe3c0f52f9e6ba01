"""Files of a register as lines with their places: JSON, JSON Lines, CSV and XLSX."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from ridgeway.governance.entering import clean
from ridgeway.governance.intake.columns import takes
from ridgeway.governance.intake.faults import Fault, Place, of_validation
from ridgeway.governance.intake.lines import KINDS, LISTS, PLURALS, Line, headed, kind_named
from ridgeway.governance.intake.workbooks import NotReadable, Sheet, column_letters, sheets_of

FORMAT = "ridgeway-register/1"
TYPE = "type"
"""The field that says of which kind a line is, where the name of its file or list does not."""

LONGEST_CELL = 1_000_000
Raw = tuple[int, str | None, Any]
"""Line number, kind where it is known, and the values of a line."""

Restored = Callable[[str], str]
Progress = Callable[[str, int, int], None]
"""Hears of the phase, of the lines done and of how many there will be at most."""

TOLD_EVERY = 250


def unheard(phase: str, done: int, of: int) -> None:
    """Progress that nobody follows."""


@dataclass(slots=True)
class Reading:
    """What files hold: lines and their places by kind, and everything that is wrong with them."""

    lines: dict[str, list[Line]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    places: dict[str, list[Place]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    faults: list[Fault] = field(default_factory=list)
    progress: Progress = unheard
    done: int = 0
    expected: int = 0


class Unreadable(ValueError):
    """A file, or a sheet of one, of which nothing can be read from a line on."""

    def __init__(self, line: int, wrong: str, right: str = "") -> None:
        super().__init__(wrong)
        self.line, self.wrong, self.right = line, wrong, right


def read(
    files: Iterable[tuple[str, bytes]], *, restored: Restored = str, progress: Progress = unheard
) -> Reading:
    """The lines of files given as name and content.

    The end of the name tells the form. A CSV or JSON Lines file holds lines of one kind if its
    name says so (`modifications.csv`), else each line says its `type`. `restored` takes from a CSV
    cell what was put before it so that no spreadsheet runs it.
    """
    reading = Reading(progress=progress)
    for name, content in files:
        if PurePath(name).suffix.lower() == ".xlsx":
            _read_workbook(reading, name, content, restored)
        else:
            _read_text(reading, name, content, restored)
    return reading


def _read_text(reading: Reading, name: str, content: bytes, restored: Restored) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reading.faults.append(Fault(Place(name, line), "", "is not UTF-8.", "Save it as UTF-8."))
        return
    reading.expected += content.count(b"\n")
    try:
        for line, kind, values in _raw(name, text, restored):
            _take(reading, Place(name, line), kind, values)
    except Unreadable as error:
        reading.faults.append(Fault(Place(name, error.line), "", error.wrong, error.right))


def _read_workbook(reading: Reading, name: str, content: bytes, restored: Restored) -> None:
    try:
        sheets = list(sheets_of(content))
    except NotReadable as error:
        reading.faults.append(Fault(Place(name), "", str(error), error.right))
        return
    reading.expected += sum(len(sheet.rows) for sheet in sheets)
    for sheet in sheets:
        kind = kind_named(sheet.title)
        if kind is None and len(sheets) == 1:
            kind = kind_named(PurePath(name).stem)
        try:
            _read_sheet(reading, Place(name, sheet=sheet.title), sheet, kind, restored)
        except Unreadable as error:
            place = Place(name, error.line, sheet.title)
            reading.faults.append(Fault(place, "", error.wrong, error.right))


def _read_sheet(
    reading: Reading, whole: Place, sheet: Sheet, kind: str | None, restored: Restored
) -> None:
    first = next((n for n, row in enumerate(sheet.rows) if any(row)), 0)
    header = _header(sheet.rows[first], kind, first + 1, restored)
    if kind is None and TYPE not in header:
        wrong = "says neither by its name nor by a column “type” what it holds."
        raise Unreadable(0, wrong, f"Call the sheet one of: {', '.join(PLURALS)}.")
    columns = {name: column_letters(n) for n, name in enumerate(header) if name}
    for number, cells in enumerate(sheet.rows[first + 1 :], first + 2):
        if not any(cells):
            continue
        place = replace(whole, line=number, columns=columns)
        doubts = [(n, sheet.doubtful[number, n]) for n in range(len(header)) if header[n]
                  and (number, n) in sheet.doubtful]  # fmt: skip
        for n, wrong in doubts:
            right = "Put the value itself into the cell."
            reading.faults.append(Fault(place, header[n], f"{wrong}.", right))
        strays = [column_letters(n) for n, cell in enumerate(cells) if cell and not header[n]]
        if strays:
            wrong = f"has a value in column {', '.join(strays)}, which the first row does not name."
            reading.faults.append(Fault(place, "", wrong, "Name the column, or clear the cell."))
        if not doubts and not strays:
            values = {
                name: restored(c) for name, c in zip(header, cells, strict=True) if name and c
            }
            _take(reading, place, kind, values)


def _raw(name: str, text: str, restored: Restored) -> Iterator[Raw]:
    path = PurePath(name)
    kind = kind_named(path.stem)
    match path.suffix.lower():
        case ".csv":
            return _csv(text, kind, restored)
        case ".jsonl" | ".ndjson":
            return _json_lines(text, kind)
        case ".json":
            return _json(text, kind)
        case _:
            right = "Use .json, .jsonl, .csv or .xlsx."
            raise Unreadable(0, "is not a form that can be read.", right)


def _take(reading: Reading, place: Place, kind: str | None, values: Any) -> None:
    if reading.done % TOLD_EVERY == 0:
        reading.progress("Reading", reading.done, max(reading.done, reading.expected))
    reading.done += 1
    if not isinstance(values, dict):
        right = "Write an object with a value for each field."
        reading.faults.append(Fault(place, "", "is not a line of a register.", right))
        return
    stated = values.pop(TYPE, None)
    named = kind_named(stated) if isinstance(stated, str) else None
    if named is None and (stated is not None or kind is None):
        wrong = "is missing." if stated is None else f"{stated!r} is not a type of line."
        reading.faults.append(Fault(place, TYPE, wrong, f"Use: {', '.join(KINDS)}."))
        return
    kind = named or kind or ""
    for name in LISTS[kind] & values.keys():
        values[name] = _list(values[name])
    if unclean := [fault for name in values if (fault := _unclean(place, name, values[name]))]:
        reading.faults += unclean
        return
    model = KINDS[kind][1]
    try:
        line: Any = model.model_validate(values)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        reading.faults += of_validation(place, found, model.model_fields, partial(takes, kind))
        return
    reading.lines[kind].append(line)
    reading.places[kind].append(place)


def _unclean(place: Place, name: str, value: Any) -> Fault | None:
    """What no act takes in any field, said of the field that has it."""
    try:
        clean(value)
    except ValueError as error:
        return Fault(place, name, f"{error}.")
    return None


def _list(value: Any) -> Any:
    """A list as a cell holds it, in JSON; anything else is left for the field to judge."""
    if isinstance(value, str) and value.startswith("["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _csv(text: str, kind: str | None, restored: Restored) -> Iterator[Raw]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = _header(next(reader), kind, 1, restored)
    except StopIteration:
        raise Unreadable(0, "is empty.", "The first line names the fields.") from None
    except csv.Error as error:
        raise Unreadable(1, f"is not CSV: {error}.") from None
    number = reader.line_num + 1
    try:
        for cells in reader:
            if cells:
                if len(cells) != len(header):
                    wrong = f"has {len(cells)} cells under {len(header)} fields."
                    raise Unreadable(number, wrong, "Give one cell for each field.")
                pairs = zip(header, cells, strict=True)
                values = {name: restored(cell) for name, cell in pairs if cell}
                yield number, kind, values
            number = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(number, f"is not CSV: {error}.") from None


def _header(cells: list[str], kind: str | None, line: int, restored: Restored) -> list[str]:
    """The fields that a first row names, by their own names or as forms title them."""
    header = [headed(kind, restored(cell)) for cell in cells]
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise Unreadable(line, f"names the field {', '.join(doubled)} twice.", "Name it once.")
    return header


def _json_lines(text: str, kind: str | None) -> Iterator[Raw]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, kind, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise Unreadable(number, f"is not JSON: {error}.") from None


def _json(text: str, kind: str | None) -> Iterator[Raw]:
    """A list of lines, or an object with a list for each kind."""
    at = _skip(text, 0)
    if text[at : at + 1] == "[":
        for line, value, end in _elements(text, at):
            if end is None:
                yield line, kind, value
        return
    if text[at : at + 1] != "{":
        right = "Write a list of lines, or an object with a list for each kind."
        raise Unreadable(1, "is not a register.", right)
    yield from _sections(text, _skip(text, at + 1))


def _sections(text: str, at: int) -> Iterator[Raw]:
    """The lists of an object, one for each kind of line."""
    while text[at : at + 1] != "}":
        word, at = _value(text, at)
        at = _expect(text, at, ":")
        if word in PLURALS and text[at : at + 1] == "[":
            for line, value, end in _elements(text, at):
                if end is None:
                    yield line, PLURALS[word], value
                else:
                    at = end
        else:
            at = _format(text, word, at)
        at = _skip(text, at)
        if text[at : at + 1] != "}":
            at = _expect(text, at, ",")


def _format(text: str, word: Any, at: int) -> int:
    """The one other member that a register may have: the version of its form."""
    line = _line(text, at)
    value, at = _value(text, at)
    if word != "format" or value != FORMAT:
        right = f"Use: {', '.join(PLURALS)}, and format {FORMAT!r}."
        raise Unreadable(line, f"{word!r} is not a part of a register.", right)
    return at


def _elements(text: str, at: int) -> Iterator[tuple[int, Any, int | None]]:
    """Each element of the list that starts there with its line, and last the place after it."""
    at = _skip(text, at + 1)
    line, counted = _line(text, at), at
    while text[at : at + 1] != "]":
        line += text.count("\n", counted, at)
        counted = at
        value, at = _value(text, at)
        yield line, value, None
        at = _skip(text, at)
        if text[at : at + 1] != "]":
            at = _expect(text, at, ",")
    yield 0, None, at + 1


_decoder = json.JSONDecoder()


def _value(text: str, at: int) -> tuple[Any, int]:
    try:
        return _decoder.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise Unreadable(error.lineno, f"is not JSON: {error.msg}.") from None
    except (RecursionError, ValueError) as error:
        raise Unreadable(_line(text, at), f"is not JSON that can be read: {error}.") from None


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] in {" ", "\n", "\r", "\t"}:
        at += 1
    return at


def _expect(text: str, at: int, mark: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != mark:
        raise Unreadable(_line(text, at), f"is not JSON: {mark!r} is missing here.")
    return _skip(text, at + 1)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
