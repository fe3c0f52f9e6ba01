"""A waiver through the form and through the API, shown wherever the gate is."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from ridgeway import clock
from ridgeway.core.dates.wording import long_date
from ridgeway.governance.golive.models import Waiver
from ridgeway.governance.releases.models import Release
from tests.api.test_acts import token_for
from tests.governance.conftest import World
from tests.governance.golive.staging import SCHEME, staged
from tests.web.pages.conftest import Reader, form_of

CLAUSE = "Reservoir Safety Scheme 1.2, section 6"


@pytest.fixture
def release(world: World) -> Release:
    return staged(world, SCHEME.read_text("utf-8"))


def words(content: bytes) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", content.decode())))


def in_days(days: int) -> dt.date:
    return clock.now().date() + dt.timedelta(days=days)


def by_form(reader: Reader, world: World, release: Release, until: dt.date) -> Any:
    client = reader("chair")
    address = f"/acts/release.waive/{release.id}"
    carried = form_of(client.get(address).content.decode())
    typed = {
        "reason_key": "criterion-1",
        "body": world.bodies["panel"].id,
        "reason": "The old gate stays",
        "until_date": until.isoformat(),
    }
    return client.post(address, {**carried, **typed})


def test_the_form_waives_and_the_gate_says_who_until_when_and_why(
    world: World, reader: Reader, release: Release
) -> None:
    until = in_days(20)
    assert by_form(reader, world, release, until).status_code == 302
    name = world.actors["chair"].name
    who = f"SEC Panel ({name}), {long_date(clock.now().date())}, until {long_date(until)}"
    for place in ("gate", "paper"):
        page = reader("chair").get(f"/sec/releases/{release.slug}/{place}")
        assert who in words(page.content), place
    assert "The old gate stays" in words(
        reader("chair").get(f"/sec/releases/{release.slug}/gate").content
    )


def test_the_form_refuses_what_the_scheme_does_not_allow_and_keeps_what_was_typed(
    world: World, reader: Reader, release: Release
) -> None:
    answer = by_form(reader, world, release, in_days(31))
    assert answer.status_code == 409
    said = words(answer.content)
    assert f"SEC Panel may waive this until {long_date(in_days(30))} at the latest" in said
    assert CLAUSE in said
    assert "The old gate stays" in answer.content.decode()
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(("days", "status"), [(30, 201), (31, 409)])
def test_the_api_waives_and_refuses_with_the_clause(
    client: Client, world: World, release: Release, days: int, status: int
) -> None:
    release.refresh_from_db()
    headers = token_for(world, "chair")
    given = {
        "reason_key": "criterion-1",
        "body": "panel",
        "reason": "The old gate stays",
        "until_date": in_days(days).isoformat(),
    }
    answer = client.post(
        f"/api/v1/releases/{release.id}/acts/release.waive",
        json.dumps({"given": given}),
        "application/json",
        HTTP_IF_MATCH=f'"{release.version}"',
        **headers,
    )
    assert answer.status_code == status, answer.content
    gate = client.get(f"/api/v1/codes/sec/releases/{release.slug}/gate", **headers).json()
    reason = next(r for r in gate["readiness"]["reasons"] if r["key"] == "criterion-1")
    if status == 201:
        assert reason["state"] == "waived"
        assert f"until {long_date(in_days(days))}" in reason["what"]
    else:
        assert reason["state"] == "cannot-tell"
        open_ = {r["key"]: r for r in answer.json()["verdict"]["reasons"]}
        assert open_["until"]["clause"] == CLAUSE
