from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core import access
from ridgeway.core.lifecycle.machine import judge, move
from ridgeway.core.lifecycle.table import Lifecycle, LifecycleError, Transition
from ridgeway.core.lifecycle.tables import NOTICE, OWN, RELEASE, RESOLUTION
from ridgeway.core.verdict import Reason, Refused, State

DOOR = Lifecycle(
    "door",
    "shut",
    ("shut", "open", "locked"),
    (
        Transition("open", ("shut",), "open", ("guest", "host"), "D1"),
        Transition("shut", ("open",), "shut", ("guest", "host"), "D1"),
        Transition("lock", ("shut",), "locked", ("host",), "D2", guards=("key-held", "nobody-in")),
        Transition("unlock", ("locked",), "shut", ("host",), "D2", guards=("key-held",)),
    ),
)


def fact(key: str, state: State = State.MET) -> Reason:
    return Reason(key, f"{key} is {state}", state)


def facts(lifecycle: Lifecycle, state: State = State.MET) -> dict[str, Reason]:
    return {guard: fact(guard, state) for guard in lifecycle.guards}


def every_case() -> list[tuple[Lifecycle, str, str]]:
    return [
        (table, state, action)
        for table in (*OWN, DOOR)
        for state, action in itertools.product(table.states, table.actions)
    ]


def named(case: object) -> str:
    if isinstance(case, Transition):
        return case.action
    return case.noun if isinstance(case, Lifecycle) else str(case)


@pytest.mark.parametrize(("table", "state", "action"), every_case(), ids=named)
def test_an_act_moves_exactly_from_the_states_of_its_row(
    table: Lifecycle, state: str, action: str
) -> None:
    expected = [r for r in table.transitions if r.action == action and state in r.sources]
    roles = {role for row in table.transitions for role in row.roles}
    if expected:
        assert move(table, state, action, roles, facts(table)) == expected[0].target
    else:
        with pytest.raises(Refused) as caught:
            move(table, state, action, roles, facts(table))
        assert [r.key for r in caught.value.verdict.blocking] == ["state"]


@pytest.mark.parametrize(("table", "state", "action"), every_case(), ids=named)
def test_only_the_roles_of_the_row_may_act(table: Lifecycle, state: str, action: str) -> None:
    row = table.row(state, action)
    every = {role for held in access.RIGHTS.values() for role in held} | {"guest", "host"}
    for role in every:
        allowed = judge(table, state, action, [role], facts(table)).allowed
        assert allowed == (row is not None and role in row.roles)


GUARDED = [
    (table, row, guard)
    for table in (*OWN, DOOR)
    for row in table.transitions
    for guard in row.guards
]


@pytest.mark.parametrize(("table", "row", "guard"), GUARDED, ids=named)
@pytest.mark.parametrize("answer", [State.UNMET, State.CANNOT_TELL, None])
def test_one_guard_alone_is_enough_to_refuse(
    table: Lifecycle, row: Transition, guard: str, answer: State | None
) -> None:
    known = facts(table)
    if answer is None:
        del known[guard]
    else:
        known[guard] = fact(guard, answer)
    verdict = judge(table, row.sources[0], row.action, row.roles, known)
    assert [r.key for r in verdict.blocking] == [guard]
    assert verdict.state is (answer or State.CANNOT_TELL)


def test_every_unmet_reason_is_told_at_once() -> None:
    verdict = judge(DOOR, "open", "lock", ["guest"], {"key-held": fact("key-held", State.UNMET)})
    assert [(r.key, r.state) for r in verdict.reasons] == [
        ("state", State.UNMET),
        ("role", State.UNMET),
        ("key-held", State.UNMET),
        ("nobody-in", State.CANNOT_TELL),
    ]
    state, role, _, untold = verdict.reasons
    assert state.what == "The door is open; “lock” needs it to be shut."
    assert state.remedy == "First: shut (from open), or unlock (from locked)."
    assert role.cleared_by == ("host",)
    assert role.clause == untold.clause == "D2"


def test_a_waived_guard_lets_the_act_happen() -> None:
    known = facts(DOOR) | {"nobody-in": fact("nobody-in", State.WAIVED)}
    assert move(DOOR, "shut", "lock", ["host"], known) == "locked"


def test_an_act_or_state_that_is_not_known_is_refused_in_words() -> None:
    verdict = judge(DOOR, "shut", "paint", ["host"], {})
    assert verdict.blocking[0].remedy == "Use one of: open, shut, lock, unlock."
    strange = judge(DOOR, "ajar", "open", ["host"], {})
    assert strange.state is State.CANNOT_TELL
    with pytest.raises(Refused):
        move(DOOR, "ajar", "open", ["host"], {})


