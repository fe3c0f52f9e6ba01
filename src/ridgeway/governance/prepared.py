"""Queries that are put together once and then only bound: for what every page asks.

Building and compiling a query costs Django several times what the database needs to answer one
that an index serves. `rows` does that work at the first call of each form and keeps the text;
later calls bind their values to it and run it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

from ridgeway.governance import statements

KEPT = 400
"""Forms that are kept; a list of another length, or another page, is another form."""

M = TypeVar("M", bound=Model)
Values = Mapping[str, Any]
Build = Callable[..., QuerySet[Any, Any]]
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Made:
    """The columns of a row that make a model; `field` of the first model holds a related one."""

    model: type[Model]
    names: tuple[str, ...]
    columns: slice
    key: int
    field: Any

    def of(self, row: Sequence[Any]) -> Model | None:
        if row[self.key] is None:
            return None
        return self.model.from_db(connection.alias, self.names, row[self.columns])


@dataclass(frozen=True, slots=True)
class _Form:
    """A compiled query. `places` say which parameter takes which value, or which of a list.

    `made` are the models that a row becomes, the one that was asked for first.
    """

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, str, int | None], ...]
    converters: tuple[tuple[int, Sequence[Any], Any], ...]
    made: tuple[_Made, ...] = ()


_NOTHING = _Form("", (), (), ())
"""The form of a query that can find nothing, such as one of an empty list."""

_forms: dict[Any, _Form] = {}


def rows(build: Build, /, *shape: Any, **values: Any) -> Rows:
    """The rows of `build(*shape, **values)`, which must be a module's function and end in
    `values_list`.

    `values` are bound anew each time: text, dates, instants, or a list or tuple of text. They may
    only be compared with columns: what decides how the query is made (an order, a page, whether a
    condition is there at all) is `shape`, hashable, and belongs to the form that is kept. Raises
    LookupError at the first call when a value is not bound.
    """
    return _fetched(_form(build, shape, values), values)


def models(build: Callable[..., QuerySet[M]], /, *shape: Any, **values: Any) -> list[M]:
    """The same for a query that gives models, with what its `select_related` names directly."""
    form = _form(build, shape, values)
    found: list[Any] = []
    for row in _fetched(form, values):
        first, *related = form.made
        model = first.of(row)
        for made in related:
            made.field.set_cached_value(model, made.of(row))
        found.append(model)
    return found


def _form(build: Build, shape: tuple[Any, ...], values: Values) -> _Form:
    lengths = tuple(
        (name, len(value)) if isinstance(value, list | tuple) else name
        for name, value in values.items()
    )
    key = (build, shape, lengths, connection.vendor)
    form = _forms.get(key)
    if form is None:
        form = _compiled(build, shape, values)
        if len(_forms) >= KEPT:
            _forms.clear()
        _forms[key] = form
    return form


def _fetched(form: _Form, values: Values) -> Rows:
    if form is _NOTHING:
        return []
    parameters = list(form.parameters)
    for place, name, item in form.places:
        value = values[name]
        parameters[place] = _adapted(value if item is None else value[item])
    found = statements.fetched(form.sql, parameters)
    if not form.converters:
        return found
    return [_converted(row, form) for row in found]


def _converted(row: Sequence[Any], form: _Form) -> tuple[Any, ...]:
    out = list(row)
    for place, converters, expression in form.converters:
        value = out[place]
        for convert in converters:
            value = convert(value, expression, connection)
        out[place] = value
    return tuple(out)


def _compiled(build: Build, shape: tuple[Any, ...], values: Values) -> _Form:
    """Compile with marks in the place of the values, then see where the marks came to stand."""
    marks: dict[Any, tuple[str, int | None]] = {}
    asked = {}
    for name, value in values.items():
        if isinstance(value, list | tuple):
            asked[name] = [_mark(item, marks, (name, n)) for n, item in enumerate(value)]
        else:
            asked[name] = _mark(value, marks, (name, None))
    compiler = build(*shape, **asked).query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _NOTHING
    places = tuple(
        (place, *marks[parameter])
        for place, parameter in enumerate(parameters)
        if isinstance(parameter, str | dt.date) and parameter in marks
    )
    if unbound := set(marks.values()) - {(name, item) for _, name, item in places}:
        raise LookupError(f"{build.__qualname__} does not bind {sorted(n for n, _ in unbound)}")
    found: Mapping[int, Any] = compiler.get_converters(_selected(compiler))
    converters = tuple((n, tuple(convs), expression) for n, (convs, expression) in found.items())
    return _Form(sql, tuple(parameters), places, converters, tuple(_made(compiler)))


def _made(compiler: Any) -> Iterator[_Made]:
    if not compiler.query.default_cols:
        return
    asked = compiler.klass_info
    for info in (asked, *asked.get("related_klass_infos", ())):
        model, places = info["model"], info["select_fields"]
        names = tuple(compiler.select[place][0].target.attname for place in places)
        key = places[names.index(model._meta.pk.attname)]
        yield _Made(model, names, slice(places[0], places[-1] + 1), key, info.get("field"))


def _selected(compiler: Any) -> Iterable[Any]:
    return [expression for expression, *_ in compiler.select[: compiler.col_count]]


def _mark(value: Any, marks: dict[Any, tuple[str, int | None]], place: tuple[str, Any]) -> Any:
    """A value like no other, of the same type, remembered as the database gets it."""
    number = len(marks) + 1
    mark: Any
    if isinstance(value, dt.datetime):
        mark = dt.datetime(1000, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=number)
    elif isinstance(value, dt.date):
        mark = dt.date(1000, 1, 1) + dt.timedelta(days=number)
    else:
        mark = f"\x01{number}\x01"
        _adapted(value)  # refuses what cannot be bound
    marks[_adapted(mark)] = place
    return mark


def _adapted(value: Any) -> Any:
    if value.__class__ is str:
        return value
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be bound; let it decide the shape")
