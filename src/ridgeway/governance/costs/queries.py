"""Reads about costs: of a modification, of a release with its variances, and open challenges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ridgeway.governance.actor import Actor
from ridgeway.governance.codes import queries as codes
from ridgeway.governance.codes.models import Body, Code, Party
from ridgeway.governance.codes.visibility import seen_rows
from ridgeway.governance.costs.groups import WHOLE_TITLE, Group, cost_policy
from ridgeway.governance.costs.models import (
    CostChallenge,
    CostLine,
    CostReport,
    Kind,
    UpdatesAsked,
)
from ridgeway.governance.costs.reading import Challenge, Report, challenges_of, reports_of
from ridgeway.governance.costs.variance import Variance, strictest, total, variances
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.sources import LIVE, Source

__all__ = ["Report", "challenges_of", "reports_of"]

TABLES = (CostReport, CostLine, CostChallenge, UpdatesAsked, Body, *codes.TABLES)
"""What a source of another moment has to hold for these reads."""

TABLES_OF_MODIFICATION = (Modification, Party, *TABLES)
"""The same for the costs of one modification."""

Values = dict[str, Any]

ASKED = (
    "number", "by_body__short_name", "decided_date", "authority", "every", "unit",
    "first_due_date", "comment_over_percent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """A body's forecast against what it told last: an update, or the actual cost."""

    stated_by: str
    kind: str
    reported_date: dt.date
    forecast_total: int | None
    told_total: int | None
    rows: tuple[Variance, ...]

    @property
    def over(self) -> int | None:
        if self.forecast_total is None or self.told_total is None:
            return None
        return self.told_total - self.forecast_total


@dataclass(frozen=True, slots=True)
class ReleaseCosts:
    """The cost of a release as far as the reader may see it.

    `estimates` holds the latest of each modification in scope and body, in the order of the scope;
    `reports` every forecast, update and actual report, the latest first. `alone` is what the scope
    would cost modification by modification, by group, None where one of them is not held.
    `duties` are those of the policy that ask for these reports. `uncounted` are the modifications
    that were added late, after the forecast that stands was told.
    """

    groups: tuple[Group, ...]
    whole_title: str
    clause: str
    policy: str
    duties: frozenset[str]
    threshold: int | None
    estimates: tuple[Report, ...]
    alone: Mapping[str, int | None]
    reports: tuple[Report, ...]
    compared: tuple[Compared, ...]
    challenges: tuple[Challenge, ...]
    asked: tuple[Values, ...]
    uncounted: tuple[str, ...]

    @property
    def standing(self) -> tuple[Report, ...]:
        """The latest report of each body and kind."""
        return tuple(report for report in self.reports if report.latest)

    def of(self, kind: str) -> tuple[Report, ...]:
        return tuple(report for report in self.reports if report.kind == kind)

    @property
    def forecast(self) -> Report | None:
        """The forecast that stands, of the body that tells most groups."""
        return _standing_forecast(self.reports)

    @property
    def saved(self) -> int | None:
        """What the scope costs alone, less what just that scope is forecast to cost together."""
        alone, forecast = total(self.alone.values()), self.forecast
        if alone is None or forecast is None or forecast.total is None or self.uncounted:
            return None
        return alone - forecast.total

    @property
    def open_challenges(self) -> tuple[Challenge, ...]:
        return tuple(one for one in self.challenges if one.open)


def release_costs(
    actor: Actor,
    code: Code,
    head: Values,
    scope: Sequence[Values],
    on: dt.date,
    source: Source = LIVE,
) -> ReleaseCosts:
    """The cost of a release that the caller was found to see: at most seven queries.

    `scope` are the rows of its scope page, those that the reader may see.
    """
    policy = cost_policy(code.id, on, source)
    in_scope = list(dict.fromkeys(row["modification_id"] for row in scope))
    estimates = reports_of(actor, code.id, source, modification_id=in_scope) if in_scope else ()
    place = {modification: number for number, modification in enumerate(in_scope)}
    current = sorted(
        (report for report in estimates if report.latest),
        key=lambda report: (place[str(report.modification_id)], report.stated_by),
    )
    reports = reports_of(actor, code.id, source, release_id=head["id"])
    asked = source.rows(UpdatesAsked, ASKED, release_id=head["id"])
    asked.sort(key=lambda row: int(row["number"]))
    own = asked[-1]["comment_over_percent"] if asked else None
    threshold = strictest(policy.rule.comment_over_percent if policy else None, own)
    told = challenges_of(actor, code.id, source, release_id=head["id"])
    if in_scope:
        told += challenges_of(actor, code.id, source, modification_id=in_scope)
    groups = policy.groups if policy else ()
    grouped_by = policy.rule.grouped_by if policy else ""
    return ReleaseCosts(
        groups=groups,
        whole_title=WHOLE_TITLE,
        clause=policy.clause if policy else "",
        policy=policy.book.cited if policy else "",
        duties=policy.duties if policy else frozenset(),
        threshold=threshold,
        estimates=tuple(current),
        alone=_alone(groups, [r for r in current if r.stated_by_key == grouped_by], in_scope),
        reports=reports,
        compared=tuple(_compared(reports, threshold)),
        challenges=tuple(sorted(told, key=lambda one: one.number)),
        asked=tuple(asked),
        uncounted=tuple(_uncounted(reports, scope)),
    )


