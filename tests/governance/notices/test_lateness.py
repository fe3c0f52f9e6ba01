"""Whether a notice comes too late, seen before it does."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.governance.codes.models import Person
from ridgeway.governance.notices.queries import notices_about, share_used, unfinished
from ridgeway.governance.releases.models import Release
from tests.governance.notices.conftest import notice_of, released
from tests.governance.releases.conftest import Scene
from tests.marks import covers

FROM = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("now", "used"),
    [
        (dt.datetime(2026, 3, 2, 0, 0, tzinfo=dt.UTC), 0.0),
        (dt.datetime(2026, 3, 7, 0, 0, tzinfo=dt.UTC), 0.5),
        (dt.datetime(2026, 3, 10, 0, 0, tzinfo=dt.UTC), 0.8),
        (dt.datetime(2026, 3, 12, 0, 0, tzinfo=dt.UTC), 1.0),
    ],
)
def test_a_window_ends_with_the_day_it_is_due_on(now: dt.datetime, used: float) -> None:
    assert share_used(FROM, dt.date(2026, 3, 11), "Europe/London", now) == pytest.approx(used)


def test_the_day_ends_by_the_clocks_of_the_code() -> None:
    summer = dt.date(2026, 7, 1)
    last = dt.datetime(2026, 7, 1, 22, 59, tzinfo=dt.UTC)
    assert share_used(FROM, summer, "Europe/London", last) < 1
    assert share_used(FROM, summer, "Europe/London", last + dt.timedelta(minutes=1)) >= 1


@given(days=st.integers(0, 900), hours=st.integers(0, 30_000))
def test_more_of_a_window_is_never_given_back(days: int, hours: int) -> None:
    due = dt.date(2026, 3, 2) + dt.timedelta(days=days)
    now = FROM + dt.timedelta(hours=hours)
    later = now + dt.timedelta(hours=1)
    assert share_used(FROM, due, "UTC", now) < share_used(FROM, due, "UTC", later)


def test_an_owed_notice_alarms_at_half_at_most_and_when_it_is_late(
    scene: Scene, november: Release
) -> None:
    admin = scene.world.actors["code-administrator"]
    notice = notice_of(november, "notice-12-months")
    whole = dt.datetime(2026, 11, 5, tzinfo=dt.UTC) - notice.owed_at

    def level(share: float) -> list[str]:
        found = unfinished(admin, scene.world.code.id, notice.owed_at + whole * share)
        return [it.level for it in found if it.id == notice.id]

    assert [level(share) for share in (0.49, 0.51, 0.81, 1.01)] == [
        [""],
        ["half"],
        ["most"],
        ["late"],
    ]


@covers("F-096")
def test_a_notice_owed_past_its_date_is_late_by_its_obligation(
    scene: Scene, november: Release, readers: list[Person]
) -> None:
    assert readers
    notice = notice_of(november, "notice-12-months")
    scene.on(dt.date(2026, 11, 6))
    admin = scene.world.actors["code-administrator"]
    found = unfinished(admin, scene.world.code.id, scene.world.at)
    assert [it.level for it in found if it.id == notice.id] == ["late"]
    released(scene.world, notice)
    assert notice.obligation is not None
    notice.obligation.refresh_from_db()
    judged, done = notice.obligation.judged_due_date, notice.obligation.discharged_date
    assert judged is not None
    assert done is not None
    assert done > judged


def test_a_released_notice_alarms_while_messages_wait(
    scene: Scene, november: Release, readers: list[Person]
) -> None:
    notice = released(scene.world, notice_of(november, "notice-12-months"))
    admin = scene.world.actors["code-administrator"]
    late = dt.datetime(2026, 11, 6, tzinfo=dt.UTC)
    found = {it.id: it for it in unfinished(admin, scene.world.code.id, late)}
    assert (found[notice.id].level, found[notice.id].waiting) == ("late", len(readers))


def test_reads_cost_the_same_for_one_notice_and_for_many(
    scene: Scene, november: Release, django_assert_num_queries: object
) -> None:
    admin = scene.world.actors["code-administrator"]
    count = django_assert_num_queries
    with count(1):  # type: ignore[operator]
        assert len(notices_about(admin, november.id)) == 3
    scene.plan(slot="june", year=2028, audience="public")
    with count(1):  # type: ignore[operator]
        found = unfinished(admin, scene.world.code.id, scene.world.at)
    assert [it.level for it in found] == [""] * 6


def test_an_unknown_reader_sees_public_notices_only(scene: Scene, november: Release) -> None:
    from ridgeway.governance.actor import PUBLIC

    hidden = scene.plan(slot="june", year=2028)
    assert len(notices_about(PUBLIC, november.id)) == 3
    assert notices_about(PUBLIC, hidden.id) == []
