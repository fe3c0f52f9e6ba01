"""Commands that found and look after an installation."""

from __future__ import annotations

import secrets

import click

from ridgeway.cli.station import open_station, prepare


@click.command()
def secret() -> None:
    """Print a fresh value for RIDGEWAY_SECRET_KEY."""
    click.echo(secrets.token_urlsafe(48))


@click.command()
@click.option("--name", default="Ridgeway", show_default=True, help="Of the installation.")
@click.option("--administrator", help="Name of the first person; asked for when it is missing.")
@click.option("--email", help="Their address.")
@click.option("--username", help="Their user name.")
@click.option("--password", envvar="RIDGEWAY_FIRST_PASSWORD", help="Better asked for than typed.")
def setup(
    name: str,
    administrator: str | None,
    email: str | None,
    username: str | None,
    password: str | None,
) -> None:
    """Make the tables, or bring them up to this version; found the installation once."""
    open_station()
    changed = prepare()
    click.echo("Tables made or brought up to date." if changed else "The tables are up to date.")
    from ridgeway import clock
    from ridgeway.governance.codes.queries import installation_id
    from ridgeway.governance.codes.services import found_installation
    from ridgeway.governance.search.rebuilding import differences, rebuild

    if next(differences(), None):
        click.echo(f"The search index was made anew: {rebuild():,} things can be found.")

    if installation_id():
        click.echo("The installation is founded.")
        return
    found_installation(
        name=name,
        administrator=administrator or click.prompt("Your name"),
        email=email or click.prompt("Your e-mail address"),
        username=username or click.prompt("User name"),
        password=password or click.prompt("Password", hide_input=True, confirmation_prompt=True),
        at=clock.now(),
    )
    click.echo("Founded. Sign in with that user name, or go on with `ridgeway serve`.")
