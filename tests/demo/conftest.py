"""The demo, loaded once for all of its tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from ridgeway.demo.loading import load_demo

LOADED_AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The path of the November 2019 page; what was loaded is rolled back afterwards."""
    del django_db_setup
    with django_db_blocker.unblock():
        held = transaction.atomic()
        held.__enter__()
        try:
            yield load_demo(LOADED_AT, print)
        finally:
            transaction.set_rollback(True)
            held.__exit__(None, None, None)
