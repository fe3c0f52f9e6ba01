"""Every answer says what a browser may load for it; one that says so itself is left as it is."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from ridgeway.entrance.content_security import ContentSecurity

HEADER = "Content-Security-Policy"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/sign-in", "/nowhere/at/all", "/api/v1/codes"])
def test_every_answer_lets_a_browser_load_from_here_only(client: Client, address: str) -> None:
    said = dict(
        part.strip().split(" ", 1) for part in client.get(address)[HEADER].split(";") if part
    )
    assert said["default-src"] == "'none'"
    assert said["script-src"] == said["style-src"] == "'self'"
    assert said["frame-ancestors"] == "'none'"


def test_an_answer_that_is_stricter_stays_so() -> None:
    def sandboxed(request: HttpRequest) -> HttpResponse:
        del request
        return HttpResponse(headers={HEADER: "sandbox"})

    assert ContentSecurity(sandboxed)(HttpRequest())[HEADER] == "sandbox"
