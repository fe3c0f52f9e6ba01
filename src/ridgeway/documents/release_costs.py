"""The cost parts of a release's document, in whole pounds.

A total is given only where every amount in it is held: a sum over gaps would look like a figure
that somebody stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        rows.append(Row((text(bold("Together")), _pounds(_sum(amounts))), ("total:central",)))
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
    """Each body's forecast in its groups, beside what the modifications come to by themselves."""
    costs = content["costs"]
    if not costs["forecast"]:
        yield Unknown("the forecast cost of the release.", key="no-forecast")
    for row in costs["forecast"]:
        caption = f"Forecast cost of the release, told by {row['by']}, in pounds"
        alone = _together(costs, row["by_key"])
        yield _lines(row, caption, f"forecast:{row['by_key']}", alone)
        if row["savings"] is not None:
            words = f"Delivering together saves {row['savings']:,} pounds."
            note = f" {row['savings_note']}" if row["savings_note"] else ""
            yield Paragraph(text(words, note), (f"forecast:{row['by_key']}",))


def _together(costs: Values, by_key: str) -> dict[str, int | None]:
    """By group what a body told of each modification by itself, added up; none over a gap."""
    told: dict[str, dict[str, int | None]] = {}
    for row in costs["standalone"]:
        if row["by_key"] == by_key:
            told[row["reference"]] = {line["group"]: line["amount"] for line in row["lines"]}
    wanted = {row["reference"] for row in costs["central"]}
    if not wanted or wanted - told.keys():
        return {}
    groups = dict.fromkeys(group for amounts in told.values() for group in amounts)
    columns = {group: [told[one].get(group) for one in sorted(wanted)] for group in groups}
    return {group: _sum(amounts) for group, amounts in columns.items()}


def _sum(amounts: Iterable[int | None]) -> int | None:
    held = list(amounts)
    return None if None in held else sum(amount for amount in held if amount is not None)


def _lines(
    report: Values, caption: str, source: str, alone: dict[str, int | None] | None = None
) -> Table:
    lines = [(line["title"], line["amount"], line["group"]) for line in report["lines"]]
    if len(lines) > 1:
        lines.append((bold("Total"), report["total"], "total"))
    sums = alone or {}
    sums = {**sums, "total": _sum(sums.values())} if sums else sums
    rows = [
        Row(
            (text(title), *((_pounds(sums.get(group)),) if sums else ()), _pounds(amount)),
            (f"{source}/{group}",),
        )
        for title, amount, group in lines
    ]
    first = (Column("By themselves, added up", Align.RIGHT, 2),) if sums else ()
    return Table(
        (Column("Cost group", share=6), *first, Column("Pounds", Align.RIGHT, 2)),
        tuple(rows),
        caption=caption,
        empty="No amount is given.",
        key=source.replace(":", "-").replace("/", "-"),
    )