def test_a_row_without_roles_cannot_be_told_and_is_refused() -> None:
    table = Lifecycle("draft", "a", ("a", "b"), (Transition("go", ("a",), "b", ()),))
    verdict = judge(table, "a", "go", ["anyone"], {})
    assert verdict.state is State.CANNOT_TELL
    assert verdict.blocking[0].what == "Nothing says who may go."


def test_one_act_may_lead_to_different_states() -> None:
    table = Lifecycle(
        "case",
        "a",
        ("a", "b", "c"),
        (
            Transition("step", ("a",), "b", ("x",), guards=("one",)),
            Transition("step", ("b",), "c", ("y",), guards=("two",)),
        ),
    )
    assert move(table, "a", "step", ["x"], {"one": fact("one")}) == "b"
    assert not judge(table, "b", "step", ["x"], {"two": fact("two")}).allowed
    assert move(table, "b", "step", ["y"], {"two": fact("two")}) == "c"
    assert [r.key for r in judge(table, "c", "step", [], {}).blocking] == [
        "state",
        "role",
        "one",
        "two",
    ]


BROKEN = [
    ({"initial": "ajar"}, "the first state, ajar, is not one of shut, open, locked"),
    ({"states": ("shut", "open")}, "lock names the unknown state locked"),
    ({"states": ("shut", "open", "locked", "open")}, "state open is named 2 times"),
    ({"states": ("shut", "open", "locked", "gone")}, "nothing leads to state gone"),
    (
        {"transitions": (*DOOR.transitions, Transition("open", ("shut",), "locked", ()))},
        "open leaves shut by 2 rows",
    ),
    ({"transitions": (*DOOR.transitions, Transition("", (), "open", ()))}, "has no action"),
    ({"transitions": (*DOOR.transitions, Transition("x", (), "open", ()))}, "no state to start"),
]


@pytest.mark.parametrize(("change", "said"), BROKEN)
def test_a_table_that_cannot_work_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(LifecycleError, match="lifecycle of door") as caught:
        replace(DOOR, **change)  # type: ignore[arg-type]
    assert any(said in fault for fault in caught.value.faults)


def test_all_faults_of_a_table_are_told_at_once() -> None:
    with pytest.raises(LifecycleError) as caught:
        replace(DOOR, initial="ajar", states=("shut", "open", "open", "gone"))
    assert len(caught.value.faults) >= 4


@pytest.mark.parametrize("table", OWN, ids=named)
def test_every_state_of_our_own_nouns_can_still_end(table: Lifecycle) -> None:
    ends = set(table.final)
    assert ends
    for _ in table.states:
        ends |= {s for r in table.transitions if r.target in ends for s in r.sources}
    assert ends == set(table.states)


def test_a_deferred_release_goes_back_into_delivery() -> None:
    for state in ("evidence-submitted", "approved"):
        row = RELEASE.row(state, "defer")
        assert row is not None
        assert row.target == "in-delivery"
    assert RELEASE.row("live", "cancel") is None


def test_our_own_nouns_have_the_states_that_the_field_names() -> None:
    assert set(RESOLUTION.states) == {"open", "carried", "lost", "void", "withdrawn"}
    assert set(NOTICE.states) == {"owed", "released", "sent", "withdrawn"}
    assert RESOLUTION.row("carried", "void") is not None
    assert NOTICE.row("sent", "withdraw") is None


STATES = st.sampled_from(State)


@given(st.data(), st.sampled_from((*OWN, DOOR)))
def test_a_walk_never_leaves_the_known_states_and_refusals_change_nothing(
    data: st.DataObject, table: Lifecycle
) -> None:
    state = table.initial
    for _ in range(12):
        action = data.draw(st.sampled_from(table.actions))
        row = table.row(state, action)
        roles = data.draw(
            st.sets(st.sampled_from(["guest", "host", *access.holders("release.move")]))
        )
        known = {
            guard: fact(guard, data.draw(STATES))
            for guard in table.guards
            if data.draw(st.booleans())
        }
        verdict = judge(table, state, action, roles, known)
        if verdict.allowed:
            assert row is not None
            state = move(table, state, action, roles, known)
            assert state == row.target
        else:
            with pytest.raises(Refused) as caught:
                move(table, state, action, roles, known)
            assert caught.value.verdict == verdict
            assert verdict.blocking
        assert state in table.states
