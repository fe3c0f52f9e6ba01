"""Django starts only when a test may need it: those of the engine prove that they do not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
WITHOUT_DJANGO = (HERE / "core", HERE / "workshop")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Not for an option: this hook alone runs before the conftests of folders are imported.

    They import models, so Django has to stand by then; pytest-django finds it in place.
    """
    del parser
    config = pluginmanager.get_plugin("pytestconfig")
    assert isinstance(config, pytest.Config)
    paths = config.known_args_namespace.file_or_dir
    if paths and all(needs_no_django(path, config) for path in paths):
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()


def needs_no_django(argument: str, config: pytest.Config) -> bool:
    path = (config.invocation_params.dir / argument.partition("::")[0]).resolve()
    return any(path.is_relative_to(folder) for folder in WITHOUT_DJANGO)
