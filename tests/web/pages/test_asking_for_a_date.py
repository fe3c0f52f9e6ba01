"""Whoever may ask for another date is offered by name: bodies and Parties."""

from __future__ import annotations

import datetime as dt
import html
from typing import Any

import pytest

from ridgeway import clock
from ridgeway.governance.releases.models import PlannedDate, Release
from tests.governance.conftest import World
from tests.governance.golive.staging import staged
from tests.marks import covers
from tests.web.pages.conftest import Reader, form_of


@pytest.fixture
def release(world: World) -> Release:
    given = {"key": "meadow-energy", "name": "Meadow Energy", "category": "Large Suppliers"}
    world.do("party.register", world.installation, "installation-administrator", **given)
    return staged(world)


def asked(reader: Reader, release: Release, **typed: Any) -> Any:
    client = reader("code-administrator")
    address = f"/acts/release.set-date/{release.id}"
    carried = form_of(client.get(address).content.decode())
    day = clock.now().date() + dt.timedelta(days=60)
    values = {
        "status": "requested",
        "go_live_date": day.isoformat(),
        "authority": "Letter 7",
        "cause": "Our systems are late",
        **typed,
    }
    return client.post(address, {**carried, **values})


def test_the_form_offers_every_body_and_every_party_by_name(
    reader: Reader, release: Release
) -> None:
    page = reader("code-administrator").get(f"/acts/release.set-date/{release.id}")
    said = html.unescape(page.content.decode())
    assert '<option value="meadow-energy">Meadow Energy (Party)</option>' in said
    assert '<option value="panel">SEC Panel</option>' in said


@covers("F-047")
def test_a_party_that_was_chosen_has_asked(reader: Reader, release: Release) -> None:
    assert asked(reader, release, by_body="meadow-energy").status_code == 302
    row = PlannedDate.objects.get(release=release, status="requested")
    assert row.authority == "Meadow Energy: Letter 7"


def test_a_party_does_not_set_the_date_and_reads_who_does(reader: Reader, release: Release) -> None:
    answer = asked(reader, release, by_body="dcc", status="set")
    said = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "It is the SEC Panel that sets the date of a release, not the DCC." in said
    assert "of 2 requirements are not met" in said or "1 of 2 requirements is not met" in said
    assert "criteria" not in said.partition("<main")[2].partition("<form")[0]
