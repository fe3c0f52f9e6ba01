"""Commands about the record: verify it, sign checkpoints, export a bundle for strangers."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ridgeway.cli.registry import CommandGroup
from ridgeway.cli.station import open_station, require_ready


@click.group(cls=CommandGroup)
def record() -> None:
    """Verify the record, sign checkpoints, export a bundle that verifies offline."""


@record.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--checkpoint",
    "kept",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A signed checkpoint that you kept; the record must be consistent with it.",
)
def verify(form: str, kept: tuple[Path, ...]) -> None:
    """Compare every governed column with the record, rebuild what is derived, check signatures."""
    open_station()
    require_ready()
    from ridgeway.governance.proving import verify_all

    found = verify_all([path.read_text("utf-8", errors="replace") for path in kept])
    faults = list(found.faults())
    if form == "json":
        chains = {key: check.size for key, check in found.chains.items()}
        body = {"holds": found.holds, "entries": found.entries, "chains": chains, "faults": faults}
        click.echo(json.dumps(body))
    else:
        for fault in faults:
            click.echo(fault)
        for key, check in found.chains.items():
            click.echo(
                f"chain {key}: {check.size} entries, {check.covered or 0} under a checkpoint"
            )
        click.echo(
            "The record holds."
            if found.holds
            else f"It does not hold: {len(faults)} fault{'' if len(faults) == 1 else 's'}."
        )
    raise SystemExit(0 if found.holds else 1)


@record.command()
def checkpoint() -> None:
    """Sign what each chain holds now and print the notes, to be kept by somebody else."""
    open_station()
    require_ready()
    from ridgeway import clock
    from ridgeway.governance.proving import sign_now
    from ridgeway.governance.record.keys import signer

    made = sign_now(clock.now())
    for one in made:
        click.echo(one.note)
    click.echo(f"Verifier key: {signer().verifier}", err=True)
    if not made:
        click.echo("No chain has grown since its last checkpoint.", err=True)


@record.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def export(target: Path) -> None:
    """Write a bundle (ZIP) with the stand-alone verifier in it; it holds everything."""
    open_station()
    require_ready()
    if target.exists():
        raise click.ClickException(f"{target} is there already; name another file.")
    from ridgeway import clock
    from ridgeway.governance.proving import export_all
    from ridgeway.governance.record.keys import signer

    export_all(target, clock.now())
    click.echo(f"{target} written. Anybody can check it with Python alone:")
    click.echo(
        f"  unzip {target.name} verify_ridgeway.py && python verify_ridgeway.py {target.name}"
    )
    click.echo(f"Verifier key: {signer().verifier}")
