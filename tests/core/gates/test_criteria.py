from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.gates.advice import Advice, AdviceWanted, View, advice_reason
from ridgeway.core.gates.binding import Bound
from ridgeway.core.gates.criteria import (
    Criterion,
    Due,
    Finding,
    Further,
    assess,
    assess_all,
    lateness,
)
from ridgeway.core.verdict import Force, State
from tests.marks import covers

D = dt.date
NOW = Bound("release", "3", "aa")
OLD = Bound("release", "2", "bb")
CRITERION = Criterion(
    "testing",
    2,
    "Each test phase is closed",
    clause="8.1",
    evidence_wanted=("completion report",),
    stated_by="builder",
    confirmed_by=("operations", "testers"),
    further=(Further("security", "keys"),),
)
WORDED = replace(CRITERION, content=NOW)
BODIES = ("builder", "operations", "testers")


def found(
    body: str, *, met: bool = True, about: Bound | None = None, fell_date: dt.date | None = None
) -> Finding:
    return Finding("testing", body, met, D(2019, 11, 8), (f"{body}.pdf",), about, fell_date)


@covers("F-007")
@pytest.mark.parametrize("says", list(itertools.product([True, False, None], repeat=3)), ids=str)
def test_a_criterion_is_met_only_when_stated_and_confirmed_by_every_body(
    says: tuple[bool | None, ...],
) -> None:
    findings = [found(b, met=m) for b, m in zip(BODIES, says, strict=True) if m is not None]
    reason = assess(CRITERION, findings)
    if all(says):
        expected = State.MET
    elif False in says and True not in says:
        expected = State.UNMET
    else:
        expected = State.CANNOT_TELL
    assert reason.state is expected
    assert reason.blocks == (expected is not State.MET)
    lacking = {b for b, m in zip(BODIES, says, strict=True) if m is None}
    if False not in says:
        assert set(reason.cleared_by) == lacking


def test_contradiction_names_both_sides() -> None:
    reason = assess(CRITERION, [found("builder"), found("testers", met=False)])
    assert reason.what == (
        "2. Each test phase is closed — testers found it not met, builder found it met."
    )
    assert reason.cleared_by == ("testers",)
    assert reason.clause == "8.1"


def test_nothing_said_names_who_is_silent() -> None:
    reason = assess(CRITERION, [])
    assert reason.state is State.CANNOT_TELL
    assert "builder has not stated that it is met" in reason.what
    assert "operations and testers have not confirmed it" in reason.what


def test_confirmation_alone_is_not_a_statement() -> None:
    anyone = Criterion("testing", 2, "Each test phase is closed", confirmed_by=("testers",))
    assert assess(anyone, [found("testers")]).state is State.CANNOT_TELL
    assert assess(anyone, [found("testers"), found("builder")]).state is State.MET


def test_the_later_finding_of_one_body_outranks_its_earlier_one() -> None:
    others = [found("operations"), found("testers")]
    assert assess(CRITERION, [found("builder", met=False), *others, found("builder")]).state is (
        State.MET
    )
    assert assess(CRITERION, [found("builder"), *others, found("builder", met=False)]).is_open


def test_a_finding_about_changed_content_has_fallen() -> None:
    findings = [found(b, about=NOW) for b in BODIES]
    assert assess(WORDED, findings).state is State.MET
    findings[1] = found("operations", about=OLD)
    reason = assess(WORDED, findings)
    assert reason.state is State.CANNOT_TELL
    assert (
        "what operations found fell: the criterion was reworded, and it may find again"
        in reason.what
    )
    assert reason.cleared_by == ("operations",)
    assert "operations.pdf" not in reason.evidence
    assert assess(CRITERION, findings).is_open  # today's content unknown: nothing to rely on


def test_what_fell_on_a_day_stays_fallen_though_the_wording_comes_back() -> None:
    fell = D(2019, 11, 9)
    findings = [found(b, about=NOW) for b in BODIES]
    findings[2] = found("testers", about=NOW, fell_date=fell)
    reason = assess(WORDED, findings)
    assert reason.is_open
    assert "testers found fell on Sat 9 Nov 2019: the criterion was reworded" in reason.what
    assert assess(WORDED, [*findings, found("testers", about=NOW)]).state is State.MET


@covers("F-093")
def test_a_further_body_must_confirm_when_the_scope_touches_its_matter() -> None:
    findings = [found(b) for b in BODIES]
    assert assess(CRITERION, findings, scope=["billing"]).state is State.MET
    reason = assess(CRITERION, findings, scope=["keys"])
    assert reason.state is State.CANNOT_TELL
    assert reason.cleared_by == ("security",)
    assert assess(CRITERION, [*findings, found("security")], scope=["keys"]).state is State.MET


def test_findings_of_other_criteria_do_not_count() -> None:
    other = [Finding("other", body, met=True) for body in BODIES]
    assert assess(CRITERION, other).state is State.CANNOT_TELL


def test_criteria_come_in_their_order_and_keep_their_force() -> None:
    soft = Criterion("soft", 1, "Lessons are applied", force=Force.SHOULD)
    reasons = assess_all([CRITERION, soft], [])
    assert [r.key for r in reasons] == ["soft", "testing"]
    assert [r.blocks for r in reasons] == [False, True]


