"""One resolution as its page shows it: votes by seat, the count, recusals, what it hangs on."""

from __future__ import annotations

import datetime as dt
from typing import cast

from django.http import HttpRequest, HttpResponse

from ridgeway.api.asking import there
from ridgeway.api.entrance import actor_of_request
from ridgeway.api.meetings import shaped
from ridgeway.api.reads import actions
from ridgeway.api.routing import Routes
from ridgeway.api.shapes import READ_REFUSALS, Values
from ridgeway.api.shapes_meetings import ConditionLine, ResolutionLine
from ridgeway.api.showing import answer
from ridgeway.core.gates.indicating import Indication
from ridgeway.core.gates.voting import Tally
from ridgeway.entrance.doors import Request
from ridgeway.governance.committees.queries import resolution_seen
from ridgeway.governance.committees.queries_owed import conditions_of
from ridgeway.governance.committees.sheet import SeatLine, resolution_sheet

router = Routes(auth=actor_of_request, tags=["Meetings"])


class ResolutionOut(ResolutionLine):
    """`tally` counts for and against, `indication` the options; both are null where it was decided
    elsewhere. `content` is what lay in front of the body, null where that is not for the caller;
    `changed` says that it is no longer what is held."""

    body: str
    meeting_id: str | None
    subject_type: str
    subject_id: str
    subject_version: int
    subject_digest: str
    decided_from_date: dt.date | None
    decided_until_date: dt.date | None
    attested: bool
    source: str
    needed: str
    seats: list[SeatLine]
    tally: Tally | None
    indication: Indication | None
    recused: bool
    my_position: str
    changed: bool
    content: Values | None
    hangs_on: list[ConditionLine]
    actions: list[Values]


@router.get(
    "/resolutions/{resolution_id}",
    response={200: ResolutionOut, **READ_REFUSALS},
    summary="A resolution",
)
def resolution(request: HttpRequest, resolution_id: str) -> HttpResponse:
    """One resolution with the vote of each seat, the count of this moment, and its conditions."""
    coming = cast("Request", request)
    row = there(resolution_seen(coming.actor, "" if "\0" in resolution_id else resolution_id[:16]))
    it = resolution_sheet(coming.actor, row, coming.at)
    hanging = conditions_of(coming.actor, [{"id": row.id, "state": row.state}])
    read = {
        "body": row.body.key,
        "needed": it.needed,
        "seats": it.seats,
        "tally": it.count,
        "indication": it.indication,
        "recused": it.recused,
        "my_position": it.my_position,
        "changed": it.changed,
        "content": it.content,
        "hangs_on": shaped(ConditionLine, hanging),
        "actions": actions(coming, row),
    }
    own = (field for field in ResolutionOut.model_fields if field not in read)
    return answer({**{field: getattr(row, field) for field in own}, **read}, version=row.version)
