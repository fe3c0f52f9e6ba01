"""The demo's cast, read from data: bodies, Parties, one sign-in for each kind of reader, and
those who act beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

WORD = "ridgeway-demo"
"""The password of every demo sign-in; a demo never runs in production mode."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One demo account and the appointment behind it. `reader` says what kind of reader it is,
    where it is offered for signing in; `category` is that of the seat."""

    username: str
    name: str
    role: str
    reader: str = ""
    body: str = ""
    seat: str = ""
    category: str = ""
    party: str = ""


def read(name: str) -> dict[str, Any]:
    """A data file of the demo."""
    text = resources.files("ridgeway.demo").joinpath(name).read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


CAST = read("cast.json")
SIGN_INS = tuple(SignIn(**one) for one in CAST["sign_ins"])
OTHERS = tuple(SignIn(**one) for one in CAST["others"])
"""Who acts in the examples and is not offered for signing in."""
