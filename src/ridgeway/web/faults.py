"""What is wrong with an answer, in words that say what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ridgeway.web.fields import CHOOSING, MANY, Field, Kind
from ridgeway.web.typed import DATE_EXAMPLE
from ridgeway.web.wording import plural


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence; `field` and `field_id` are empty when the fault is of the whole form."""

    text: str
    field: str = ""
    field_id: str = ""
    label: str = ""

    @property
    def line(self) -> str:
        """The fault as it reads at the top of the page, away from its field."""
        if not self.label or self.label.lower() in self.text.lower():
            return self.text
        return f"{self.label}: {self.text[:1].lower()}{self.text[1:]}"


def fault_at(it: Field, text: str) -> Fault:
    """A fault of one question."""
    return Fault(text, it.name, it.id, it.label)


KEYED = "[a-z0-9]+(-[a-z0-9]+)*"
"""Of the pattern of a key, as it stands in addresses and rulebooks."""

NO_NOUN = re.compile(
    r"(about|at|by|from|go|how|in|met|not|on|put|ready|told|touches|until|valid"
    r"|what|where|which|who|why|\w+ed)\b",
    re.IGNORECASE,
)
"""How labels begin that no “the” can stand before."""

_MISSING = {
    Kind.DATE: f"Enter a date such as {DATE_EXAMPLE}",
    Kind.DATETIME: f"Enter a date and a time such as {DATE_EXAMPLE} 17:00",
    Kind.TIME: "Enter a time such as 17:00",
}


def missing(it: Field) -> str:
    """What to say for a question without an answer."""
    name = named(it)
    if it.kind in CHOOSING or it.kind is Kind.FILE:
        return f"Choose {name}"
    if it.kind in _MISSING:
        return _MISSING[it.kind]
    return f"Enter {name}" + (", one per line" if it.kind in MANY else "")


def named(it: Field) -> str:
    """The label inside a sentence: lower case unless it opens with an abbreviation; quoted if a
    question."""
    label = it.label.strip()
    if label.endswith("?") or NO_NOUN.match(label):
        return f"an answer to “{label}”"
    label = label.removeprefix("The ")
    first = label.split(" ", 1)[0]
    if len(first) > 1 and first[1:] != first[1:].lower():
        return f"the {label}"
    return f"the {label[:1].lower()}{label[1:]}"


def faults_of(found: ValidationError, fields: Sequence[Field]) -> list[Fault]:
    """Every fault that a model found, one per field, those of the whole form without a field."""
    by_name = {it.name: it for it in fields}
    out: dict[tuple[str, str], Fault] = {}
    for error in found.errors(include_url=False, include_input=False):
        name = str(error["loc"][0]) if error["loc"] else ""
        it = by_name.get(name)
        text = _sentence(error["type"], error.get("ctx") or {}, error["msg"], it)
        if it is None:
            place = f"{name}: " if name else ""
            out.setdefault(("", text), Fault(place + text))
        else:
            out.setdefault((name, ""), fault_at(it, text))
    return list(out.values())


def _sentence(kind: str, ctx: Mapping[str, Any], message: str, it: Field | None) -> str:
    if kind in {"value_error", "assertion_error"}:
        bare = message.removeprefix("Value error, ").removeprefix("Assertion failed, ")
        return " · ".join((bare[:1].upper() + bare[1:]).splitlines())
    if it is not None and kind in {"missing", "none_required"}:
        return missing(it)
    template = _TEMPLATES.get(kind)
    if template is not None:
        return template(ctx, it)
    if it is not None and kind in {"enum", "literal_error"}:
        return "Choose one of the answers shown"
    return message[:1].upper() + message[1:]


def _too_short(ctx: Mapping[str, Any], it: Field | None) -> str:
    least = int(ctx.get("min_length", 1))
    if least <= 1 and it is not None:
        return missing(it)
    return f"Write at least {plural(least, 'character')}"


_TEMPLATES: dict[str, Callable[[Mapping[str, Any], Field | None], str]] = {
    "string_too_short": _too_short,
    "string_too_long": lambda c, _: f"Keep it to {plural(int(c['max_length']), 'character')}",
    "too_short": lambda c, _: f"Give at least {c['min_length']}",
    "too_long": lambda c, _: f"Give no more than {c['max_length']}",
    "greater_than": lambda c, _: f"Enter a number above {c['gt']}",
    "greater_than_equal": lambda c, _: f"Enter {c['ge']} or more",
    "less_than": lambda c, _: f"Enter a number below {c['lt']}",
    "less_than_equal": lambda c, _: f"Enter {c['le']} or less",
    "decimal_max_places": lambda c, _: f"Use no more than {c['decimal_places']} decimal places",
    "decimal_max_digits": lambda c, _: f"Use no more than {c['max_digits']} figures",
    "date_past": lambda _c, _: "Enter a date in the past",
    "date_future": lambda _c, _: "Enter a date in the future",
    "string_pattern_mismatch": lambda c, it: (
        "Use small letters, figures and single hyphens, such as self-governance"
        if KEYED in str(c.get("pattern"))
        else "That is not in the form asked for" + (f": {it.hint}" if it and it.hint else "")
    ),
}
