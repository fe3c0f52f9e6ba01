"""Forms for acts: from the model of an act's input to questions, and from answers back to it.

`ask()` gives an empty or pre-filled form; `read()` takes what was posted, keeps it as typed, and
gives either the checked input or a form that names each fault in plain words. Neither raises on
anything that a browser can send.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from ridgeway.web import nested, typed
from ridgeway.web.faults import Fault, fault_at, faults_of, missing, named
from ridgeway.web.fields import CHOOSING, MANY, Choice, Choices, Field, Kind, fields_of
from ridgeway.web.typed import Mistyped
from ridgeway.web.wording import MONTHS

M = TypeVar("M", bound=BaseModel)
Posted = Mapping[str, "str | Sequence[str]"]

__all__ = ["Choice", "Fault", "Field", "Form", "Kind", "Read", "ask", "read"]


@dataclass(frozen=True, slots=True)
class Form:
    """The questions with what stands in them, and every fault, in the order of the page."""

    fields: tuple[Field, ...]
    faults: tuple[Fault, ...] = ()

    def __getitem__(self, name: str) -> Field:
        for it in self.fields:
            if it.name == name:
                return it
        raise KeyError(name)

    @property
    def has_file(self) -> bool:
        return any(it.kind is Kind.FILE for it in self.fields)

    def with_faults(self, sentences: Iterable[str]) -> Form:
        """The same form with faults of the whole (a refusal of the act) put first."""
        return replace(self, faults=tuple(Fault(text) for text in sentences) + self.faults)

    def with_fault_at(self, name: str, text: str) -> Form:
        """The same form with a fault of one answer, which only an act could find."""
        fields = tuple(replace(it, error=text) if it.name == name else it for it in self.fields)
        return Form(fields, (fault_at(self[name], text), *self.faults))


@dataclass(frozen=True, slots=True)
class Read(Generic[M]):
    """What came back: `value` is the checked input, or None when `form` carries faults.

    `kwargs` holds what could be read, for an act that wants single values.
    """

    form: Form
    value: M | None
    kwargs: dict[str, Any]

    @property
    def ok(self) -> bool:
        return self.value is not None


def ask(
    model: type[BaseModel],
    *,
    initial: Mapping[str, object] | None = None,
    choices: Choices | None = None,
    leave_out: Sequence[str] = (),
    zone: str = "Europe/London",
) -> Form:
    """The form of a model before anyone has answered; `initial` holds values to start from."""
    start = dict(initial or {})
    out = []
    for it in fields_of(model, choices=choices, leave_out=leave_out):
        if it.kind is Kind.GROUP:
            out.append(nested.blank(it, start.get(it.name), zone))
            continue
        default = model.model_fields[it.name].get_default(call_default_factory=True)
        held = start.get(it.name, None if it.required else default)
        out.append(_filled(it, held, zone))
    return Form(tuple(out))


def read(
    model: type[M],
    posted: Posted,
    *,
    files: Mapping[str, object] | None = None,
    choices: Choices | None = None,
    fixed: Mapping[str, object] | None = None,
    leave_out: Sequence[str] = (),
    zone: str = "Europe/London",
) -> Read[M]:
    """The answers in `posted` (a QueryDict or a mapping) as a checked `model`.

    `fixed` holds values that the page itself answers; their fields are not asked, nor are those of
    `leave_out`, which take their defaults. An answer that was left empty takes the default too.
    Every fault is named, not only the first.
    """
    given = dict(fixed or {})
    asked = fields_of(model, choices=choices, leave_out=(*given, *leave_out))
    kwargs: dict[str, Any] = dict(given)
    faults: dict[str, Fault] = {}
    kept: list[Field] = []
    inner: list[Fault] = []
    for it in asked:
        if it.kind is Kind.GROUP:
            group = nested.read_group(it, posted, zone)
            kept.append(group.field)
            inner.extend(group.faults)
            if group.value is not None:
                kwargs[it.name] = group.value
            elif it.required and not group.faults:
                faults[it.name] = fault_at(it, f"Give {named(it)}")
            continue
        answers = _answers(posted, it.name)
        kept.append(_as_typed(it, answers))
        try:
            found = _value(it, answers, (files or {}).get(it.name), zone)
        except Mistyped as fault:
            faults[it.name] = fault_at(it, str(fault))
            continue
        if found is not _NOTHING:
            kwargs[it.name] = found
        elif it.required and not it.nullable:
            faults[it.name] = fault_at(it, missing(it))
        elif it.required:
            kwargs[it.name] = None
    return _checked(model, kwargs, tuple(kept), faults, inner)


def _checked(
    model: type[M],
    kwargs: dict[str, Any],
    kept: tuple[Field, ...],
    faults: dict[str, Fault],
    inner: list[Fault],
) -> Read[M]:
    whole: list[Fault] = []
    value: M | None = None
    try:
        value = model.model_validate(kwargs)
    except ValidationError as found:
        for fault in faults_of(found, kept):
            group = fault.field.partition("-")[0] if inner else ""
            if group and any(f.field.startswith(f"{group}-") for f in inner):
                continue
            if not fault.field:
                # a rule over several answers cannot be judged while one of them is unreadable
                whole.append(fault)
            else:
                faults.setdefault(fault.field, fault)
    order = {it.name: number for number, it in enumerate(kept)}
    ranked = sorted(faults.values(), key=lambda f: order.get(f.field, -1))
    fields = tuple(
        replace(it, error=faults[it.name].text if it.name in faults else "") for it in kept
    )
    form = Form(fields, (*whole, *ranked, *inner))
    return Read(form, None if form.faults else value, kwargs)


UNKEPT = frozenset({Kind.FILE, Kind.PASSWORD})
"""What is typed anew each time: no browser keeps a file, and no page should keep a password."""


class _Nothing(Enum):
    NOTHING = "nothing"


_NOTHING = _Nothing.NOTHING


def _answers(posted: Posted, name: str) -> tuple[str, ...]:
    getlist = getattr(posted, "getlist", None)
    found = getlist(name) if getlist else posted.get(name, ())
    if isinstance(found, str):
        return (found,)
    return tuple(str(part) for part in found)


def _as_typed(it: Field, answers: tuple[str, ...]) -> Field:
    last = answers[-1] if answers else ""
    if it.kind is Kind.CHECKBOXES:
        return replace(it, values=answers)
    if it.kind is Kind.RADIOS:
        return replace(it, value=last, values=answers[-1:])
    if it.kind is Kind.CHECKBOX:
        return replace(it, value="yes" if last else "")
    return replace(it, value="" if it.kind in UNKEPT else last)


def _value(it: Field, answers: tuple[str, ...], upload: object, zone: str) -> Any:
    if it.kind is Kind.FILE:
        return _NOTHING if upload is None else upload
    if it.kind is Kind.CHECKBOX:
        return bool(answers and answers[-1])
    for answer in answers:
        _check_text(answer)
    if it.kind in MANY:
        return _several(it, answers)
    text = answers[-1].replace("\r\n", "\n").strip() if answers else ""
    return _single(it, text, zone) if text else _NOTHING


def _several(it: Field, answers: tuple[str, ...]) -> Any:
    found: list[Any]
    if it.kind is Kind.LINES:
        lines = (line.strip() for answer in answers for line in answer.splitlines())
        days = issubclass(it.item, dt.date)
        found = [typed.read_date(line) if days else line for line in lines if line]
    else:
        found = [_one_of(it, answer) for answer in answers if answer]
    return found or _NOTHING


def _single(it: Field, text: str, zone: str) -> Any:
    if it.kind in CHOOSING:
        return _one_of(it, text)
    if it.kind is Kind.DATE:
        return typed.read_date(text)
    if it.kind is Kind.DATETIME:
        return typed.read_instant(text, zone)
    if it.kind is Kind.TIME:
        return typed.read_time(text)
    if it.kind is Kind.NUMBER:
        return _number(it, typed.read_number(text))
    return text


def _number(it: Field, number: Decimal) -> int | float | Decimal:
    if issubclass(it.item, int):
        if number != number.to_integral_value():
            raise Mistyped("Enter a whole number")
        return int(number)
    return number if issubclass(it.item, Decimal) else float(number)


def _one_of(it: Field, answer: str) -> str:
    if answer not in {choice.value for choice in it.choices}:
        raise Mistyped("Choose one of the answers shown")
    return answer


def _check_text(text: str) -> None:
    if any((ch < " " and ch not in "\t\n\r") or "\ud800" <= ch <= "\udfff" for ch in text):
        raise Mistyped("Remove the characters that cannot be printed")


def _filled(it: Field, held: object, zone: str) -> Field:
    if held is None:
        return it
    if it.kind is Kind.CHECKBOX:
        return replace(it, value="yes" if held else "")
    if it.kind in MANY and not isinstance(held, str) and isinstance(held, Iterable):
        values = tuple(_shown(part, zone) for part in held)
        return replace(it, values=values, value="\n".join(values))
    shown = _shown(held, zone)
    return replace(it, value=shown, values=(shown,) if shown else ())


def _shown(held: object, zone: str) -> str:
    """A value as a person would type it."""
    if isinstance(held, bool):
        return "yes" if held else "no"
    if isinstance(held, Enum):
        return str(held.value)
    if isinstance(held, dt.datetime):
        local = held.astimezone(ZoneInfo(zone))
        return f"{_shown(local.date(), zone)} {local:%H:%M}"
    if isinstance(held, dt.date):
        return f"{held.day} {MONTHS[held.month - 1]} {held.year}"
    if isinstance(held, dt.time):
        return f"{held:%H:%M}"
    return str(held)
