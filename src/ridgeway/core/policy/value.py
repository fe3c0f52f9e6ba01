"""The base of a rulebook's values: frozen, keyword only, equal by content.

A standard dataclass compiles five methods for every class, which for forty classes costs a command
some 20 ms before it begins; here the methods are written once. Type checkers see a dataclass.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, ClassVar, NamedTuple, dataclass_transform, get_type_hints


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Value:
    """A value whose fields are its annotations, those of its bases first."""

    _defaults: ClassVar[dict[str, object]] = {}
    _names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        own = cls.__dict__.get("__annotations__", {})  # noqa: RUF063  inspect costs 5 ms
        new = tuple(name for name in own if name not in cls._names)
        cls._names = (*cls._names, *new)
        given = {name: cls.__dict__[name] for name in own if name in cls.__dict__}
        cls._defaults = {**cls._defaults, **given}

    def __init__(self, **given: object) -> None:
        mine = {**self._defaults, **given}
        if len(mine) != len(self._names) or not all(name in mine for name in self._names):
            wrong = sorted(set(self._names).symmetric_difference(mine))
            raise TypeError(f"{type(self).__name__}: missing or unknown: {', '.join(wrong)}")
        self.__dict__.update(mine)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(_hashable(self.__dict__[name]) for name in self._names)))

    def __repr__(self) -> str:
        parts = (f"{name}={self.__dict__[name]!r}" for name in self._names)
        return f"{type(self).__name__}({', '.join(parts)})"


def _hashable(value: object) -> object:
    return tuple(sorted(value.items())) if isinstance(value, dict) else value


class Part(NamedTuple):
    """One field of a value: its name, its type and its default (MISSING where it must be given)."""

    name: str
    hint: Any
    default: object

    @property
    def required(self) -> bool:
        return self.default is MISSING


def is_table(kind: object) -> bool:
    """Whether a type is written as a table: a value of a rulebook, or a dataclass of the dates."""
    return isinstance(kind, type) and (issubclass(kind, Value) or is_dataclass(kind))


@cache
def shape_of(kind: Any) -> tuple[Part, ...]:
    """The fields of a table in their order: what the loader checks and the schema publishes."""
    hints = get_type_hints(kind)
    if issubclass(kind, Value):
        defaults = kind._defaults  # noqa: SLF001
        return tuple(Part(n, hints[n], defaults.get(n, MISSING)) for n in kind._names)  # noqa: SLF001
    return tuple(Part(f.name, hints[f.name], f.default) for f in fields(kind))
