"""A release in the browser, from its first date to an amended one; every refusal cites."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import SignedIn
from tests.journeys.hands import answer, carry, do, done, open_act, send, words
from tests.journeys.letterbox import delivered, working
from tests.journeys.station import Station
from tests.journeys.story import Story
from tests.marks import covers

pytestmark = pytest.mark.browser

RULES = "SEC Release Management Policy 3.0"
PANEL, DCC, AUTHORITY = (
    "SEC Panel",
    "Data Communications Company",
    "Gas and Electricity Markets Authority",
)
WRITTEN = (
    "Testing by the DCC",
    "User testing and support",
    "When the TAG is asked",
    "Support needed from Parties",
)
"""The parts of the document that somebody writes; the rest fills itself from what is held."""

ASIDE = ("Technical specifications taking effect", "Technical specifications ending")
ACTIVITIES = (
    ("Proof-reading", "Testing by the delivery body"),
    ("Users read it", "Testing by Users"),
)
TOLD = (
    "Tell Parties the Authority's decision on a changed date",
    "Tell Parties the cut-off dates and the scope, six months ahead",
)


@covers("F-026", "F-051", "F-052", "F-053", "F-068", "F-073", "F-094", "F-096")
def test_a_release_is_dated_scoped_baselined_and_amended_and_parties_are_told(
    station: Station, signed_in: SignedIn, tmp_path: Path
) -> None:
    story = Story(station, signed_in, tmp_path)
    its_first_date_is_set(story)
    its_scope_is_gathered(story)
    its_document_is_written(story)
    a_party_comments(story)
    the_panel_baselines_it(story)
    its_date_is_amended(story)
    parties_are_told(story)


def its_first_date_is_set(story: Story) -> None:
    page = story.page(at="/sec/releases")
    open_act(page, "Plan a release")
    answer(page, go_live_date="7 October 2027", by_body=PANEL)
    refused = send(page)
    assert "An ad hoc release is of the kind system or documentation." in refused
    assert f"{RULES}, section 3" in refused
    answer(page, kind="SEC Documentation Release", audience="Public")
    done(page)
    story.at = page.url.removeprefix(story.station.origin)
    assert "SEC Panel sets the date" in story.says()


def its_scope_is_gathered(story: Story) -> None:
    """Nothing is approved for it that is not decided; what is, says whom and what it touches."""
    rid = f"{story.at}/rid"
    refused = story.says(at=rid)
    assert "is drafted once a modification is approved for the release; none is." in refused
    page = story.page(at=f"{story.at}/scope")
    open_act(page, "Add to the scope")
    answer(page, modification="MP902", relation="Approved")
    refused = send(page)
    assert "A SEC Documentation Release may not carry a change to DCC Systems." in refused
    assert f"{RULES}, section 3" in refused
    answer(page, modification="MP903")
    assert "MP903 is in the scope of the June 2028 SEC Release. Remove it there" in send(page)
    do(
        story.page(at="/sec/releases/june-2028-sec-release/scope"), "Remove from the scope",
        modification="MP903: Example: clearer definition of a communications hub swap",
        rationale="It is wanted earlier",
    )  # fmt: skip
    page = story.page(at=f"{story.at}/scope")
    do(page, "Add to the scope", modification="MP903", relation="Approved")
    do(
        story.page(at="/sec/modifications/MP903"), "Edit the modification",
        documents="Section A", impacts="Network",
    )  # fmt: skip


def its_document_is_written(story: Story) -> None:
    """By parts; the Panel is not asked before each of them is complete."""
    rid = f"{story.at}/rid"
    do(story.page(at=rid), "Start a document of the release")
    said = story.says(at=rid)
    assert "Testing by the DCC: nothing is written." in said, said
    for part in WRITTEN:
        do(story.page(at=rid), "Write a part", part=part, text=f"Example: {part}.")
    for part in ASIDE:
        do(story.page(at=rid), "Say that a part does not apply", part=part, text="None is touched")
    for what, whose in ACTIVITIES:
        do(
            story.page(at=rid), "Plan an activity", what=what, testing=whose,
            starts_date="1 June 2027", ends_date="31 August 2027",
        )  # fmt: skip
    do(story.page(at=f"{story.at}/risks"), "Record a residual risk", text="A Party reads no mail")
    page = story.page(at=f"{story.at}/gate")
    do(page, "Set an acceptance criterion", number="1", text="The text is published")
    page = story.page(at=f"{story.at}/costs")
    open_act(page, "Forecast the cost")
    answer(page, stated_by=DCC)
    for number in range(6):
        answer(page, **{f"lines-{number}-amount": "0"})
    done(page)
    do(story.page(at=rid), "Issue a draft", comments="First draft")
    assert "0.1" in story.says(at=rid)


def a_party_comments(story: Story) -> None:
    """Its comment is considered by the body that the policy names, and answered."""
    rid = f"{story.at}/rid"
    do(story.page("party", rid), "Comment on the document", text="Could Users begin in May?")
    page = story.page(at=rid)
    open_act(page, "Record what is done")
    answer(
        page, disposition="Accepted: the document changes", answer="They begin in May.", body=DCC
    )
    refused = send(page)
    assert "that considers comments on the" in refused
    assert RULES in refused
    answer(page, body=PANEL)
    done(page)
    assert "They begin in May." in story.says("party", rid)


def the_panel_baselines_it(story: Story) -> None:
    rid = f"{story.at}/rid"
    do(story.page(), "Move the release on", action="Set scope")
    page = story.page(at=rid)
    do(page, "Put it to the SEC Panel")
    carry(story.signed_in, story.station, page.url)
    said = story.says(at=rid)
    assert "1.0" in said
    assert "Baselined" in story.says()


def its_date_is_amended(story: Story) -> None:
    typed = {"go_live_date": "21 October 2027", "authority": "Minute 9", "cause": "More reading"}
    page = story.page()
    open_act(page, "Set another date")
    answer(page, status="Set", by_body=PANEL, **typed)
    refused = send(page)
    assert "consent" in refused.lower()
    assert f"{RULES}, section 4" in refused
    for status, body in (("Requested", PANEL), ("Consented", AUTHORITY)):
        assert "Thu 7 Oct 2027" in story.page().locator("main .head").inner_text()
        do(story.page(), "Set another date", status=status, by_body=body, **typed)
    assert "Thu 21 Oct 2027" in story.page().locator("main .head").inner_text()


def parties_are_told(story: Story) -> None:
    """What the Authority decided, and the notice that the policy has sent six months ahead."""
    page = story.page(at=f"{story.at}/notices")
    for title in TOLD:
        page.goto(f"{story.station.origin}{story.at}/notices")
        page.get_by_role("link", name=title).click()
        page.wait_for_url("**/notices/*")
        assert "Owed" in words(page)
        do(page, "Send the notice")
    with working(story.station) as box:
        delivered(page)
    assert "The notice is sent; what went out is corrected, never sent anew." in words(page)
    assert any("party@example.org" in reader for reader in box.readers)
    row = story.page(at=f"{story.at}/plan").get_by_role("row").filter(has_text=TOLD[-1]).first
    assert "Kept" in row.inner_text()
