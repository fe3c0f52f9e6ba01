"""A message on the wire: no input reaches a header, and the bytes never change."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.governance.codes.models import Code, Person
from ridgeway.governance.notices.mail import (
    Envelope,
    Unwritable,
    message,
    message_id,
    one_line,
    plain_address,
)
from ridgeway.governance.notices.models import Delivery, Notice
from tests.marks import covers

HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
    "Content-Transfer-Encoding", "MIME-Version",
}  # fmt: skip
PAYLOADS = [
    "\r\nBcc: all@example.org",
    "\nBcc: all@example.org",
    "\rBcc: all@example.org",
    "\r\n\r\n<script>alert(1)</script>",
    "\x00Bcc: x",
    "\u2028Bcc: x@example.org",
    "\x85Bcc: x@example.org",
    "\x0bBcc: x@example.org\x0c",
    "=?utf-8?q?a=0D=0ABcc=3A_x=40example.org?=",
    "=?utf-8?b?DQpCY2M6IHhAZXhhbXBsZS5vcmc=?=",
    "x" * 5000,
    "ä" * 300,
    "\u202egpj.exe",
    ".\r\n.\r\nMAIL FROM:<x@example.org>",
    "Subject: other\r\nX-Evil: 1",
    "%0d%0aBcc: x@example.org",
    "\U0001f600" * 50,
    "\ud800",
    "\t\tTo: x@example.org",
    "a\x1b[31mred",
]


def delivery(**notice: object) -> Delivery:
    values = {
        "id": "abcdefghijklmnop",
        "title": "June 2027 SEC Release: notice",
        "text": "Go-live: Thu 24 Jun 2027",
        "clause": "RMP section 9",
        "released_at": dt.datetime(2026, 3, 2, 9, 30, 1, 999, tzinfo=dt.UTC),
        "code": Code(key="sec"),
        "due_date": dt.date(2026, 6, 24),
        **notice,
    }
    return Delivery(
        notice=Notice(**values),
        person=Person(name="Anyone"),
        address="reader@example.org",
        message_id=message_id("abcdefghijklmnop", "person"),
    )


ENVELOPE = Envelope("ridgeway@example.org", "https://releases.example.org", "Record sec, entry 9")


@covers("F-259")
@pytest.mark.parametrize("field", ["title", "text", "clause"])
@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_nothing_that_people_write_becomes_a_header(field: str, payload: str) -> None:
    if field == "text":
        payload = payload.replace("\ud800", "")  # no database holds half a character
    wire = message(delivery(**{field: f"Before {payload} after"}), ENVELOPE)
    read = message_from_bytes(wire, policy=default)
    assert set(read.keys()) == HEADERS
    assert read["To"].addresses[0].addr_spec == "reader@example.org"
    assert len(read["To"].addresses) == 1
    assert not read.is_multipart()
    head = wire.partition(b"\r\n\r\n")[0]
    assert all(byte in (9, 10, 13) or 32 <= byte < 127 for byte in head)
    assert all(len(line) <= 998 for line in wire.split(b"\r\n"))


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_payload_is_taken_for_an_address(payload: str) -> None:
    with pytest.raises(Unwritable):
        plain_address(f"reader@example.org{payload}")
    with pytest.raises(Unwritable):
        plain_address(f"{payload}@example.org,other@example.org")


@pytest.mark.parametrize(
    "address",
    ["a@example.org", "first.last+tag@sub.example.co.uk", "o'neil@example.org", "a@localhost"],
)
def test_usual_addresses_are_taken_as_they_are(address: str) -> None:
    assert plain_address(address) == address


@given(st.text(max_size=60))
def test_one_line_is_one_printable_line(text: str) -> None:
    assert one_line(text).isprintable()


@given(title=st.text(st.characters(codec="utf-8"), max_size=120))
def test_any_title_gives_the_same_bytes_twice_and_reads_back(title: str) -> None:
    one, two = delivery(title=title), delivery(title=title)
    two.person = Person(name="Renamed since")
    assert message(one, ENVELOPE) == message(two, ENVELOPE)
    read = message_from_bytes(message(one, ENVELOPE), policy=default)
    assert set(read.keys()) == HEADERS


@pytest.mark.parametrize(
    "text", [".", ".\r\n", "..", "line\n.\nline", "\n.hidden", "ä" * 2000, "x" * 3000]
)
def test_the_text_reads_back_as_it_was_written(text: str) -> None:
    read = message_from_bytes(message(delivery(text=text), ENVELOPE), policy=default)
    assert read.get_content().splitlines()[: len(text.splitlines())] == text.splitlines()


def test_a_message_id_differs_by_notice_and_by_reader() -> None:
    ids = {message_id(n, p) for n in ("one", "two") for p in ("a", "b")}
    assert len(ids) == 4
    assert message_id("one", "a") == message_id("one", "a")
