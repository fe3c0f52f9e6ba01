"""Which tests run on which database.

A run has one database, named by DATABASE_URL before pytest starts. On PostgreSQL only the tests
that touch a database run, without the browser ones: the rest would prove nothing new.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

DATABASE_FIXTURES = frozenset(
    {"db", "transactional_db", "django_db_serialized_rollback", "live_server", "database_vendor"}
)
WITHOUT_POSTGRES = "no PostgreSQL in this run; `./dev test` starts one where it is installed"


def intended_vendor() -> str:
    """What the environment asks for, to be compared with what Django opened."""
    url = os.environ.get("DATABASE_URL", "")
    return "postgresql" if url.startswith(("postgres://", "postgresql://")) else "sqlite"


@pytest.fixture
def database_vendor(db: None) -> str:  # noqa: ARG001 - the connection must be open
    """The database that Django really uses: `sqlite` or `postgresql`."""
    from django.db import connection

    return connection.vendor


def touches_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(names & DATABASE_FIXTURES)


def belongs_on_postgresql(item: pytest.Item) -> bool:
    if item.get_closest_marker("postgres"):
        return True
    barred = item.get_closest_marker("browser") or item.get_closest_marker("sqlite")
    return touches_database(item) and not barred


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if intended_vendor() == "postgresql":
        _keep(config, items, [item for item in items if belongs_on_postgresql(item)])
    elif config.getoption("also_on"):
        _keep(config, items, [item for item in items if not item.get_closest_marker("postgres")])
    else:
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason=WITHOUT_POSTGRES))


def _keep(config: pytest.Config, items: list[pytest.Item], kept: Sequence[pytest.Item]) -> None:
    wanted = set(kept)
    left = [item for item in items if item not in wanted]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept
