"""By which rule a body votes: that of the adopted policy, unanimity on grounds, a choice."""

from __future__ import annotations

from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.committees import counting
from ridgeway.governance.committees.models import AgendaItem, Condition, Resolution
from ridgeway.governance.evidence import store
from tests.governance.committees.seats import Committee
from tests.marks import covers

BOOK = """
format = 1
id = "votes"
version = "1.0"
title = "Voting policy"
code = "SEC"
status = "approved"
source = "Made for a test"
established_by = "Nobody"
issued_date = 2019-01-01
applies_from = 2019-01-01
calendar = "england-and-wales"
zone = "Europe/London"

[[bodies]]
id = "panel"
name = "SEC Panel"
clause = "section 1"
"""

RULES = {
    "two-thirds": """
[[voting]]
matter = "budget"
body = "panel"
share = "2/3"
more_than = false
base = "seats"
quorum = 3
clause = "section 2"
force = "must"
""",
    "by-category": """
[[voting]]
matter = "any"
body = "panel"
counted = "category"
quorum = 3
clause = "section 3"
force = "must"
""",
    "unconfirmed": """
[[voting]]
matter = "any"
body = "panel"
share = "2/3"
clause = "section 4"
force = "must"
unconfirmed = true
""",
    "on-grounds": """
[[voting]]
matter = "budget"
body = "panel"
share = "1/1"
more_than = false
unanimous = true
needs = [
  { id = "request", title = "The written request" },
  { id = "report", title = "The report, published", published = true },
]
clause = "section 5"
force = "must"
""",
}


def adopt(committee: Committee, rule: str, more: str = "") -> None:
    committee.do("policy.adopt", committee.world.code, text=f"{BOOK}{RULES[rule]}{more}\n")


@covers("F-249")
def test_the_adopted_rule_counts_and_is_cited(committee: Committee) -> None:
    adopt(committee, "two-thirds")
    resolution = committee.put(committee.item(committee.meeting()))
    assert resolution.ruled_by == "votes@1.0"
    for number, position in enumerate(("for", "for", "for", "against")):
        committee.vote(resolution, number, position)
    count = counting.count(resolution, committee.at.date())
    assert (count.carried, count.can_still_pass) == (False, True)  # 3 of 5; needed 4
    committee.vote(resolution, 4, "abstain")
    assert counting.count(resolution, committee.at.date()).can_no_longer_pass
    done = committee.do("resolution.close", resolution, "chair")
    assert done.answer["state"] == "lost"


@covers("F-249", "F-253")
def test_two_thirds_of_those_not_recused(committee: Committee) -> None:
    adopt(committee, "two-thirds")
    item = committee.item(committee.meeting())
    resolution = committee.put(item)
    for number, position in enumerate(("for", "for", "against")):
        committee.vote(resolution, number, position)
    assert counting.count(resolution, committee.at.date()).carried is False
    for number in (3, 4):
        mine = committee.members[number]
        committee.do("item.declare-interest", item, mine, interest="A supplier of it")
    assert counting.count(resolution, committee.at.date()).carried is True  # 2 of 3


@covers("F-249")
def test_each_category_has_one_vote(committee: Committee) -> None:
    adopt(committee, "by-category")
    resolution = committee.put(committee.item(committee.meeting()))
    for number, position in ((2, "for"), (3, "for"), (0, "against"), (1, "against")):
        committee.vote(resolution, number, position)
    count = counting.count(resolution, committee.at.date())
    assert (count.in_favour, count.against) == (2, 2)
    assert count.can_no_longer_pass  # Network for, two suppliers against, one left: a tie at best


