"""`?as_at=`: pages show what was recorded by then, say so, keep the moment, and offer no act."""

from __future__ import annotations

import datetime as dt
import html as markup
import re

import pytest
from django.test import Client

from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases.models import Release
from ridgeway.web.frame import PRESENT_ONLY
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers
from tests.web.pages.conftest import Reader, counted

BEFORE, AFTER = "2026-03-05T12:00", "2026-03-12T12:00"
KEPT = "as_at=2026-03-05T12%3A00"
RELEASE = "/sec/releases/november-2027-sec-release"
NEEDED = "You are reading the record as it stood then."


@pytest.fixture
def past(scene: Scene) -> Scene:
    """A release and a modification of 2 March; everything about them happened on 10 March."""
    code, bodies = scene.world.code, scene.world.bodies
    release = scene.plan(slot="november", year=2027, audience="public")
    row = scene.modification(
        "MP001", title="First words", audience="public", stage="refinement", system_impact=True
    )
    scene.add(release, "MP001", relation="targeted")
    scene.on(dt.date(2026, 3, 10))
    about = {"subject_type": "releases.release", "subject_id": release.id, "audience": "public"}
    opsg, tag = bodies["opsg"].id, bodies["tag"].id
    scene.act(
        "advice.give", code, **about, body=opsg, advice_date="2026-03-09", finding="met",
        statements=[{"text": "Words of advice"}],
    )  # fmt: skip
    scene.act(
        "question.ask", code, **about, asked_by=opsg, asked_of=tag, question="Words of a question",
        asked_date="2026-03-09",
    )  # fmt: skip
    scene.act(
        "resolution.propose", code, **about, body=bodies["panel"].id, matter="go-live",
        text="Words of a resolution",
    )  # fmt: skip
    scene.act("evidence.submit", code, **about, title="Words of evidence")
    scene.act("release.record-phase", release, number=1, name="Words of a phase")
    scene.world.do(
        "defect.raise", release, "delivery", reference="D1", title="Words of an issue",
        severity=1, audience="public",
    )  # fmt: skip
    scene.act("modification.edit", row, title="Later words")
    scene.act("modification.renumber", row, reference="MP001A")
    scene.modification("MP002", title="Raised later", audience="public", stage="refinement")
    return scene


def read(client: Client, address: str, moment: str = "", status: int = 200) -> str:
    query = f"{'&' if '?' in address else '?'}as_at={moment}" if moment else ""
    answer = client.get(address + query)
    assert answer.status_code == status, (address, answer.status_code)
    return markup.unescape(answer.content.decode())


TOLD = [
    ("", "Words of advice"),
    ("", "Words of a resolution"),
    ("/decisions", "Words of advice"),
    ("/decisions", "Words of a resolution"),
    ("/decisions", "Words of evidence"),
    ("/gate", "Operations Group"),
    ("/risks", "Words of a question"),
    ("/testing", "Words of a phase"),
    ("/testing", "Words of an issue"),
    ("/record", "Record a test phase"),
]


@covers("F-058")
@pytest.mark.parametrize(("tab", "told"), TOLD)
@pytest.mark.usefixtures("past")
def test_a_tab_tells_of_the_past_what_was_told_by_then(reader: Reader, tab: str, told: str) -> None:
    client, address = reader("code-administrator"), RELEASE + tab
    was, is_ = (read(client, address, at) for at in (BEFORE, AFTER))
    if tab != "/gate":
        assert told not in was
    assert told in read(client, address)
    assert told in is_
    for page in (was, is_):
        assert NEEDED in page
        assert "What may be done" not in page


@pytest.mark.usefixtures("past")
def test_the_notices_of_then_carry_the_messages_of_then(reader: Reader) -> None:
    client, address = reader("code-administrator"), f"{RELEASE}/notices"
    now = read(client, address)
    then = read(client, address, AFTER)
    rows = re.compile(r'<th scope="row" class="ref full">')
    assert len(rows.findall(then)) == len(rows.findall(now)) > 0
    assert read(client, address, "2026-02-01T12:00", 404)


