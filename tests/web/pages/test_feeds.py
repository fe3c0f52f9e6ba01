"""What programs read by themselves: the calendar of a code, and the notices sent to everybody."""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import pytest
from django.test import Client

from ridgeway.governance.acting import Told
from ridgeway.governance.consultations.models import Consultation
from ridgeway.governance.control.models import Freeze
from ridgeway.governance.notices.models import Notice
from tests.governance.control.conftest import Scene
from tests.governance.control.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers
from tests.web.pages.conftest import Reader

ATOM = "{http://www.w3.org/2005/Atom}"


def events(client: Client) -> dict[str, Any]:
    """The entries of the calendar by their title, as a reader of calendars takes them."""
    made = icalendar.Calendar.from_ical(client.get("/sec/calendar.ics").content)
    return {str(event["summary"]): event for event in made.walk("VEVENT")}


@covers("F-259")
def test_a_freeze_is_tentative_until_it_is_agreed_and_keeps_its_identity(scene: Scene) -> None:
    freeze = scene.propose(audience="public")
    proposed = events(Client())["Autumn stability"]
    assert proposed["status"] == "TENTATIVE"
    assert proposed.decoded("dtstart") == dt.date(2027, 11, 1)
    assert proposed.decoded("dtend") == dt.date(2027, 12, 1)
    scene.consulted(freeze)
    scene.vote(scene.put(freeze, "change-freeze"))
    agreed = events(Client())["Autumn stability"]
    assert agreed["status"] == "CONFIRMED"
    assert agreed["uid"] == proposed["uid"]
    assert agreed["sequence"] > proposed["sequence"]
    assert str(agreed["url"]) == f"http://testserver/freezes/{freeze.id}"


@covers("F-259")
@pytest.mark.parametrize(
    ("lifted", "until", "status"),
    [("2027-11-15", dt.date(2027, 11, 15), "CONFIRMED"), ("2027-10-01", None, "CANCELLED")],
)
def test_a_lifted_freeze_ends_the_day_before_or_never_was(
    scene: Scene, lifted: str, until: dt.date | None, status: str
) -> None:
    freeze = scene.frozen(audience="public")
    Freeze.objects.filter(pk=freeze.id).update(state="lifted", lifted_date=lifted)
    event = events(Client())["Autumn stability"]
    assert event["status"] == status
    assert event.decoded("dtend") == (until or dt.date(2027, 12, 1))


@covers("F-259")
def test_a_consultation_stands_at_the_instant_of_its_closing(scene: Scene) -> None:
    row = scene.consult(scene.propose(audience="public"))
    event = events(Client())["Consultation closes: On Autumn stability"]
    assert event.decoded("dtstart") == row.closes_at
    assert event["status"] == "CONFIRMED"
    scene.do("consultation.withdraw", row, reason="Asked too early")
    again = events(Client())["Consultation closes: On Autumn stability"]
    assert (again["status"], again["uid"]) == ("CANCELLED", event["uid"])


@covers("F-259")
def test_a_calendar_holds_what_its_reader_may_see(scene: Scene, reader: Reader) -> None:
    scene.consult(scene.propose(audience="public"))
    Freeze.objects.update(audience="administration")
    Consultation.objects.update(audience="parties")
    told = {"Autumn stability", "Consultation closes: On Autumn stability"}
    for role, seen in (("code-administrator", told), ("party", told - {"Autumn stability"})):
        assert events(reader(role)).keys() & told == seen
    assert not events(Client()).keys() & told


@covers("F-259")
def test_notices_that_were_sent_to_everybody_are_a_feed(scene: Scene, reader: Reader) -> None:
    ours, theirs, owed = Notice.objects.order_by("id")[:3]
    for notice, audience in ((ours, "public"), (theirs, "committee"), (owed, "public")):
        Notice.objects.filter(pk=notice.id).update(audience=audience)
    for notice in (ours, theirs):
        given = {"sent_date": "2026-03-02", "text": "Words of a notice"}
        scene.told("notice.attest", notice, Told(source="A mail"), **given)
    for client in (Client(), reader("code-administrator")):
        answer = client.get("/sec/notices.atom")
        assert answer["Content-Type"] == "application/atom+xml"
        feed = ET.fromstring(answer.content)  # noqa: S314  our own answer
        [entry] = feed.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == ours.title
        assert entry.findtext(f"{ATOM}id") == f"urn:ridgeway:notice:{ours.id}"
        assert entry.findtext(f"{ATOM}updated") == "2026-03-02T00:00:00Z"
        assert feed.findtext(f"{ATOM}updated") == "2026-03-02T00:00:00Z"
        assert entry.findtext(f"{ATOM}summary") == "Words of a notice"
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.attrib["href"] == f"http://testserver/notices/{ours.id}"
    assert Client().get(f"/notices/{ours.id}").status_code == 200


def test_a_code_that_told_nobody_anything_has_an_empty_feed(scene: Scene) -> None:
    del scene
    feed = ET.fromstring(Client().get("/sec/notices.atom").content)  # noqa: S314  our own answer
    assert feed.findall(f"{ATOM}entry") == []
    assert Client().get("/nowhere/notices.atom").status_code == 404
