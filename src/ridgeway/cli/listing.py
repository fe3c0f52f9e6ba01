"""`ridgeway register`: the register of a code on the terminal, as the page and the API show it."""

from __future__ import annotations

from typing import Any

import click

from ridgeway.cli.exchange import acting_as, no_code, open_ready, write
from ridgeway.cli.options import formats
from ridgeway.cli.output import print_json, print_table, say


@click.command()
@click.option("--code", "key", required=True, help="Key of the code, such as sec.")
@click.option(
    "--as", "username", default="", envvar="RIDGEWAY_AS", help="Who reads; else what is public."
)
@click.option("--stage", default="")
@click.option("--path", default="")
@click.option("--urgency", default="")
@click.option("--release", default="", help="Short name of a release, or none.")
@click.option("--proposer", default="", help="Key of a Party.")
@click.option("--series", default="", help="How references begin, such as MP.")
@click.option("-q", "--text", "q", default="", help="In the reference or the title.")
@click.option("--sort", default="reference", show_default=True, help="A minus turns it round.")
@click.option("--page", default=1, type=click.IntRange(1), show_default=True)
@click.option("--count", is_flag=True, help="Only how many there are.")
@formats("table", "json", "csv")
def register(key: str, username: str, count: bool, form: str, **asked: Any) -> None:
    """Modifications of a code: a page of fifty, or with CSV all of them.

    \b
    ridgeway register --code sec --stage assessment --sort -raised
    ridgeway register --code sec --as ada --count
    """
    open_ready()
    from pydantic import ValidationError

    from ridgeway.governance.actor import PUBLIC
    from ridgeway.governance.codes.queries import code_by_key
    from ridgeway.governance.releases.register import (
        SORTS,
        RegisterFilter,
        register_total,
    )
    from ridgeway.governance.releases.register import register as page_of

    actor = acting_as(username) if username else PUBLIC
    code = code_by_key(key, actor) or no_code(key, actor)
    try:
        asks = RegisterFilter.model_validate(asked)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        help_ = f" Use one of: {', '.join(SORTS)}." if name == "sort" else ""
        raise click.UsageError(f"{asked[name]!r} will not do for {name}.{help_}") from error
    if count:
        say(str(register_total(actor, code.id, asks)))
    elif form == "csv":
        from ridgeway.documents.sheets import csv_rows
        from ridgeway.governance.releases.register_columns import titles
        from ridgeway.governance.releases.register_export import export_cells

        write(None, csv_rows(titles(), export_cells(actor, code.id, asks, written=True)))
    else:
        _show(page_of(actor, code.id, asks), form)


def _show(page: Any, form: str) -> None:
    from dataclasses import asdict

    if form == "json":
        rows = [
            {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in asdict(row).items()}
            for row in page.rows
        ]
        print_json({"total": page.total, "page": page.page, "pages": page.pages, "rows": rows})
        return
    columns = ("Reference", "Title", "Stage", "Path", "Release", "Raised")
    print_table(
        columns,
        [
            (r.reference, r.title, r.stage, r.path, r.release, str(r.raised_date or ""))
            for r in page.rows
        ],
    )
    say(f"Page {page.page} of {page.pages}; {page.total:,} in all.")
