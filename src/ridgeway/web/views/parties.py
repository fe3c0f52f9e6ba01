"""The register of Parties to a code."""

from __future__ import annotations

from django.http import HttpResponse

from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.codes.parties import parties_of
from ridgeway.web.columns import columns
from ridgeway.web.frame import frame_of, page


@door(Who.PUBLIC)
def parties(request: Request, code: str) -> HttpResponse:
    """Every Party with its category; to those who administer or audit the code its contacts."""
    frame = frame_of(request)
    here = frame.code(code)
    found = parties_of(frame.actor, here.id, here.day(frame.at))
    context = {
        "here": here,
        "found": found,
        "reached": any(one.contacts is not None for one in found),
        "unreached": sum(one.unreached for one in found),
        "columns": columns,
    }
    return page(frame, "home/parties.html", context, code=here)
