from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.gates.advice import Advice, AdviceWanted, View, advice_reasons
from ridgeway.core.gates.criteria import Criterion, Finding, assess_all
from ridgeway.core.gates.defects import Limit, Outstanding, defect_reasons
from ridgeway.core.gates.golive import Duty, FinalCall, can_go_live, fact_of, final_call_reason
from ridgeway.core.gates.waivers import Waiver, WaiverPower, judge_waiver, with_waivers
from ridgeway.core.lifecycle.machine import judge
from ridgeway.core.lifecycle.tables import MOVERS, RELEASE
from ridgeway.core.verdict import Force, Reason, State
from tests.marks import covers

D = dt.date
OPEN = [State.UNMET, State.CANNOT_TELL]
BOARD = WaiverPower("board", (Force.SHOULD,), clause="2.1")
STRONG = WaiverPower("board", (Force.MUST, Force.SHOULD), keys=("a",), clause="2.2")


def reason(key: str, state: State, force: Force = Force.MUST) -> Reason:
    return Reason(key, f"{key} holds.", state, force=force)


def waiver(
    key: str, body: str = "board", person: str = "Ann Lee", ground: str = "No risk."
) -> Waiver:
    return Waiver(key, body, person, ground, D(2019, 11, 8))


@covers("F-007")
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("force", Force)
@pytest.mark.parametrize("part", ["criteria", "advice", "obligations"])
def test_only_an_open_must_blocks_wherever_it_comes_from(
    state: State, force: Force, part: str
) -> None:
    one = reason("x", state, force)
    parts = {"criteria": [reason("ok", State.MET)], "advice": [], "obligations": []}
    if part == "obligations":
        verdict = can_go_live(criteria=parts["criteria"], obligations=[Duty(one)])
    else:
        parts[part] = [*parts[part], one]
        verdict = can_go_live(criteria=parts["criteria"], advice=parts["advice"])
    assert verdict.question == "Can it go live?"
    assert verdict.allowed == (state not in OPEN or force is not Force.MUST)
    assert (one in verdict.departures) == (state in OPEN and force is Force.SHOULD)


def test_without_criteria_nothing_can_be_approved() -> None:
    verdict = can_go_live(criteria=[])
    assert verdict.state is State.CANNOT_TELL
    assert verdict.blocking[0].remedy == "Set the criteria first."


@pytest.mark.parametrize("state", OPEN)
def test_a_duty_not_in_force_is_shown_and_never_counts(state: State) -> None:
    old = Duty(reason("tell parties", state), in_force=False)
    verdict = can_go_live(criteria=[reason("ok", State.MET)], obligations=[old])
    assert verdict.allowed
    assert verdict.departures == ()
    assert verdict.reasons[-1].what == "Not in force: tell parties holds."


def test_a_duty_due_after_go_live_does_not_hold_it_up() -> None:
    report = Duty(reason("cost report", State.UNMET), due_date=D(2020, 2, 29))
    met = [reason("ok", State.MET)]
    later = can_go_live(criteria=met, obligations=[report], go_live_date=D(2019, 11, 29))
    assert later.allowed
    assert later.reasons[-1].what.startswith("Due only after go-live: ")
    assert not can_go_live(criteria=met, obligations=[report], go_live_date=D(2020, 2, 29)).allowed
    assert not can_go_live(criteria=met, obligations=[report]).allowed


WAIVABLE = [
    ("board", Force.SHOULD, BOARD, True),
    ("board", Force.MUST, BOARD, False),
    ("testers", Force.SHOULD, BOARD, False),
    ("board", Force.MUST, STRONG, True),
    ("testers", Force.MUST, STRONG, False),
]


@pytest.mark.parametrize(("body", "force", "power", "allowed"), WAIVABLE)
@pytest.mark.parametrize("state", State)
def test_a_waiver_needs_an_open_reason_and_the_power_over_its_force(
    body: str, force: Force, power: WaiverPower, allowed: bool, state: State
) -> None:
    one = reason("a", state, force)
    judged = judge_waiver(waiver("a", body), [one], [power])
    assert judged.allowed == (allowed and state in OPEN)
    (after,) = with_waivers([one], [waiver("a", body)], [power])
    if judged.allowed:
        assert after.state is State.WAIVED
        assert f"Waived by board (Ann Lee), Fri 8 Nov 2019, under {power.clause}" in after.what
    else:
        assert after == one


