"""`ridgeway search`: what can be found follows from the tables, and can be made anew from them."""

from __future__ import annotations

import click

from ridgeway.cli.registry import CommandGroup
from ridgeway.cli.station import open_station, require_ready

SHOWN = 20


@click.group(cls=CommandGroup)
def search() -> None:
    """Verify the search index against the tables, or make it anew."""


@search.command()
def verify() -> None:
    """Tell where search does not say what the tables say. Exit code 1 if anywhere."""
    open_station()
    require_ready()
    from ridgeway.governance.search.rebuilding import differences

    found = list(differences())
    for fault in found[:SHOWN]:
        click.echo(f"{fault.table} {fault.id}: {fault.what}")
    if len(found) > SHOWN:
        click.echo(f"and {len(found) - SHOWN:,} more")
    if found:
        click.echo("Make the index anew with `ridgeway search rebuild`.", err=True)
        raise SystemExit(1)
    click.echo("Search says what the tables say.")


@search.command()
def rebuild() -> None:
    """Make the index anew from the tables; pages wait for it no longer than for an import."""
    open_station()
    require_ready()
    from ridgeway.governance.search.rebuilding import rebuild as make_anew

    count = make_anew()
    click.echo(f"{count:,} {'thing' if count == 1 else 'things'} can be found.")
