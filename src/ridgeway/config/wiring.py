"""Loads every app's acts and registers the ports that acts call."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pkgutil import iter_modules

from ridgeway.governance import acts

APPS = (
    "codes",
    "evidence",
    "consultations",
    "committees",
    "modifications",
    "releases",
    "directions",
    "testing",
    "costs",
    "baselines",
    "control",
    "golive",
    "notices",
    "search",
    "intake",
)


def connect() -> None:
    """Import the `services` of each app (their acts declare themselves) and bind the ports."""
    for app in APPS:
        package = import_module(f"ridgeway.governance.{app}")
        for module in iter_modules(package.__path__):
            if module.name == "queries" or module.name.startswith("services"):
                import_module(f"{package.__name__}.{module.name}")
    from ridgeway.governance.golive.binding import fell_with_subject

    if fell_with_subject not in acts.HOOKS:
        acts.HOOKS.append(fell_with_subject)
    from ridgeway.documents.sheets import unguarded
    from ridgeway.entrance import last_use, password_mail
    from ridgeway.governance.intake import working
    from ridgeway.governance.notices import worker
    from ridgeway.governance.proving import EVERY, sign_now

    worker.register("sign checkpoints", EVERY, sign_now)
    worker.register("password links", password_mail.EVERY, password_mail.send_links)
    worker.register("sweep imports", working.HOURLY, working.sweep)
    bring_in = partial(working.work, restored=unguarded)
    worker.register("imports", working.AT_EACH_LOOK, bring_in)
    last_use.connect()
    from django.apps import apps
    from django.db.models.signals import post_migrate, pre_migrate

    from ridgeway.governance import estimates
    from ridgeway.governance.releases import kept_counts

    releases = apps.get_app_config("releases")
    pre_migrate.connect(kept_counts.remove, sender=releases)
    post_migrate.connect(kept_counts.install, sender=releases)
    post_migrate.connect(estimates.install, sender=releases)
    for app in ("search", "intake"):
        bound: acts.Port = import_module(f"ridgeway.governance.{app}.port").after_acts
        if bound not in acts.PORTS:
            acts.PORTS.append(bound)
