"""The demo: the real November 2019 release and a live example, ready to click."""

from __future__ import annotations

import socket
from pathlib import Path

import click

from ridgeway.cli.station import open_station, prepare


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", type=click.Path(path_type=Path), default=Path(".ridgeway/demo"))
@click.option("--no-serve", is_flag=True, help="Load only.")
def demo(port: int, data: Path, no_serve: bool) -> None:
    """Load a real release of the past and a live example, serve them, print the address."""
    if not no_serve:
        refuse_taken(port)
    open_station("demo", data)
    prepare()
    from ridgeway import clock
    from ridgeway.demo.loading import load_demo, loaded_path
    from ridgeway.demo.people import SIGN_INS, WORD

    path = loaded_path()
    if path:
        click.echo("The demo is loaded already.")
    else:
        path = load_demo(clock.now(), lambda step: click.echo(f"  {step}"))
    if no_serve:
        return
    origin = f"http://127.0.0.1:{port}"
    click.echo("\nSign in as any of these with the password " + WORD)
    for one in SIGN_INS:
        click.echo(f"  {one.username:<16}{one.reader}")
    click.echo(f"\nReady: {origin}{path}")
    click.echo("Press Ctrl+C to end.")
    from ridgeway.cli.serve import run

    run("127.0.0.1", port, workers=2, threads=4, with_worker=True)


def refuse_taken(port: int) -> None:
    """Say at once that the port is in use, before a minute of loading."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} is in use; choose another with --port."
            ) from error
