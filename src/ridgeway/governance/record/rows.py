"""What every table is: governed by the record, derived from it, or merely operational."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.db import models

from ridgeway import clock
from ridgeway.core.record.canonical import plain
from ridgeway.core.record.salted import commit


class Keeping(StrEnum):
    """How a table stands to the record; a table that says nothing fails the build."""

    GOVERNED = "governed"
    DERIVED = "derived"
    OPERATIONAL = "operational"


class Audience(models.TextChoices):
    """Who may see an item, from the widest to the narrowest; the narrowest is the default."""

    PUBLIC = "public", "Public"
    PARTIES = "parties", "Everyone appointed under the code"
    COMMITTEE = "committee", "Committees, delivery bodies, the Authority and auditors"
    ADMINISTRATION = "administration", "The code administrator and auditors"


def new_id() -> str:
    """An opaque identity: 16 letters and digits, unlike any other.

    It begins with the second (32 bits) in which it is made, which nothing reads: so rows that are
    made together stand together in every index, and the disk is written in few places. The other
    48 bits are random.
    """
    made = int(clock.now().timestamp()).to_bytes(4, "big")
    return base64.b32hexencode(made + os.urandom(6)).decode().lower()


class Row(models.Model):
    """A governed row: each column equals the last snapshot of it in the record.

    `erasable` columns hold text that may have to be erased: snapshots carry a salted digest.
    `unrecorded` columns are operational; each gives its reason. `later` columns came after rows of
    the table were recorded: each with what those rows hold, in its canonical form.
    """

    keeping: ClassVar[Keeping] = Keeping.GOVERNED
    erasable: ClassVar[tuple[str, ...]] = ()
    unrecorded: ClassVar[dict[str, str]] = {}
    later: ClassVar[dict[str, Any]] = {}

    id = models.CharField(primary_key=True, max_length=16, default=new_id, editable=False)

    class Meta:
        abstract = True


class Root(Row):
    """A row that acts are about; its version rises with every act on it or its parts."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


def listed(values: Iterable[Any]) -> list[dict[str, Any]]:
    """The rows of a `.values()` query, read once."""
    return list(values)


def in_order(rows: Iterable[dict[str, Any]], *columns: str) -> list[dict[str, Any]]:
    """Rows by these columns; those that hold nothing in one come last."""
    return sorted(rows, key=lambda row: [(row[name] is None, row[name]) for name in columns])


@cache
def label_of(model: type[models.Model]) -> str:
    """The name of a table in the record, such as `releases.release`."""
    return model._meta.label_lower


@cache
def governed_by(label: str) -> type[Row] | None:
    """The governed table of this name; None for one that is no more."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, Row) and model.keeping is Keeping.GOVERNED else None


@cache
def recorded_columns(model: type[Row]) -> tuple[str, ...]:
    """The columns that the record answers for, in the order of the table."""
    return tuple(
        f.attname for f in model._meta.concrete_fields if f.attname not in model.unrecorded
    )


def snapshot(row: Row) -> dict[str, Any]:
    """Every recorded column of a row, ready for the canonical bytes."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return snapshot_of(type(row), values)


def snapshot_of(model: type[Row], values: dict[str, Any]) -> dict[str, Any]:
    """The same from values read out of the table (erasable ones need their `salt`)."""
    out: dict[str, Any] = plain({name: values[name] for name in recorded_columns(model)})
    for name in model.erasable:
        if out[name]:
            out[name] = commit(bytes.fromhex(values["salt"]), values[name])
    return out
