"""The November 2019 page tells a visitor everything that the sources say, and nothing else."""

from __future__ import annotations

import pytest
from django.test import Client

from ridgeway.governance.releases.models import Release
from tests.marks import covers
from tests.web.pages.conftest import visitor
from tests.web.releases.conftest import NOVEMBER, words

pytestmark = pytest.mark.usefixtures("demo", "db")

FACTS = {
    "the rule's date": "Thu 7 Nov 2019",
    "the date that stood": "Fri 29 Nov 2019",
    "the request": "Tue 1 Oct 2019 SEC Panel asks for the date",
    "the consent": "Tue 8 Oct 2019 Authority consents",
    "the latest date": "latest Sun 1 Dec 2019",
    "the revision": "Wed 30 Oct 2019 SEC Panel sets the date Within the range",
    "how far from the rule": "22 days after the rule’s date",
    "the cause": "CR1066",
    "that it is live, and what was open": (
        "Live since Fri 29 Nov 2019; of that day, 1 of 7 criteria cannot be judged and no final"
        " go or no-go is held"
    ),
    "who can clear it": "DCC or TAG can clear it",
    "the departure": "21 days after Fri 18 Oct 2019",
    "its birth": "that limit had already passed when the date was set on Wed 30 Oct 2019",
    "duties from before the policy": "fell due before the policy applied: not in force, never late",
    "an advice": "Operations Group (OPSG)",
    "another advice": "Testing Advisory Group (TAG)",
    "papers that came late": "Papers came late.",
    "the basis of the view": "the TAG could not check it against the documents",
    "the residual risk": "SECMP0062 could be switched on in a later release",
    "OPSG's condition": "subject to the DCC’s clarification of how the check is enforced",
    "its question": "How would it be enforced that the switches of SECMP0062 stay off?",
    "when it was decided": "decided between Fri 8 Nov 2019 and Fri 29 Nov 2019",
    "what is not known of it": "votes and quorum not held",
    "the documents": "D, E, K, M, N, Q, AC, AD, AF",
}


@covers("F-100", "F-149", "F-155", "F-156", "F-158", "F-163", "F-165", "F-166", "F-172")
@pytest.mark.parametrize("fact", FACTS)
def test_the_page_shows_anybody(fact: str) -> None:
    assert FACTS[fact] in words(visitor(), NOVEMBER)


@covers("F-024", "F-058")
def test_the_page_keeps_the_name_and_lists_ten_modifications() -> None:
    text = visitor().get(NOVEMBER).content.decode()
    assert "<h1>November 2019 SEC Release</h1>" in text
    for reference in ("SECMP0018", "SECMP0060", "MP071", "MP076"):
        assert f'href="/sec/modifications/{reference}"' in text
    assert text.count('href="/sec/modifications/') == 10


def test_a_departure_is_never_among_the_reasons() -> None:
    text = words(visitor(), NOVEMBER)
    reasons, _, departed = text.partition("Departed from, blocks nothing")
    assert "Put the go-live evidence before the Panel" not in reasons.split("Can it go live?")[1]
    assert "should” Put" in departed or "should Put the go-live evidence" in departed


@covers("F-091")
def test_why_shows_each_limit_that_the_evidence_ever_had() -> None:
    text = words(visitor(), f"{NOVEMBER}/why/evidence-to-panel")
    assert "Six weeks before go-live: Fri 18 Oct 2019" in text
    for limit in ("Thu 26 Sep 2019", "Sun 13 Oct 2019", "Fri 18 Oct 2019"):
        assert limit in text
    assert "Born late 12 days past when it was set" in text
    assert text.count("Born late 12 days past") == 1
    assert "SEC Release Management Policy 3.0" in text


