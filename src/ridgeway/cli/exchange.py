"""`ridgeway import` and `ridgeway export`: a code's register, in and out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ridgeway.cli.options import formats
from ridgeway.cli.output import print_json, say
from ridgeway.cli.registry import BadInput

if TYPE_CHECKING:
    from ridgeway.governance.actor import Actor

MOST_SHOWN = 200
KINDS = ("party", "release", "criterion", "modification", "defect")


def no_code(key: str, actor: Actor) -> NoReturn:
    """Say which codes there are."""
    from ridgeway.governance.codes.queries import codes_seen

    keys = ", ".join(found.key for found in codes_seen(actor)) or "none that you may see"
    raise BadInput(f'There is no code "{key}". Codes: {keys}.')


def acting_as(username: str) -> Actor:
    """The person behind an account, acting from this terminal."""
    from ridgeway.clock import now
    from ridgeway.governance.actor import Via
    from ridgeway.governance.codes.queries import person_actor

    try:
        return person_actor(username, via=Via.CLI, on=now().date())
    except LookupError as error:
        raise BadInput(f"{error.args[0]} Give the user name of one.") from error


def open_ready() -> None:
    """Open the installation, unless its tables are of another version."""
    from ridgeway.cli.station import open_station, require_ready

    open_station()
    require_ready()


@click.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--code", "key", required=True, help="Key of the code, such as sec.")
@click.option(
    "--as", "username", required=True, envvar="RIDGEWAY_AS", help="User name of whoever acts."
)
@click.option("--source", default="", help="Where the register comes from; the record keeps it.")
@click.option("--try", "only_try", is_flag=True, help="Judge the files and store nothing.")
@formats("text", "json")
def bring(
    files: tuple[Path, ...], key: str, username: str, source: str, only_try: bool, form: str
) -> None:
    """Bring a register in from FILEs: all of it, or nothing and every fault.

    \b
    ridgeway import register.json --code sec --as ada
    ridgeway import parties.csv releases.csv modifications.csv --code sec --as ada --try

    JSON holds lists named parties, releases, criteria, modifications and defects; XLSX has a sheet
    for each. A CSV or JSON Lines file says by its name what it holds, or each line says its type.
    What is held alike already is skipped, so the same file twice changes nothing.
    """
    open_ready()
    from ridgeway.clock import now
    from ridgeway.documents.sheets import unguarded
    from ridgeway.governance.acting import Told
    from ridgeway.governance.codes.queries import code_by_key
    from ridgeway.governance.intake.faults import FaultyFiles
    from ridgeway.governance.intake.services import bring_in

    actor = acting_as(username)
    named = source or "Files brought in: " + ", ".join(path.name for path in files)
    try:
        with progress_shown() as progress:
            outcome = bring_in(
                code_by_key(key, actor) or no_code(key, actor),
                [(str(path), path.read_bytes()) for path in files],
                actor=actor,
                at=now(),
                told=Told(source=named[:300]),
                only_try=only_try,
                restored=unguarded,
                progress=progress,
            )
    except FaultyFiles as error:
        _show_faults(str(fault) for fault in error.faults)
        sys.exit(BadInput.exit_code)
    if form == "json":
        print_json({"new": outcome.new, "held": outcome.skipped, "stored": bool(outcome.done)})
        return
    for kind, count in outcome.new.items():
        held = outcome.skipped.get(kind, 0)
        if count or held:
            say(f"{kind:<14}{count:>8,} new {held:>8,} held alike")
    if only_try:
        say("Nothing is wrong; nothing was stored.")
    elif outcome.done is None:
        say("Nothing was new; nothing was stored.")
    else:
        say(f"Stored, up to entry {outcome.done.seq:,} of the record of {outcome.done.chain}.")


@contextmanager
def progress_shown() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error while it is a terminal; `of` 0 means that the end is not known."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def show(phase: str, done: int, of: int) -> None:
            if phase not in tasks:
                for task in tasks.values():
                    bar.update(task, visible=False)
                tasks[phase] = bar.add_task(phase, total=of or None)
            bar.update(tasks[phase], completed=done)

        yield show


def _show_faults(faults: Iterable[str]) -> None:
    lines = list(faults)
    for line in lines[:MOST_SHOWN]:
        click.echo("".join(c if c.isprintable() else " " for c in line), err=True)
    if len(lines) > MOST_SHOWN:
        click.echo(f"... and {len(lines) - MOST_SHOWN:,} more", err=True)
    count = f"{len(lines):,} fault{'' if len(lines) == 1 else 's'}"
    click.echo(f"{count}; nothing was stored.", err=True)


@click.command()
@click.option("--code", "key", required=True, help="Key of the code, such as sec.")
@click.option(
    "--as",
    "username",
    default="",
    envvar="RIDGEWAY_AS",
    help="User name of whoever reads; without one, what is public.",
)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="modification",
    show_default=True,
    help="What a CSV or XLSX file holds.",
)
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    help="A file; for CSV also a folder, which gets a file for each kind.",
)
@formats("json", "csv", "xlsx")
def export(key: str, username: str, kind: str, target: Path | None, form: str) -> None:
    """Write out the register of a code: what the reader may see, in a form that import takes.

    \b
    ridgeway export --code sec --as ada --format json --to register.json
    ridgeway export --code sec --format csv --kind release
    """
    open_ready()
    from ridgeway.governance.actor import PUBLIC
    from ridgeway.governance.codes.queries import code_by_key
    from ridgeway.governance.intake.exporting import export_json

    actor = acting_as(username) if username else PUBLIC
    code = code_by_key(key, actor) or no_code(key, actor)
    if form == "json":
        write(target, (piece.encode() for piece in export_json(actor, code.id)))
    elif form == "xlsx":
        if target is None and sys.stdout.isatty():
            raise BadInput("A workbook is nothing for a terminal: say --to FILE.")
        write(target, _xlsx(actor, code.id, kind))
    elif target is not None and target.is_dir():
        for each in KINDS:
            write(target / f"{each}.csv", _csv(actor, code.id, each))
    else:
        write(target, _csv(actor, code.id, kind))


def _csv(actor: Actor, code_id: str, kind: str) -> Iterable[bytes]:
    from ridgeway.documents.sheets import csv_rows
    from ridgeway.governance.intake.exporting import export_table

    columns, rows = export_table(actor, code_id, kind)
    return csv_rows(columns, rows)


def _xlsx(actor: Actor, code_id: str, kind: str) -> Iterable[bytes]:
    from ridgeway.clock import now
    from ridgeway.documents.workbook import to_xlsx
    from ridgeway.governance.intake.exporting import export_table
    from ridgeway.governance.intake.lines import KINDS as LINES

    columns, rows = export_table(actor, code_id, kind)
    with to_xlsx(columns, rows, title=LINES[kind][0], made_at=now()) as file:
        yield from file


def write(target: Path | None, pieces: Iterable[bytes]) -> None:
    """To the file, or to standard output byte for byte."""
    if target is None:
        with click.open_file("-", "wb") as stream:
            stream.writelines(pieces)
        return
    try:
        with target.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror}.") from error
