"""The central cost part of an implementation document: by modification and as forecast.

Amounts are pounds as decimals. A total is given only where every amount in it is held: a sum over
gaps would look like a figure that somebody stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ridgeway.documents.description import (
    Align,
    Block,
    Column,
    Heading,
    Row,
    Table,
    Text,
    Unknown,
    bold,
    text,
)
from ridgeway.documents.rid_facts import CostFacts, ModificationFacts, RidFacts


def cost_blocks(facts: RidFacts) -> Iterator[Block]:
    yield Heading("Central cost of implementation", key="cost")
    if facts.modifications is None:
        yield Unknown("the cost by modification.", source=facts.source)
    else:
        rows = [row for m in facts.modifications for row in _modification_rows(m)]
        yield Table(
            (Column("Modification", share=2), *_columns()),
            tuple(rows),
            caption="Cost of each modification, in pounds",
            empty="No modification, so no cost by modification.",
            key="cost-table",
        )
    if facts.forecast is None:
        yield Unknown("the forecast cost of the release.", source=facts.source)
        return
    yield Table(
        _columns(),
        tuple(Row((text(line.line), *_amounts(line)), facts.source) for line in facts.forecast)
        + _total_row(facts.forecast, (), facts.source),
        caption="Forecast cost of the release, in pounds",
        empty="No cost is forecast.",
        key="forecast-table",
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("Line", share=4),
        Column("Administrator", Align.RIGHT, 2),
        Column("Delivery", Align.RIGHT, 2),
        Column("Together", Align.RIGHT, 2),
    )


def _modification_rows(modification: ModificationFacts) -> Iterator[Row]:
    reference = text(modification.reference)
    if modification.costs is None:
        yield Row((reference, text("all lines"), *[text(None)] * 3), modification.source)
        return
    if not modification.costs:
        nothing = text("0.00")
        yield Row((reference, text("no cost"), nothing, nothing, nothing), modification.source)
        return
    for line in modification.costs:
        yield Row((reference, text(line.line), *_amounts(line)), modification.source)
    yield from _total_row(modification.costs, (reference,), modification.source)


def _amounts(line: CostFacts) -> tuple[Text, Text, Text]:
    return (
        _pounds(line.administrator),
        _pounds(line.delivery),
        _pounds(total((line.administrator, line.delivery))),
    )


def _total_row(
    lines: tuple[CostFacts, ...], before: tuple[Text, ...], source: tuple[str, ...]
) -> tuple[Row, ...]:
    if len(lines) < 2:
        return ()
    administrator = total(line.administrator for line in lines)
    delivery = total(line.delivery for line in lines)
    return (
        Row(
            (
                *before,
                text(bold("Total")),
                _pounds(administrator),
                _pounds(delivery),
                _pounds(total((administrator, delivery))),
            ),
            source,
        ),
    )


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or `None` when any of the amounts is not held."""
    out = Decimal(0)
    for amount in amounts:
        if amount is None:
            return None
        out += amount
    return out


def _pounds(amount: Decimal | None) -> Text:
    return text(None if amount is None else f"{amount:,.2f}")
