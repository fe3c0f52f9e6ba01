"""`ridgeway whatif`: a release on another date, of another kind or with another scope."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from ridgeway.cli.options import DATE, SPAN, formats, known
from ridgeway.cli.output import print_csv, print_json, print_table, say
from ridgeway.core.dates.loading import load_calendar
from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.freezing import Freeze
from ridgeway.core.planning.releases import plan_release
from ridgeway.core.planning.slots import slot_of
from ridgeway.core.planning.whatif import SentNotice, WhatIf, correction_sentence, what_if
from ridgeway.core.policy.loading import load_rulebook

COLUMNS = ("Obligation", "Owner", "Force", "Before", "After", "Effect", "What happens")


class DoneType(click.ParamType[tuple[str, dt.date]]):
    """An obligation and a day, with an equals sign between them."""

    name = "obligation=date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, dt.date]:
        key, equals, day = value.partition("=")
        if not equals:
            self.fail(
                f'"{value}" is not right. Write it like notice-1-month=2019-10-24', param, ctx
            )
        return key, DATE.convert(day, param, ctx)


DONE = DoneType()


@click.command()
@click.argument("policy")
@click.option("--release", "name", required=True, help="The release by its name.")
@click.option("--go-live", "go_live", type=DATE, help="The date to try.")
@click.option("--kind", help="The kind to try.")
@click.option("--impact", "impacts", multiple=True, help="What the scope would touch; repeatable.")
@click.option("--instead-of", "instead", type=DATE, help="Compare with this date, not the rule's.")
@click.option("--set-on", type=DATE, help="The day on which the date is, or was, set.")
@click.option("--today", type=DATE, help="The day to stand on instead of the real one.")
@click.option("--done", "done", type=DONE, multiple=True, help="Discharged: obligation=day.")
@click.option("--sent", "sent", type=DONE, multiple=True, help="Notice sent: obligation=day.")
@click.option("--freeze", "freezes", type=SPAN, multiple=True, help="A change freeze: day..day.")
@formats("table", "json", "csv")
def whatif(  # noqa: PLR0917
    policy: str,
    name: str,
    go_live: dt.date | None,
    kind: str | None,
    impacts: tuple[str, ...],
    instead: dt.date | None,
    set_on: dt.date | None,
    today: dt.date | None,
    done: tuple[tuple[str, dt.date], ...],
    sent: tuple[tuple[str, dt.date], ...],
    freezes: tuple[tuple[dt.date, dt.date], ...],
    form: str,
) -> None:
    """What another date, kind or scope would do to a release of POLICY.

    \b
    ridgeway whatif sec-rmp --release "November 2019 SEC Release" --go-live 2019-11-29 \\
        --set-on 2019-10-30 --today 2019-10-30
    """
    rulebook = load_rulebook(policy)
    calendar = load_calendar(rulebook.calendar)
    for impact in impacts:
        known(impact, (i.id for i in rulebook.impacts), "an impact")
    own_kind = None if slot_of(rulebook, name) else kind
    before = plan_release(rulebook, name, instead, kind=own_kind, calendar=calendar)
    after = plan_release(
        rulebook,
        name,
        go_live or before.go_live_date,
        kind=kind,
        calendar=calendar,
        impacts=frozenset(impacts),
    )
    if today is None:
        from ridgeway.clock import today as today_in

        today = today_in(rulebook.zone)
    result = what_if(
        before,
        after,
        today=today,
        set_on=set_on,
        discharged=dict(done),
        sent=[SentNotice(key, day, before.go_live_date) for key, day in sent],
        freezes=[Freeze("as given", first, last) for first, last in freezes],
    )
    if form == "json":
        print_json(_as_json(result))
    elif form == "csv":
        print_csv(COLUMNS, _rows(result, iso=True))
    else:
        _print(result)


def _print(result: WhatIf) -> None:
    before, after = result.before, result.after
    say(f"{after.name}: {long_date(before.go_live_date)} → {long_date(after.go_live_date)}")
    if before.kind != after.kind:
        say(f"Kind: {before.kind} → {after.kind}")
    say(f"Set on {long_date(result.set_on)}, seen from {long_date(result.today)}")
    for line in after.why[1:]:
        say(f"  {line}")
    click.echo()
    print_table(COLUMNS, _rows(result, iso=False))
    click.echo()
    for notice in result.wrong_notices:
        say(correction_sentence(notice, after))
    for freeze in result.freezes:
        span = f"{long_date(freeze.first)} to {long_date(freeze.last)}"
        say(f"The new date falls into a change freeze: {span}")
    bad = result.bad
    say(f"{len(bad)} of {len(result.changes)} obligations break, are past or are born late.")


def _rows(result: WhatIf, *, iso: bool) -> list[tuple[str, ...]]:
    show = dt.date.isoformat if iso else long_date
    return [
        (
            c.id,
            c.owner_name,
            str(c.force),
            show(c.old_due_date) if c.old_due_date else "",
            show(c.new_due_date) if c.new_due_date else "",
            " ".join(c.effects),
            c.sentence,
        )
        for c in result.changes
    ]


def _as_json(result: WhatIf) -> dict[str, Any]:
    return {
        "name": result.after.name,
        "before": result.before.go_live_date.isoformat(),
        "after": result.after.go_live_date.isoformat(),
        "set_on": result.set_on.isoformat(),
        "today": result.today.isoformat(),
        "why": list(result.after.why),
        "changes": [
            {
                "id": c.id,
                "title": c.title,
                "owner": c.owner_name,
                "clause": c.clause,
                "force": c.force,
                "old_due_date": c.old_due_date and c.old_due_date.isoformat(),
                "new_due_date": c.new_due_date and c.new_due_date.isoformat(),
                "effects": list(c.effects),
                "sentence": c.sentence,
            }
            for c in result.changes
        ],
        "corrections_owed": [correction_sentence(n, result.after) for n in result.wrong_notices],
        "freezes_hit": [[f.first.isoformat(), f.last.isoformat()] for f in result.freezes],
    }
