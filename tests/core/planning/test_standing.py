"""The states of an obligation, as a function of its date and of what happened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.planning.standing import Facts, ObligationState, standing_of
from tests.core.planning.samples import day
from tests.marks import covers

DUE = day("2019-10-18")


@covers("F-091")
def test_evidence_of_8_november_came_21_days_after_a_limit_that_was_born_late() -> None:
    facts = Facts(set_on=day("2019-10-30"), discharged_date=day("2019-11-08"))
    found = standing_of(DUE, day("2019-11-29"), facts)
    assert (found.state, found.days_late, found.born_late) == (ObligationState.DISCHARGED, 21, True)
    assert found.sentence == (
        "Discharged on Fri 8 Nov 2019, 21 days after Fri 18 Oct 2019; that limit had already "
        "passed when the date was set on Wed 30 Oct 2019."
    )


@pytest.mark.parametrize(
    ("on", "facts", "state", "late"),
    [
        ("2019-10-18", Facts(), ObligationState.OPEN, 0),
        ("2019-10-19", Facts(), ObligationState.LATE, 1),
        ("2019-11-01", Facts(set_on=day("2019-10-30")), ObligationState.BORN_LATE, 14),
        ("2019-11-01", Facts(set_on=day("2019-10-18")), ObligationState.LATE, 14),
        ("2019-11-01", Facts(discharged_date=DUE), ObligationState.DISCHARGED, 0),
        ("2019-10-01", Facts(discharged_date=DUE), ObligationState.OPEN, 0),
        ("2019-11-01", Facts(lapsed=True), ObligationState.LAPSED, 0),
        ("2019-11-01", Facts(in_force=False), ObligationState.NOT_IN_FORCE, 0),
        ("2019-11-01", Facts(record_known=False), ObligationState.UNKNOWN, 0),
        (
            "2019-11-30",
            Facts(in_force=False, discharged_date=day("2019-11-20")),
            ObligationState.DISCHARGED,
            0,
        ),
    ],
)
def test_state_follows_from_date_and_facts(
    on: str, facts: Facts, state: ObligationState, late: int
) -> None:
    found = standing_of(DUE, day(on), facts)
    assert (found.state, found.days_late) == (state, late)


def test_obligation_without_a_date_is_unknown_until_it_is_discharged() -> None:
    assert standing_of(None, DUE).state is ObligationState.UNKNOWN
    done = standing_of(None, DUE, Facts(discharged_date=DUE))
    assert done.state is ObligationState.DISCHARGED


@covers("F-092")
@pytest.mark.parametrize(
    ("advice", "evidence", "state", "late"),
    [
        (None, None, ObligationState.OPEN, 0),
        ("2019-11-08", None, ObligationState.DISCHARGED, 0),
        ("2019-11-08", "2019-11-08", ObligationState.DISCHARGED, 0),
        ("2019-11-10", "2019-11-08", ObligationState.DISCHARGED, 2),
        (None, "2019-11-08", ObligationState.LATE, 21),
    ],
)
def test_advice_is_late_only_against_the_evidence_that_it_must_precede(
    advice: str | None, evidence: str | None, state: ObligationState, late: int
) -> None:
    facts = Facts(
        must_precede=True,
        discharged_date=day(advice) if advice else None,
        preceded_date=day(evidence) if evidence else None,
    )
    found = standing_of(DUE, day("2019-11-29"), facts)
    assert (found.state, found.days_late) == (state, late)


@given(due=st.dates(), on=st.dates(), in_force=st.booleans(), known=st.booleans())
def test_what_is_not_in_force_or_not_known_is_never_late(
    due: object, on: object, in_force: bool, known: bool
) -> None:
    found = standing_of(due, on, Facts(in_force=in_force, record_known=known))  # type: ignore[arg-type]
    if not (in_force and known):
        assert found.days_late == 0
        assert found.state not in {ObligationState.LATE, ObligationState.BORN_LATE}
