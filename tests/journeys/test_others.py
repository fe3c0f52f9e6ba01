"""Two at once, a Party, and readers without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import WORD, SignedIn
from tests.journeys.hands import answer, do, held, open_act, send, words
from tests.journeys.station import Station
from tests.marks import covers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NOVEMBER = "/sec/releases/november-2019-sec-release"
EXAMPLE = "/sec/releases/june-2028-sec-release"


@covers("F-257")
def test_the_second_of_two_who_edit_the_same_gets_what_they_typed_back(
    station: Station, signed_in: SignedIn
) -> None:
    first, second = (signed_in(station, "administrator") for _ in range(2))
    for page in (first, second):
        page.goto(f"{station.origin}/sec/modifications/MP902")
        open_act(page, "Edit the modification")
    answer(first, title="Example: confirmations within a minute")
    assert "It is on the record." in send(first)
    mine = {"title": "Example: confirmations within an hour", "latest_update": "Second thoughts"}
    answer(second, **mine)
    said = send(second)
    assert "Somebody changed this while you were writing." in said
    assert {name: held(second, name) for name in mine} == mine
    second.goto(f"{station.origin}/sec/modifications/MP902")
    assert "confirmations within a minute" in words(second)


@covers("F-254", "F-098", "F-261")
def test_a_party_sees_what_binds_it_raises_a_modification_and_no_more(
    station: Station, signed_in: SignedIn
) -> None:
    page = signed_in(station, "party")
    assert page.goto(f"{station.origin}/today")
    assert "Pat Example" in page.locator("body").inner_text()
    page.goto(f"{station.origin}/sec/modifications")
    do(
        page,
        "Raise a modification",
        title="Clearer outage notices",
        description="One rule for all.",
    )
    assert "Clearer outage notices" in words(page)
    missing = page.goto(f"{station.origin}/sec/modifications/MP99999")
    assert missing is not None
    texts = set()
    for address in ("/acts/person.erase/0000000000000000", "/acts/no.such/0000000000000000"):
        answered = page.goto(station.origin + address)
        assert answered is not None
        assert answered.status == 404
        texts.add(words(page))
    assert len(texts) == 1
    page.goto(station.origin + EXAMPLE)
    offered = page.locator("main a[href*='/acts/']").all()
    assert [link.get_attribute("href") for link in offered] == []


@covers("F-261")
def test_a_party_meets_hidden_things_and_missing_ones_alike(
    station: Station, signed_in: SignedIn
) -> None:
    admin, party = signed_in(station, "administrator"), signed_in(station, "party")
    admin.goto(f"{station.origin}/sec/modifications")
    do(
        admin, "Raise a modification", title="Not yet for anybody", description="In preparation.",
        audience="The code administrator and auditors",
    )  # fmt: skip
    hidden = admin.url
    statuses = []
    for address in (hidden, f"{station.origin}/sec/modifications/MP98765"):
        answered = party.goto(address)
        assert answered is not None
        statuses.append((answered.status, party.locator("main").inner_text()))
    assert statuses[0] == statuses[1]
    assert statuses[0][0] == 404
    party.goto(f"{station.origin}/search?q=Not+yet+for+anybody")
    assert "In preparation" not in words(party)
    assert "Nothing found" in words(party)


@covers("F-263")
def test_everything_works_without_javascript(
    station: Station, new_page: Callable[..., Page]
) -> None:
    page = new_page(javascript=False)
    page.goto(f"{station.origin}/sign-in")
    page.get_by_label("User name").fill("administrator")
    page.get_by_label("Password").fill(WORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).first.click()
    assert page.url.endswith("/today")
    page.goto(f"{station.origin}/sec/modifications?q=SECMP0025")
    assert "SECMP0025" in words(page)
    assert "SECMP0018" not in words(page)
    _save_a_view(page)
    page.goto(f"{station.origin}{NOVEMBER}/what-if")
    page.get_by_label("Go-live date").fill("1 Dec 2019")
    page.get_by_label("Decided on").fill("30 Oct 2019")
    with page.expect_navigation():
        page.get_by_role("button", name="Reckon again").click()
    assert "Sun 1 Dec 2019" in words(page)
    page.goto(f"{station.origin}{EXAMPLE}/risks")
    do(page, "Record a residual risk", text="Example: nobody reads the manual", owner="DCC")
    page.goto(f"{station.origin}{EXAMPLE}/risks")
    assert "nobody reads the manual" in words(page)


def _save_a_view(page: Page) -> None:
    """Columns chosen, kept under a name with what is asked for, opened by one click, removed."""
    page.get_by_text("Columns", exact=True).press("Enter")
    page.get_by_label("Central cost").check()
    page.get_by_label("Path", exact=True).and_(page.get_by_role("checkbox")).uncheck()
    for button in ("Show these", "Save this view"):
        with page.expect_navigation():
            page.get_by_text(button, exact=True).click()
    answer(page, name="Only this one")
    assert "“Only this one” is saved among your views" in send(page)
    page.goto(page.url.partition("?")[0])
    with page.expect_navigation():
        page.get_by_role("link", name="Only this one").click()
    heads = page.locator("thead th").all_inner_texts()
    assert "Central cost" in heads
    assert "Path" not in heads
    assert "SECMP0018" not in words(page)
    for button in ("Your views", "Remove"):
        with page.expect_navigation():
            page.get_by_text(button, exact=True).click()
    assert "No view is saved" in words(page)
