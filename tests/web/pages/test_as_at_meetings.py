"""What a committee knew, and when, is a link: meetings, papers, bodies and resolutions of then."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import pytest

from ridgeway.governance.codes.models import Appointment
from ridgeway.governance.committees.models import AgendaItem, Meeting, Paper, Resolution
from tests.governance.committees.seats import Committee, committee_of
from tests.governance.conftest import World
from tests.marks import covers
from tests.web.pages.conftest import Reader, counted
from tests.web.pages.test_as_at_beside import read
from tests.web.pages.test_meeting_pages import browser

BEFORE, FIRST, SECOND, AFTER = (
    f"2026-03-{day:02}T18:00" for day in (1, 2, 13, 20)
)  # fmt: skip
KEPT = "as_at=2026-03-02T18%3A00"


@dataclass
class Story:
    """Called with one paper on 2 March; late paper, resolution and votes on 13 March; held and
    minuted on 19 March, the resolution closed."""

    committee: Committee
    meeting: Meeting
    item: AgendaItem
    paper: Paper
    late: Paper
    put: Resolution

    @property
    def addresses(self) -> dict[str, str]:
        return {
            "meetings": "/sec/meetings",
            "meeting": f"/meetings/{self.meeting.id}",
            "bundle": f"/meetings/{self.meeting.id}/bundle",
            "paper": f"/papers/{self.paper.id}",
            "body": "/sec/bodies/panel",
            "resolution": f"/resolutions/{self.put.id}",
        }


@pytest.fixture
def story(world: World) -> Story:
    made = committee_of(world)
    meeting = made.meeting()
    item = made.item(meeting, "First title")
    paper = made.paper(item, "Zebrafinch figures")
    made.on(dt.date(2026, 3, 13))
    made.do("item.edit", item, title="Second title", purpose="decision")
    late = made.paper(item, "Tabled addendum")
    put = made.put(item, hangs_on=[{"text": "Words of a condition"}], rule={"quorum": 3})
    for number in range(3):
        made.vote(put, number, reason=f"Reason {number}")
    made.on(dt.date(2026, 3, 19))
    made.vote(put, 3, "against", reason="Reason 3")
    made.do("resolution.close", put, basis="Read in the room")
    made.do("item.record-outcome", item, outcome="Words of an outcome")
    made.do("minutes.write", meeting, text="Words of minutes")
    made.do("action.raise", world.code, text="Words of an action", item=item.id,
            owner=world.bodies["panel"].id)  # fmt: skip
    return Story(made, meeting, item, paper, late, put)


SAID: list[tuple[str, str, str, str]] = [
    ("meetings", "", FIRST, "Panel, March"),
    ("meeting", BEFORE, FIRST, "First title"),
    ("meeting", FIRST, SECOND, "Second title"),
    ("meeting", FIRST, SECOND, "Tabled addendum"),
    ("meeting", FIRST, SECOND, "2 working days late"),
    ("meeting", FIRST, SECOND, "that the budget be so"),
    ("meeting", FIRST, SECOND, "Words of a condition"),
    ("meeting", SECOND, AFTER, "Words of an outcome"),
    ("meeting", SECOND, AFTER, "Words of minutes"),
    ("meeting", SECOND, AFTER, "Words of an action"),
    ("bundle", FIRST, SECOND, "Tabled addendum"),
    ("bundle", SECOND, AFTER, "Words of minutes"),
    ("body", FIRST, SECOND, "that the budget be so"),
    ("body", SECOND, AFTER, "Words of an action"),
    ("resolution", SECOND, AFTER, "Reason 3"),
    ("resolution", SECOND, AFTER, "Read in the room"),
]


@covers("F-163", "F-252")
@pytest.mark.parametrize(("page", "before", "after", "said"), SAID)
def test_a_page_tells_what_was_known_by_then_and_nothing_later(
    story: Story, reader: Reader, page: str, before: str, after: str, said: str
) -> None:
    client, address = reader("code-administrator"), story.addresses[page]
    if before and before != BEFORE:
        assert said not in read(client, address, before)
    assert said in read(client, address, after)
    if page == "meetings":
        assert said not in read(client, address, BEFORE)


@covers("F-257")
@pytest.mark.parametrize("role", ["code-administrator", "member", "chair"])
def test_at_this_moment_it_is_the_present(story: Story, reader: Reader, role: str) -> None:
    client = reader(role)
    for name in ("meeting", "bundle", "paper", "resolution"):
        now, then = (told(read(client, story.addresses[name], at)) for at in ("", AFTER))
        assert then - now == set(), name
        assert len(then) > 10


def told(page: str) -> set[str]:
    """What a page's content says, but for how long ago it was and what may be done about it."""
    part = page[page.index('<div class="page">') : page.index("<footer")]
    part = re.sub(r'<a href="/acts/[^"]*">([^<]*)</a>', r"\1", part)
    pieces = (piece.strip() for piece in re.findall(r">([^<]+)<", part))
    return {piece for piece in pieces if piece and not piece.endswith("ago")}


