"""Kept statements run by the short way answer, count and fail as by Django's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.db.utils import OperationalError
from django.test.utils import CaptureQueriesContext

from ridgeway.governance import statements
from ridgeway.governance.record.models import Chain

pytestmark = pytest.mark.django_db

ADD = "INSERT INTO record_chain (key, size, head) VALUES (%s, %s, %s)"
FIND = "SELECT key, size, '100 %%s' FROM record_chain WHERE key LIKE %s ORDER BY key"
GROW = "UPDATE record_chain SET size = size + 1 WHERE key LIKE %s"


def add(*keys: str) -> None:
    statements.repeated(ADD, [(key, 0, b"") for key in keys])


def test_each_way_answers_alike() -> None:
    add("x1", "x2")
    assert statements.changed(GROW, ["x%"]) == 2
    assert statements.changed(GROW, ["y%"]) == 0
    found = statements.fetched(FIND, ["x%"])
    with CaptureQueriesContext(connection):
        assert statements.fetched(FIND, ["x%"]) == found
    assert found == [("x1", 1, "100 %s"), ("x2", 1, "100 %s")]


def test_whoever_counts_statements_sees_each() -> None:
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with CaptureQueriesContext(connection) as counted, connection.execute_wrapper(watch):
        add("x1")
        statements.changed(GROW, ["x%"])
        statements.fetched(FIND, ["x%"])
    assert len(counted) == 3
    assert seen == [ADD, GROW, FIND]


def test_faults_are_those_of_django() -> None:
    add("x1")
    with pytest.raises(IntegrityError), transaction.atomic():
        add("x1")
    with pytest.raises((OperationalError, ProgrammingError)), transaction.atomic():
        statements.fetched("SELECT nothing FROM nowhere", [])
    assert Chain.objects.filter(key="x1").count() == 1


def test_nothing_runs_in_a_transaction_that_is_lost() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        for run in (lambda: add("x1"), lambda: statements.fetched(FIND, ["x%"])):
            with pytest.raises(TransactionManagementError):
                run()
        with pytest.raises(TransactionManagementError):
            statements.changed(GROW, ["x%"])
