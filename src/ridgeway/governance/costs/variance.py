"""Differences between what was forecast and what it came to, group by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Amounts = Mapping[str, int | None]
"""Whole pounds by cost group; None where no amount was given."""


@dataclass(frozen=True, slots=True)
class Variance:
    """One group: `over` is told minus forecast, None where either is not held.

    `wants_comment` holds where the variance goes beyond what passes without one.
    """

    group: str
    forecast: int | None
    told: int | None
    comment: str
    wants_comment: bool

    @property
    def over(self) -> int | None:
        if self.forecast is None or self.told is None:
            return None
        return self.told - self.forecast

    @property
    def percent(self) -> float | None:
        """The variance in percent of the forecast; None where there is nothing to compare."""
        if self.over is None or not self.forecast:
            return None
        return 100 * self.over / self.forecast


def variances(
    forecast: Amounts, told: Amounts, comments: Mapping[str, str], threshold: int | None
) -> tuple[Variance, ...]:
    """Every group of either; `threshold` is in percent, None where no comment is asked for."""
    return tuple(
        Variance(
            group=group,
            forecast=forecast.get(group),
            told=told.get(group),
            comment=comments.get(group, ""),
            wants_comment=beyond(forecast.get(group), told.get(group), threshold),
        )
        for group in dict.fromkeys((*forecast, *told))
    )


def beyond(forecast: int | None, told: int | None, threshold: int | None) -> bool:
    """Whether a variance is larger than what passes without a comment.

    Exact: no rounding decides it. Anything told where nothing was forecast is beyond every limit.
    """
    if threshold is None or forecast is None or told is None or forecast == told:
        return False
    return abs(told - forecast) * 100 > threshold * abs(forecast)


def total(amounts: Iterable[int | None]) -> int | None:
    """The sum, or None when there is none or any of them is not held: no sum over gaps."""
    found = list(amounts)
    known = [amount for amount in found if amount is not None]
    return sum(known) if known and len(known) == len(found) else None


def strictest(*thresholds: int | None) -> int | None:
    """The lowest of several limits: a request may ask for more than the policy, never for less."""
    known = [limit for limit in thresholds if limit is not None]
    return min(known, default=None)
