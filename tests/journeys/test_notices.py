"""A notice from owed to delivered: released on its page, carried by the worker, over real SMTP."""

from __future__ import annotations

import time
from email import message_from_bytes
from email.message import Message
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller

from tests.journeys.conftest import SignedIn
from tests.journeys.hands import do, words
from tests.journeys.station import Station, free_port, process
from tests.marks import covers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGE = "/sec/releases/june-2028-sec-release"
TITLE = "Tell Parties the cut-off dates and the scope, twelve months ahead"
DELIVERED = "sent, 0 waiting, 0 failed"
BUT_ONE = "sent, 0 waiting, 1 failed"
PATIENCE = 40.0


class Letterbox:
    """Takes every message and keeps it; knows nobody at one address until it `knows` all."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.knows = False

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if address == "party@example.org" and not self.knows:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages.append(message_from_bytes(envelope.content))
        return "250 kept"


@covers("F-096", "F-095", "F-259")
def test_a_notice_goes_out_by_mail_and_discharges_its_duty(
    station: Station, signed_in: SignedIn
) -> None:
    page = signed_in(station, "administrator")
    page.goto(f"{station.origin}{PAGE}/notices")
    page.get_by_role("link", name=TITLE).click()
    page.wait_for_url("**/notices/*")
    assert "Owed" in words(page)
    do(page, "Send the notice")
    box = Letterbox()
    port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with process(station.data, "work", mail_port=port) as log:
            _await(page, BUT_ONE)
            notice = page.url
            page.goto(f"{station.origin}/today")
            assert "1 message did not arrive" in words(page)
            box.knows = True
            page.goto(notice)
            assert "no such mailbox" in words(page)
            do(page, "Send again")
            page.goto(notice)
            _await(page, DELIVERED)
            assert "Traceback" not in log.read_text()
    finally:
        server.stop()
    assert DELIVERED in words(page)
    readers = {str(message["To"]) for message in box.messages}
    assert any("party@example.org" in reader for reader in readers)
    assert len(readers) == len(box.messages)
    texts = [message.get_payload(decode=True) for message in box.messages]
    assert all(b"29 Jun" in text for text in texts if isinstance(text, bytes))
    page.goto(f"{station.origin}{PAGE}/plan")
    row = page.get_by_role("row").filter(has_text=TITLE).first.inner_text()
    assert "Kept" in row


def _await(page: Page, said: str) -> None:
    """Look again until the page says it, or for as long as a worker may take."""
    deadline = time.monotonic() + PATIENCE
    while said not in words(page) and time.monotonic() < deadline:
        time.sleep(0.5)
        page.reload()
    assert said in words(page)
