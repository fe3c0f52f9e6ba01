"""Reads the body of a request strictly: a key that stands twice could mean two things."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser


class Unreadable(ValueError):
    """A body that cannot be read; the message says where and why."""


class StrictParser(Parser):
    """JSON without doubled keys, without NaN, in UTF-8."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            return json.loads(
                request.body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse
            )
        except UnicodeDecodeError as error:
            raise Unreadable("The body is not UTF-8.") from error
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise Unreadable(f"The body is not JSON: {error.msg}, {where}.") from error
        except RecursionError as error:
            raise Unreadable("The body is nested too deeply.") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise Unreadable(f"The key {twice[0]!r} stands twice in one object.")
    return found


def _refuse(word: str) -> Any:
    raise Unreadable(f"{word} is not a JSON number.")
