"""Every table of the live schema says how it stands to the record."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from ridgeway.governance.record.declarations import OPERATIONAL, keeping_of
from ridgeway.governance.record.models import Event
from ridgeway.governance.record.rows import Keeping, Row, recorded_columns
from tests.marks import covers

pytestmark = pytest.mark.django_db


@covers("F-257")
def test_every_table_is_declared() -> None:
    undeclared = [t for t in connection.introspection.table_names() if keeping_of(t) is None]
    assert undeclared == []


def test_a_table_that_nobody_declared_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE nobody_declared (id integer)")
    assert "nobody_declared" in connection.introspection.table_names()
    assert keeping_of("nobody_declared") is None


def test_no_reason_is_kept_for_a_table_that_is_gone() -> None:
    of_databases = {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4", "django_migrations"}
    tables = {*connection.introspection.table_names(), *of_databases}
    assert set(OPERATIONAL) <= tables


def test_each_column_that_is_not_recorded_gives_its_reason() -> None:
    for model in apps.get_models():
        if issubclass(model, Row):
            names = {f.attname for f in model._meta.concrete_fields}
            assert set(model.unrecorded) <= names, model
            assert all(len(why) > 10 for why in model.unrecorded.values()), model
            assert "id" in recorded_columns(model)


def test_own_tables_are_governed_rows_or_say_what_else() -> None:
    for model in apps.get_models():
        if model.__module__.startswith("ridgeway.") and not issubclass(model, Row):
            assert isinstance(getattr(model, "keeping", None), Keeping), model
    assert Event.keeping is Keeping.GOVERNED
