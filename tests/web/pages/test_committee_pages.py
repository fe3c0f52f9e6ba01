"""Resolutions and notices: the count apart from one's own vote, the paper for those who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ridgeway.governance.codes.models import Account
from ridgeway.governance.committees import subjects
from ridgeway.governance.committees.models import Resolution, Vote
from tests.governance.conftest import World, appoint
from tests.marks import covers
from tests.web.pages.conftest import BACKEND, Reader, form_of

CONTENT = {"release": {"name": "Frozen name", "go_live_date": "2027-11-04"}, "golive.waiver": []}


@pytest.fixture
def panel(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Client]:
    """Three seated members, each in a browser; the code itself stands in as the subject."""
    monkeypatch.setitem(subjects.KINDS, "codes.code", lambda _: CONTENT)
    admin = world.actors["installation-administrator"]
    clients = []
    for number in range(3):
        body = world.bodies["panel"].id
        seat = world.do("seat.create", world.code, body=body, name=f"Seat {number}").subject_id
        actor = appoint(
            world.installation, admin, "member", code_id=world.code.id, body=body, seat=seat
        )
        client = Client()
        client.force_login(Account.objects.get(pk=actor.account_id), backend=BACKEND)
        clients.append(client)
    return clients


@pytest.fixture
def resolution(world: World, panel: list[Client]) -> Resolution:
    del panel
    done = world.do(
        "resolution.propose",
        world.code,
        subject_type="codes.code",
        subject_id=world.code.id,
        body=world.bodies["panel"].id,
        matter="principle",
        text="that it goes on",
        rule={"quorum": 2},
        audience="committee",
    )
    return Resolution.objects.get(pk=done.subject_id)


def vote(client: Client, resolution: Resolution, position: str) -> Any:
    address = f"/acts/resolution.vote/{resolution.id}"
    query = f"?paper_digest={resolution.subject_digest}"
    carried = form_of(client.get(address + query).content.decode())
    return client.post(address, {**carried, "position": position, "reason": f"My {position}"})


def page(client: Client, resolution: Resolution) -> str:
    return str(client.get(f"/resolutions/{resolution.id}").content.decode())


@covers("F-251")
def test_ones_own_vote_stands_apart_from_the_count(
    panel: list[Client], resolution: Resolution
) -> None:
    assert "I have not voted yet" in page(panel[0], resolution)
    assert vote(panel[0], resolution, "for").status_code == 302
    html = page(panel[0], resolution)
    assert "I voted:" in html
    assert "It can still pass and can still fail" in html
    assert "1 of 2 so far" in html
    assert "I have not voted yet" in page(panel[1], resolution)


@covers("F-251")
def test_a_count_that_can_no_longer_pass_says_so(
    panel: list[Client], resolution: Resolution
) -> None:
    vote(panel[0], resolution, "against")
    vote(panel[1], resolution, "against")
    assert "It can no longer pass" in page(panel[2], resolution)


def test_a_vote_on_another_paper_than_the_one_put_is_refused(
    panel: list[Client], resolution: Resolution
) -> None:
    address = f"/acts/resolution.vote/{resolution.id}"
    carried = form_of(panel[0].get(f"{address}?paper_digest={'0' * 64}").content.decode())
    answer = panel[0].post(address, {**carried, "position": "for"})
    assert answer.status_code == 409
    assert "You read another paper" in answer.content.decode()
    assert not Vote.objects.exists()


@covers("F-253")
def test_whoever_is_recused_sees_the_paper_no_longer(
    panel: list[Client], resolution: Resolution
) -> None:
    assert "Frozen name" in page(panel[0], resolution)
    address = f"/acts/resolution.recuse/{resolution.id}"
    carried = form_of(panel[0].get(address).content.decode())
    assert panel[0].post(address, {**carried, "interest": "Shares"}).status_code == 302
    html = page(panel[0], resolution)
    assert "Frozen name" not in html
    assert "You are recused" in html
    assert "Frozen name" in page(panel[1], resolution)
    entry = next(
        seq
        for seq in range(1, 60)
        if "Put a resolution" in panel[1].get(f"/sec/record/{seq}").content.decode()
    )
    assert "Frozen name" in panel[1].get(f"/sec/record/{entry}").content.decode()
    assert "Frozen name" not in panel[0].get(f"/sec/record/{entry}").content.decode()


def test_a_resolution_is_missing_for_whoever_is_not_of_its_audience(
    reader: Reader, resolution: Resolution
) -> None:
    for role in ("public", "party"):
        assert reader(role).get(f"/resolutions/{resolution.id}").status_code == 404
    assert reader("auditor").get(f"/resolutions/{resolution.id}").status_code == 200
    assert "that it goes on" not in reader("public").get("/").content.decode()


@covers("F-252")
def test_what_waits_for_a_member_is_on_their_page_until_they_vote(
    panel: list[Client], resolution: Resolution
) -> None:
    assert "that it goes on" in panel[0].get("/today").content.decode()
    vote(panel[0], resolution, "for")
    assert "Waiting for my decision" not in panel[0].get("/today").content.decode()
