"""`ridgeway plan`: what a policy implies over a span, or for one release."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from ridgeway.cli.options import DATE, formats, known
from ridgeway.cli.output import print_csv, print_json, print_table
from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.obligations import Obligation
from ridgeway.core.planning.releases import PlannedRelease, plan_release
from ridgeway.core.planning.releases import plan as plan_span
from ridgeway.core.policy.loading import load_rulebook

COLUMNS = (
    "Release",
    "Kind",
    "Go-live",
    "Due",
    "Obligation",
    "Owner",
    "Force",
    "Clause",
    "In force",
)


@click.command()
@click.argument("policy")
@click.option("--from", "first", type=DATE, help="First go-live date of the span.")
@click.option("--to", "last", type=DATE, help="Last go-live date of the span.")
@click.option("--release", "name", help="One release by its name, instead of a span.")
@click.option("--go-live", "go_live", type=DATE, help="Its date, where it is not the rule's.")
@click.option("--kind", help="Its kind, where it is ad hoc or its slot has changed kind.")
@click.option(
    "--impact", "impacts", multiple=True, help="What its scope touches; repeat as needed."
)
@formats("table", "json", "csv", "ics")
def plan(
    policy: str,
    first: dt.date | None,
    last: dt.date | None,
    name: str | None,
    go_live: dt.date | None,
    kind: str | None,
    impacts: tuple[str, ...],
    form: str,
) -> None:
    """Every release of POLICY from one day to another, with who owes what by when.

    \b
    ridgeway plan sec-rmp --from 2019-01-01 --to 2023-12-31 --format json
    ridgeway plan sec-rmp --release "November 2019 SEC Release" --go-live 2019-11-29
    """
    rulebook = load_rulebook(policy)
    if name:
        if first or last:
            raise click.UsageError("Give either --release, or --from and --to.")
        for impact in impacts:
            known(impact, (i.id for i in rulebook.impacts), "an impact")
        releases: tuple[PlannedRelease, ...] = (
            plan_release(rulebook, name, go_live, kind=kind, impacts=frozenset(impacts)),
        )
    else:
        if first is None or last is None:
            raise click.UsageError("Give --from and --to, or --release.")
        if go_live or kind or impacts:
            raise click.UsageError("--go-live, --kind and --impact belong to --release.")
        releases = plan_span(rulebook, first, last)
    if form == "json":
        print_json([release_as_json(r) for r in releases])
    elif form == "ics":
        from ridgeway.cli.ical import calendar_text

        click.echo(calendar_text(rulebook, releases), nl=False)
    else:
        _print_rows(releases, form)


def release_as_json(release: PlannedRelease) -> dict[str, Any]:
    return {
        "name": release.name,
        "kind": release.kind,
        "go_live_date": release.go_live_date.isoformat(),
        "rule_date": release.rule_date and release.rule_date.isoformat(),
        "why": list(release.why),
        "obligations": [obligation_as_json(o) for o in release.obligations],
        "undated": [
            {
                "id": u.id,
                "title": u.title,
                "owner": u.owner_name,
                "when": u.when,
                "clause": u.clause,
                "force": u.force,
                "discharged_by": u.discharged_by,
            }
            for u in release.undated
        ],
    }


def obligation_as_json(o: Obligation) -> dict[str, Any]:
    return {
        "id": o.id,
        "title": o.title,
        "owner": o.owner_name,
        "due_date": o.due_date.isoformat(),
        "clause": o.clause,
        "force": o.force,
        "in_force": o.in_force,
        "why": list(o.why),
        "key": o.key,
        "owner_id": o.owner,
        "discharge": o.discharge,
        "discharged_by": o.discharged_by,
        "notice": o.notice,
        "to": list(o.to),
        "minimum": o.minimum,
        "before": o.before or None,
        "on_working_day": o.on_working_day,
        "provisional": o.provisional,
    }


def _print_rows(releases: tuple[PlannedRelease, ...], form: str) -> None:
    show = dt.date.isoformat if form == "csv" else long_date
    rows = [
        (
            r.name,
            r.kind,
            show(r.go_live_date),
            show(o.due_date),
            o.id,
            o.owner_name,
            str(o.force),
            o.clause,
            "yes" if o.in_force else "no",
        )
        for r in releases
        for o in r.obligations
    ]
    if form == "csv":
        print_csv(COLUMNS, rows)
    elif rows:
        print_table(COLUMNS, rows)
    else:
        click.echo("No release falls in this span. Widen --from and --to.", err=True)
