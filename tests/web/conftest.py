"""Templates ask Django for addresses and static files, also in tests that touch no database."""

from __future__ import annotations

import django
import pytest


@pytest.fixture(scope="session")
def django_is_ready() -> None:
    django.setup()
