"""`ridgeway why`: the reckoning of one obligation."""

from __future__ import annotations

import datetime as dt

import click

from ridgeway.cli.options import DATE, formats
from ridgeway.cli.output import print_json, say
from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.releases import plan_release
from ridgeway.core.policy.faults import nearest
from ridgeway.core.policy.loading import load_rulebook


@click.command()
@click.argument("release")
@click.argument("obligation")
@click.option("--policy", default="sec-rmp", show_default=True, help="A shipped name or a path.")
@click.option("--go-live", "go_live", type=DATE, help="The release's date, if not the rule's.")
@click.option("--kind", help="Its kind, where it is ad hoc or its slot has changed kind.")
@formats("table", "json")
def why(
    release: str, obligation: str, policy: str, go_live: dt.date | None, kind: str | None, form: str
) -> None:
    """Why OBLIGATION of RELEASE falls on its date, step by step.

    \b
    ridgeway why "November 2019 SEC Release" evidence-to-panel --go-live 2019-11-29
    """
    rulebook = load_rulebook(policy)
    planned = plan_release(rulebook, release, go_live, kind=kind)
    found = planned.obligation(obligation)
    if found is None:
        undated = next((u for u in planned.undated if u.id == obligation), None)
        if undated is None:
            known = [o.id for o in planned.obligations] + [u.id for u in planned.undated]
            hint = nearest(obligation, known)
            raise click.UsageError(f'{planned.name} has no obligation "{obligation}". {hint}')
        say(f"{undated.title} ({undated.owner_name}): {undated.when}")
        say(f"  {rulebook.cite(undated.clause)} ({undated.force}); it has no date to reckon.")
        return
    if form == "json":
        from ridgeway.cli.plan import obligation_as_json

        print_json({"release": planned.name, **obligation_as_json(found)})
        return
    say(f"{found.title}: {long_date(found.due_date)}")
    say(f"Owed by {found.owner_name}, discharged by: {found.discharged_by}")
    for number, step in enumerate((*planned.why, *found.why), 1):
        say(f"  {number}. {step}")
    if found.note:
        say(f"Note: {found.note}")
