"""A resolution over the interface: votes by seat, the count, recusals, conditions, and for whom."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.api.test_meetings import client_of, read
from tests.governance.committees.conftest import committee as committee  # noqa: PLC0414
from tests.governance.committees.seats import Committee
from tests.governance.conftest import world as world  # noqa: PLC0414
from tests.marks import covers


@covers("F-172", "F-260")
def test_a_resolution_is_read_with_its_votes_its_count_and_what_it_hangs_on(
    committee: Committee,
) -> None:
    item = committee.item(committee.meeting())
    put = committee.put(item, hangs_on=[{"text": "the RAID log is shown"}], rule={"quorum": 2})
    committee.vote(put, 0, reason="It is ready")
    committee.vote(put, 1, "against")
    committee.do("resolution.recuse", put, committee.members[2], interest="Mine")
    seen = read(client_of(committee.members[0]), f"/resolutions/{put.id}")
    assert (seen["state"], seen["body"], seen["matter"]) == ("open", "panel", "budget")
    assert seen["subject_digest"] == put.subject_digest
    standing = {seat["name"]: (seat["standing"], seat["reason"]) for seat in seen["seats"]}
    assert standing["Seat 0"] == ("for", "It is ready")
    assert standing["Seat 2"] == ("recused", "")
    assert standing["Seat 4"] == ("waiting", "")
    count = seen["tally"]
    assert [count[name] for name in ("in_favour", "against", "recused", "waiting")] == [1, 1, 1, 2]
    assert count["can_still_pass"]
    assert (seen["my_position"], seen["changed"]) == ("for", False)
    assert [c["text"] for c in seen["hangs_on"]] == ["the RAID log is shown"]
    assert "resolution.vote" in {one["act"] for one in seen["actions"]}


@covers("F-253")
def test_whoever_is_recused_reads_the_count_and_not_the_paper(committee: Committee) -> None:
    put = committee.put(committee.item(committee.meeting()))
    mine, other = committee.members[2], committee.members[3]
    committee.do("resolution.recuse", put, mine, interest="Mine")
    closed, open_to = (read(client_of(who), f"/resolutions/{put.id}") for who in (mine, other))
    assert (closed["recused"], closed["content"]) == (True, None)
    assert "A budget" in str(open_to["content"])
    assert closed["tally"] == open_to["tally"]


def test_options_are_counted_one_by_one(committee: Committee) -> None:
    put = committee.put(
        committee.item(committee.meeting()), verb="indicate", options=["June", "November"]
    )
    digest = put.subject_digest
    committee.do("resolution.choose", put, committee.members[0], option=2, paper_digest=digest)
    seen = read(client_of(committee.members[1]), f"/resolutions/{put.id}")
    assert (seen["tally"], seen["indication"]["votes"]) == (None, [0, 1])
    assert seen["options"] == ["June", "November"]


@pytest.mark.parametrize("address", ["%00", "nosuch", ""])
def test_hidden_and_missing_answer_the_same(committee: Committee, address: str) -> None:
    put = committee.put(committee.item(committee.meeting()))
    answer = Client().get(f"/api/v1/resolutions/{address or put.id}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/missing")
