"""Release pages: hidden is missing, the past is the past, and scope costs no further query."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.test import Client

from ridgeway.governance import remembered
from ridgeway.governance.codes.models import Account
from ridgeway.governance.modifications.models import Modification, Part
from ridgeway.governance.releases.models import Release, ScopeEntry
from tests.governance.releases.conftest import Scene
from tests.marks import covers
from tests.web.pages.conftest import BACKEND, counted
from tests.web.releases.conftest import Filled, words

TABS = (
    "", "/scope", "/plan", "/testing", "/costs", "/costs.csv", "/gate", "/risks", "/decisions",
    "/notices", "/record",
    "/what-if", "/paper", "/rid", "/paper.pdf", "/paper.docx", "/rid.pdf",
    "/why/evidence-to-panel",
)  # fmt: skip


def signed_in(scene: Scene, role: str) -> Client:
    client = Client()
    account = Account.objects.get(pk=scene.world.actors[role].account_id)
    client.force_login(account, backend=BACKEND)
    return client


@pytest.mark.parametrize("tab", TABS)
def test_a_hidden_release_answers_as_one_that_is_not_there(
    filled: Filled, scene: Scene, tab: str
) -> None:
    address = filled(1, "administration")
    hidden = Client().get(address + tab)
    missing = Client().get("/sec/releases/nothing-of-the-kind" + tab)
    assert (hidden.status_code, missing.status_code) == (404, 404)
    slug = address.rpartition("/")[2].encode()
    assert hidden.content.replace(slug, b"") == missing.content.replace(b"nothing-of-the-kind", b"")
    assert signed_in(scene, "party").get(address + tab).status_code == 404
    assert signed_in(scene, "code-administrator").get(address + tab).status_code == 200


def test_a_hidden_modification_is_no_part_of_a_public_scope(filled: Filled, scene: Scene) -> None:
    scene.modification("MP900", title="Nobody is to know", audience="administration")
    address = filled(1)
    release = Release.objects.get(slug=address.rpartition("/")[2])
    scene.add(release, "MP900", relation="targeted", rationale="Late, by the Panel's decision")
    assert "Nobody is to know" not in words(Client(), f"{address}/scope")
    assert "Nobody is to know" not in words(Client(), f"{address}/rid")
    assert "Nobody is to know" in words(signed_in(scene, "code-administrator"), f"{address}/scope")


@pytest.mark.parametrize("tab", ["", "/scope", "/gate", "/plan", "/rid", "/what-if?days=7"])
def test_the_number_of_queries_does_not_grow_with_the_scope(
    filled: Filled, scene: Scene, tab: str
) -> None:
    address = filled(10) + tab
    Client().get(address)
    with counted() as before:
        assert Client().get(address).status_code == 200
    _enlarge(scene, 175)
    Client().get(address)
    with counted() as after:
        answer = Client().get(address)
    assert answer.status_code == 200
    assert len(after) == len(before)
    if tab == "/scope":
        assert answer.content.count(b'href="/sec/modifications/MP') == 175
        assert len(after) <= 6


@pytest.mark.parametrize(("tab", "most"), [("", 31), ("/gate", 18)])
def test_the_gate_is_found_once_for_a_page_and_the_acts_that_it_offers(
    filled: Filled, scene: Scene, tab: str, most: int
) -> None:
    address, client = filled(3) + tab, signed_in(scene, "code-administrator")
    client.get(address)
    with counted() as found:
        assert "Set live" in words(client, address)
    assert sum('FROM "golive_criterion"' in sql for sql in found) == 1
    assert len(found) <= most


def _enlarge(scene: Scene, wanted: int) -> None:
    """More of the same, laid beside the acts: only the reading is measured here."""
    remembered._made.clear()  # rows that no act wrote advance no chain
    pattern = Modification.objects.filter(code=scene.world.code).order_by("reference")[0]
    part = Part.objects.get(modification=pattern)
    entry = ScopeEntry.objects.get(part=part)
    for number in range(ScopeEntry.objects.count() + 1, wanted + 1):
        for row, change in (
            (pattern, {"reference": f"MP{number:03}"}),
            (part, {"modification": pattern}),
            (entry, {"part": part, "modification": pattern}),
        ):
            row.pk = f"row{number:013}"
            row._state.adding = True
            for name, value in change.items():
                setattr(row, name, value)
            row.save(force_insert=True)


def test_the_past_shows_the_rows_of_then_with_a_banner_and_no_acts(scene: Scene) -> None:
    release = scene.plan(slot="november", year=2027, audience="public")
    address = f"/sec/releases/{release.slug}"
    scene.on(dt.date(2026, 3, 10))
    scene.act(
        "release.set-date", release, go_live_date="2027-11-11", status="set", by_body="panel",
        authority="Decided by the Panel", cause="Found in testing",
    )  # fmt: skip
    client = signed_in(scene, "code-administrator")
    now = words(client, address)
    then = words(client, f"{address}?as_at=2026-03-05T12:00")
    assert "Thu 11 Nov 2027" in now
    assert "Thu 11 Nov 2027" not in then
    assert "As at Thu 5 Mar 2026, 12:00 GMT" in then
    assert "What may be done" in now
    assert "What may be done" not in then
    why = f"{address}/why/evidence-to-panel"
    assert "Thu 23 Sep 2027" in words(client, f"{why}?as_at=5+Mar+2026+12:00")
    assert "Thu 30 Sep 2027" in words(client, why)
    link = client.get(f"{address}?as_at=2026-03-05T12:00").content.decode()
    assert f'href="{address}/scope?as_at=2026-03-05T12%3A00"' in link


def test_before_it_was_entered_a_release_is_not_there(filled: Filled) -> None:
    address = filled(1)
    assert Client().get(f"{address}?as_at=2026-01-01T12:00").status_code == 404


def test_a_moment_that_nobody_can_read_shows_the_present_and_says_so(filled: Filled) -> None:
    assert "Enter a date and a time such as" in words(Client(), f"{filled(1)}?as_at=long+ago")


@covers("F-102")
def test_the_feed_of_a_code_holds_what_its_reader_may_see(filled: Filled, scene: Scene) -> None:
    filled(1)
    made = Client().get("/sec/calendar.ics")
    assert made["Content-Type"].startswith("text/calendar")
    events = list(icalendar.Calendar.from_ical(made.content).walk("VEVENT"))
    titles = {str(e["summary"]): e.decoded("dtstart") for e in events}
    assert titles["November 2027 SEC Release"] == dt.date(2027, 11, 4)
    uids = [str(e["uid"]) for e in events]
    assert len(uids) == len(set(uids)) > 10
    assert all(str(e["url"]).startswith("http://testserver/sec/releases/") for e in events)
    Release.objects.update(audience="administration")
    hidden = Client().get("/sec/calendar.ics").content
    assert b"VEVENT" not in hidden
    seen = signed_in(scene, "code-administrator").get("/sec/calendar.ics").content
    assert seen.count(b"BEGIN:VEVENT") == len(uids)
