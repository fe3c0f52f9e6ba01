"""One value, one sequence of bytes: the RFC 8785 form of the values that the record may hold.

Hashes are over bytes, so a value that could be written in two ways would have two hashes. The
forms that make that possible (fractions, non-normalised text, doubled keys) are refused or brought
to one form here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

import orjson

INTEGER_LIMIT = 2**53
"""RFC 8785 writes numbers as IEEE doubles do; beyond this an integer has no exact double."""

DEPTH_LIMIT = 64
DECIMAL_DIGITS = 100


class CanonicalError(ValueError):
    """A value or bytes that the record cannot hold; `path` says where, as in `rows[0].v.name`."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: {what}" if path else what)
        self.path = path
        self.what = what


def canonical(value: Any) -> bytes:
    """The bytes of `value`: UTF-8, NFC, sorted ASCII keys, no spaces, integers within ±2**53.

    Dates become `2019-11-29`, instants `2019-11-29T09:00:00.000000Z` (aware ones only), times
    of day `17:00:00.000000`, decimals plain digits without superfluous zeros, UUIDs and StrEnums
    their text. Raises CanonicalError with the path of the first value that has no such form.

    >>> canonical({"b": [True, None], "a": dt.date(2019, 11, 29)})
    b'{"a":"2019-11-29","b":[true,null]}'
    """
    return written(plain(value))


def written(value: Any) -> bytes:
    """The canonical bytes of a value that is plain already: read by `parse`, or made by `plain`.

    Dates, instants, times and decimals may be in it; text is taken for NFC, no number for a float.
    """
    return orjson.dumps(
        value, default=_form, option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME
    )


def _form(value: Any) -> Any:
    return _rarer(value, (), 0)


def plain(value: Any) -> Any:
    """`value` as dicts, lists, strings, integers, booleans and None only, text in NFC.

    Two values have equal canonical bytes exactly when their plain forms are equal and of the same
    types (Python alone takes 1 and True for equal).
    """
    return _plain(value, (), 0)


_Path = tuple[str | int, ...]


def _plain(value: Any, path: _Path, depth: int) -> Any:
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _text(value, path)
    if kind is int:
        return _integer(value, path)
    if value is None or kind is bool:
        return value
    if kind is dict:
        return _members(value, path, depth)
    if kind is list or kind is tuple:
        if depth >= DEPTH_LIMIT:
            raise CanonicalError(_where(path), f"nested deeper than {DEPTH_LIMIT} levels")
        return [_plain(item, (*path, i), depth + 1) for i, item in enumerate(value)]
    return _rarer(value, path, depth)


def _members(value: Mapping[Any, Any], path: _Path, depth: int) -> dict[str, Any]:
    if depth >= DEPTH_LIMIT:
        raise CanonicalError(_where(path), f"nested deeper than {DEPTH_LIMIT} levels")
    members: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str) or not key.isascii():
            raise CanonicalError(_where(path), f"the key {key!r} is not an ASCII string")
        kind = type(item)
        # Most members are plain already, and say so cheaper than by another call.
        if item is None or kind is bool or (kind is str and item.isascii()):
            members[str(key)] = item
        else:
            members[str(key)] = _plain(item, (*path, key), depth + 1)
    if len(members) != len(value):
        raise CanonicalError(_where(path), "two keys are written alike")
    return members


def _rarer(value: Any, path: _Path, depth: int) -> Any:
    for kind, form in _FORMS:
        if isinstance(value, kind):
            return form(value, path)
    if isinstance(value, Mapping):
        return _members(value, path, depth)
    name = type(value).__name__
    raise CanonicalError(_where(path), f"a {name} has no canonical form; pass text or an integer")


def _text(value: str, path: _Path) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise CanonicalError(_where(path), "text with half a surrogate pair") from None
    if unicodedata.is_normalized("NFC", value):
        return value
    return unicodedata.normalize("NFC", value)


def _integer(value: int, path: _Path) -> int:
    if -INTEGER_LIMIT <= value <= INTEGER_LIMIT:
        return value
    raise CanonicalError(_where(path), "an integer beyond ±2**53; write it as text")


def _float(value: float, path: _Path) -> Any:
    raise CanonicalError(_where(path), f"{value!r} is a float; pass an integer or a Decimal")


def _instant(value: dt.datetime, path: _Path) -> str:
    if value.tzinfo is None:
        raise CanonicalError(_where(path), "an instant without a time zone")
    return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _time(value: dt.time, path: _Path) -> str:
    if value.tzinfo is not None:
        raise CanonicalError(_where(path), "a time of day with an offset; the zone is the policy's")
    return value.isoformat(timespec="microseconds")


def _decimal(value: Decimal, path: _Path) -> str:
    if not value.is_finite():
        raise CanonicalError(_where(path), f"{value} is not a finite number")
    if not value:
        return "0"
    if abs(value.adjusted()) > DECIMAL_DIGITS or len(value.as_tuple().digits) > DECIMAL_DIGITS:
        raise CanonicalError(_where(path), f"a decimal of more than {DECIMAL_DIGITS} digits")
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_FORMS: tuple[tuple[type, Callable[[Any, _Path], Any]], ...] = (
    (dt.datetime, _instant),
    (dt.date, lambda value, _: value.isoformat()),
    (StrEnum, lambda value, path: _text(str(value.value), path)),
    (str, lambda value, path: _text(str.__str__(value), path)),
    (Decimal, _decimal),
    (uuid.UUID, lambda value, _: str(value)),
    (dt.time, _time),
    (float, _float),
    (int, lambda value, path: _integer(int(value), path)),
)


def _where(path: _Path) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def parse(data: bytes, *, exact: bool = False) -> Any:
    """The value that `data` writes: strings, integers, booleans, None, lists and dicts.

    Refuses (CanonicalError) invalid UTF-8, floats, integers beyond ±2**53 and doubled keys; with
    `exact` also any bytes that `canonical` would not have written.
    """
    try:
        text = str(data, "utf-8")
    except UnicodeDecodeError as fault:
        raise CanonicalError("", f"not UTF-8 at byte {fault.start}") from None
    try:
        value = (_decode_exact if exact else _decode)(text)
    except CanonicalError:
        raise
    except RecursionError:
        raise CanonicalError("", "nested too deeply") from None
    except ValueError as fault:
        raise CanonicalError("", f"not JSON: {fault}") from None
    if exact and not _is_exact(value, data):
        raise CanonicalError("", "valid JSON, but not in canonical form")
    return value


def _is_exact(value: Any, data: bytes) -> bool:
    if data.isascii():
        try:
            # Pure ASCII is NFC and its keys are ASCII, so writing it again is the whole comparison.
            return orjson.dumps(value, option=_EXACT) == data
        except orjson.JSONEncodeError:
            pass  # half a surrogate pair, escaped; an integer at the limit; nested deeply
    return canonical(value) == data


_EXACT = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


def _refuse_float(text: str) -> Any:
    raise CanonicalError("", f"{text} is not an integer")


def _read_integer(text: str) -> int:
    if len(text) > 17:
        raise CanonicalError("", "an integer beyond ±2**53")
    return _integer(int(text), ())


def _members_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        doubled = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise CanonicalError("", f"the key {doubled!r} is written twice")
    return members


_decode = json.JSONDecoder(
    parse_float=_refuse_float,
    parse_constant=_refuse_float,
    parse_int=_read_integer,
    object_pairs_hook=_members_once,
).decode
# Doubled keys and integers beyond the limit fail when the value is written again.
_decode_exact = json.JSONDecoder(parse_float=_refuse_float, parse_constant=_refuse_float).decode
