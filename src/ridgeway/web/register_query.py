"""What an address asks of the register, and the addresses that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from pydantic import ValidationError

from ridgeway.governance.releases.register import EVERYTHING, NO_RELEASE, RegisterFilter
from ridgeway.governance.releases.register_columns import COLUMNS, chosen, titles

NARROWING = ("q", "stage", "path", "urgency", "release", "proposer", "series")


class Asked(NamedTuple):
    """Rows and columns, no columns standing for the usual ones; what could not be read is named."""

    rows: RegisterFilter
    columns: tuple[str, ...]
    faults: list[str]


def read(given: QueryDict) -> Asked:
    """What an address asks for; a value that cannot be read is left out and named."""
    columns, unknown = chosen(given.getlist("columns"))
    faults = [f"Column “{name[:40]}” was left out: the register has none of that name."
              for name in unknown]  # fmt: skip
    values = {k: v for k in RegisterFilter.model_fields if (v := str(given.get(k, ""))).strip()}
    try:
        return Asked(RegisterFilter.model_validate(values), columns, faults)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            name = str(fault["loc"][0])
            values.pop(name, None)
            title = RegisterFilter.model_fields[name].title or name
            faults.append(f"“{title}” was left out: that value cannot be read.")
        return Asked(RegisterFilter.model_validate(values), columns, faults)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the register of a code is; `as_at` is the past moment that is asked for, or empty.

    Both the moment and the columns stay while one goes from rows to other rows.
    """

    key: str
    as_at: str = ""
    columns: tuple[str, ...] = ()

    @property
    def bare(self) -> str:
        """The register without any filter."""
        return self._with("modifications")

    def href(self, rows: RegisterFilter, **change: Any) -> str:
        values = rows.model_dump(exclude_defaults=True) | change
        return self._with("modifications", **values)

    def export(self, form: str, rows: RegisterFilter) -> str:
        values = rows.model_dump(exclude_defaults=True, exclude={"page", "size"})
        return self._with("register-export", form, **values)

    def view(self, rows: RegisterFilter) -> str:
        """The query that a view keeps: which rows in which columns, on no page, at no moment."""
        values = rows.model_dump(exclude_defaults=True, exclude={"page"})
        return _query(**values, columns=",".join(self.columns))

    def opened(self, view: str) -> str:
        """The register as a view keeps it."""
        return _joined(reverse("modifications", args=(self.key,)), view, _query(as_at=self.as_at))

    def saving(self, rows: RegisterFilter) -> str:
        """Where a name is given to what is asked for; nowhere for what needs none."""
        view = self.view(rows)
        return _joined(reverse("register-views", args=(self.key,)), view) if view else ""

    def _with(self, route: str, *parts: str, **values: Any) -> str:
        columns = ",".join(self.columns)
        address = reverse(route, args=(self.key, *parts))
        return _joined(address, _query(**values, columns=columns, as_at=self.as_at))


def _query(**values: Any) -> str:
    return urlencode({k: v for k, v in values.items() if v not in ("", None)}, safe=",")


def _joined(address: str, *queries: str) -> str:
    query = "&".join(filter(None, queries))
    return f"{address}?{query}" if query else address


def told(to: Address, rows: RegisterFilter) -> list[str]:
    """What narrows, orders and fills the register, in words."""
    said = [f"{title}: {value}" for _, title, value in narrowed_by(rows)]
    if rows.sort != EVERYTHING.sort:
        title = COLUMNS[rows.sort.removeprefix("-")][0].lower()
        said.append(f"Sorted by {title}" + ", descending" * rows.sort.startswith("-"))
    if rows.size != EVERYTHING.size:
        said.append(f"{rows.size} rows on a page")
    if to.columns:
        said.append("Columns: " + ", ".join(titles(to.columns)))
    return said


def narrowed_by(rows: RegisterFilter) -> Iterator[tuple[str, str, str]]:
    """Each field that narrows the rows: its name, its title, and its value in words."""
    for name in NARROWING:
        if value := getattr(rows, name):
            title = RegisterFilter.model_fields[name].title or name
            yield name, title, "none" if value == NO_RELEASE else value.replace("-", " ")
