"""A change freeze in the browser: proposed, consulted on, agreed, and then nothing goes live."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import SignedIn, sign_in
from tests.journeys.hands import answer, carry, do, done, open_act, pick, send, words
from tests.journeys.station import Station
from tests.marks import covers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PANEL = "SEC Panel"
RELEASE = "/sec/releases/june-2028-sec-release"
CLOSED = dt.datetime(2026, 12, 5, 9, 0, tzinfo=dt.UTC)
THE_DAY = dt.datetime(2028, 6, 29, 7, 0, tzinfo=dt.UTC)


@covers("F-029", "F-030", "F-031", "F-032", "F-128", "F-130")
def test_a_freeze_goes_from_its_proposal_to_refusing_a_go_live_inside_it(
    station: Station, signed_in: SignedIn
) -> None:
    page = signed_in(station, "administrator")
    freeze = propose(page, station)
    consultation = consult(page, freeze)
    party = signed_in(station, "party")
    respond(party, consultation)

    page.goto(freeze)
    open_act(page, "Put it to the body that decides")
    refused = put(page)
    assert "The consultation “Example: freeze in June 2028” is open." in refused
    assert "SEC Release Management Policy 3.0" in refused

    station.at(CLOSED)
    sign_in(page, station, "administrator")
    page.goto(consultation)
    do(page, "Close the consultation")
    page.goto(freeze)
    open_act(page, "Put it to the body that decides")
    assert "Not considered yet: 1 of the responses" in put(page)
    page.goto(consultation)
    open_act(page, "Consider")
    answer(page, disposition="Taken up", what="The span stays", why="Nobody objects", body=PANEL)
    done(page)
    page.goto(consultation)
    do(page, "Conclude the consultation", outcome="Those who answered agree.")

    page.goto(freeze)
    open_act(page, "Put it to the body that decides")
    assert "It is on the record." in put(page)
    carry(signed_in, station, page.url)
    page.goto(freeze)
    said = words(page)
    assert "Agreed" in said
    assert "Concluded" in said
    assert "Tell Parties the decision on a change freeze" in said

    page.goto(f"{station.origin}{RELEASE}/gate")
    assert "A change freeze (Example: freeze in June 2028) holds" in words(page)
    page.goto(f"{station.origin}/sec/calendar?zoom=year&around=2028-06-01")
    assert "Example: freeze in June 2028" in words(page)
    station.at(THE_DAY)
    sign_in(page, station, "administrator")
    page.goto(station.origin + RELEASE)
    other = page.get_by_role("link", name="Set another date", exact=True).get_attribute("href")
    page.goto(station.origin + str(other).replace("set-date", "set-live"))
    refused = words(page)
    assert "A change freeze (Example: freeze in June 2028) holds from" in refused, refused
    assert "From Sat 1 Jul 2028 on it no longer holds." in refused, refused


def propose(page: Page, station: Station) -> str:
    page.goto(f"{station.origin}/sec/control")
    do(
        page,
        "Propose a change freeze",
        title="Example: freeze in June 2028",
        rationale="Every meter is exchanged in these weeks",
        first_date="1 June 2028",
        last_date="30 June 2028",
    )
    assert "Every meter is exchanged in these weeks" in words(page)
    return page.url


def consult(page: Page, freeze: str) -> str:
    page.goto(freeze)
    open_act(page, "Open a consultation on it")
    answer(
        page,
        issuer=PANEL,
        title="Example: freeze in June 2028",
        purpose="Whether nothing is to be implemented in June 2028",
        clause="SEC RMP section 3",
        closes_date="4 December 2026",
    )
    pick(page, "Parties")
    page.locator('[name="questions-0-text"]').fill("Do you agree with the freeze?")
    done(page)
    assert "Fri 4 Dec 2026, 17:00" in words(page)
    return page.url


def respond(page: Page, consultation: str) -> None:
    page.goto(consultation)
    page.get_by_label("Answer").first.fill("Yes, we have no engineers to spare")
    page.get_by_label("Reasons").first.fill("All of them are in the field")
    with page.expect_navigation():
        page.get_by_role("button", name="Respond", exact=True).click()
    said = words(page)
    assert "It is on the record." in said, said
    assert "(yours)" in said


def put(page: Page) -> str:
    answer(page, body=PANEL, text="Example: that nothing is implemented in June 2028")
    return send(page)
