"""The interface as a whole: `/api/v1/`."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from ridgeway.api import acts, problems, reads, record, releases
from ridgeway.entrance.doors import Door, Who

API = NinjaAPI(
    title="Ridgeway",
    version="1",
    description="Release governance: the same reads and acts as in the browser.",
    docs_url=None,
    openapi_url="/openapi.json",
)
problems.install(API)
for _router in (reads.router, releases.router, record.router, acts.router()):
    API.add_router("", _router)


def urls() -> Any:
    """The addresses, each declared as authenticating for itself (see `entrance`)."""
    patterns, app_name, namespace = API.urls
    for pattern in patterns:
        view: Any = pattern.callback
        view.door = Door(Who.OWN)
    return patterns, app_name, namespace