@covers("F-058")
@pytest.mark.usefixtures("past")
def test_the_page_of_a_modification_reads_as_it_stood(reader: Reader) -> None:
    client = reader("code-administrator")
    then = read(client, "/sec/modifications/MP001", BEFORE)
    assert "First words" in then
    assert "Later words" not in then
    assert "What may be done" not in then
    assert "Steps from here" not in then
    assert NEEDED in then
    assert f'href="{RELEASE}?{KEPT}"' in then
    assert "MP001A" not in then[then.index("<main") :]
    now = read(client, "/sec/modifications/MP001A")
    assert "Later words" in now
    assert "What may be done" in now
    later = client.get(f"/sec/modifications/MP001A?as_at={BEFORE}")
    assert later["Location"] == f"/sec/modifications/MP001?{KEPT}"
    read(client, "/sec/modifications/MP002", BEFORE, 404)
    read(client, "/sec/modifications/MP002", AFTER)


def test_a_modification_that_was_closed_since_is_missing_in_its_past_too(
    past: Scene, reader: Reader
) -> None:
    del past
    Modification.objects.update(audience="administration")
    read(reader("public"), "/sec/modifications/MP001", BEFORE, 404)
    assert "First words" not in read(reader("public"), "/sec/modifications", BEFORE)
    assert "First words" in read(reader("code-administrator"), "/sec/modifications", BEFORE)


@covers("F-099")
@pytest.mark.usefixtures("past")
def test_the_register_reads_as_it_stood_and_every_link_keeps_the_moment(reader: Reader) -> None:
    client = reader("code-administrator")
    page = read(client, "/sec/modifications?stage=refinement&sort=title", BEFORE)
    assert "First words" in page
    assert "Raised later" not in page
    assert "<b>1 modification</b>" in page
    assert "Raise a modification" not in page
    assert f'href="/sec/modifications/MP001?{KEPT}"' in page
    assert f'href="{RELEASE}?{KEPT}"' in page
    main = page[page.index('<div class="page">') :]
    links = re.findall(r'href="(/sec/modifications[^"]*)"', main)
    links = [link for link in links if link != "/sec/modifications"]
    assert len(links) > 8
    assert [link for link in links if KEPT not in link] == []
    assert 'name="as_at" value="2026-03-05T12:00"' in page
    part = client.get(f"/sec/modifications?as_at={BEFORE}&q=raised", headers={"HX-Request": "true"})
    assert part["HX-Push-Url"] == f"/sec/modifications?q=raised&{KEPT}"
    assert b"No modification is like that" in part.content
    made = client.get(f"/sec/modifications.csv?as_at={BEFORE}")
    assert "2026-03-05" in made["Content-Disposition"]
    assert b"First words" in b"".join(made)


@pytest.mark.usefixtures("past")
def test_lists_and_the_calendar_read_as_they_stood(reader: Reader, scene: Scene) -> None:
    client = reader("code-administrator")
    scene.on(dt.date(2026, 3, 11)).plan(slot="june", year=2028, audience="public")
    for address in ("/sec/releases", "/sec/calendar?around=2028-06-01"):
        assert "June 2028" in read(client, address)
        assert "June 2028 SEC Release" not in read(client, address, BEFORE)
        assert "June 2028 SEC Release" in read(client, address, AFTER)
        assert NEEDED in read(client, address, BEFORE)
    assert f'href="{RELEASE}?{KEPT}"' in read(client, "/sec/releases", BEFORE)
    assert KEPT in read(client, "/sec/calendar?around=2027-11-01", BEFORE)


@pytest.mark.usefixtures("past")
def test_the_record_of_then_ends_then(reader: Reader) -> None:
    client = reader("code-administrator")
    page = read(client, "/sec/record", BEFORE)
    sizes = [int(n) for n in re.findall(r'aria-label="Entry (\d+)"', page)]
    now = read(client, "/sec/record")
    assert max(sizes) < max(int(n) for n in re.findall(r'aria-label="Entry (\d+)"', now))
    since = re.search(r"(\d+) events since", page)
    last = re.search(r"Record of the SEC at event (\d+)", page)
    assert since
    assert last
    total = re.search(r"Record of the SEC at event (\d+)", now)
    assert total
    assert int(last[1]) + int(since[1]) == int(total[1])
    assert max(sizes) == int(last[1])
    assert "Verify now" in now
    assert "Verify now" not in page
    after = read(client, f"/sec/record?after={max(sizes) - 1}", BEFORE)
    assert max(int(n) for n in re.findall(r'aria-label="Entry (\d+)"', after)) == max(sizes)


