"""The demo: the real November 2019 release and a live example, ready to click."""

from __future__ import annotations

from pathlib import Path

import click

from ridgeway.cli.serve import refuse_taken, run
from ridgeway.cli.station import open_station, prepare

HOST = "127.0.0.1"


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", type=click.Path(path_type=Path), default=Path(".ridgeway/demo"))
@click.option("--no-serve", is_flag=True, help="Load only.")
def demo(port: int, data: Path, no_serve: bool) -> None:
    """Load a real release of the past and a live example, serve them, print the address."""
    if not no_serve:
        refuse_taken(HOST, port)
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
    click.echo("\nSign in as any of these with the password " + WORD)
    for one in SIGN_INS:
        click.echo(f"  {one.username:<16}{one.reader}")
    run(HOST, port, workers=2, threads=4, with_worker=True, first=path)
