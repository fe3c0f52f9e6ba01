"""A Party's proposal in the browser, from its first form to the code; every refusal cites."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import SignedIn
from tests.journeys.hands import answer, carry, do, done, open_act, pick, send, vote, words
from tests.journeys.station import Station
from tests.journeys.story import Story
from tests.marks import covers

pytestmark = pytest.mark.browser

SECAS = "Smart Energy Code Administrator and Secretariat"
SEATS = (
    ("Large Supplier", "Pat Example, party@example.org"),
    ("Small Supplier", "Max Example, member@example.org"),
    ("Network", "Mia Example, member-two@example.org"),
    ("Other SEC Party", "Cleo Example, chair@example.org"),
)
"""The seats of the Change Board, one for each category of Parties, and who sits in them."""

GROUPS = 6
"""The groups in which the policy has the delivery body tell what a modification costs."""


@covers("F-001", "F-006", "F-033", "F-038", "F-043", "F-045", "F-098", "F-167", "F-168")
def test_a_partys_proposal_goes_to_the_code_by_what_is_held_and_voted(
    station: Station, signed_in: SignedIn, tmp_path: Path
) -> None:
    story = Story(station, signed_in, tmp_path)
    a_party_raises_it(story)
    it_is_refined(story)
    the_panel_has_it(story)
    parties_are_asked(story)
    the_change_board_votes(story)
    its_date_comes(story)


def a_party_raises_it(story: Story) -> None:
    """In its own name; a draft is complete when what the policy names is held."""
    party = story.page("party", "/sec/modifications")
    open_act(party, "Raise a modification")
    answer(party, title="Example: show the tariff in words", proposer="Example Network Party")
    refused = send(party)
    assert "a Party raises in its own name" in refused
    answer(party, proposer="None", path="Self governance")
    done(party)
    story.at = party.url.removeprefix(story.station.origin)
    assert "Proposer Example Large Supplier" in story.says("party")

    refused = story.step("Take the draft into the Development Stage", "secas")
    assert "Not held: description." in refused
    assert "the proposal form of 2017" in refused
    page = story.page()
    do(page, "Edit the modification", description="Consumers cannot read a tariff.")
    story.taken("Take the draft into the Development Stage", "secas")


def it_is_refined(story: Story) -> None:
    """A body decides by its resolution; then people, impacts, documents, texts and costs."""
    refused = story.step("Turn the draft into a Modification Proposal", "change-sub-committee")
    assert "No resolution of the Change Sub-Committee on the problem statement" in refused
    assert "public pages: about changing the code" in refused
    story.attest("Attest what the Change Sub-Committee decided elsewhere: problem statement")
    story.taken("Turn the draft into a Modification Proposal", "change-sub-committee")
    story.taken("Send to the Refinement Process", "panel")
    do(
        story.page(),
        "Name its representative or analyst",
        part="Proposer's representative",
        person="Pat Example",
    )
    do(
        story.page(), "Say whom or what it affects", name="Large Supplier", level="High",
        note="Bills are printed anew",
    )  # fmt: skip
    do(story.page(), "Edit the modification", documents="Section H\nAppendix J", system_impact="No")
    page = story.page()
    page.get_by_role("link", name="Report and documents").click()
    do(page, "Write a text of its report", topic="Issue", text="Nobody reads a tariff.")
    delivery = story.page("delivery")
    delivery.get_by_role("link", name="Costs").click()
    open_act(delivery, "Estimate its cost")
    answer(delivery, stated_by="Data Communications Company")
    for number in range(GROUPS):
        answer(delivery, **{f"lines-{number}-amount": str(1000 * number)})
    done(delivery)
    said = story.says()
    assert "Pat Example" in said
    assert "Section H, Appendix J" in said


def the_panel_has_it(story: Story) -> None:
    """With its documents and a date, and on nothing but its own vote."""
    refused = story.step("Bring before the Panel", "secas")
    assert "Not held: the legal text." in refused
    assert "SEC RMP 3.0, section 4" in refused
    text = story.file("text.txt", "The tariff is shown in words.")
    for name in ("The Modification Report", "The DCC Impact Assessment", "The legal text"):
        page = story.page()
        open_act(page, f"Add: {name}")
        answer(page, edition="1.0", file=text)
        done(page)
    story.taken("Bring before the Panel", "secas")

    refused = story.step("Set the implementation date and send to the Report Phase", "panel")
    assert "the implementation date is set" in refused
    assert "No resolution of the SEC Panel" in refused
    do(story.page(), "Set the implementation date", working_days="10")
    page = story.page()
    do(
        page, "Put it to the SEC Panel: modification report",
        text="that it goes to the Report Phase with its date",
    )  # fmt: skip
    carry(story.signed_in, story.station, page.url)
    story.taken("Set the implementation date and send to the Report Phase", "panel")


def parties_are_asked(story: Story) -> None:
    """The report consultation is closed before the vote."""
    close = "Close the report consultation and put to the vote"
    assert "No consultation was opened since" in story.step(close, "secas")
    page = story.page()
    open_act(page, "Open a consultation on it")
    answer(
        page, issuer=SECAS, title="Example: the tariff in words", clause="public pages",
        purpose="What Parties say of the report", closes_date="4 December 2026",
    )  # fmt: skip
    pick(page, "Parties")
    page.locator('[name="questions-0-text"]').fill("Do you agree with the report?")
    done(page)
    asked = page.url
    party = story.page("party", "/today")
    party.get_by_role("link", name="Example: the tariff in words").click()
    party.get_by_label("Answer").first.fill("Yes")
    with party.expect_navigation():
        party.get_by_role("button", name="Respond", exact=True).click()
    assert "You responded on Sat 21 Nov 2026" in words(party)

    refused = story.step(close, "secas")
    assert "Still open: “Example: the tariff in words”." in refused
    assert "public pages" in refused
    story.on(2026, 12, 7)
    do(story.page(at=asked), "Close the consultation")
    story.taken(close, "secas")


def the_change_board_votes(story: Story) -> None:
    """One seat for each category; whoever has an interest is out of it at once."""
    approve = "Approve under self-governance"
    refused = story.step(approve, "change-board")
    assert "No resolution of the Change Board on the modification is held" in refused
    assert "public pages: Change Board" in refused
    seats_are_filled(story)
    page = story.page()
    do(page, "Put it to the Change Board: modification", text="that it is approved")
    put = page.url
    assert "The vote of the Change Board on the modification is not closed." in story.step(
        approve, "change-board"
    )

    chair = story.page("chair", put)
    assert "0 of 1 so far" in words(chair)
    refused = story.says("manager", put)
    assert "I hold no seat on this body" in refused
    vote(story.page("party"), put)
    assert "It can still pass and can still fail." in words(story.page("party", put))
    do(
        story.page("party", put), "Declare an interest and recuse yourself",
        interest="We proposed it",
    )  # fmt: skip
    said = story.says("party", put)
    assert "Whoever is recused sees the paper no longer" in said
    vote(story.page("member"), put)
    vote(story.page("member-two"), put, "Against")
    assert "It can still pass and can still fail." in story.says("chair", put)
    vote(story.page("chair"), put)
    do(story.page("administrator", put), "Close the vote")
    assert "Carried" in story.says("party", put)
    story.taken(approve, "change-board")


def seats_are_filled(story: Story) -> None:
    """The administrator makes the seats, whoever runs the installation appoints."""
    board = "/sec/bodies/change-board"
    for category, _ in SEATS:
        do(story.page(at=board), "Create a seat", name=category, category=category)
    for category, person in SEATS:
        page = story.page("root", board)
        row = page.get_by_role("row").filter(has_text=category).first
        with page.expect_navigation(url="**/acts/**"):
            row.get_by_role("link", name="Appoint").click()
        answer(page, person=person, from_date="1 December 2026")
        done(page)


def its_date_comes(story: Story) -> None:
    """The window, then the date by itself."""
    end = "Close the window: the decision is final"
    assert "The referral window ends on Mon 21 Dec 2026" in story.says()
    refused = story.step(end, "secas")
    assert "The window is open up to Mon 21 Dec 2026." in refused
    assert "SEC RMP 3.0, section 4" in refused
    story.on(2026, 12, 22)
    story.taken(end, "secas")
    said = story.says()
    assert "Pending implementation" in said
    assert "Thu 7 Jan 2027" in said
    story.on(2027, 1, 7)
    story.taken("Put into the code", "secas", fact="Release live")
    assert "by Change Board" in story.says()
    page = story.page()
    page.get_by_role("link", name="Report and documents").click()
    page.get_by_role("link", name="The report as a document").click()
    page.wait_for_url("**/sec/report/*")
    said = words(page)
    assert "10 Working Days following decision" in said
    assert "Nobody reads a tariff." in said
