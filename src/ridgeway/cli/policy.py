"""`ridgeway policy`: list, check, show, compare and publish rulebooks."""

from __future__ import annotations

import datetime as dt

import click

from ridgeway.cli.options import DATE, formats
from ridgeway.cli.output import print_csv, print_json, print_table, say
from ridgeway.cli.registry import CommandGroup
from ridgeway.core.dates.offset import offset_in_words
from ridgeway.core.dates.wording import long_date
from ridgeway.core.policy.faults import RulebookFileError
from ridgeway.core.policy.loading import in_force, load_rulebook, shipped_rulebooks
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Duty


@click.group(cls=CommandGroup)
def policy() -> None:
    """Check, show, compare and list policies."""


@policy.command("list")
@click.option("--on", type=DATE, help="Mark the version that is in force on this day.")
@formats("table", "json", "csv")
def list_policies(on: dt.date | None, form: str) -> None:
    """Every policy that comes with Ridgeway."""
    books = [load_rulebook(path) for _, _, path in shipped_rulebooks()]
    binding = set()
    for name in {book.id for book in books} if on else ():
        assert on is not None  # noqa: S101  the loop is empty without it
        found = in_force([book for book in books if book.id == name], on)
        binding |= {found.reference} if found else set()
    columns = ["Policy", "Title", "Code", "Status", "Issued", "Applies from"]
    columns += [f"In force on {on.isoformat()}"] if on else []
    rows = [
        [
            book.reference,
            book.title,
            book.code,
            str(book.status),
            book.issued_date.isoformat() if book.issued_date else "not stated",
            book.applies_from.isoformat() if book.applies_from else "does not bind",
            *((["yes"] if book.reference in binding else ["no"]) if on else []),
        ]
        for book in books
    ]
    if form == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        (print_csv if form == "csv" else print_table)(columns, rows)


@policy.command()
@click.argument("files", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> None:
    """Check rulebooks strictly and tell every fault: file, line, key, what is wrong and right.

    Exit code 1 if any of them has a fault.
    """
    faults = 0
    for file in files:
        try:
            book = load_rulebook(file)
        except RulebookFileError as error:
            faults += len(error.faults)
            for fault in error.faults:
                click.echo(str(fault), err=True)
        else:
            say(f"{book.reference}: {book.title}, {len(book.duties)} duties, no fault")
    if faults:
        click.echo(f"{faults} fault{'' if faults == 1 else 's'}", err=True)
        raise click.exceptions.Exit(1)


@policy.command()
@click.argument("name")
@formats("table", "json", "markdown")
def show(name: str, form: str) -> None:
    """Print a policy: what it is, its cycle, duties, what it leaves unknown.

    As markdown, every rule of it with its clause and force: the pages of docs/policies.
    """
    book = load_rulebook(name)
    if form == "markdown":
        from ridgeway.core.policy.page import page_of

        click.echo(page_of(book), nl=False)
        return
    if form == "json":
        from ridgeway.cli.values import as_json

        print_json(as_json(book))
        return
    _show_head(book)
    _show_cycle(book)
    _show_duties(book)
    _show_rest(book)


@policy.command()
@click.argument("old")
@click.argument("new")
@formats("table", "json")
def diff(old: str, new: str, form: str) -> None:
    """What changed from one version of a policy to another, in words."""
    from ridgeway.core.policy.difference import differences

    found = differences(load_rulebook(old), load_rulebook(new))
    if form == "json":
        rows = [
            {"place": d.place, "kind": d.kind, "clause": d.clause, "sentence": d.sentence}
            for d in found
        ]
        print_json(rows)
        return
    for d in found:
        say(f"{d.sentence}{f' ({d.clause})' if d.clause else ''}")
    if not found:
        say("No rule differs.")


@policy.command()
def schema() -> None:
    """Print the JSON Schema of a rulebook file."""
    from ridgeway.core.policy.schema import rulebook_schema

    print_json(rulebook_schema())


def _show_head(book: Rulebook) -> None:
    say(f"{book.title} {book.version} ({book.code}), {book.status}")
    say(f"Established by {book.established_by}. Source: {book.source}")
    start = long_date(book.applies_from) if book.applies_from else "no day: it does not bind"
    say(f"Applies from {start}. {book.applies_from_note}".rstrip())


def _show_cycle(book: Rulebook) -> None:
    if book.slots:
        click.echo()
        rows = [
            (s.title, f"{s.which} {s.weekday}".capitalize(), s.kind, str(s.force), s.clause)
            for s in book.slots
        ]
        print_table(("Slot", "Day", "Kind", "Force", "Clause"), rows)
    if book.moves:
        click.echo()
        moves = [
            (", ".join(m.source), ", ".join(m.target), str(m.standing), m.reason, m.clause)
            for m in book.moves
        ]
        print_table(("From", "To", "Standing", "Reason", "Clause"), moves)


def _show_duties(book: Rulebook) -> None:
    if not book.duties:
        return
    click.echo()
    rows = [
        (d.id, book.body_name(d.owner), when(d), str(d.force), ", ".join(d.kinds), d.clause)
        for d in book.duties
    ]
    print_table(("Duty", "Owner", "When", "Force", "Kinds", "Clause"), rows)


def when(duty: Duty) -> str:
    """When a duty falls due, in words."""
    if duty.offset is None:
        return duty.when
    if duty.timing == "before":
        return f"before {duty.anchor}"
    return offset_in_words(duty.offset, duty.anchor)


def _show_rest(book: Rulebook) -> None:
    if book.responsibilities:
        from ridgeway.core.policy.raci import irregularities

        click.echo("\nResponsibilities:")
        roles = book.responsibilities.roles
        names = ("Activity", *(book.body_name(role) for role in roles))
        rows = [
            (a.process, *(a.cells.get(role, "") for role in roles))
            for a in book.responsibilities.activities
        ]
        print_table(names, rows)
        for line in irregularities(book.responsibilities):
            say(f"  note: {line}")
    for unknown in book.unknown:
        say(f"Unknown: {unknown.what} ({unknown.where})")
    for matter in book.disagreements:
        said = "; ".join(f"{s.place}: {s.says}" for s in matter.statements)
        say(f"Disagreement: {matter.about}. {said}. Read as: {matter.read_as or 'open'}")
