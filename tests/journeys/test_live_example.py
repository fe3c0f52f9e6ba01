"""The live example release, played from its first date to the hour before it goes live."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import SignedIn, sign_in
from tests.journeys.hands import answer, do, held, open_act, pick, send, tab, words
from tests.journeys.station import Station
from tests.marks import covers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGE = "/sec/releases/june-2028-sec-release"
PANEL, DCC, TAG, OPSG, SECAS, AUTHORITY = (
    "SEC Panel",
    "Data Communications Company",
    "Testing Advisory Group",
    "Operations Group",
    "Smart Energy Code Administrator and Secretariat",
    "Gas and Electricity Markets Authority",
)
RULES = "SEC Release Management Policy 3.0"
WORDING = "that the June 2028 SEC Release goes live on 29 June 2028"
BEFORE = dt.datetime(2028, 6, 28, 21, 0, tzinfo=dt.UTC)
THE_DAY = dt.datetime(2028, 6, 29, 7, 0, tzinfo=dt.UTC)


def go(page: Page, station: Station, name: str = "") -> None:
    page.goto(station.origin + PAGE)
    if name:
        tab(page, name)


@covers("F-025", "F-047", "F-048", "F-049")
def test_a_date_is_refused_until_those_who_may_have_agreed(
    station: Station, signed_in: SignedIn
) -> None:
    page = signed_in(station, "administrator")
    go(page, station)
    open_act(page, "Set another date")
    typed = {"go_live_date": "22 June 2028", "authority": "Minute 9", "cause": "More testing"}
    answer(page, by_body=DCC, **typed)
    said = send(page)
    assert "It is the SEC Panel that sets the date of a release, not the DCC." in said
    assert "SEC Release Management Policy 3.0" in said
    assert "Nothing was changed. What you typed is kept below." in said
    assert {name: held(page, name) for name in typed} == typed
    answer(page, by_body=PANEL)
    assert "consent" in send(page).lower()
    move_date(page, station)
    moved = page.get_by_role("table", name="How the date moved").inner_text()
    assert "Thu 22 Jun 2028" in moved
    assert "latest Wed 28 Jun 2028" in moved
    assert "Tue 27 Jun 2028" in moved


def move_date(page: Page, station: Station) -> None:
    """Asked for by the Panel, consented to by the Authority with room, set by the Panel in it."""
    for status, body, day, latest in (
        ("Requested", PANEL, "22/06/2028", "28 Jun 2028"),
        ("Consented", AUTHORITY, "2028-06-22", "28 Jun 2028"),
        ("Set", PANEL, "Tue 27 June 2028", ""),
    ):
        go(page, station)
        do(
            page, "Set another date", status=status, by_body=body, go_live_date=day,
            latest_date=latest, authority=f"Letter: {status}", cause="More testing",
        )  # fmt: skip


@covers("F-007", "F-012", "F-053", "F-091", "F-092", "F-149", "F-153", "F-250", "F-253", "F-256")
def test_the_release_is_approved_by_votes_falls_with_an_edit_and_goes_live_on_its_day(
    station: Station, signed_in: SignedIn, tmp_path: Path
) -> None:
    page = signed_in(station, "administrator")
    scope_it(page, station)
    step(page, station, "Set scope")
    baseline_it(page, station)
    step(page, station, "Start delivery")
    go(page, station)
    open_act(page, "Move the release on")
    answer(page, action="Submit evidence")
    refused = send(page)
    for said in ("No advice is held from: ", "No evidence is held.", f"{RULES}, sections 2 and 8"):
        assert said in refused
    ready_it(page, station, signed_in, tmp_path)
    step(page, station, "Submit evidence")
    resolution = put_and_carry(page, station, signed_in, recusing=True)
    go(page, station)
    assert "Approved" in words(page)

    tab(page, "Readiness")
    do(
        page, "Set an acceptance criterion", number="2", text="Every Test Phase is closed, twice",
        stated_by=DCC,
    )  # fmt: skip
    page.goto(resolution)
    assert "Void" in words(page)
    assert "The subject changed by" in words(page)
    go(page, station, "Readiness")
    said = words(page)
    assert "SEC Panel has agreed that it goes live." not in said
    assert "the criterion was reworded, and they may find again" in said
    find(signed_in(station, "delivery"), station, 2, DCC)
    go(page, station, "Readiness")
    assert "1 of 6 criteria" not in words(page)

    put_and_carry(page, station, signed_in, recusing=False)
    delivery = signed_in(station, "delivery")
    go(delivery, station)
    open_act(delivery, "Make the final go or no-go")
    pick(delivery, "Yes")
    assert "It is on the record." in send(delivery)

    discharge_all(page, station)
    station.at(BEFORE)
    sign_in(page, station, "administrator")
    go(page, station)
    other = page.get_by_role("link", name="Set another date", exact=True).get_attribute("href")
    page.goto(station.origin + str(other).replace("set-date", "set-live"))
    refused = words(page)
    assert "It goes live on Thu 29 Jun 2028, not before." in refused, refused
    assert f"{RULES}, section 3" in refused
    station.at(THE_DAY)
    go(page, station)
    do(page, "Set live")
    go(page, station)
    assert "Live since Thu 29 Jun 2028" in words(page)
    page.goto(f"{station.origin}/sec/modifications/MP902")
    assert "Implemented" in words(page)


def step(page: Page, station: Station, action: str) -> None:
    go(page, station)
    do(page, "Move the release on", action=action)


def baseline_it(page: Page, station: Station) -> None:
    """The Panel approved the document before there was this record: attested, it baselines."""
    go(page, station, "RID")
    do(page, "Start a document of the release")
    go(page, station, "RID")
    do(
        page, "Attest a version issued elsewhere", major="1", issued_date="2 January 2026",
        told_source="Minutes of the Panel",
    )  # fmt: skip


def scope_it(page: Page, station: Station) -> None:
    """One modification in, another out; every one in scope says which documents it amends."""
    go(page, station, "Scope")
    do(page, "Add to the scope", modification="MP901", relation="Targeted")
    go(page, station, "Scope")
    assert "MP901" in words(page)
    do(
        page, "Remove from the scope", rationale="Not ready",
        modification="MP904: Example: device certificate renewal by batch",
    )  # fmt: skip
    for reference in ("MP901", "MP902", "MP903"):
        page.goto(f"{station.origin}/sec/modifications/{reference}")
        do(page, "Edit the modification", documents="Section H")


def ready_it(page: Page, station: Station, signed_in: SignedIn, tmp_path: Path) -> None:
    """Findings by the delivery body and the committee, evidence with a file, advice of both."""
    delivery = signed_in(station, "delivery")
    for number in (1, 2, 3, 4):
        find(delivery, station, number, DCC)
    for number, body in ((1, TAG), (2, TAG), (3, TAG), (4, OPSG), (5, SECAS), (6, DCC)):
        find(page, station, number, body)
    mend_issues(delivery, station)
    report = tmp_path / "completion-report.txt"
    report.write_text("Every phase is closed.", "utf-8")
    go(delivery, station, "Decisions")
    do(delivery, "Submit evidence", title="Completion reports", file=str(report))
    for body in (OPSG, TAG):
        go(page, station, "Decisions")
        do(
            page, "Record a body's advice", body=body, advice_date="21 Nov 2026",
            finding="Met",
        )  # fmt: skip
    go(page, station, "Decisions")
    with page.expect_download() as coming:
        page.get_by_role("link", name="completion-report.txt").click()
    assert Path(coming.value.path()).read_text("utf-8") == "Every phase is closed."


def mend_issues(page: Page, station: Station) -> None:
    """What bodies find of the issues is not enough: those held are counted, with their plans."""
    grave = "Severity 2: 1 outstanding, at most 0 allowed."
    unplanned = "Severity 3: 1 of 1 without a plan"
    go(page, station, "Readiness")
    assert grave in words(page)
    assert unplanned in words(page)
    for action in ("Fix", "Send to retest", "Pass retest"):
        go(page, station, "Testing")
        do(page, "Move on: DEF902", action=action)
    go(page, station, "Testing")
    do(page, "Plan its resolution: DEF901", plan="In the release of November 2028")
    go(page, station, "Readiness")
    assert grave not in words(page)
    assert unplanned not in words(page)


def find(page: Page, station: Station, number: int, body: str) -> None:
    go(page, station, "Readiness")
    open_act(page, "Say whether a criterion is met")
    choice = page.locator(f'[name=number] option[value="{number}"]').inner_text()
    answer(page, number=choice, body=body, note="Seen")
    pick(page, "Yes")
    assert "It is on the record." in send(page), words(page)


def discharge_all(page: Page, station: Station) -> None:
    """Each duty that must be done before go-live, entered as done while its limit is ahead."""
    go(page, station, "Plan")
    open_act(page, "Discharge an obligation")
    form, rules = page.url, page.locator("[name=rule] option").all_inner_texts()
    for title in rules:
        if title in ("Choose", "Report the actual cost to the Panel"):
            continue
        page.goto(form)
        answer(page, rule=title, note="Minutes")
        assert "It is on the record." in send(page), words(page)


def put_and_carry(page: Page, station: Station, signed_in: SignedIn, *, recusing: bool) -> str:
    """Put to the Panel, voted by seat in two browsers, closed; the address of the resolution."""
    go(page, station, "Decisions")
    open_act(page, "Put a resolution to a body")
    answer(page, body=PANEL, text=WORDING)
    page.get_by_label("Quorum, in seats").fill("2")
    assert "It is on the record." in send(page), words(page)
    address = page.url
    if recusing:
        second = signed_in(station, "member-two")
        second.goto(address)
        do(second, "Declare an interest and recuse yourself", interest="We sell the devices")
        second.goto(address)
        assert "Whoever is recused sees the paper no longer" in words(second)
    for username in ("chair", "member"):
        voter = signed_in(station, username)
        voter.goto(address)
        open_act(voter, "Vote")
        answer(voter, position="For")
        assert "It is on the record." in send(voter), words(voter)
    chair = signed_in(station, "chair")
    chair.goto(address)
    do(chair, "Close the vote")
    chair.goto(address)
    assert "Carried" in words(chair)
    return address
