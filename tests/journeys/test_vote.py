"""What a vote can still become, read on its page by everybody while the seats vote one by one."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import SignedIn
from tests.journeys.hands import answer, do, done, open_act, tab, vote, words
from tests.journeys.station import Station
from tests.marks import covers

pytestmark = pytest.mark.browser

PAGE = "/sec/releases/june-2028-sec-release"
OPEN = "It can still pass and can still fail."
LOST = "It can no longer pass, whatever the remaining seats do."
SAFE = "It can no longer fail; it passes when the vote is closed."


@covers("F-249", "F-251")
@pytest.mark.parametrize(
    ("position", "sealed", "outcome"), [("Against", LOST, "lost"), ("For", SAFE, "carried")]
)
def test_the_page_tells_with_each_vote_what_can_still_come_of_it(
    station: Station, signed_in: SignedIn, position: str, sealed: str, outcome: str
) -> None:
    desk = signed_in(station, "administrator")
    desk.goto(station.origin + PAGE)
    tab(desk, "Decisions")
    open_act(desk, "Put a resolution to a body")
    answer(desk, body="SEC Panel", text="that the plan is noted in full", matter="plan")
    desk.get_by_label("Quorum, in seats").fill("2")
    done(desk)
    readers = {name: signed_in(station, name) for name in ("administrator", "chair", "manager")}

    def told() -> set[tuple[str, ...]]:
        said = {words(page) for page in readers.values() if page.goto(desk.url)}
        return {tuple(one for one in (OPEN, LOST, SAFE) if one in page) for page in said}

    assert told() == {(OPEN,)}
    vote(signed_in(station, "member"), desk.url, position)
    assert told() == {(OPEN,)}
    vote(signed_in(station, "member-two"), desk.url, position)
    assert told() == {(sealed,)}
    do(readers["chair"], "Close the vote")
    readers["chair"].goto(desk.url)
    assert f"It was {outcome} when the vote closed." in words(readers["chair"])
