"""Groups of questions inside a form: one group, or a list of them shown a few rows at a time.

The questions of row 2 of `statements` post as `statements-2-text`. A row that nobody touched counts
as not given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from ridgeway.web import forms
from ridgeway.web.faults import Fault
from ridgeway.web.fields import Field, Kind

SHOWN = 3
MOST = 200
MORE = "more"
"""The name of the button that asks for more rows; its value is the field."""


@dataclass(frozen=True, slots=True)
class Group:
    """What came back for a group: the field as typed, its value or None, and its faults."""

    field: Field
    value: Any
    faults: tuple[Fault, ...]


def blank(it: Field, held: object, zone: str) -> Field:
    """The group before anyone has answered; `held` are values to start from."""
    if not it.many:
        start = held if isinstance(held, BaseModel) else None
        return replace(it, rows=(_asked(it, it.name, start, zone),))
    given = list(held) if isinstance(held, Iterable) and not isinstance(held, str) else []
    starts: list[Any] = [*given, *([None] * (1 if given else SHOWN))]
    rows = [_asked(it, f"{it.name}-{n}", start, zone) for n, start in enumerate(starts)]
    return replace(it, rows=tuple(rows))


def read_group(it: Field, posted: forms.Posted, zone: str) -> Group:
    """The rows in `posted`; untouched ones are skipped, faults are named by their row."""
    model = _model(it)
    if not it.many:
        read = forms.read(model, _Under(posted, it.name), choices=it.inner, zone=zone)
        return Group(replace(it, rows=(_named(read.form.fields, it.name),)), read.value,
                     _placed(read.form.faults, it.name, it.label))  # fmt: skip
    rows: list[tuple[Field, ...]] = []
    values: list[Any] = []
    faults: list[Fault] = []
    plain = forms.ask(model, choices=it.inner, zone=zone).fields
    for number in range(_shown(it, posted)):
        prefix = f"{it.name}-{number}"
        read = forms.read(model, _Under(posted, prefix), choices=it.inner, zone=zone)
        touched = not _untouched(read.form.fields, plain)
        asked = read.form.fields if touched else plain
        rows.append(_named(asked, prefix))
        if touched:
            faults += _placed(read.form.faults, prefix, f"{it.label} {number + 1}")
            values.append(read.value)
    given = None if faults or not values else values
    return Group(replace(it, rows=tuple(rows)), given, tuple(faults))


def _model(it: Field) -> type[BaseModel]:
    if not issubclass(it.item, BaseModel):
        raise TypeError(f"{it.name} is no group")
    return it.item


def _asked(it: Field, prefix: str, held: Any, zone: str) -> tuple[Field, ...]:
    initial: Mapping[str, object] = held.model_dump() if isinstance(held, BaseModel) else held or {}
    form = forms.ask(_model(it), initial=initial, choices=it.inner, zone=zone)
    return _named(form.fields, prefix)


def _named(fields: Sequence[Field], prefix: str) -> tuple[Field, ...]:
    """The fields under the names that they post by, those of groups inside as well."""
    return tuple(
        replace(
            it,
            name=f"{prefix}-{it.name}",
            rows=tuple(_named(row, prefix) for row in it.rows),
        )
        for it in fields
    )


def _placed(faults: Iterable[Fault], prefix: str, label: str) -> tuple[Fault, ...]:
    found = []
    for fault in faults:
        name = f"{prefix}-{fault.field}" if fault.field else prefix
        place = "f-" + name.replace("_", "-")
        inner = f"{label}, {fault.label[:1].lower()}{fault.label[1:]}" if fault.label else label
        found.append(replace(fault, field=name, field_id=place, label=inner))
    return tuple(found)


def _shown(it: Field, posted: forms.Posted) -> int:
    """How many rows to show: those that were posted, three at least, three more when asked for."""
    pattern = re.compile(re.escape(it.name) + r"-([0-9]{1,3})-")
    numbers = [int(found[1]) for name in posted if (found := pattern.match(name))]
    more = SHOWN if posted.get(MORE) == it.name else 0
    return min(MOST, max(SHOWN, max(numbers, default=-1) + 1) + more)


def _untouched(typed: Sequence[Field], plain: Sequence[Field]) -> bool:
    """Whether every answer is empty or stands as it was offered."""
    return all(_same(a, b) for a, b in zip(typed, plain, strict=True))


def _same(typed: Field, plain: Field) -> bool:
    if typed.kind is Kind.GROUP:
        return _rows_untouched(typed, plain)
    if typed.kind is Kind.CHECKBOXES:
        return typed.values in ((), plain.values)
    return typed.value.strip() in ("", plain.value)


def _rows_untouched(typed: Field, plain: Field) -> bool:
    if not plain.rows:
        return True
    return all(_untouched(row, plain.rows[0]) for row in typed.rows)


class _Under(Mapping[str, Any]):
    """The answers under a prefix, as a form of its own would get them."""

    def __init__(self, posted: forms.Posted, prefix: str) -> None:
        self.posted, self.prefix = posted, prefix + "-"

    def __getitem__(self, name: str) -> Any:
        getlist = getattr(self.posted, "getlist", None)
        key = name if name == MORE else self.prefix + name
        if getlist is None:
            return self.posted[key]
        return getlist(key)

    def __iter__(self) -> Any:
        cut = len(self.prefix)
        return (name[cut:] for name in self.posted if name.startswith(self.prefix))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def get(self, name: str, default: Any = None) -> Any:
        """As of a mapping; the button that asks for more rows is the same at every depth."""
        if name == MORE:
            wanted = self.posted.get(MORE)
            said = wanted if isinstance(wanted, str) else ""
            return said.removeprefix(self.prefix) if said.startswith(self.prefix) else None
        try:
            return self[name]
        except KeyError:
            return default
