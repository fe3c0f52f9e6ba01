"""The cost parts of a release's document, in whole pounds.

A total is given only where every amount in it is held: a sum over gaps would look like a figure
that somebody stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ridgeway.documents.description import (
    Align,
    Block,
    Column,
    Paragraph,
    Row,
    Table,
    Text,
    Unknown,
    bold,
    text,
)
from ridgeway.documents.wording import listed

Values = dict[str, Any]


def _pounds(amount: int | None) -> Text:
    return text(None if amount is None else f"{amount:,}")


def central_cost(content: Values) -> Iterator[Block]:
    """What each modification costs centrally, and the sum where every one is held."""
    costs = content["costs"]
    rows = [
        Row((text(r["reference"]), _pounds(r["amount"])), (f"modification:{r['reference']}",))
        for r in costs["central"]
    ]
    amounts = [row["amount"] for row in costs["central"]]
    if len(amounts) > 1:
        whole = None if None in amounts else sum(amounts)
        rows.append(Row((text(bold("Together")), _pounds(whole)), ("total:central",)))
    told_by = listed(tuple(costs["told_by"]))
    yield Table(
        (Column("Modification", share=3), Column("Pounds", Align.RIGHT, 2)),
        tuple(rows),
        caption=f"Central cost ({told_by})" if told_by else "Central cost",
        empty="No modification, so no cost by modification.",
        key="central-table",
    )


def standalone_cost(content: Values) -> Iterator[Block]:
    """Each modification as a release of its own: a row for each cost group and body."""
    costs = content["costs"]
    told = {row["reference"] for row in costs["standalone"]}
    for row in costs["standalone"]:
        yield _lines(row, f"{row['reference']} by itself, told by {row['by']}, in pounds",
                     f"modification:{row['reference']}/{row['by_key']}")  # fmt: skip
    for row in costs["central"]:
        if row["reference"] not in told:
            key = f"no-cost-{row['reference']}"
            yield Unknown(f"the cost of {row['reference']} by itself.", key=key)
    if not costs["central"]:
        yield Paragraph(text("No modification, so no cost by modification."))


def forecast_cost(content: Values) -> Iterator[Block]:
    costs = content["costs"]
    if not costs["forecast"]:
        yield Unknown("the forecast cost of the release.", key="no-forecast")
    for row in costs["forecast"]:
        caption = f"Forecast cost of the release, told by {row['by']}, in pounds"
        yield _lines(row, caption, f"forecast:{row['by_key']}")
        if row["savings"] is not None:
            words = f"Delivering together saves {row['savings']:,} pounds."
            note = f" {row['savings_note']}" if row["savings_note"] else ""
            yield Paragraph(text(words, note), (f"forecast:{row['by_key']}",))


def _lines(report: Values, caption: str, source: str) -> Table:
    rows = [
        Row((text(line["title"]), _pounds(line["amount"])), (f"{source}/{line['group']}",))
        for line in report["lines"]
    ]
    if len(rows) > 1:
        rows.append(Row((text(bold("Total")), _pounds(report["total"])), (f"{source}/total",)))
    return Table(
        (Column("Cost group", share=6), Column("Pounds", Align.RIGHT, 2)),
        tuple(rows),
        caption=caption,
        empty="No amount is given.",
        key=source.replace(":", "-").replace("/", "-"),
    )
