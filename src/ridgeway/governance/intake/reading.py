"""Files of a register as lines with their places: JSON, JSON Lines and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from ridgeway.governance.entering import clean
from ridgeway.governance.intake.faults import Fault, Place, of_validation
from ridgeway.governance.intake.lines import KINDS, LISTS, PLURALS, Line, kind_named

FORMAT = "ridgeway-register/1"
TYPE = "type"
"""The field that says of which kind a line is, where the name of its file or list does not."""

LONGEST_CELL = 1_000_000
Raw = tuple[int, str | None, Any]
"""Line number, kind where it is known, and the values of a line."""


@dataclass(slots=True)
class Reading:
    """What files hold: lines and their places by kind, and everything that is wrong with them."""

    lines: dict[str, list[Line]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    places: dict[str, list[Place]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    faults: list[Fault] = field(default_factory=list)


class Unreadable(ValueError):
    """A file of which nothing can be read from a line on."""

    def __init__(self, line: int, wrong: str, right: str = "") -> None:
        super().__init__(wrong)
        self.line, self.wrong, self.right = line, wrong, right


def read(files: Iterable[tuple[str, bytes]], *, restored: Callable[[str], str] = str) -> Reading:
    """The lines of files given as name and content.

    The end of the name tells the form. A CSV or JSON Lines file holds lines of one kind if its
    name says so (`modifications.csv`), else each line says its `type`. `restored` takes from a CSV
    cell what was put before it so that no spreadsheet runs it.
    """
    reading = Reading()
    for name, content in files:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            right = "Save the file as UTF-8."
            reading.faults.append(Fault(Place(name, line), "", "is not UTF-8.", right))
            continue
        try:
            for line, kind, values in _raw(name, text, restored):
                _take(reading, Place(name, line), kind, values)
        except Unreadable as error:
            reading.faults.append(Fault(Place(name, error.line), "", error.wrong, error.right))
    return reading


def _raw(name: str, text: str, restored: Callable[[str], str]) -> Iterator[Raw]:
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
            raise Unreadable(0, "is not a form that can be read.", "Use .json, .jsonl or .csv.")


def _take(reading: Reading, place: Place, kind: str | None, values: Any) -> None:
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
        reading.faults += of_validation(place, found, model.model_fields)
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


def _csv(text: str, kind: str | None, restored: Callable[[str], str]) -> Iterator[Raw]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [restored(name).strip().lower().replace(" ", "_") for name in next(reader)]
    except StopIteration:
        raise Unreadable(0, "is empty.", "The first line names the fields.") from None
    except csv.Error as error:
        raise Unreadable(1, f"is not CSV: {error}.") from None
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise Unreadable(1, f"names the field {', '.join(doubled)} twice.", "Name it once.")
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
