"""Variances reckon exactly: no rounding decides, and nothing is summed over a gap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.governance.costs.variance import beyond, strictest, total, variances

AMOUNTS = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("forecast", "told", "threshold", "wanted"),
    [
        (100, 100, 0, False),
        (100, 101, 0, True),
        (100, 105, 5, False),
        (1000, 1051, 5, True),
        (1000, 949, 5, True),
        (0, 1, 100, True),
        (0, 0, 0, False),
        (None, 7, 0, False),
        (7, None, 0, False),
        (1, 900, None, False),
    ],
)
def test_a_comment_is_wanted_beyond_the_limit_and_not_at_it(
    forecast: int | None, told: int | None, threshold: int | None, wanted: bool
) -> None:
    assert beyond(forecast, told, threshold) is wanted


@given(st.lists(AMOUNTS | st.none(), max_size=6))
def test_a_sum_over_a_gap_is_not_held(amounts: list[int | None]) -> None:
    known = [amount for amount in amounts if amount is not None]
    expected = sum(known) if known and len(known) == len(amounts) else None
    assert total(amounts) == expected


@given(AMOUNTS, AMOUNTS, st.integers(0, 99))
def test_a_stricter_limit_never_wants_fewer_comments(a: int, b: int, limit: int) -> None:
    assert not beyond(a, b, limit + 1) or beyond(a, b, limit)


def test_every_group_of_either_is_compared() -> None:
    rows = variances({"a": 10, "b": None}, {"a": 12, "c": 5}, {"a": "why"}, 0)
    assert [(row.group, row.over, row.percent) for row in rows] == [
        ("a", 2, 20.0), ("b", None, None), ("c", None, None),
    ]  # fmt: skip


def test_the_strictest_of_no_limits_is_none() -> None:
    assert strictest(None, None) is None
    assert strictest(None, 5) == 5
    assert strictest(0, 5) == 0
