"""The API against its own description: nothing sent may break it or be answered undescribed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS

from ridgeway.config.wsgi import application
from ridgeway.demo.people import WORD
from ridgeway.governance.actor import Via
from ridgeway.governance.acts import perform
from ridgeway.governance.codes.queries import person_actor
from tests.demo.conftest import LOADED_AT
from tests.demo.conftest import demo as demo  # noqa: PLC0414
from tests.marks import covers

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("demo", "db")]
EXAMPLES = 8


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture(autouse=True)
def _held_connection() -> Iterator[None]:
    """As in Django's own client, a request does not end the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers(demo: str) -> dict[str, str]:
    """The token of a person who may do much, so that the fuzz reaches behind the first refusal."""
    del demo
    root = person_actor("root", via=Via.CLI, on=LOADED_AT.date())
    admin = person_actor("administrator", via=Via.CLI, on=LOADED_AT.date())
    done = perform(
        "token.issue",
        admin.account_id,
        {"name": "fuzz", "may_write": True, "expires_at": "2099-01-01T00:00:00Z"},
        actor=root,
        at=LOADED_AT,
    )
    token = done.answer["token"]
    return {
        "Authorization": f"Bearer {token}",
        "If-Match": "*",
        "Accept-Encoding": "identity",  # in process nobody unpacks what was packed
    }


@covers("F-260")
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_nothing_that_is_sent_breaks_the_interface(
    case: schemathesis.Case[Any], headers: dict[str, str]
) -> None:
    answer = case.call(headers=headers)
    case.validate_response(answer, checks=wanted(case))


def wanted(case: schemathesis.Case[Any]) -> list[Any]:
    """Every check but those that ask for what this interface does on purpose otherwise."""
    del case
    left_out = {
        "ignored_auth",  # the public is a reader too: without a token there is an answer
        "positive_data_acceptance",  # a sound input may be refused by the rules, with a verdict
        "missing_required_header",  # If-Match is asked for in the act, with a problem of its own
    }
    return [check for check in CHECKS.get_all() if check.__name__ not in left_out]


@pytest.mark.parametrize("method", ["trace", "options", "delete", "put", "patch"])
def test_a_method_that_is_not_described_is_refused(client: Client, method: str) -> None:
    answer = getattr(client, method)("/api/v1/codes")
    assert answer.status_code == 405
    assert WORD not in answer.content.decode()
