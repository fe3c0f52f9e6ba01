"""A code administrator's month: a modification from its report to a release, refusal by refusal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import SignedIn, sign_in
from tests.journeys.hands import answer, do, open_act, pick, send, tab, words
from tests.journeys.serving import FIRST
from tests.journeys.station import Station
from tests.marks import covers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGE = "/sec/modifications/MP905"
AD_HOC = "/sec/releases/september-2027-sec-release"
SECAS = "Smart Energy Code Administrator and Secretariat"
BOARD = "Change Board"
LIFE = "SEC modification process 0.1"
RULES = "SEC Release Management Policy 3.0"


def later(station: Station, page: Page, days: int) -> None:
    """Let days pass; the session of before has ended by then."""
    station.at(FIRST + dt.timedelta(days=days))
    sign_in(page, station, "administrator")


def step(page: Page, station: Station, title: str, body: str) -> str:
    """Take a step of the workflow on behalf of a body; what the next page says."""
    page.goto(station.origin + PAGE)
    href = page.locator('main a[href*="/acts/modification.edit/"]').first.get_attribute("href")
    page.goto(station.origin + str(href).replace("modification.edit", "modification.move"))
    answer(page, action=title, told_for=body)
    return send(page)


def taken(page: Page, station: Station, title: str, body: str) -> None:
    said = step(page, station, title, body)
    assert "It is on the record." in said, said


@covers("F-045")
def test_a_modification_goes_from_its_report_into_a_scope_and_every_refusal_names_its_clause(
    station: Station, signed_in: SignedIn
) -> None:
    page = signed_in(station, "administrator")
    close = "Close the report consultation and put to the vote"
    refused = step(page, station, close, SECAS)
    assert "Still open: “Example: report on MP905”." in refused
    assert LIFE in refused

    later(station, page, 25)
    page.goto(f"{station.origin}/sec/consultations")
    page.get_by_role("link", name="Example: report on MP905").first.click()
    do(page, "Close the consultation")
    taken(page, station, close, SECAS)

    refused = step(page, station, "Approve under self-governance", BOARD)
    assert "No resolution of the Change Board on the modification is held" in refused
    assert LIFE in refused
    attest(page, station)
    taken(page, station, "Approve under self-governance", BOARD)

    refused = step(page, station, "Close the window: the decision is final", SECAS)
    assert "window" in refused
    assert LIFE in refused
    later(station, page, 50)
    taken(page, station, "Close the window: the decision is final", SECAS)
    page.goto(station.origin + PAGE)
    assert "Pending implementation" in words(page)

    page.goto(station.origin + AD_HOC)
    tab(page, "Scope")
    do(page, "Add to the scope", modification="MP905", relation="Approved")
    page.goto(f"{station.origin}{AD_HOC}")
    assert "v3" in words(page)


def attest(page: Page, station: Station) -> None:
    """Enter what the Change Board decided elsewhere, with where that is known from."""
    page.goto(station.origin + PAGE)
    link = page.locator('main a[href*="/acts/modification.edit/"]').first.get_attribute("href")
    subject = str(link).rpartition("/")[2].partition("?")[0]
    page.goto(f"{station.origin}/sec/control")
    href = page.locator('main a[href*="/acts/freeze.propose/"]').first.get_attribute("href")
    about = f"?subject_type=modifications.modification&subject_id={subject}"
    page.goto(station.origin + str(href).replace("freeze.propose", "resolution.attest") + about)
    answer(
        page,
        body=BOARD,
        matter="modification",
        verb="AGREE",
        text="Example: that MP905 is approved",
        decided_date=f"{FIRST + dt.timedelta(days=25):%d %b %Y}",
        told_source="Example: minutes of the Change Board",
    )
    said = send(page)
    assert "It is on the record." in said, said


@covers("F-068", "F-069", "F-094")
def test_a_baselined_release_is_changed_only_with_reasons_consent_and_notice(
    station: Station, signed_in: SignedIn
) -> None:
    page = signed_in(station, "administrator")
    page.goto(station.origin + AD_HOC)
    open_act(page, "Set another date")
    answer(
        page, status="Set", by_body="SEC Panel", go_live_date="18 November 2027",
        authority="Minute 9", cause="More testing",
    )  # fmt: skip
    refused = send(page)
    assert "consent" in refused.lower()
    assert f"{RULES}, section 4" in refused

    page.goto(f"{station.origin}/sec/modifications/MP901")
    do(page, "Edit the modification", system_impact="Yes")
    page.goto(station.origin + AD_HOC)
    tab(page, "Scope")
    open_act(page, "Add to the scope")
    answer(page, modification="MP901", relation="Targeted")
    refused = send(page)
    assert f"{RULES}, section 5" in refused
    answer(
        page, decided_by="SEC Panel", rationale="Panel paper 12", why_now="The outage of last week",
        risk_of_adding="Less time for regression", risk_of_leaving_out="Another such outage",
    )  # fmt: skip
    said = send(page)
    assert "It is on the record." in said, said
    page.goto(station.origin + AD_HOC)
    tab(page, "Notices")
    assert "MP901: Tell all Parties how a modification added after the scope was set" in words(page)

    delivery = signed_in(station, "delivery")
    delivery.goto(station.origin + AD_HOC)
    tab(delivery, "Testing")
    open_act(delivery, "Report progress towards readiness")
    answer(delivery, stated_by="Data Communications Company", progress="The build is late")
    pick(delivery, "No")
    refused = send(delivery)
    assert "nothing says why" in refused
    assert f"{RULES}, section 8" in refused
    answer(delivery, concerns="A device model is missing")
    said = send(delivery)
    assert "It is on the record." in said, said
    delivery.goto(f"{station.origin}{AD_HOC}/testing")
    assert "Not on track" in words(delivery)