@covers("F-249")
def test_a_rule_by_hand_holds_only_where_no_policy_states_one(committee: Committee) -> None:
    by_hand = {"quorum": 4, "numerator": 3, "denominator": 4}
    item = committee.item(committee.meeting())
    free = committee.put(item, rule=by_hand, matter="colour")
    assert (free.ruled_by, free.rule["numerator"]) == ("", 3)
    adopt(committee, "two-thirds")
    with pytest.raises(Refused, match="An adopted policy states how this body decides") as refused:
        committee.put(item, rule=by_hand)
    assert refused.value.verdict.blocking[0].clause == "Voting policy 1.0, section 2"
    other = committee.put(item, rule=by_hand, matter="colours")
    assert other.ruled_by == ""


WITHDRAWN: list[tuple[str, bool, bool]] = [
    ("", True, True),
    ('withdrawn_by = ["chair", "resolution"]', True, True),
    ('withdrawn_by = ["chair"]', True, False),
    ('withdrawn_by = ["resolution"]', False, True),
    ("withdrawn_by = []", False, False),
]


@pytest.mark.parametrize(("key", "chair", "resolution"), WITHDRAWN)
@pytest.mark.parametrize("who", ["chair", "code-administrator"])
def test_what_was_carried_is_withdrawn_in_the_ways_that_the_policy_states(
    committee: Committee, key: str, chair: bool, resolution: bool, who: str
) -> None:
    adopt(committee, "two-thirds", key)
    item = committee.item(committee.meeting())
    carried, later = carry(committee, item), carry(committee, item)
    named: dict[str, Any] = {"reason": "A figure", "by": later.id if who != "chair" else ""}
    if chair if who == "chair" else resolution:
        committee.do("resolution.withdraw", carried, who, **named)
        carried.refresh_from_db()
        assert carried.state == "withdrawn"
        return
    with pytest.raises(Refused, match="withdrawn by it alone") as refused:
        committee.do("resolution.withdraw", carried, who, **named)
    assert refused.value.verdict.blocking[0].clause == "Voting policy 1.0, section 2"


def carry(committee: Committee, item: AgendaItem) -> Resolution:
    resolution = committee.put(item)
    for number in range(4):
        committee.vote(resolution, number)
    committee.do("resolution.close", resolution, "chair")
    resolution.refresh_from_db()
    assert resolution.state == "carried"
    return resolution


def test_an_unconfirmed_rule_gives_way_to_one_by_hand_and_says_that_it_is(
    committee: Committee,
) -> None:
    adopt(committee, "unconfirmed")
    item = committee.item(committee.meeting())
    stated = committee.put(item)
    assert stated.ruled_by == "votes@1.0 (unconfirmed)"
    assert stated.rule["numerator"] == 2
    by_hand = committee.put(item, matter="colour", rule={"quorum": 4})
    assert (by_hand.ruled_by, by_hand.rule["quorum"]) == ("", 4)


def evidence(committee: Committee, title: str, audience: str) -> str:
    digest, size = store.put(iter([title.encode()]))
    given: dict[str, Any] = {
        "subject_type": "codes.code",
        "subject_id": committee.world.code.id,
        "title": title,
        "digest": digest,
        "size": size,
        "audience": audience,
    }
    return committee.do("evidence.submit", committee.world.code, **given).subject_id


@covers("F-249")
def test_unanimity_is_asked_only_on_its_grounds(committee: Committee) -> None:
    adopt(committee, "on-grounds")
    item = committee.item(committee.meeting())
    with pytest.raises(Refused) as refused:
        committee.put(item)
    missing = {reason.key: reason.clause for reason in refused.value.verdict.blocking}
    assert missing == dict.fromkeys(("request", "report"), "Voting policy 1.0, section 5")
    request = {"need": "request", "evidence": evidence(committee, "Letter", "committee")}
    kept = {"need": "report", "evidence": evidence(committee, "Report", "committee")}
    with pytest.raises(Refused, match="“Report” is not published"):
        committee.put(item, grounds=[request, kept])
    public = {"need": "report", "evidence": evidence(committee, "Report, 1.0", "public")}
    resolution = committee.put(item, grounds=[request, public])
    assert resolution.grounds.count() == 2
    for number in range(4):
        committee.vote(resolution, number)
    committee.vote(resolution, 4, "against")
    assert committee.do("resolution.close", resolution, "chair").answer["state"] == "lost"


