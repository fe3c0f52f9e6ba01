"""One's own account in a browser: a password changed, a session ended, a password forgotten."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller

from tests.journeys.conftest import PATIENCE, WORD, SignedIn, sign_in
from tests.journeys.hands import do, words
from tests.journeys.serving import FIRST
from tests.journeys.station import Station, free_port, process, serving
from tests.journeys.test_looks import AXE, EVERY_RULE, RUN
from tests.marks import covers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NEW = "a-long-new-password"
SECONDS = 40.0


class Letterbox:
    """Takes every message and keeps its text."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.texts.append(str(message_from_bytes(envelope.content).get_payload()))
        return "250 kept"


def faults(page: Page) -> list[str]:
    """What breaks a rule of accessibility or is wider than the window, wide and narrow."""
    found: list[str] = []
    page.evaluate(AXE)
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        found += page.evaluate(RUN, EVERY_RULE)
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            found.append(f"too wide at {width}")
    return [f"{page.url}: {it}" for it in found]


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name).first.click()


@covers("F-261")
def test_a_password_is_changed_and_other_sessions_end(
    station: Station, new_page: Callable[..., Page]
) -> None:
    here, phone = new_page(), new_page()
    for page in (here, phone):
        page.set_default_timeout(PATIENCE)
        sign_in(page, station, "chair")
    here.locator(".rail-who a").click()
    here.wait_for_url("**/account")
    assert here.get_by_role("button", name="End the session").count() == 1
    assert not faults(here)
    here.get_by_role("link", name="Change the password").click()
    here.wait_for_url("**/account/password")
    for label in ("Present password", "New password", "New password again"):
        here.get_by_label(label, exact=True).fill("wrong")
    press(here, "Change the password")
    assert here.locator(".errors").evaluate("it => it === document.activeElement")
    assert "too short" in words(here)
    assert not faults(here)
    here.get_by_label("Present password").fill(WORD)
    for label in ("New password", "New password again"):
        here.get_by_label(label, exact=True).fill(NEW)
    press(here, "Change the password")
    here.wait_for_url("**/account")
    assert "Every other session has ended" in words(here)
    phone.goto(f"{station.origin}/account")
    assert "/sign-in" in phone.url
    phone.get_by_label("User name").fill("chair")
    phone.get_by_label("Password").fill(NEW)
    phone.get_by_label("Password").press("Enter")
    phone.wait_for_url("**/account")
    here.reload()
    press(here, "End the session")
    assert "The session has ended" in words(here)
    phone.reload()
    assert "/sign-in" in phone.url


@covers("F-261")
def test_a_forgotten_password_is_chosen_anew_by_a_link_in_a_letter(
    station: Station, signed_in: SignedIn, new_page: Callable[..., Page]
) -> None:
    box, port = Letterbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    root = signed_in(station, "root")
    root.goto(f"{station.origin}/installation")
    do(root, "Register a person", name="Nora New", email="nora@example.org")
    root.goto(f"{station.origin}/installation")
    with root.expect_navigation(url="**/acts/**"):
        root.get_by_role("link", name="Open an account for Nora New").click()
    root.get_by_label("User name").fill("nora")
    root.get_by_label("Password").fill("soon-forgotten-word")
    press(root, "Open an account")
    try:
        with (
            serving(station.data, mail_port=port) as mailing,
            process(station.data, "work", mail_port=port),
        ):
            _forget(new_page(), mailing, box)
            assert "Traceback" not in mailing.said, mailing.said
    finally:
        server.stop()


def _forget(page: Page, station: Station, box: Letterbox) -> None:
    page.set_default_timeout(PATIENCE)
    page.goto(f"{station.origin}/sign-in")
    page.get_by_role("link", name="Forgotten password").click()
    page.wait_for_url("**/password")
    assert not faults(page)
    page.get_by_label("User name").fill("nora")
    press(page, "Send the link")
    assert "a link is on its way" in words(page)
    assert not faults(page)
    station.at(FIRST + dt.timedelta(days=1, minutes=1))  # the worker looks again a while later
    deadline = time.monotonic() + SECONDS
    while not box.texts and time.monotonic() < deadline:
        time.sleep(0.2)
    (text,) = box.texts
    found = re.search(r"http\S+/password/\S+", text)
    assert found, text
    page.goto(found.group())
    for label in ("New password", "New password again"):
        page.get_by_label(label, exact=True).fill(NEW)
    assert not faults(page)
    press(page, "Set the password")
    assert "Your new password is set" in words(page)
    page.get_by_label("User name").fill("nora")
    page.get_by_label("Password").fill(NEW)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/today")
    page.goto(found.group())
    assert "This link opens nothing" in words(page)
    assert not faults(page)