FINDINGS = st.lists(
    st.builds(
        Finding,
        st.just("testing"),
        st.sampled_from([*BODIES, "security", "stranger"]),
        st.booleans(),
        about=st.sampled_from([None, NOW, OLD]),
    ),
    max_size=10,
)


@given(FINDINGS, st.sampled_from([(), ("keys",)]))
def test_no_order_of_findings_makes_a_criterion_met_without_everyone(
    findings: list[Finding], scope: tuple[str, ...]
) -> None:
    last = {f.body: f for f in findings}
    holds = {b: f.met for b, f in last.items() if f.about in (None, NOW)}
    wanted = {*BODIES, *(("security",) if scope else ())}
    everyone = wanted <= holds.keys() and all(holds.values())
    assert (assess(WORDED, findings, scope=scope).state is State.MET) == everyone


WANTED = AdviceWanted("advice.operations", "operations", clause="2.5")
VIEWS = [
    (View.MET, False, State.MET),
    (View.RESERVED, False, State.MET),
    (View.NOT_MET, False, State.MET),
    (View.MET, True, State.MET),
    (View.RESERVED, True, State.MET),
    (View.NOT_MET, True, State.UNMET),
]


@covers("F-008", "F-012")
@pytest.mark.parametrize(("view", "binding", "state"), VIEWS)
def test_advice_must_be_at_hand_and_favourable_only_when_binding(
    view: View, binding: bool, state: State
) -> None:
    wanted = AdviceWanted("advice.operations", "operations", binding=binding)
    reason = advice_reason(wanted, [Advice("operations", view, D(2019, 11, 8))])
    assert reason.state is state
    assert reason.what == f"operations, Fri 8 Nov 2019: {view.replace('-', ' ')}."


@covers("F-008")
def test_advice_that_is_missing_or_overtaken_cannot_be_told() -> None:
    other = Advice("testers", View.MET, D(2019, 11, 8))
    assert advice_reason(WANTED, [other]).state is State.CANNOT_TELL
    given_ = Advice("operations", View.MET, D(2019, 11, 8), about=OLD)
    reason = advice_reason(WANTED, [given_], now=NOW)
    assert reason.state is State.CANNOT_TELL
    assert "content that has changed since" in reason.what
    assert reason.cleared_by == ("operations",)
    renewed = Advice("operations", View.RESERVED, D(2019, 11, 9), about=NOW)
    assert advice_reason(WANTED, [given_, renewed], now=NOW).state is State.MET


DUE = Due("evidence", "Evidence", D(2019, 10, 18), Force.SHOULD, "8.2", "builder")
LATE = [
    (D(2019, 10, 18), State.MET, "arrived Fri 18 Oct 2019, due Fri 18 Oct 2019."),
    (D(2019, 10, 19), State.UNMET, "arrived Sat 19 Oct 2019, one day after Fri 18 Oct 2019."),
    (D(2019, 11, 8), State.UNMET, "arrived Fri 8 Nov 2019, 21 days after Fri 18 Oct 2019."),
    (None, State.UNMET, "not arrived, due Fri 18 Oct 2019, 28 days ago."),
]


@pytest.mark.parametrize(("arrived", "state", "said"), LATE)
def test_lateness_is_counted_in_days_from_the_limit(
    arrived: dt.date | None, state: State, said: str
) -> None:
    reason = lateness(DUE, arrived, as_of=D(2019, 11, 15))
    assert reason.state is state
    assert reason.what == f"Evidence: {said}"
    assert reason.force is Force.SHOULD
    assert not reason.blocks
    assert reason.too_late_after == D(2019, 10, 18)


def test_what_is_not_yet_due_is_open_and_not_called_late() -> None:
    reason = lateness(DUE, None, as_of=D(2019, 10, 18))
    assert reason.is_open
    assert "not arrived yet" in reason.what


def test_a_limit_set_after_its_own_date_is_born_late() -> None:
    born_late = Due("evidence", "Evidence", D(2019, 10, 18), set_on_date=D(2019, 10, 30))
    said = lateness(born_late, D(2019, 11, 8), as_of=D(2019, 11, 8)).what
    assert said.endswith("Born late: this limit was set on Wed 30 Oct 2019.")
    in_time = Due("evidence", "Evidence", D(2019, 10, 18), set_on_date=D(2019, 10, 18))
    assert "Born late" not in lateness(in_time, None, as_of=D(2019, 11, 8)).what


def test_without_a_limit_lateness_cannot_be_told() -> None:
    unknown = Due("evidence", "Evidence", None)
    assert lateness(unknown, D(2019, 11, 8), as_of=D(2019, 11, 8)).state is State.CANNOT_TELL


@given(st.dates(D(2019, 1, 1), D(2020, 1, 1)), st.dates(D(2019, 1, 1), D(2020, 1, 1)))
def test_it_is_in_time_up_to_and_including_the_limit(limit: dt.date, arrived: dt.date) -> None:
    reason = lateness(Due("x", "It", limit), arrived, as_of=max(limit, arrived))
    assert (reason.state is State.MET) == (arrived <= limit)