def test_a_waiver_turns_its_own_reason_only() -> None:
    two = [reason("a", State.UNMET), reason("b", State.UNMET)]
    verdict = can_go_live(criteria=two, waivers=[waiver("a")], powers=[STRONG])
    assert [r.key for r in verdict.blocking] == ["b"]
    everything = can_go_live(criteria=two, waivers=[waiver("a"), waiver("b")], powers=[STRONG])
    assert not everything.allowed  # the power names reason a alone


@pytest.mark.parametrize(
    ("given_", "keys"),
    [
        (waiver("a", person=" "), ["person"]),
        (waiver("a", ground=""), ["ground"]),
        (waiver("a", "testers", "", ""), ["person", "ground", "power"]),
        (waiver("zz"), ["reason"]),
    ],
)
def test_a_waiver_is_refused_with_every_reason(given_: Waiver, keys: list[str]) -> None:
    verdict = judge_waiver(given_, [reason("a", State.UNMET)], [STRONG])
    assert [r.key for r in verdict.blocking] == keys


REASONS = st.lists(
    st.builds(reason, st.sampled_from("abc"), st.sampled_from(State), st.sampled_from(Force)),
    unique_by=lambda r: r.key,
    min_size=1,
)


@given(
    REASONS,
    st.lists(st.builds(waiver, st.sampled_from("abc"), st.sampled_from(["board", "testers"]))),
    st.lists(
        st.builds(
            WaiverPower,
            st.sampled_from(["board", "testers"]),
            st.lists(st.sampled_from(Force)).map(tuple),
            st.lists(st.sampled_from("abc"), max_size=2).map(tuple),
        )
    ),
)
def test_waivers_never_harm_and_never_reach_beyond_their_power(
    reasons: list[Reason], waivers: list[Waiver], powers: list[WaiverPower]
) -> None:
    after = with_waivers(reasons, waivers, powers)
    for before, now in zip(reasons, after, strict=True):
        if now != before:
            assert before.is_open
            assert now.state is State.WAIVED
            assert any(
                p.body == w.body
                and before.force in p.forces
                and (before.key in p.keys or not p.keys)
                for w, p in itertools.product(waivers, powers)
                if w.key == before.key
            )
    plain = can_go_live(criteria=reasons)
    with_them = can_go_live(criteria=reasons, waivers=waivers, powers=powers)
    assert with_them.allowed or not plain.allowed


LIMITS = [
    Limit("c3", 1, 0, clause="2.3"),
    Limit("c3", 2, 0, clause="2.3"),
    Limit("c4", 3, needs_plan=True),
    Limit("c4", 4, needs_plan=True),
    Limit("c5", 3, 2),
    Limit("c5", 4),
]


def defects(*severities: int, plan: str = "fix in R2") -> list[Outstanding]:
    return [Outstanding(f"D{n}", s, plan) for n, s in enumerate(severities)]


@covers("F-143")
@pytest.mark.parametrize("severity", [1, 2])
def test_no_defect_of_the_two_gravest_severities_may_go_live(severity: int) -> None:
    assert can_go_live(criteria=defect_reasons(LIMITS, defects(3))).allowed
    verdict = can_go_live(criteria=defect_reasons(LIMITS, defects(3, severity)))
    assert [r.key for r in verdict.blocking] == [f"c3-severity-{severity}"]
    assert verdict.blocking[0].evidence == ("D1",)
    assert verdict.blocking[0].what == f"Severity {severity}: 1 outstanding, at most 0 allowed."


@covers("F-144")
def test_each_open_defect_needs_a_plan_where_the_rule_asks_for_one() -> None:
    some = [*defects(3), Outstanding("D9", 3, "  ")]
    verdict = can_go_live(criteria=defect_reasons(LIMITS, some))
    assert [r.key for r in verdict.blocking] == ["c4-plans-3"]
    assert verdict.blocking[0].what == "Severity 3: 1 of 2 without a plan (D9)."


