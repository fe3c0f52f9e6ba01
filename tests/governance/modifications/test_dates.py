"""Implementation dates: derived from a lead time, stated, or counted from the decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from ridgeway.core.verdict import Refused
from ridgeway.governance.modifications.dates import Dating, dating_of
from ridgeway.governance.modifications.models import Modification
from tests.governance.conftest import World
from tests.governance.modifications.samples import POLICY
from tests.marks import covers


@pytest.fixture
def row(world: World) -> Modification:
    world.do("policy.adopt", world.code, text=POLICY)
    done = world.do("modification.raise", world.code, title="A change", reference="MP1")
    return Modification.objects.get(pk=done.subject_id)


def dated(world: World, row: Modification, **given: Any) -> Dating:
    world.do("modification.set-dates", row, **given)
    row.refresh_from_db()
    found = dating_of(row, world.at.date())
    assert found is not None
    return found


@covers("F-040", "F-041", "F-042")
def test_both_limbs_follow_from_a_lead_time_in_the_policys_own_sentence(
    world: World, row: Modification
) -> None:
    found = dated(world, row, lead_time=12, expected_date="2024-05-01", impacts=["systems"])
    assert found.sentence == (
        "26 June 2025 (June 2025 Example Release) if a decision to approve is received on or "
        "before 26 June 2024; or 6 November 2025 (November 2025 Example Release) if a decision "
        "to approve is received after 26 June 2024, but on or before 6 November 2024."
    )
    assert found.lead_time == "12 months"
    assert any("last Thursday of June" in step for step in found.why)
    assert found.clause == "Example Policy 1.0, section 4"


@covers("F-033", "F-043")
@pytest.mark.parametrize(
    ("decided", "date", "alarm"),
    [
        (dt.date(2024, 6, 26), dt.date(2025, 6, 26), False),
        (dt.date(2024, 6, 27), dt.date(2025, 11, 6), False),
        (dt.date(2024, 11, 6), dt.date(2025, 11, 6), False),
        (dt.date(2024, 11, 7), None, True),
    ],
)
def test_the_day_of_the_decision_settles_which_limb_holds_and_alarms_after_the_last(
    world: World, row: Modification, decided: dt.date, date: dt.date | None, alarm: bool
) -> None:
    dated(world, row, lead_time=12, expected_date="2024-05-01", impacts=["systems"])
    row.decided_date = decided
    found = dating_of(row, world.at.date())
    assert found is not None
    assert (found.date, found.alarm) == (date, alarm)


def test_limbs_as_a_source_states_them_are_kept_as_stated(world: World, row: Modification) -> None:
    limbs = [
        {"date": "2020-06-25", "release": "June 2020 SEC Release", "by": "2019-06-25"},
        {"date": "2020-11-05", "release": "November 2020 SEC Release", "by": "2019-11-05"},
    ]
    found = dated(world, row, limbs=limbs)
    assert found.sentence.startswith("25 June 2020 (June 2020 SEC Release) if a decision")
    assert found.why == ()


@covers("F-044", "F-045")
@pytest.mark.parametrize(
    ("path", "date", "unconfirmed"),
    [
        ("authority", dt.date(2024, 5, 15), False),
        ("self-governance", dt.date(2024, 5, 30), True),
    ],
)
def test_working_days_count_from_the_decision_or_the_end_of_the_referral_window(
    world: World, row: Modification, path: str, date: dt.date, unconfirmed: bool
) -> None:
    world.do("modification.edit", row, path=path)
    found = dated(world, row, working_days=10)
    assert (found.sentence, found.date) == ("10 Working Days following decision", None)
    row.decided_date = dt.date(2024, 4, 30)
    found = dating_of(row, world.at.date())  # type: ignore[assignment]
    assert (found.date, found.unconfirmed) == (date, unconfirmed)


FAULTY: list[dict[str, Any]] = [
    {},
    {"lead_time": 3, "working_days": 10},
    {"limbs": [{"date": "2020-06-25", "by": "2020-06-26"}]},
    {
        "limbs": [
            {"date": "2020-06-25", "by": "2019-06-25"},
            {"date": "2020-02-27", "by": "2019-11-05"},
        ]
    },
]


@pytest.mark.parametrize("given", FAULTY)
def test_dates_that_contradict_themselves_are_not_accepted(
    world: World, row: Modification, given: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        world.do("modification.set-dates", row, **given)


def test_an_impact_that_the_policy_does_not_know_is_refused(
    world: World, row: Modification
) -> None:
    with pytest.raises(Refused, match="knows no impact called walls"):
        world.do("modification.set-dates", row, lead_time=3, impacts=["walls"])


def test_without_a_policy_on_dates_none_can_be_set(world: World) -> None:
    done = world.do("modification.raise", world.code, title="A change", reference="MP1")
    with pytest.raises(Refused, match="how implementation dates are set"):
        world.do("modification.set-dates", done.subject_id, lead_time=3)