def _standing_forecast(reports: Iterable[Report]) -> Report | None:
    found = [report for report in reports if report.latest and report.kind == Kind.FORECAST]
    return max(found, key=lambda report: len(report.lines), default=None)


def _uncounted(reports: Iterable[Report], scope: Iterable[Values]) -> Iterator[str]:
    """What joined a scope that was set, on the day of the forecast or after it."""
    forecast = _standing_forecast(reports)
    if forecast is None:
        return
    for row in scope:
        if row["late"] and row["since_date"] and row["since_date"] >= forecast.reported_date:
            yield row["modification__reference"]


def _alone(
    groups: Iterable[Group], estimates: Sequence[Report], in_scope: Sequence[str]
) -> dict[str, int | None]:
    """By group the sum of what each modification would cost alone; no sum over gaps. What applies
    only to some counts where it is told."""
    told = {str(report.modification_id): report.amounts for report in estimates}
    whole = bool(in_scope) and all(modification in told for modification in in_scope)
    sums: dict[str, int | None] = {}
    for group in groups:
        amounts = [told[m].get(group.key) for m in in_scope if m in told]
        known = [amount for amount in amounts if amount is not None]
        if group.must:
            sums[group.key] = total(amounts) if whole else None
        elif known:
            sums[group.key] = sum(known)
    return sums


def _compared(reports: Sequence[Report], threshold: int | None) -> Iterable[Compared]:
    """For each body its standing forecast against what it told last."""
    standing = {(r.kind, r.stated_by): r for r in reports if r.latest}
    for body in dict.fromkeys(report.stated_by for report in reports):
        forecast = standing.get((Kind.FORECAST, body))
        told = standing.get((Kind.ACTUAL, body)) or standing.get((Kind.UPDATE, body))
        if forecast is None or told is None:
            continue
        limit = threshold if told.kind == Kind.ACTUAL else None
        yield Compared(
            stated_by=body,
            kind=told.kind,
            reported_date=told.reported_date,
            forecast_total=forecast.total,
            told_total=told.total,
            rows=variances(forecast.amounts, told.amounts, told.comments, limit),
        )


@dataclass(frozen=True, slots=True)
class OpenChallenge:
    """A challenge that waits, with what it is about; `slug` is empty for a modification's."""

    number: int
    text: str
    raised_date: dt.date
    answered: bool
    about: str
    slug: str
    reference: str


def open_challenges(actor: Actor, code_id: str) -> list[OpenChallenge]:
    """Every challenge of a code without an outcome, the oldest first: one query."""
    columns = (
        "number", "text", "raised_date", "answered_date", "release__name", "release__slug",
        "modification__reference",
    )  # fmt: skip
    rows = seen_rows(actor, CostChallenge, columns, LIVE, code_id=code_id, outcome="")
    return [
        OpenChallenge(
            number=row["number"],
            text=row["text"],
            raised_date=row["raised_date"],
            answered=row["answered_date"] is not None,
            about=row["release__name"] or row["modification__reference"] or "",
            slug=row["release__slug"] or "",
            reference=row["modification__reference"] or "",
        )
        for row in sorted(rows, key=lambda row: (row["raised_date"], row["number"]))
    ]


@dataclass(frozen=True, slots=True)
class ModificationCosts:
    """The cost of one modification: every estimate, and how its central cost stands to them.

    `central_cost` is what the register bears; `told` what the estimates that stand add up to, None
    while one is missing or incomplete. `by` names the bodies whose cost counts.
    """

    groups: tuple[Group, ...]
    estimates: tuple[Report, ...]
    challenges: tuple[Challenge, ...]
    central_cost: int | None
    told: int | None
    by: tuple[str, ...]
    clause: str

    @property
    def standing(self) -> tuple[Report, ...]:
        return tuple(report for report in self.estimates if report.latest)


def modification_costs(
    actor: Actor,
    code_id: str,
    modification_id: str,
    central_cost: int | None,
    on: dt.date,
    source: Source = LIVE,
) -> ModificationCosts:
    """The cost of a modification that the caller was found to see: at most four queries."""
    policy = cost_policy(code_id, on, source)
    estimates = reports_of(actor, code_id, source, modification_id=modification_id)
    standing = {r.stated_by_key: r for r in estimates if r.latest}
    central = policy.rule.central if policy else ()
    known = [standing[key].total for key in central if key in standing]
    return ModificationCosts(
        groups=policy.groups if policy else (),
        estimates=estimates,
        challenges=tuple(challenges_of(actor, code_id, source, modification_id=modification_id)),
        central_cost=central_cost,
        told=total(known) if central and len(known) == len(central) else None,
        by=policy.book.names_of(central) if policy else (),
        clause=policy.clause if policy else "",
    )
