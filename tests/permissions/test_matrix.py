"""Every address × every caller, compared with the matrix that was approved by hand.

After a change that is meant, write the matrix anew and read the difference:

    RIDGEWAY_WRITE_MATRIX=1 ./dev test tests/permissions
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from ridgeway.demo.people import SIGN_INS
from ridgeway.entrance.doors import Door, Who
from ridgeway.governance.acting import Acting
from ridgeway.governance.actor import Via
from ridgeway.governance.acts import ACTS, may_do
from ridgeway.governance.codes.models import (
    Account,
    ApiToken,
    Body,
    Code,
    Installation,
    Party,
    Person,
)
from ridgeway.governance.codes.queries import person_actor
from ridgeway.governance.record.models import Event
from tests.answers import body_of
from tests.demo.conftest import LOADED_AT
from tests.demo.conftest import demo as demo  # noqa: PLC0414
from tests.marks import covers
from tests.permissions.principals import BACKEND, Principal, principals
from tests.permissions.subjects import VARIANTS, subjects

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("demo", "db")]
APPROVED = Path(__file__).with_name("matrix.txt")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
CANARY = b"Zebrafinch"
FIXED = frozenset({"code", "key", "policy", "version", "name", "kind", "form", "word", "body"})
CHANGES_WHO_CALLS = frozenset({"sign-in", "sign-in/demo", "sign-out"})


@dataclass
class Scene:
    """Who calls, and what for."""

    everybody: list[Principal]
    objects: dict[str, dict[str, str]]


@pytest.fixture
def scene() -> Scene:
    return Scene(principals(), subjects())


def addresses(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the product with the pattern behind it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from addresses(pattern.url_patterns, route)


def door_of(pattern: URLPattern) -> Door:
    found: Any = pattern.callback
    door: Door = found.door
    return door


def test_every_address_says_who_may_come() -> None:
    undeclared = [r for r, p in addresses() if not isinstance(getattr(p.callback, "door", 0), Door)]
    assert undeclared == []


def filled(route: str, parts: dict[str, str]) -> str:
    return "/" + PART.sub(lambda found: parts[found.group(1)], route)


def varies(route: str) -> bool:
    """Whether the address names an object, so that it may be hidden or missing."""
    return bool(set(PART.findall(route)) - FIXED)


def observed(scene: Scene) -> Iterator[tuple[str, str]]:
    """A line for each address and object, and each status with the callers that got it."""
    everybody, objects = scene.everybody, scene.objects
    for route, pattern in sorted(addresses(), key=lambda pair: pair[0]):
        if "/acts/" in route and not route.startswith("acts/"):
            continue  # one operation for each act: see the matrix of acts
        if route in CHANGES_WHO_CALLS:
            continue  # told by the journeys
        door = door_of(pattern)
        for variant in VARIANTS if varies(route) else ("public",):
            path = filled(route, objects[variant])
            methods = ["GET"] if door.who is Who.OWN else [m for m in door.methods if m != "HEAD"]
            for method in methods:
                yield f"{method} /{route} {variant}", by_status(everybody, method, path, variant)


def by_status(everybody: list[Principal], method: str, path: str, variant: str) -> str:
    got: dict[int, list[str]] = defaultdict(list)
    for one in everybody:
        answer = one.client.generic(method, path)
        body = body_of(answer)
        assert answer.status_code < 500, (method, path, one.name)
        if variant == "hidden" and answer.status_code >= 400:
            assert CANARY not in body, (method, path, one.name)
        got[answer.status_code].append(one.name)
    return "  ".join(f"{status}: {' '.join(names)}" for status, names in sorted(got.items()))


def acts_observed() -> Iterator[tuple[str, str]]:
    """For each act whom the table of rights lets do it, as things stand for the demo's people."""
    code = Code.objects.get(key="sec")
    actors = {
        one.username: person_actor(one.username, via=Via.WEB, on=LOADED_AT.date())
        for one in SIGN_INS
    }
    for name, act in sorted(ACTS.items()):
        under = None if act.noun in OF_THE_INSTALLATION else code
        may = []
        for who, actor in actors.items():
            acting = Acting(actor=actor, at=LOADED_AT, act=name, code=under, subject=code)
            if may_do(act, acting).allowed:
                may.append(who)
        yield f"MAY {name}", " ".join(may) or "nobody"


OF_THE_INSTALLATION = (Installation, Person, Account, ApiToken, Body, Party)


@covers("F-261", "F-263")
def test_who_gets_what_is_what_was_approved(scene: Scene) -> None:
    before = Event.objects.count()
    lines = [f"{what}\n    {got}\n" for what, got in (*observed(scene), *acts_observed())]
    text = "".join(lines)
    assert Event.objects.count() == before, "calling without input must change nothing"
    if os.environ.get("RIDGEWAY_WRITE_MATRIX"):
        APPROVED.write_text(text, encoding="utf-8")
    assert text == APPROVED.read_text(encoding="utf-8")


def plain(answer: Any, path: str) -> str:
    """The answer's text without the address that was asked for and without the minute."""
    text: str = answer.content.decode()
    for said in (path, quote(path, safe="")):
        text = text.replace(said, "ADDRESS")
    return re.sub(r"<time .*?</time>", "", text)


def test_hidden_and_missing_answer_the_same_to_the_public(scene: Scene) -> None:
    objects, client = scene.objects, scene.everybody[0].client
    for route, pattern in addresses():
        door = door_of(pattern)
        if not varies(route) or door.who is not Who.PUBLIC or "GET" not in door.methods:
            continue
        answers = []
        for variant in ("hidden", "missing"):
            path = filled(route, objects[variant])
            answer = client.get(path)
            answers.append((answer.status_code, plain(answer, path), sorted(answer.headers)))
        assert answers[0] == answers[1], route


def test_a_form_without_its_token_is_refused(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(username="administrator"), BACKEND)
    before = Event.objects.count()
    path = f"/acts/release.record-risk/{scene.objects['public']['subject_id']}"
    assert client.post(path, {"text": "x"}).status_code == 403
    assert Event.objects.count() == before


@covers("F-257")
@pytest.mark.parametrize("word", ["Zebrafinch", "HID1"])
@pytest.mark.parametrize(
    "path",
    [
        "/search?q={}",
        "/sec/modifications?q={}",
        "/api/v1/search?q={}",
        "/api/v1/codes/sec/modifications?q={}",
        "/sec/modifications.csv?q={}",
        "/sec/releases",
        "/sec/calendar",
        "/sec/calendar.ics",
        "/sec/record",
        "/api/v1/codes/sec/record",
        "/api/v1/codes/sec/releases",
        "/",
    ],
)
def test_no_list_search_or_export_tells_of_what_is_hidden(
    scene: Scene, path: str, word: str
) -> None:
    answer = scene.everybody[0].client.get(path.format(word))
    body = body_of(answer)
    assert answer.status_code == 200
    told = body.replace(f"value=&#34;{word}".encode(), b"").replace(word.encode(), b"", 1)
    assert b"hidden title" not in body
    assert b"Zebrafinch hidden" not in told
