"""Acts through the API: version, key, refusal, visibility."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from ridgeway import clock
from ridgeway.governance.acts import perform
from ridgeway.governance.codes.models import Person, Seat
from tests.governance.conftest import World
from tests.governance.conftest import world as world  # noqa: PLC0414
from tests.marks import covers


def token_for(world: World, role: str, *, may_write: bool = True) -> dict[str, Any]:
    """The header of a fresh token of the person in a role."""
    done = perform(
        "token.issue",
        world.actors[role].account_id,
        {"name": "test", "may_write": may_write, "expires_at": "2099-01-01T00:00:00Z"},
        actor=world.actors["installation-administrator"],
        at=world.at,
    )
    return {"HTTP_AUTHORIZATION": f"Bearer {done.answer['token']}"}


def post(client: Client, path: str, body: Any, **headers: Any) -> Any:
    return client.post("/api/v1" + path, json.dumps(body), "application/json", **headers)


@covers("F-260")
def test_an_act_by_token_answers_201_with_its_place_in_the_record(
    client: Client, world: World
) -> None:
    body = {"given": {"body": world.bodies["panel"].id, "name": "Chair"}, "reason": "new seat"}
    headers = token_for(world, "code-administrator")
    answer = post(client, f"/codes/{world.code.id}/acts/seat.create", body, **headers)
    assert answer.status_code == 201, answer.content
    assert answer["ETag"] == '"1"'
    assert Seat.objects.get(pk=answer.json()["subject_id"]).name == "Chair"


@pytest.mark.parametrize(
    ("role", "may_write", "status"),
    [("code-administrator", True, 201), ("code-administrator", False, 403), ("party", True, 403)],
)
def test_the_right_is_asked_on_every_call(
    client: Client, world: World, role: str, may_write: bool, status: int
) -> None:
    body = {"given": {"body": world.bodies["panel"].id, "name": "Chair"}}
    headers = token_for(world, role, may_write=may_write)
    answer = post(client, f"/codes/{world.code.id}/acts/seat.create", body, **headers)
    assert answer.status_code == status
    if status == 403:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["verdict"]["reasons"]


def test_a_token_never_grants(client: Client, world: World) -> None:
    headers = token_for(world, "installation-administrator")
    given = {
        "person": world.actors["party"].person_id,
        "role": "auditor",
        "from_date": "2026-01-01",
    }
    path = f"/installations/{world.installation.id}/acts/appointment.make"
    answer = post(client, path, {"given": given}, **headers)
    assert answer.status_code == 403
    assert "token" in {r["key"] for r in answer.json()["verdict"]["reasons"]}


def test_an_act_on_a_subject_wants_the_version_that_was_read(client: Client, world: World) -> None:
    headers = token_for(world, "installation-administrator")
    headers_person = world.actors["party"].person_id
    path = f"/persons/{headers_person}/acts/person.erase"
    assert post(client, path, {}, **headers).status_code == 428
    assert post(client, path, {}, HTTP_IF_MATCH='"9"', **headers).status_code in (403, 412)
    assert post(client, path, {}, HTTP_IF_MATCH="nine", **headers).status_code == 400
    assert Person.objects.get(pk=headers_person).name


@pytest.mark.parametrize("word", ["", "Bearer x", "Basic eDp5", "Bearer"])
def test_without_a_good_token_nothing_is_done(client: Client, world: World, word: str) -> None:
    headers = {"HTTP_AUTHORIZATION": word} if word else {}
    answer = post(client, f"/codes/{world.code.id}/acts/seat.create", {"given": {}}, **headers)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_is_kept_only_as_a_digest(world: World) -> None:
    word = token_for(world, "party")["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    from ridgeway.governance.codes.models import ApiToken

    assert ApiToken.objects.get().digest == hashlib.sha256(word.encode()).hexdigest()
    assert clock.now().tzinfo is not None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"given": {}, "given": {}}', "stands twice"),
        (b'{"given": {"name": NaN}}', "not a JSON number"),
        (b"{", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_body_that_could_mean_two_things_is_refused(
    client: Client, world: World, body: bytes, says: str
) -> None:
    headers = token_for(world, "code-administrator")
    path = f"/api/v1/codes/{world.code.id}/acts/seat.create"
    answer = client.post(path, body, "application/json", **headers)
    assert answer.status_code == 400
    assert says in answer.json()["detail"]
