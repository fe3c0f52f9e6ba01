"""Wrong input in every form that a person is offered: named, kept, never a broken page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import SignedIn
from tests.journeys.hands import FORM, words
from tests.journeys.station import Station
from tests.marks import covers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

RELEASE = "/sec/releases/june-2028-sec-release"
PLACES = (
    "/today", "/installation", "/sec", "/sec/policy", "/sec/modifications", RELEASE,
    "/sec/modifications/MP901", "/sec/modifications/MP902", "/sec/documents-of/MP902",
    "/sec/decisions-on/MP902", "/sec/costs/MP902",
    *(f"{RELEASE}/{tab}" for tab in
      ("scope", "plan", "testing", "gate", "risks", "decisions", "notices", "record")),
)  # fmt: skip
CONTROLS = f"{FORM} :is(input, select, textarea)[name]"
MOST_OF_THEM = 40
"""Fewer forms than that would mean that the search for them is broken."""

FIND = "all => all.map(it => it.getAttribute('href'))"

EMPTY = "(all) => { for (const it of all) if (it.type !== 'hidden') it.value = ''; }"
UNREADABLE = """(all) => { for (const it of all) {
  if (it.type === 'hidden' || it.tagName === 'SELECT' || it.type === 'file') continue;
  if (it.type === 'checkbox' || it.type === 'radio') continue;
  it.value = it.getAttribute('size') === '16' && !it.inputMode ? '31/02/2026' : 'a\\u0001b';
} }"""
TOO_LONG = """(all) => { for (const it of all) {
  if (it.type === 'hidden' || it.type === 'file' || it.type === 'radio') continue;
  if (it.tagName === 'SELECT') {
    it.add(new Option('Somebody else’s', '0000000000000000')); it.value = '0000000000000000';
  } else if (it.type !== 'checkbox') it.value = 'x'.repeat(30000);
} }"""
ROUNDS = {"empty": EMPTY, "unreadable": UNREADABLE, "too long or not theirs": TOO_LONG}
UNKEPT = "['hidden', 'file', 'password', 'radio', 'checkbox']"
"""A password and a file are never sent back; choices are compared by what is said of them."""

TYPED = f"all => all.filter(it => !{UNKEPT}.includes(it.type)).map(it => it.value)"


def forms_offered(page: Page, station: Station) -> dict[str, str]:
    """One address for each act that any of the places offers."""
    found: dict[str, str] = {}
    for place in PLACES:
        answered = page.goto(station.origin + place)
        assert answered is not None
        assert answered.status < 500
        for href in page.locator("main a[href^='/acts/']").evaluate_all(FIND):
            found.setdefault(href.split("/")[2].split("?")[0], href)
    return found


@covers("F-261")
def test_wrong_input_is_named_and_kept_in_every_form(shared: Station, signed_in: SignedIn) -> None:
    faults: list[str] = []
    tried: set[str] = set()
    for username in ("administrator", "chair", "delivery", "root"):
        page = signed_in(shared, username)
        for act, address in forms_offered(page, shared).items():
            if act not in tried:
                tried.add(act)
                faults += [f"{act}, {it}" for it in try_wrong(page, shared.origin + address)]
    assert not faults, "\n".join(faults)
    assert len(tried) > MOST_OF_THEM, sorted(tried)


def try_wrong(page: Page, address: str) -> Iterator[str]:
    """Send one form again and again, each time wrong; what was not as it should be."""
    page.goto(address)
    if not page.locator(FORM).count():
        if "Not now" not in words(page):
            yield "neither a form nor a reason"
        return
    for name, change in ROUNDS.items():
        page.locator(CONTROLS).evaluate_all(change)
        typed = page.locator(CONTROLS).evaluate_all(TYPED)
        with page.expect_navigation() as going:
            page.locator(f"{FORM} .btns button").click()
        if going.value is None or going.value.status >= 500:
            yield f"{name}: status {going.value and going.value.status}"
            return
        if "/acts/" in page.url and page.locator(FORM).count():
            yield from (f"{name}: {it}" for it in _kept(page, typed, change=change))
            continue
        if change != EMPTY or "It is on the record." not in words(page):
            yield f"{name}: was taken"
        page.goto(address)
        if not page.locator(FORM).count():
            return


def _kept(page: Page, typed: list[str], *, change: str) -> list[str]:
    faults = []
    summary = page.locator(".errors")
    if summary.count():
        if not summary.evaluate("it => it === document.activeElement"):
            faults.append("the summary has no focus")
        for link in summary.locator("a").all():
            target = page.locator(link.get_attribute("href") or "#none")
            if target.count() != 1:
                faults.append(f"{link.inner_text()} leads nowhere")
    elif "Not now" not in words(page):
        faults.append("nothing is said")
    if change == UNREADABLE:
        now = page.locator(CONTROLS).evaluate_all(TYPED)
        if now != typed:
            faults.append(f"lost: {[(a, b) for a, b in zip(typed, now, strict=False) if a != b]}")
        if "31/02/2026" in typed and "31 Feb 2026 does not exist" not in words(page):
            faults.append("31 February was taken")
    return faults
