"""Django starts only when a test may need it: those of the engine prove that they do not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
WITHOUT_DJANGO = (HERE / "core", HERE / "workshop")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Ahead of pytest-django, which sets Django up in its own `pytest_configure`."""
    if not all(needs_no_django(argument, config) for argument in config.args):
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        from django.conf import settings

        # pytest-django goes on only from settings that are read already.
        assert settings.MODE == "test"


def needs_no_django(argument: str, config: pytest.Config) -> bool:
    path = (config.invocation_params.dir / argument.partition("::")[0]).resolve()
    return any(path.is_relative_to(folder) for folder in WITHOUT_DJANGO)