@pytest.mark.parametrize("name", ["meeting", "bundle", "paper", "resolution"])
def test_what_was_not_there_yet_is_missing(story: Story, reader: Reader, name: str) -> None:
    client, address = reader("code-administrator"), story.addresses[name]
    read(client, address, FIRST if name == "resolution" else BEFORE, 404)


def test_no_act_is_offered_in_the_past_and_every_link_keeps_the_moment(
    story: Story, reader: Reader
) -> None:
    client = reader("code-administrator")
    for name, address in story.addresses.items():
        page = read(client, address, SECOND if name == "resolution" else FIRST)
        main = page[page.index('<div class="page">') : page.index("<footer")]
        assert '"/acts/' not in main, name
        links = re.findall(r'href="(/(?:meetings|papers|resolutions|sec/bodies)/[^"]*)"', main)
        assert [link for link in links if "as_at=" not in link] == [], name
    meeting = read(client, story.addresses["meeting"], FIRST)
    assert f'/meetings/{story.meeting.id}/bundle?{KEPT}"' in meeting
    assert f'/papers/{story.paper.id}?{KEPT}"' in meeting
    moved = client.get(f"/items/{story.item.id}?{KEPT}")
    assert moved["Location"] == f"/meetings/{story.meeting.id}?{KEPT}#agenda-1"


@covers("F-253")
def test_an_open_vote_of_then_is_counted_from_the_votes_of_then(
    story: Story, reader: Reader
) -> None:
    page = read(reader("code-administrator"), story.addresses["resolution"], SECOND)
    assert "<dt>For</dt><dd>3</dd>" in page
    assert "<dt>Against</dt><dd>0</dd>" in page
    assert "<dt>Waiting</dt><dd>2</dd>" in page
    assert "It was carried" not in page
    later = read(reader("code-administrator"), story.addresses["resolution"], AFTER)
    assert "<dt>Against</dt><dd>1</dd>" in later
    assert "It was carried when the vote closed" in later


@covers("F-253")
def test_whoever_was_recused_since_reads_the_paper_in_no_past(story: Story) -> None:
    mine, other = story.committee.members[4], story.committee.members[1]
    put = story.committee.put(story.item, matter="plan", text="that the plan be so")
    story.committee.on(dt.date(2026, 3, 21))
    story.committee.do("item.declare-interest", story.item, mine, interest="Mine")
    closed, open_to = browser(mine.account_id), browser(other.account_id)
    for address in (
        story.addresses["meeting"],
        story.addresses["bundle"],
        f"/resolutions/{put.id}",
    ):
        page = read(closed, address, AFTER)
        assert "Zebrafinch" not in page, address
    assert "Zebrafinch" in read(open_to, story.addresses["meeting"], AFTER)
    read(closed, story.addresses["paper"], FIRST, 404)
    read(open_to, story.addresses["paper"], FIRST)


def test_a_meeting_that_was_closed_to_the_reader_since_is_missing_in_its_past(
    story: Story, reader: Reader
) -> None:
    read(reader("public"), story.addresses["meeting"], AFTER, 404)
    read(reader("member"), story.addresses["meeting"], AFTER)
    Meeting.objects.update(audience="administration")
    read(reader("member"), story.addresses["meeting"], AFTER, 404)
    assert "Panel, March" not in read(reader("member"), "/sec/meetings", AFTER)


def test_the_bundle_of_then_is_a_file_that_names_its_position(story: Story, reader: Reader) -> None:
    client = reader("code-administrator")
    address = f"{story.addresses['bundle']}.pdf"
    now = client.get(address)
    then = client.get(address, {"as_at": FIRST})
    assert then.content.startswith(b"%PDF-")
    assert then.content != now.content


def test_who_sat_then_sits_on_the_page_of_then(story: Story, reader: Reader) -> None:
    committee = story.committee
    held = Appointment.objects.get(seat=committee.seats[0])
    committee.on(dt.date(2026, 3, 19), 12)
    committee.do("appointment.end", held, "installation-administrator", until_date="2026-03-10")
    client = reader("code-administrator")
    empty = '<span class="muted">empty</span>'
    assert empty not in read(client, "/sec/bodies/panel", SECOND)
    assert empty in read(client, "/sec/bodies/panel", AFTER)
    assert empty in read(client, "/sec/bodies/panel")


def test_the_past_of_a_meeting_costs_no_query_for_each_item(story: Story, reader: Reader) -> None:
    client, address = reader("code-administrator"), story.addresses["meeting"]
    read(client, address, FIRST)
    with counted() as few:
        read(client, address, AFTER)
    story.committee.on(dt.date(2026, 3, 20))
    for number in range(5):
        story.committee.paper(story.committee.item(story.meeting, f"Item {number}"))
    read(client, address, "2026-03-20T19:00")
    with counted() as many:
        read(client, address, "2026-03-20T19:00")
    assert len(many) == len(few)
