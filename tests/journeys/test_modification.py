"""A modification in the browser, from its draft to the code; every refusal names its clause."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import SignedIn, sign_in
from tests.journeys.hands import answer, do, pick, send, words
from tests.journeys.station import Station
from tests.journeys.test_freeze import carry, follow
from tests.marks import covers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

HERE = "/sec/modifications/DP900"


@covers("F-006", "F-033", "F-043", "F-045", "F-098")
def test_a_modification_goes_from_its_draft_to_the_code_by_what_is_held(  # noqa: PLR0915
    station: Station, signed_in: SignedIn, tmp_path: Path
) -> None:
    page = signed_in(station, "administrator")
    page.goto(f"{station.origin}/sec/modifications")
    do(
        page,
        "Raise a modification",
        title="Example: show the tariff in words",
        reference="DP900",
        path="self-governance",
    )
    at = station.origin + HERE

    # A draft is complete when what the policy names is held
    refused = step(page, at, "Take the draft into the Development Stage", "secas")
    assert "Not held: description, proposer." in refused
    assert "the proposal form of 2017" in refused
    page.goto(at)
    do(
        page,
        "Edit the modification",
        description="Consumers cannot read a tariff.\n\nIt is shown in words.",
        proposer="Example Large Supplier",
    )
    taken(page, at, "Take the draft into the Development Stage", "secas")

    # A body decides by its resolution, here attested from its minutes
    refused = step(page, at, "Turn the draft into a Modification Proposal", "change-sub-committee")
    assert "No resolution of the Change Sub-Committee on the problem statement" in refused
    attest(page, at, "Attest what the Change Sub-Committee decided elsewhere: problem statement")
    taken(page, at, "Turn the draft into a Modification Proposal", "change-sub-committee")
    taken(page, at, "Send to the Refinement Process", "panel")

    # The Panel gets it with its documents
    refused = step(page, at, "Bring before the Panel", "secas")
    assert "Not held: the legal text." in refused
    assert "SEC RMP 3.0, section 4" in refused
    text = tmp_path / "text.txt"
    text.write_text("The tariff is shown in words.", encoding="utf-8")
    for name in ("The Modification Report", "The DCC Impact Assessment", "The legal text"):
        page.goto(at)
        follow(page, f"Add: {name}")
        answer(page, edition="1.0", file=str(text))
        assert "It is on the record." in send(page), words(page)
    taken(page, at, "Bring before the Panel", "secas")

    # No report goes on without a date, and none without the Panel's vote
    refused = step(page, at, "Set the implementation date and send to the Report Phase", "panel")
    assert "the implementation date is set" in refused
    assert "No resolution of the SEC Panel" in refused
    page.goto(at)
    do(page, "Set the implementation date", working_days="10")
    page.goto(at)
    follow(page, "Put it to the SEC Panel: modification report")
    answer(page, text="that DP900 goes to the Report Phase with its date")
    assert "It is on the record." in send(page), words(page)
    carry(signed_in, station, page.url)
    taken(page, at, "Set the implementation date and send to the Report Phase", "panel")

    # The report consultation is closed before the vote
    refused = step(page, at, "Close the report consultation and put to the vote", "secas")
    assert "No consultation was opened since" in refused
    page.goto(at)
    follow(page, "Open a consultation on it")
    answer(
        page,
        issuer="Smart Energy Code Administrator and Secretariat",
        title="Example: report consultation on DP900",
        purpose="What Parties say of the report",
        clause="public pages",
        closes_date="4 December 2026",
    )
    pick(page, "Parties")
    page.locator('[name="questions-0-text"]').fill("Do you agree with the report?")
    assert "It is on the record." in send(page), words(page)
    consultation = page.url
    refused = step(page, at, "Close the report consultation and put to the vote", "secas")
    assert "Still open: “Example: report consultation on DP900”." in refused
    on(station, page, 2026, 12, 7)
    page.goto(consultation)
    do(page, "Close the consultation")
    taken(page, at, "Close the report consultation and put to the vote", "secas")

    # Self-governance: the vote, then the window, then the date by itself
    attest(
        page, at, "Attest what the Change Board decided elsewhere: modification", "7 December 2026"
    )
    taken(page, at, "Approve under self-governance", "change-board")
    said = seen(page, at)
    assert "The referral window ends on Mon 21 Dec 2026" in said
    refused = step(page, at, "Close the window: the decision is final", "secas")
    assert "The window is open up to Mon 21 Dec 2026." in refused
    on(station, page, 2026, 12, 22)
    taken(page, at, "Close the window: the decision is final", "secas")
    said = seen(page, at)
    assert "Pending implementation" in said
    assert "Thu 7 Jan 2027" in said
    on(station, page, 2027, 1, 7)
    taken(page, at, "Put into the code", "secas", fact="Release live")
    said = seen(page, at)
    assert "by Change Board" in said

    page.get_by_role("link", name="Report and documents").click()
    page.get_by_role("link", name="The report as a document").click()
    page.wait_for_url("**/sec/report/DP900")
    assert "10 Working Days following decision" in words(page)


def on(station: Station, page: Page, year: int, month: int, day: int) -> None:
    station.at(dt.datetime(year, month, day, 9, 0, tzinfo=dt.UTC))
    sign_in(page, station, "administrator")


def seen(page: Page, at: str) -> str:
    page.goto(at)
    return words(page)


def step(page: Page, at: str, name: str, body: str, fact: str = "") -> str:
    """Take a step of the workflow on behalf of a body; what the next page says."""
    page.goto(at)
    link = page.get_by_role("main").get_by_text(name, exact=True).first
    href = link.get_attribute("href")
    if href is None:  # offered no more: what stands in its way is on the page itself
        return words(page)
    page.goto(page.url.split("/sec/")[0] + href)
    chosen = page.locator('[name="told_for"]')
    chosen.select_option(value=body)
    if fact:
        pick(page, fact)
    return send(page)


def taken(page: Page, at: str, name: str, body: str, fact: str = "") -> None:
    said = step(page, at, name, body, fact)
    assert "It is on the record." in said, said


def attest(page: Page, at: str, name: str, day: str = "21 November 2026") -> None:
    page.goto(at)
    follow(page, name)
    answer(page, verb="AGREE", text="that DP900 goes on", decided_date=day)
    answer(page, told_source="Minutes, example")
    assert "It is on the record." in send(page), words(page)
