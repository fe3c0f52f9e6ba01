"""What a form asks: one plain value per field, derived from the model of an act's input.

The widget follows from the annotation; `json_schema_extra={"widget": "textarea"}` on a field says
otherwise (any `Kind` value is allowed), `{"choices": …}` is never needed: pass choices at run time.
`{"hint": "…"}` is said in place of a description that names the answer as a program does, by key or
identity, to a person who chooses it from those offered; it may be empty.
"""

from __future__ import annotations

import datetime as dt
import types
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic import AwareDatetime, BaseModel, SecretStr
from pydantic.fields import FieldInfo

LONG_TEXT = 300


class Kind(StrEnum):
    TEXT = "text"
    TEXTAREA = "textarea"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    NUMBER = "number"
    SELECT = "select"
    RADIOS = "radios"
    CHECKBOX = "checkbox"
    CHECKBOXES = "checkboxes"
    LINES = "lines"
    FILE = "file"
    HIDDEN = "hidden"
    PASSWORD = "password"  # noqa: S105 - the name of a control
    GROUP = "group"


MANY = frozenset({Kind.CHECKBOXES, Kind.LINES})
CHOOSING = frozenset({Kind.SELECT, Kind.RADIOS, Kind.CHECKBOXES})


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str
    hint: str = ""


Choices = Mapping[str, Sequence[Choice]]
YES_OR_NO = (Choice("yes", "Yes"), Choice("no", "No"))
"""A yes that is asked for, or that may be unknown: an empty box must not be taken for a no."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `value` is what was typed (or "yes" or "" for a checkbox); `values` what was
    ticked. `item` is the type of the answer, or of each answer where there are many. A group has
    `rows` of questions of its own, one row, or as many as are shown where there may be `many`, and
    the answers to choose from `inner` to each row."""

    name: str
    label: str
    kind: Kind
    required: bool = True
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    value: str = ""
    values: tuple[str, ...] = ()
    error: str = ""
    item: type = field(default=str, repr=False)
    nullable: bool = False
    may_be_blank: bool = False
    many: bool = False
    rows: tuple[tuple[Field, ...], ...] = ()
    inner: Choices = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        return "f-" + self.name.replace("_", "-")


class Unaskable(TypeError):
    """A field that no form can ask: the developer must give a widget, choices or a value."""


def fields_of(
    model: type[BaseModel], *, choices: Choices | None = None, leave_out: Sequence[str] = ()
) -> tuple[Field, ...]:
    """The questions of `model` in its own order.

    `choices` gives the answers to choose from for fields whose answers are only known at run time;
    "grounds.need" are those for the field `need` in each row of the group `grounds`.
    `leave_out` names fields that the page itself answers. What need not be answered is not asked
    where nothing can be chosen. Raises `Unaskable` for a type that has no widget.
    """
    given = choices or {}
    return tuple(
        _field(name, info, given.get(name), _inside(name, given))
        for name, info in model.model_fields.items()
        if name not in leave_out and (given.get(name, True) or info.is_required())
    )


def _inside(name: str, given: Choices) -> Choices:
    """The answers to choose from that are meant for the fields of a group."""
    prefix = f"{name}."
    return {key.removeprefix(prefix): given[key] for key in given if key.startswith(prefix)}


def _field(name: str, info: FieldInfo, choices: Sequence[Choice] | None, inside: Choices) -> Field:
    inner, nullable = _without_none(info.annotation)
    item, many = _item_of(inner)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    options = tuple(choices) if choices is not None else _own_choices(item)
    if item is bool and not many and (nullable or info.is_required()):
        options = YES_OR_NO
    widget = extra.get("widget")
    kind = Kind(str(widget)) if widget else _kind(name, item, many, info, choices is not None)
    described = info.description or ""
    return Field(
        name=name,
        label=info.title or (name[:1].upper() + name[1:]).replace("_", " "),
        kind=kind,
        required=info.is_required() and kind is not Kind.CHECKBOX,
        hint=str(extra.get("hint", described)) if choices is not None else described,
        choices=options if kind in CHOOSING else (),
        item=item if isinstance(item, type) else str,
        nullable=nullable,
        may_be_blank=kind is not Kind.GROUP
        and not info.is_required()
        and (nullable or not info.get_default()),
        many=many,
        inner=inside,
    )


def _without_none(annotation: Any) -> tuple[Any, bool]:
    """The annotation without `None`, and whether `None` was one of its answers."""
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        left = [a for a in get_args(annotation) if a is not type(None)]
        nullable = len(left) < len(get_args(annotation))
        inner = _without_none(left[0])[0] if len(left) == 1 else annotation
        return inner, nullable
    return annotation, False


def _item_of(annotation: Any) -> tuple[Any, bool]:
    origin = get_origin(annotation)
    if origin in {tuple, list, frozenset, set} or origin is Sequence:
        args = [a for a in get_args(annotation) if a is not Ellipsis]
        return (_without_none(args[0])[0] if len(args) == 1 else annotation), True
    return annotation, False


def _own_choices(item: Any) -> tuple[Choice, ...]:
    if isinstance(item, type) and issubclass(item, Enum):
        return tuple(Choice(str(m.value), getattr(m, "label", _words(str(m.value)))) for m in item)
    if get_origin(item) is Literal:
        return tuple(Choice(str(value), _words(str(value))) for value in get_args(item))
    return ()


def _words(value: str) -> str:
    """Upper-case words (NOTE, AGREE) stay as they are; others open with a capital."""
    spaced = value.replace("-", " ").replace("_", " ")
    return spaced[:1].upper() + spaced[1:]


_PLAIN_KINDS: tuple[tuple[type, Kind], ...] = (
    (BaseModel, Kind.GROUP),
    (SecretStr, Kind.PASSWORD),
    (AwareDatetime, Kind.DATETIME),
    (bool, Kind.CHECKBOX),  # before int: a bool is an int
    (dt.datetime, Kind.DATETIME),  # before date: an instant is a date
    (dt.date, Kind.DATE),
    (dt.time, Kind.TIME),
    (int, Kind.NUMBER),
    (float, Kind.NUMBER),
    (Decimal, Kind.NUMBER),
    (bytes, Kind.FILE),
    (uuid.UUID, Kind.TEXT),
    (str, Kind.TEXT),
)


def _kind(name: str, item: Any, many: bool, info: FieldInfo, offered: bool) -> Kind:
    if offered or _own_choices(item):
        return Kind.CHECKBOXES if many else Kind.SELECT
    if many and isinstance(item, type) and issubclass(item, BaseModel):
        return Kind.GROUP
    if item is bool and not many and info.is_required():
        return Kind.SELECT if _without_none(info.annotation)[1] else Kind.RADIOS
    if item is bool and not many and _without_none(info.annotation)[1]:
        return Kind.SELECT
    if many and isinstance(item, type) and issubclass(item, str):
        return Kind.LINES
    if not many and isinstance(item, type):
        for plain, kind in _PLAIN_KINDS:
            if issubclass(item, plain):
                return Kind.TEXTAREA if kind is Kind.TEXT and _is_long(info) else kind
    raise Unaskable(
        f"field {name!r} of type {item!r} has no widget: give choices, a widget, or leave it out"
    )


def _is_long(info: FieldInfo) -> bool:
    limits = [m.max_length for m in info.metadata if isinstance(m, annotated_types.MaxLen)]
    return any(limit >= LONG_TEXT for limit in limits)
