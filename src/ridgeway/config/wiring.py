"""Loads every app's acts and registers the ports that acts call."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from ridgeway.governance import acts

APPS = (
    "codes",
    "evidence",
    "committees",
    "modifications",
    "releases",
    "testing",
    "golive",
    "notices",
    "search",
)


def connect() -> None:
    """Import the `services` of each app (their acts declare themselves) and bind the ports."""
    for app in APPS:
        for module in ("queries", "services"):
            name = f"ridgeway.governance.{app}.{module}"
            if find_spec(name):
                import_module(name)
    for port in ("ridgeway.governance.notices.port", "ridgeway.governance.search.port"):
        if find_spec(port):
            bound: acts.Port = import_module(port).after_act
            if bound not in acts.PORTS:
                acts.PORTS.append(bound)