@covers("F-145")
@pytest.mark.parametrize(("number", "state"), [(0, "met"), (2, "met"), (3, "unmet")])
def test_open_issues_stay_within_the_agreed_threshold(number: int, state: str) -> None:
    reasons = {r.key: r for r in defect_reasons(LIMITS, defects(*[3] * number))}
    assert reasons["c5-severity-3"].state == state


@covers("F-145")
def test_without_an_agreed_threshold_an_open_issue_cannot_be_judged() -> None:
    reasons = {r.key: r.state for r in defect_reasons(LIMITS, defects(4, 5))}
    assert reasons["c5-severity-4"] is State.CANNOT_TELL
    assert reasons["c4-plans-4"] is State.MET
    assert not any(key.endswith("-5") for key in reasons)


@covers("F-143", "F-145")
def test_an_absent_list_of_defects_is_not_an_empty_one() -> None:
    assert {r.state for r in defect_reasons(LIMITS, None)} == {State.CANNOT_TELL}
    assert {r.state for r in defect_reasons(LIMITS, [])} == {State.MET}


CALLS = [
    ([], D(2019, 11, 20), State.CANNOT_TELL),
    ([FinalCall("builder", True, D(2019, 11, 28))], D(2019, 11, 20), State.MET),
    ([FinalCall("builder", False, D(2019, 11, 28))], D(2019, 11, 20), State.UNMET),
    ([FinalCall("builder", True, D(2019, 11, 20))], D(2019, 11, 20), State.MET),
    ([FinalCall("builder", True, D(2019, 11, 28))], None, State.CANNOT_TELL),
    ([FinalCall("builder", True, D(2019, 11, 19))], D(2019, 11, 20), State.CANNOT_TELL),
    ([FinalCall("other", True, D(2019, 11, 28))], D(2019, 11, 20), State.CANNOT_TELL),
    (
        [FinalCall("builder", True, D(2019, 11, 27)), FinalCall("builder", False, D(2019, 11, 28))],
        D(2019, 11, 20),
        State.UNMET,
    ),
]


@covers("F-153")
@pytest.mark.parametrize(("calls", "approved", "state"), CALLS)
def test_the_last_call_after_the_approval_decides_whether_it_is_put_live(
    calls: list[FinalCall], approved: dt.date | None, state: State
) -> None:
    call = final_call_reason(calls, body="builder", approved_date=approved)
    assert call.state is state
    facts = {"final-call": call, "date-reached": reason("date-reached", State.MET)}
    verdict = judge(RELEASE, "approved", "put-live", MOVERS, facts)
    assert verdict.allowed == (state is State.MET)


@covers("F-092")
def test_evidence_is_not_submitted_before_both_views_are_sought() -> None:
    wanted = [AdviceWanted("advice.ops", "operations"), AdviceWanted("advice.test", "testers")]
    given_ = [Advice(body, View.RESERVED, D(2019, 11, 8)) for body in ("operations", "testers")]
    for count in range(3):
        sought = can_go_live(
            criteria=[reason("ok", State.MET)], advice=advice_reasons(wanted, given_[:count])
        )
        facts = {
            "advice-sought": fact_of("advice-sought", sought),
            "evidence-held": reason("evidence-held", State.MET),
        }
        verdict = judge(RELEASE, "in-delivery", "submit-evidence", MOVERS, facts)
        assert verdict.allowed == (count == 2)
        if not verdict.allowed:
            assert "testers has not given its view." in verdict.blocking[0].what


@covers("F-007", "F-012")
def test_a_release_is_approved_once_every_criterion_is_met_and_reviewed() -> None:
    texts = ["Code is ready", "Phases are closed", "Operations are ready"]
    criteria = [
        Criterion(f"c{n}", n, text, stated_by="builder", confirmed_by=("operations",))
        for n, text in enumerate(texts, 1)
    ]
    findings = [Finding(c.key, body, True) for c in criteria for body in ("builder", "operations")]
    for held in range(len(findings) + 1):
        gate = can_go_live(criteria=assess_all(criteria, findings[:held]))
        facts = {
            "go-live-gate": fact_of("go-live-gate", gate),
            "resolution-carried": reason("resolution-carried", State.MET),
        }
        verdict = judge(RELEASE, "evidence-submitted", "approve", MOVERS, facts)
        assert verdict.allowed == (held == len(findings))
        assert len(gate.blocking) == len(criteria) - held // 2