@covers("F-140", "F-141", "F-142", "F-143", "F-144", "F-145", "F-146", "F-147", "F-148")
def test_the_gate_lists_each_criterion_under_its_verdict_with_who_said_what() -> None:
    text = words(visitor(), f"{NOVEMBER}/gate")
    open_, _, met = text.partition("Met 10 requirements")
    assert "SIT and UIT were aligned with the production solution" in open_
    assert "Too late after Thu 28 Nov 2019" in open_
    for said in (
        "DCC, Fri 8 Nov 2019: Confirmed that it can deploy on 29 November",
        "TAG, Fri 8 Nov 2019: Reviewed each report; entry and exit criteria met",
        "TAG, Fri 8 Nov 2019: None unresolved",
        "TAG, Fri 8 Nov 2019: Plans in place, comfortably within the threshold",
        "OPSG, Fri 8 Nov 2019: Criteria met on operational readiness",
        "SECAS, Fri 8 Nov 2019: Recommends that the release be implemented on 29 November",
    ):
        assert said in met


@covers("F-153")
def test_the_gate_wants_each_sign_off_for_itself() -> None:
    text = words(visitor(), f"{NOVEMBER}/gate").partition("Sign-offs wanted")[2]
    assert "View of the OPSG Given View of the TAG Given" in text
    assert "Decision, SEC Panel Given Final go or no-go, DCC Cannot tell" in text


@covers("F-140")
def test_the_gate_of_8_november_has_no_decision_behind_it_yet() -> None:
    text = words(visitor(), f"{NOVEMBER}/gate?on=8+Nov+2019")
    assert "1 of 7 criteria cannot be judged, judged on Fri 8 Nov 2019" in text


@pytest.mark.parametrize(
    ("tab", "said"),
    [
        ("scope", "Standard Electricity Distributor Configuration Settings"),
        ("plan", "Duties without a date"),
        ("testing", "Test phases"),
        ("risks", "Accepted subject to this answer"),
        ("decisions", "the day is not held"),
        ("notices", "which notices went out is not held"),
        ("record", "Adopt a release"),
        ("rid", "Modifications targeted at or approved for the release"),
    ],
)
def test_every_tab_is_open_to_anybody(tab: str, said: str) -> None:
    assert said in words(visitor(), f"{NOVEMBER}/{tab}")


def test_a_visitor_is_offered_nothing_and_an_administrator_hears_why_not() -> None:
    assert "What may be done" not in words(visitor(), NOVEMBER)
    text = words(visitor("administrator"), f"{NOVEMBER}/gate")
    assert "Set live Not now: The release is live; this is settled." in text


def test_the_example_offers_its_acts_with_their_addresses() -> None:
    client = visitor("administrator")
    example = Release.objects.get(slug="june-2028-sec-release")
    text = client.get(f"/sec/releases/{example.slug}").content.decode()
    assert f'href="/acts/release.move/{example.id}"' in text
    assert "Only the delivery or release manager may do this." in words(
        client, f"/sec/releases/{example.slug}"
    )


@covers("F-021")
def test_the_list_shows_open_releases_and_by_rule_what_is_not_held(client: Client) -> None:
    open_ = words(client, "/sec/releases")
    assert "November 2019 SEC Release" not in open_
    every = words(client, "/sec/releases?all=1")
    assert "Fri 29 Nov 2019 November 2019 SEC Release" in every
    assert "By rule actual date not held" in every


@covers("F-102")
def test_the_calendar_draws_and_lists_the_date_and_those_before_it(client: Client) -> None:
    answer = client.get("/sec/calendar?zoom=month&around=8+Nov+2019").content.decode()
    assert 'aria-label="November 2019 SEC Release, Fri 29 Nov 2019"' in answer
    text = words(client, "/sec/calendar?zoom=month&around=8+Nov+2019")
    assert "Thu 7 Nov 2019 November 2019 SEC Release: an earlier date" in text
    assert "Sun 24 Nov 2019 November 2019 SEC Release: an earlier date" in text


def test_a_release_by_rule_is_never_called_late(client: Client) -> None:
    text = words(client, "/sec/releases/february-2020-sec-release")
    assert "What really happened is not held; nothing is called late" in text
    assert "Late" not in text.replace("called late", "")
