"""Refusals as problem details (RFC 9457): what is wrong, where, and what would be right."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import ValidationError as InputError

from ridgeway.api.parsing import Unreadable
from ridgeway.core.verdict import Reason, Refused, Verdict
from ridgeway.governance.acting import Stale
from ridgeway.governance.acts import Conflict, Forbidden, KeyReused, Missing

MEDIA_TYPE = "application/problem+json"


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """One problem. `type` is a word of ours, relative to the description of the interface."""
    title = HTTPStatus(status).phrase
    kind = "/problems/" + more.pop("kind", title.lower().replace(" ", "-"))
    body = {"type": kind, "title": title, "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """A whole verdict: its question, its state, and every reason with clause and remedy."""
    return {
        "question": verdict.question,
        "state": verdict.state,
        "allowed": verdict.allowed,
        "reasons": [reason_as_json(reason) for reason in verdict.reasons],
    }


def reason_as_json(reason: Reason) -> dict[str, Any]:
    late = reason.too_late_after
    return {
        "key": reason.key,
        "what": reason.what,
        "state": reason.state,
        "clause": reason.clause,
        "force": reason.force,
        "cleared_by": list(reason.cleared_by),
        "remedy": reason.remedy,
        "too_late_after": late.isoformat() if late else None,
        "evidence": list(reason.evidence),
        "root": reason.root,
    }


def faults_of(error: InputError | ValidationError) -> list[dict[str, str]]:
    """Each fault of an input by its path, in words."""
    found = error.errors() if isinstance(error, InputError) else error.errors
    return [
        {"at": ".".join(str(part) for part in fault["loc"]), "what": str(fault["msg"])}
        for fault in found
    ]


def missing() -> HttpResponse:
    return problem(404, "There is nothing here, or not for you.", kind="missing")


def install(api: NinjaAPI) -> None:
    """Teach an API to answer each of our refusals."""

    def on(kind: type[Exception], answer: Any) -> None:
        api.add_exception_handler(kind, answer)

    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        del request
        status = 403 if isinstance(error, Forbidden) else 409
        return problem(status, str(error), kind="refused", verdict=verdict_as_json(error.verdict))

    def stale(request: HttpRequest, error: Stale) -> HttpResponse:
        del request
        what = f"You read version {error.expected}; it is at version {error.found} now."
        return problem(412, what, kind="stale", version=error.found)

    def unreadable(request: HttpRequest, error: InputError | ValidationError) -> HttpResponse:
        del request
        return problem(422, "The input has faults.", kind="input", faults=faults_of(error))

    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        del request, error
        answer = problem(401, "Send a valid token: Authorization: Bearer …", kind="token")
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        del request
        cause = error.__cause__
        return problem(
            error.status_code, str(cause) if isinstance(cause, Unreadable) else error.message
        )

    on(Refused, refused)
    on(Forbidden, refused)
    on(Missing, lambda request, error: missing())  # noqa: ARG005 - the signature is given
    on(Stale, stale)
    on(InputError, unreadable)
    on(ValidationError, unreadable)
    on(Conflict, lambda request, error: problem(409, str(error), kind="conflict"))  # noqa: ARG005
    on(KeyReused, lambda request, error: problem(422, str(error), kind="key-reused"))  # noqa: ARG005
    on(AuthenticationError, unknown)
    on(HttpError, http)
