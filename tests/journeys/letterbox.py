"""A mail server on this machine that keeps what the worker sends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

from tests.journeys.hands import words
from tests.journeys.station import Station, free_port, process

if TYPE_CHECKING:
    from playwright.sync_api import Page

DELIVERED = "sent, 0 waiting, 0 failed"
BUT_ONE = "sent, 0 waiting, 1 failed"
PATIENCE = 40.0


class Letterbox:
    """Takes every message and keeps it, but for an address that it knows `nobody` at."""

    def __init__(self, nobody: str) -> None:
        self.messages: list[Message] = []
        self.nobody = nobody

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if address == self.nobody:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages.append(message_from_bytes(envelope.content))
        return "250 kept"

    @property
    def readers(self) -> set[str]:
        return {str(message["To"]) for message in self.messages}


@contextmanager
def working(station: Station, *, nobody: str = "") -> Iterator[Letterbox]:
    """The worker of an installation, under way for the length of the block."""
    box, port = Letterbox(nobody), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with process(station.data, "work", mail_port=port) as log:
            yield box
            assert "Traceback" not in log.read_text()
    finally:
        server.stop()


def delivered(page: Page, said: str = DELIVERED) -> None:
    """Look at the page of a notice until everybody, or all that it says, were sent it."""
    deadline = time.monotonic() + PATIENCE
    while said not in words(page) and time.monotonic() < deadline:
        time.sleep(0.5)
        page.reload()
    assert said in words(page)