@pytest.mark.usefixtures("past")
def test_a_page_of_the_present_shows_no_banner_and_gets_no_moment(reader: Reader) -> None:
    client = reader("code-administrator")
    for address in (f"{RELEASE}/what-if?days=7", "/sec", "/search?q=MP001&stay=1", "/today"):
        page = read(client, address, BEFORE)
        assert NEEDED not in page
        assert PRESENT_ONLY in page
        assert PRESENT_ONLY not in read(client, address)
    page = read(client, RELEASE, BEFORE)
    kept = [link for link in re.findall(r'href="([^"]*)"', page) if "as_at" in link]
    assert kept
    for link in kept:
        path = link.partition("?")[0]
        assert not path.endswith(("/what-if", ".ics"))
        assert not path.startswith(("/evidence", "/acts"))
        if not path.endswith((".pdf", ".docx")):
            assert NEEDED in read(client, link), link


@pytest.mark.parametrize("tab", ["/decisions", "/notices", ""])
def test_a_page_of_the_past_leads_to_resolutions_and_notices_of_then(
    past: Scene, reader: Reader, tab: str
) -> None:
    del past
    page = read(reader("code-administrator"), RELEASE + tab, AFTER)
    links = re.findall(r'href="(/(?:resolutions|notices)/[^"]*)"', page)
    assert links
    assert [link for link in links if "as_at=2026-03-12T12%3A00" not in link] == []


@pytest.mark.usefixtures("past")
def test_papers_are_written_from_what_was_held_then(reader: Reader) -> None:
    client = reader("code-administrator")
    assert "Words of advice" in read(client, f"{RELEASE}/paper")
    then = read(client, f"{RELEASE}/paper", BEFORE)
    assert "Words of advice" not in then
    assert NEEDED in then
    rid = read(client, f"{RELEASE}/rid", BEFORE)
    assert "First words" in rid
    assert "Later words" not in rid
    assert "Later words" in read(client, f"{RELEASE}/rid")
    assert client.get(f"{RELEASE}/paper.pdf?as_at={BEFORE}").status_code == 200


def test_a_live_release_can_no_longer_be_given_another_date(past: Scene, reader: Reader) -> None:
    del past
    Release.objects.update(state="live", actual_date="2027-11-04")
    text = read(reader("public"), f"{RELEASE}/what-if?days=7")
    assert "The release is live; its date can no longer be set." in text
    assert "No approved modification is in it" not in text


@pytest.mark.usefixtures("past")
def test_an_implementation_date_that_no_source_states_is_not_held(reader: Reader) -> None:
    page = read(reader("public"), "/sec/modifications/MP002")
    assert "What this modification was adopted from states no implementation date." in page
    assert "The body that considers the report sets it" not in page


@pytest.mark.parametrize("role", ["code-administrator", "member", "chair"])
def test_what_lies_in_front_of_a_body_is_read_once_for_each_entry_of_the_record(
    past: Scene, reader: Reader, role: str
) -> None:
    found = Resolution.objects.get(state="open")
    client = reader(role)
    client.get("/sec")
    for read_anew, most in ((1, 25), (0, 15)):
        with counted() as statements:
            read(client, f"/resolutions/{found.id}")
        frozen = [s for s in statements if 'FROM "releases_switchedcode"' in s]
        assert len(frozen) == read_anew
        assert len(statements) <= most, len(statements)
    past.modification("MP009", title="Another entry of the record")
    with counted() as statements:
        read(client, f"/resolutions/{found.id}")
    assert any('FROM "releases_switchedcode"' in s for s in statements)
