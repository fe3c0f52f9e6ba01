"""Makes the installation ready for a command; engine commands never come here."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pkgutil import iter_modules

import click

COLLECT_AFTER = (50_000, 20, 100)
"""Objects made before the youngest are looked through, and how often the older ones are then."""


@contextmanager
def loading() -> Iterator[None]:
    """What is loaded within is here to stay: no collection looks through it, now or later.

    Nor is it looked after every 700 objects, of which one page makes several thousand.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*COLLECT_AFTER)
        gc.enable()


def open_station(mode: str = "", data_dir: Path | None = None) -> None:
    """Load settings and apps. Raises ClickException with every fault of the settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ridgeway.config.settings")
    if mode:
        os.environ["RIDGEWAY_MODE"] = mode
    if data_dir is not None:
        os.environ["RIDGEWAY_DATA_DIR"] = str(data_dir.absolute())
    with loading():
        import django
        from django.core.exceptions import ImproperlyConfigured

        try:
            django.setup()
        except ImproperlyConfigured as error:
            raise click.ClickException(str(error)) from error


def prepare() -> bool:
    """Make folders and tables as this version wants them; whether anything had to be done."""
    from django.conf import settings
    from django.core.management import call_command

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    if not pending():
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def pending() -> bool:
    """Whether the tables are older than this version.

    That none is pending is told from the names alone; only else are the migrations imported.
    """
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    applied = MigrationRecorder(connection).applied_migrations()
    places = [(app.label, Path(app.path) / "migrations") for app in apps.get_app_configs()]
    named = {(label, module.name) for label, at in places for module in iter_modules([str(at)])}
    if named <= applied.keys():
        return False
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def require_ready() -> None:
    """Refuse to serve tables of another version."""
    if pending():
        raise click.ClickException(
            "The tables of this installation are not those of this version. "
            "Run `ridgeway setup` first."
        )
