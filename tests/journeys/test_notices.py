"""A notice from owed to delivered: released on its page, carried by the worker, over real SMTP."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import SignedIn
from tests.journeys.hands import do, words
from tests.journeys.letterbox import BUT_ONE, delivered, working
from tests.journeys.station import Station
from tests.marks import covers

pytestmark = pytest.mark.browser

PAGE = "/sec/releases/june-2028-sec-release"
TITLE = "Tell Parties the cut-off dates and the scope, twelve months ahead"


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
    with working(station, nobody="party@example.org") as box:
        delivered(page, BUT_ONE)
        notice = page.url
        page.goto(f"{station.origin}/today")
        assert "1 message did not arrive" in words(page)
        box.nobody = ""
        page.goto(notice)
        assert "no such mailbox" in words(page)
        do(page, "Send again")
        page.goto(notice)
        delivered(page)
    assert any("party@example.org" in reader for reader in box.readers)
    assert len(box.readers) == len(box.messages)
    texts = [message.get_payload(decode=True) for message in box.messages]
    assert all(b"29 Jun" in text for text in texts if isinstance(text, bytes))
    page.goto(f"{station.origin}{PAGE}/plan")
    row = page.get_by_role("row").filter(has_text=TITLE).first.inner_text()
    assert "Kept" in row
