"""Every declared act as one operation: the same input, the same door, the same refusals."""

# Annotations are objects here, not text: the framework reads them from closures.
import datetime as dt
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from ridgeway.api.entrance import actor_of_request
from ridgeway.api.problems import missing, problem
from ridgeway.api.routing import Routes
from ridgeway.api.shapes import REFUSALS
from ridgeway.api.showing import answer
from ridgeway.entrance.doors import Request
from ridgeway.governance.acting import Happened, Told
from ridgeway.governance.acts import ACTS, Act, perform, wants_version


class When(Schema):
    """A day, or an interval that holds the day."""

    model_config = ConfigDict(extra="forbid")

    from_date: dt.date
    until_date: dt.date | None = None


class DoneOut(Schema):
    """What the act did: its subject as it stands now, and its place in the record."""

    act: str
    subject_type: str
    subject_id: str
    version: int
    chain: str
    seq: int
    answer: dict[str, Any]


def plural(act: Act) -> str:
    """The nouns of an act's subject as they stand in addresses."""
    name = act.noun._meta.model_name or ""
    return name[:-1] + "ies" if name.endswith("y") else name + "s"


def body_of(act: Act) -> type[Schema]:
    """The body of an act: its input, and what may be said beside it."""
    fields: dict[str, Any] = {
        "given": (act.given, Field(default_factory=act.given) if _optional(act) else ...),
        "reason": (str, Field("", max_length=2000, description="Why; kept in the record")),
        "acting_for": (str, Field("", max_length=16, description="On whose behalf")),
    }
    if act.dated_back:
        fields["source"] = (str, Field("", max_length=300, description="Where this is from"))
        fields["happened"] = (When | None, None)
    name = "".join(part.capitalize() for part in act.name.replace(".", "-").split("-"))
    return cast(
        "type[Schema]",
        create_model(f"{name}Body", __config__=ConfigDict(extra="forbid"), **fields),
    )


def _optional(act: Act) -> bool:
    return not any(field.is_required() for field in act.given.model_fields.values())


def version_read(act: Act, request: HttpRequest) -> tuple[int | None, HttpResponse | None]:
    """The version that the caller read, from If-Match; acts that only add need none."""
    if not wants_version(act):
        return None, None
    said = request.headers.get("If-Match", "").strip()
    if not said:
        return None, problem(
            428,
            'Send If-Match with the version you read, such as If-Match: "3", or * for any.',
            kind="version-wanted",
        )
    if said == "*":
        return None, None
    number = said.removeprefix("W/").strip('"')
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None, problem(400, f"If-Match {said[:40]!r} is not a version.", kind="version")
    return int(number), None


def operation(act: Act) -> Any:
    """The view of one act."""
    body_type = body_of(act)

    def do(request: HttpRequest, subject_id: str, body: body_type) -> Any:  # type: ignore[valid-type]
        version, wrong = version_read(act, request)
        if wrong is not None:
            return wrong
        coming = cast("Request", request)
        said: Any = body
        when = getattr(said, "happened", None)
        told = Told(
            reason=said.reason,
            acting_for=said.acting_for,
            source=getattr(said, "source", ""),
            happened=Happened(when.from_date, when.until_date) if when else None,
        )
        key = request.headers.get("Idempotency-Key", "")[:100]
        if "\0" in subject_id:
            return missing()
        done = perform(
            act.name,
            subject_id,
            said.given,
            actor=coming.actor,
            at=coming.at,
            if_version=version,
            key=key,
            told=told,
        )
        made = answer(done, version=done.version)
        made.status_code = HTTPStatus.CREATED
        return made

    do.__doc__ = act.effect
    return do


def router() -> Routes:
    """One operation for each act that is declared."""
    made = Routes(auth=actor_of_request, tags=["Acts"])
    for act in ACTS.values():
        made.post(
            f"/{plural(act)}/{{subject_id}}/acts/{act.name}",
            response={201: DoneOut, **REFUSALS},
            operation_id=act.name.replace(".", "_").replace("-", "_"),
            summary=act.title,
            openapi_extra={"parameters": PARAMETERS},
        )(operation(act))
    return made


PARAMETERS = [
    {
        "name": "If-Match",
        "in": "header",
        "schema": {"type": "string"},
        "description": "The version that was read, or *; not for acts on a code or installation",
    },
    {
        "name": "Idempotency-Key",
        "in": "header",
        "schema": {"type": "string", "maxLength": 100},
        "description": "A repeat with the same key has no second effect",
    },
]
