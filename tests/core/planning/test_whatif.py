"""What another date or scope would do, on the real history of November 2019 and beyond."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.planning.freezing import Freeze
from ridgeway.core.planning.releases import PlannedRelease, plan_release
from ridgeway.core.planning.whatif import (
    Change,
    Effect,
    SentNotice,
    WhatIf,
    correction_sentence,
    what_if,
)
from tests.core.planning.samples import CALENDAR, RMP, day, november
from tests.marks import covers

JUNE = "June 2021 SEC Release"


def june(go_live: str = "2021-06-24", **more: object) -> PlannedRelease:
    return plan_release(RMP, JUNE, day(go_live), calendar=CALENDAR, **more)  # type: ignore[arg-type]


def change(found: WhatIf, duty: str) -> Change:
    return next(c for c in found.changes if c.id == duty)


@covers("F-025", "F-091")
def test_evidence_limit_for_29_november_is_born_late_on_30_october() -> None:
    found = what_if(november("2019-11-24"), november("2019-11-29"), today=day("2019-10-30"))
    evidence = change(found, "evidence-to-panel")
    assert (evidence.old_due_date, evidence.new_due_date) == (day("2019-10-13"), day("2019-10-18"))
    assert evidence.effects == (Effect.BORN_LATE, Effect.ALREADY_PAST, Effect.RELAXES)


def test_evidence_that_came_is_measured_against_the_new_limit() -> None:
    found = what_if(
        november("2019-11-24"),
        november("2019-11-29"),
        today=day("2019-11-09"),
        set_on=day("2019-10-30"),
        discharged={"evidence-to-panel": day("2019-11-08")},
    )
    evidence = change(found, "evidence-to-panel")
    assert Effect.DONE_TOO_LATE in evidence.effects
    assert "discharged on Fri 8 Nov 2019, 21 days after that limit" in evidence.sentence


def test_duty_from_before_the_policy_is_never_broken() -> None:
    found = what_if(november("2019-11-07"), november("2019-11-29"), today=day("2019-10-30"))
    assert change(found, "tad-to-tag").effects == (Effect.NOT_IN_FORCE,)
    assert all(c.id in {"evidence-to-panel", "notice-1-month"} for c in found.bad)


def test_earlier_date_breaks_what_could_still_have_been_kept() -> None:
    found = what_if(june(), june("2021-06-03"), today=day("2020-12-10"))
    assert change(found, "notice-6-months").effects[:2] == (Effect.BORN_LATE, Effect.BREAKS)
    assert change(found, "tad-to-tag").effects[0] is Effect.BORN_LATE
    assert change(found, "evidence-to-panel").effects == (Effect.TIGHTENS,)


def test_limit_that_did_not_move_is_not_born_late_by_a_decision_after_it() -> None:
    found = what_if(june(), june(), today=day("2021-06-01"), set_on=day("2021-06-01"))
    assert change(found, "notice-1-month").effects == (Effect.ALREADY_PAST, Effect.STAYS)
    assert not any(Effect.BORN_LATE in c.effects for c in found.changes)


def test_later_date_relaxes_what_is_still_to_come() -> None:
    found = what_if(june(), june("2021-06-30"), today=day("2021-01-05"))
    assert change(found, "evidence-to-panel").effects == (Effect.RELAXES,)
    assert "Thu 13 May 2021 → Wed 19 May 2021, 6 days later" in (
        change(found, "evidence-to-panel").sentence
    )


@covers("F-092")
def test_advice_has_no_limit_of_its_own_to_break() -> None:
    later = what_if(june(), june("2021-06-03"), today=day("2021-05-20"))
    assert change(later, "opsg-input").effects == (Effect.TIGHTENS,)
    given_too_late = what_if(
        june(),
        june("2021-06-03"),
        today=day("2021-05-20"),
        discharged={"evidence-to-panel": day("2021-04-01"), "opsg-input": day("2021-04-02")},
    )
    assert Effect.DONE_TOO_LATE in change(given_too_late, "opsg-input").effects
    assert Effect.ALREADY_PAST in change(given_too_late, "tag-input").effects


@covers("F-023")
def test_change_to_documentation_lets_the_testing_duties_lapse() -> None:
    found = what_if(june(), june(kind="documentation"), today=day("2020-01-10"))
    lapsed = {c.id for c in found.changes if c.effects == (Effect.LAPSES,)}
    assert {"tad-to-tag", "tad-published", "forecast-cost"} <= lapsed
    assert change(found, "rid-baseline-documentation").effects == (Effect.APPEARS,)


@covers("F-066")
def test_change_of_scope_brings_the_systems_cut_off_into_a_documentation_release() -> None:
    plain = june(kind="documentation")
    touching = june(kind="documentation", impacts=frozenset({"user-systems"}))
    found = what_if(plain, touching, today=day("2020-08-01"))
    assert change(found, "scope-system").effects == (
        Effect.BORN_LATE,
        Effect.ALREADY_PAST,
        Effect.APPEARS,
    )


@covers("F-096", "F-097")
def test_notice_with_another_date_becomes_wrong_and_is_owed_a_correction() -> None:
    right = SentNotice("notice-12-months", day("2018-11-29"), day("2019-11-29"))
    wrong = SentNotice("notice-1-month", day("2019-10-24"), day("2019-11-24"))
    after = november("2019-11-29")
    found = what_if(november("2019-11-24"), after, today=day("2019-10-30"), sent=[right, wrong])
    assert found.wrong_notices == (wrong,)
    assert "said 24 November 2019: a correction to 29 November 2019 is owed" in correction_sentence(
        wrong, after
    )


@covers("F-032")
@pytest.mark.parametrize(("first", "hit"), [("2021-06-20", True), ("2021-06-25", False)])
def test_freezes_that_the_new_date_falls_into_are_named(first: str, hit: bool) -> None:
    freeze = Freeze("summer", day(first), day("2021-07-02"))
    found = what_if(june("2021-06-10"), june(), today=day("2021-01-05"), freezes=[freeze])
    assert (found.freezes == (freeze,)) is hit


@given(
    new=st.dates(min_value=dt.date(2021, 6, 1), max_value=dt.date(2021, 6, 30)),
    today=st.dates(min_value=dt.date(2020, 1, 1), max_value=dt.date(2021, 12, 31)),
)
def test_every_obligation_is_told_once_with_its_true_direction(
    new: dt.date, today: dt.date
) -> None:
    found = what_if(june(), june(new.isoformat()), today=today)
    assert sorted(c.id for c in found.changes) == sorted(o.id for o in june().obligations)
    for c in found.changes:
        assert c.old_due_date is not None
        assert c.new_due_date is not None
        later, earlier = c.new_due_date > c.old_due_date, c.new_due_date < c.old_due_date
        assert (Effect.RELAXES in c.effects, Effect.TIGHTENS in c.effects) == (later, earlier)
        assert not (Effect.BREAKS in c.effects and c.old_due_date < today)
