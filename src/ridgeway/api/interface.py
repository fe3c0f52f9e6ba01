"""The interface as a whole: `/api/v1/`."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from ridgeway.api import (
    acts,
    control,
    costs,
    documents,
    imports,
    meetings,
    oversight,
    problems,
    reads,
    record,
    releases,
    resolutions,
)
from ridgeway.api.parsing import StrictParser
from ridgeway.entrance.doors import Door, Who


class Interface(NinjaAPI):
    """Describes refusals under the media type that they are sent with."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        described = super().get_openapi_schema(**kwargs)
        for path in described["paths"].values():
            for operation in path.values():
                for status, response in operation.get("responses", {}).items():
                    content = response.get("content", {})
                    if int(status) >= BAD_REQUEST and "application/json" in content:
                        content[problems.MEDIA_TYPE] = content.pop("application/json")
        return described


BAD_REQUEST = 400
API = Interface(
    title="Ridgeway",
    version="1",
    description="Release governance: the same reads and acts as in the browser.",
    docs_url=None,
    openapi_url="/openapi.json",
    parser=StrictParser(),
)
problems.install(API)
for _router in (
    reads.router,
    releases.router,
    costs.router,
    oversight.router,
    documents.router,
    control.router,
    meetings.router,
    resolutions.router,
    imports.router,
    record.router,
    acts.router(),
):
    API.add_router("", _router)


def urls() -> Any:
    """The addresses, each declared as authenticating for itself (see `entrance`)."""
    patterns, app_name, namespace = API.urls
    for pattern in patterns:
        view: Any = pattern.callback
        view.door = Door(Who.OWN)
    return patterns, app_name, namespace