ROUTES = ["By direction", "By a Party", "By the Panel itself"]


def indicate(committee: Committee) -> Resolution:
    item = committee.item(committee.meeting())
    return committee.put(item, verb="indicate", options=ROUTES, rule={"quorum": 3})


def choose(committee: Committee, resolution: Resolution, number: int, option: int | None) -> None:
    given: dict[str, Any] = {"option": option, "paper_digest": resolution.subject_digest}
    committee.do("resolution.choose", resolution, committee.members[number], **given)


@covers("F-250")
def test_a_body_indicates_the_option_with_most_votes(committee: Committee) -> None:
    resolution = indicate(committee)
    for number, option in enumerate((2, 3, 2, None)):
        choose(committee, resolution, number, option)
    count = counting.indicated(resolution, committee.at.date())
    assert (count.votes, count.abstained, count.can_still_win) == ((0, 2, 1), 1, (2,))
    committee.do("resolution.close", resolution, "chair")
    resolution.refresh_from_db()
    assert (resolution.state, resolution.chosen) == ("carried", 2)


@covers("F-250")
def test_a_tie_between_options_indicates_none(committee: Committee) -> None:
    resolution = indicate(committee)
    for number, option in enumerate((1, 3, 2)):
        choose(committee, resolution, number, option)
    committee.do("resolution.close", resolution, "chair")
    resolution.refresh_from_db()
    assert (resolution.state, resolution.chosen) == ("lost", None)


def test_only_what_has_options_is_chosen_from_and_the_rest_is_voted_on(
    committee: Committee,
) -> None:
    resolution = indicate(committee)
    with pytest.raises(Refused, match="no option 4; choose from 1 to 3"):
        choose(committee, resolution, 0, 4)
    with pytest.raises(Refused, match="choose among options"):
        committee.vote(resolution, 0)
    choose(committee, resolution, 0, 1)
    with pytest.raises(Refused, match="a vote stands"):
        choose(committee, resolution, 0, 2)
    plain = committee.put(committee.item(committee.meeting()))
    with pytest.raises(Refused, match="no options to choose from"):
        choose(committee, plain, 0, 1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"verb": "indicate", "options": ["One"]}, "two different ones"),
        ({"verb": "indicate", "options": ["One", "One"]}, "two different ones"),
        ({"verb": "agree", "options": ["One", "Two"]}, "Only INDICATE"),
    ],
)
def test_options_belong_to_indicating(
    committee: Committee, given: dict[str, Any], words: str
) -> None:
    item = committee.item(committee.meeting())
    with pytest.raises(Refused, match=words):
        committee.put(item, **given)


@covers("F-250")
def test_a_condition_is_tracked_until_evidence_discharges_it(committee: Committee) -> None:
    item = committee.item(committee.meeting())
    hangs = [{"text": "in the event that funds are left", "due_date": "2026-06-01"}]
    resolution = committee.put(item, hangs_on=hangs)
    condition = Condition.objects.get()
    proof = evidence(committee, "Statement of account", "committee")
    with pytest.raises(Refused, match="only what was agreed hangs"):
        committee.do("condition.discharge", condition, evidence=proof)
    for number in range(3):
        committee.vote(resolution, number)
    committee.do("resolution.close", resolution, "chair")
    with pytest.raises(Refused, match="no such evidence"):
        committee.do("condition.discharge", condition, evidence="nosuch")
    committee.do("condition.discharge", condition, evidence=proof, note="Seen by the chair")
    condition.refresh_from_db()
    assert (condition.state, condition.evidence_id) == ("discharged", proof)
    with pytest.raises(Refused, match="It is discharged"):
        committee.do("condition.discharge", condition, evidence=proof)
