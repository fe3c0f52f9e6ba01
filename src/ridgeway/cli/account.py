"""`ridgeway account`: for whoever runs the installation, when somebody cannot get in."""

from __future__ import annotations

import datetime as dt

import click

from ridgeway.cli.output import print_table
from ridgeway.cli.registry import CommandGroup
from ridgeway.cli.station import open_station, require_ready

BOUNDED = click.IntRange(1, 72)


@click.group(cls=CommandGroup)
def account() -> None:
    """See accounts and their sessions, hand out a link for a new password, end sessions."""
    open_station()
    require_ready()


@account.command("list")
def list_accounts() -> None:
    """Every account: whose it is, whether it is open, how many sessions last."""
    from ridgeway import clock
    from ridgeway.entrance.desk import accounts

    rows = [
        (it.username, it.name or "erased", "open" if it.open else "closed", str(it.sessions))
        for it in accounts(clock.now())
    ]
    print_table(("User name", "Name", "State", "Sessions"), rows)


@account.command()
@click.argument("username")
@click.option("--hours", type=BOUNDED, default=1, show_default=True, help="How long it opens.")
def link(username: str, hours: int) -> None:
    """Print a link by which the holder chooses a new password, once.

    Hand it over on a way that only they read. What it was used for is on the record.
    """
    from django.conf import settings

    from ridgeway import clock
    from ridgeway.entrance.passwords import link_by_operator

    try:
        word = link_by_operator(username, clock.now(), dt.timedelta(hours=hours))
    except LookupError as error:
        raise click.ClickException(str(error.args[0])) from error
    origin = settings.ORIGIN or "http://127.0.0.1:8000"
    click.echo(f"{origin}/password/{word}")


@account.command()
@click.argument("username")
def sessions(username: str) -> None:
    """Where somebody is signed in, and since when."""
    from ridgeway import clock
    from ridgeway.entrance.desk import account_id
    from ridgeway.entrance.last_use import sessions_of

    found = sessions_of(_known(account_id(username), username), None, clock.now())
    rows = [
        (f"{it.began_at:%Y-%m-%d %H:%M} UTC", f"{it.used_at:%Y-%m-%d %H:%M} UTC", it.browser)
        for it in found
    ]
    print_table(("Began", "Last used", "Browser"), rows)


@account.command("end-sessions")
@click.argument("username")
def end(username: str) -> None:
    """End every session of an account; the password stays."""
    from ridgeway.entrance.desk import account_id
    from ridgeway.governance.codes.services_accounts import end_sessions

    count = end_sessions(_known(account_id(username), username))
    click.echo(f"{count} {'session' if count == 1 else 'sessions'} ended.")


@account.command()
@click.argument("username")
def unlock(username: str) -> None:
    """Let somebody try again who was locked out by wrong passwords."""
    from ridgeway.entrance.desk import account_id, forget_failures

    _known(account_id(username), username)
    count = forget_failures(username)
    click.echo(f"{count} failed {'attempt' if count == 1 else 'attempts'} forgotten.")


def _known(found: str, username: str) -> str:
    if not found:
        raise click.ClickException(
            f"There is no account {username!r}; `ridgeway account list` names them."
        )
    return found
