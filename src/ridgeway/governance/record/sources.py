"""Where a page takes its rows from: the tables as they are, or the record as it stood.

Pages are put together from plain dicts, so the code that does it cannot tell the two apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.db import models
from django.db.models import QuerySet

from ridgeway.governance import prepared
from ridgeway.governance.record.rows import label_of

Values = dict[str, Any]
MANY = (list, tuple, set, frozenset)


class Source(Protocol):
    """Rows of one moment.

    `columns` and the names in `equals` are columns (`release_id`), or paths over foreign keys
    (`by_body__short_name`). A list, tuple or set in `equals` means "one of". Values have the types
    that the table gives (dates are dates). The order of the rows is not fixed.
    """

    def rows(
        self, model: type[models.Model], columns: Sequence[str], /, **equals: Any
    ) -> list[Values]: ...


class LiveSource:
    """The tables as they are now: one query for each call."""

    def rows(
        self, model: type[models.Model], columns: Sequence[str], /, **equals: Any
    ) -> list[Values]:
        wanted = {
            name: sorted(value) if isinstance(value, set | frozenset) else value
            for name, value in equals.items()
        }
        if all(map(_is_text, wanted.values())):
            found: Iterable[Any] = prepared.rows(_live, model, tuple(columns), **wanted)
        else:
            found = _live(model, tuple(columns), **wanted)
        return [dict(zip(columns, row, strict=True)) for row in found]


def _live(
    model: type[models.Model], columns: Sequence[str], /, **equals: Any
) -> QuerySet[Any, Any]:
    found: QuerySet[Any] = model._default_manager.order_by()
    where = {f"{k}__in" if isinstance(v, MANY) else k: v for k, v in equals.items()}
    return found.filter(**where).values_list(*columns)


def _is_text(value: Any) -> bool:
    """Whether a prepared query can take the value: text, or a list of it."""
    if isinstance(value, list | tuple):
        return all(isinstance(item, str) for item in value)
    return isinstance(value, str)


LIVE = LiveSource()


class AskedOnce:
    """Another source, of which each question is asked once: for parts of a page that only read."""

    def __init__(self, source: Source = LIVE) -> None:
        self.source = source
        self._held: dict[tuple[Any, ...], list[Values]] = {}

    def rows(
        self, model: type[models.Model], columns: Sequence[str], /, **equals: Any
    ) -> list[Values]:
        """As of any source; what a list asks for is given as a tuple."""
        asked = (model, tuple(columns), tuple(sorted(equals.items())))
        if asked not in self._held:
            self._held[asked] = self.source.rows(model, columns, **equals)
        return [dict(row) for row in self._held[asked]]


Tables = Mapping[str, Mapping[str, Values]]


class FoldedSource:
    """Rows that were folded from snapshots: by table label and id, typed as the tables' values.

    With `only` no other tables were folded; asking for one of them raises LookupError, for an
    empty answer would be an untrue one.
    """

    def __init__(self, tables: Tables, only: Iterable[str] = ()) -> None:
        self.tables = tables
        self.only = frozenset(only)

    def rows(
        self, model: type[models.Model], columns: Sequence[str], /, **equals: Any
    ) -> list[Values]:
        return [
            {path: self._value(model, row, path) for path in columns}
            for row in self._table(model).values()
            if all(_holds(self._value(model, row, path), want) for path, want in equals.items())
        ]

    def _table(self, model: type[models.Model]) -> Mapping[str, Values]:
        label = label_of(model)
        if self.only and label not in self.only:
            raise LookupError(f"{label} was not folded for this page")
        return self.tables.get(label, {})

    def _value(self, model: type[models.Model], row: Values, path: str) -> Any:
        name, _, rest = path.partition("__")
        if not rest:
            return row[name]
        target = model._meta.get_field(name).related_model
        if not isinstance(target, type):
            raise LookupError(f"{path} is not a path of {label_of(model)}")
        under = self._table(target).get(row[f"{name}_id"])
        return self._value(target, under, rest) if under is not None else None


def _holds(value: Any, want: Any) -> bool:
    return value in want if isinstance(want, MANY) else bool(value == want)
