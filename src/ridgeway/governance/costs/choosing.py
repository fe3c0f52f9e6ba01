"""What the inputs of cost acts may be answered with."""

from __future__ import annotations

import datetime as dt

from ridgeway.core.dates.wording import long_date
from ridgeway.governance.codes.models import Body
from ridgeway.governance.costs.groups import cost_policy, pinned_policy
from ridgeway.governance.costs.models import CostReport
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.rhythm import open_updates

Pair = tuple[str, str]


def told_by(code_id: str, on: dt.date) -> list[Pair]:
    """The bodies whose cost counts, by key."""
    policy = cost_policy(code_id, on)
    keys = policy.rule.central if policy else ()
    return list(Body.objects.filter(key__in=keys).order_by("name").values_list("key", "name"))


def figures_of(report: CostReport) -> list[Pair]:
    """The cost groups that a report gives."""
    policy = pinned_policy(report.code_id, report.policy)
    keys = report.lines.values_list("group", flat=True)
    return [(key, policy.title_of(key) if policy else key) for key in keys]


def updates_of(release: Release, on: dt.date) -> list[Pair]:
    """The updates that have not come, by the day on which they are due."""
    policy = cost_policy(release.code_id, on)
    rows = open_updates(release, policy.updates) if policy else []
    return [(row.due_date.isoformat(), long_date(row.due_date)) for row in rows]


def blank_lines(code_id: str, on: dt.date) -> list[dict[str, str]]:
    """A line for each cost group of the policy, without an amount."""
    policy = cost_policy(code_id, on)
    return [{"group": group.title} for group in (policy.groups if policy else ())]
