"""The parts of a release's document that are filled from what is held, each from the content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from ridgeway.core.dates.wording import day_month_year
from ridgeway.core.policy.documents import Holds
from ridgeway.documents.description import (
    Block,
    Column,
    NumberedList,
    Paragraph,
    Row,
    Table,
    Text,
    Unknown,
    text,
)
from ridgeway.documents.release_costs import central_cost, forecast_cost, standalone_cost
from ridgeway.documents.wording import listed

Values = dict[str, Any]
Write = Callable[[Values], Iterator[Block]]


def _day(day: str | None) -> Text:
    return text(None if day is None else day_month_year(dt.date.fromisoformat(day)))


def _called(row: Values) -> str:
    """The reference, with the part where a modification has several."""
    named = f": {row['part_name']}" if row["part_name"] else ""
    return row["reference"] if row["part"] == 1 else f"{row['reference']} part {row['part']}{named}"


def _source(row: Values) -> tuple[str, ...]:
    return (f"modification:{row['reference']}",)


def _modifications(content: Values) -> Iterator[Block]:
    yield Table(
        (
            Column("Reference", share=2),
            Column("Title", share=6),
            Column("Relation to the release", share=3),
        ),
        tuple(
            Row((text(_called(m)), text(m["title"]), text(m["relation"].capitalize())), _source(m))
            for m in content["modifications"]
        ),
        caption="Modifications targeted at or approved for the release",
        empty="No modification is targeted at or approved for this release.",
        key="modification-table",
    )


def _impacts(content: Values) -> Iterator[Block]:
    """One column for each Party category while they fit a page; else a list for each."""
    categories, systems = content["categories"], content["systems"]
    narrow = len(categories) <= MOST_CATEGORIES
    if narrow:
        shares = 3 if len(categories) < MOST_CATEGORIES else 2
        columns = [Column(name, share=shares) for name in (*categories, systems)]
    else:
        columns = [Column("Party categories", share=6), Column(systems, share=2)]
    yield Table(
        (Column("Modification", share=3), *columns),
        tuple(
            Row((text(_called(m)), *_impact_cells(m, categories, narrow=narrow)), _source(m))
            for m in content["modifications"]
        ),
        caption=f"Impact of each modification on Party categories and on {systems}",
        empty="No modification, so no impact.",
        key="impact-table",
    )


MOST_CATEGORIES = 6


def _impact_cells(row: Values, categories: list[str], *, narrow: bool) -> Iterator[Text]:
    named = row["impacts"]
    if narrow:
        for category in categories:
            yield text(None if named is None else "Yes" if category in named else "No")
    else:
        yield text(None if named is None else listed(tuple(named)) or "None")
    touched = row["system_impact"]
    yield text(None if touched is None else "Yes" if touched else "No")


def _documents(content: Values) -> Iterator[Block]:
    yield Table(
        (Column("Document", share=4), Column("Kind", share=3), Column("Changed by", share=4)),
        tuple(
            Row(
                (
                    text(row["name"]),
                    text(row["group"] or "–"),
                    text(listed(tuple(row["changed_by"])) or "–"),
                ),
                (f"document:{row['name']}",),
            )
            for row in content["documents"]
        ),
        caption="Parts of the code and documents under it",
        empty="No document is named.",
        key="document-table",
    )
    if content["documents_not_said"]:
        silent = listed(tuple(content["documents_not_said"]))
        yield Unknown(f"which documents these amend: {silent}.", key="documents-not-said")


def _timetable(content: Values) -> Iterator[Block]:
    rows = content["activities"]
    tests = [row for row in rows if row["testing"]]
    yield Table(
        (
            Column("Testing", share=5),
            Column("Whose", share=3),
            Column("Starts", share=3),
            Column("Ends", share=3),
        ),
        tuple(
            Row(
                (
                    text(row["what"]),
                    text(WHOSE[row["testing"]]),
                    _day(row["starts_date"]),
                    _day(row["ends_date"]),
                ),
                (f"activity:{row['number']}",),
            )
            for row in tests
        ),
        caption="Start and end of testing",
        empty="No testing is planned yet.",
        key="testing-table",
    )
    for key, words in (("delivery", "testing by the delivery body"), ("user", "testing by Users")):
        if not any(r["testing"] == key and r["starts_date"] and r["ends_date"] for r in tests):
            yield Unknown(f"start and end of {words}.", key=f"no-{key}-testing")
    yield Table(
        (
            Column("What", share=6),
            Column("Owner", share=3),
            Column("Starts", share=3),
            Column("Ends or due", share=3),
        ),
        (*_planned(rows), *_owed(content["duties"])),
        caption="Activities and what the policy asks for by when",
        empty="No activity is planned.",
        key="activity-table",
    )
    yield from _risks(content["risks"])


WHOSE = {"delivery": "Delivery body", "user": "Users"}


def _planned(rows: list[Values]) -> Iterator[Row]:
    for row in rows:
        if not row["testing"]:
            yield Row(
                (
                    text(row["what"]),
                    text(row["owner"] or "–"),
                    _day(row["starts_date"]),
                    _day(row["ends_date"]),
                ),
                (f"activity:{row['number']}",),
            )


def _owed(rows: list[Values]) -> Iterator[Row]:
    for row in rows:
        yield Row(
            (text(row["title"]), text(row["owner"]), text("–"), _day(row["due_date"])),
            (f"obligation:{row['rule']}",),
        )


def _risks(rows: list[Values]) -> Iterator[Block]:
    yield Table(
        (Column("Risk", share=4), Column("Mitigation", share=5), Column("Owner", share=2)),
        tuple(
            Row(
                (
                    text(row["text"]),
                    text("\n".join((*row["approach"], *row["additions"])) or "–"),
                    text(row["owner"] or "–"),
                ),
                (f"risk:{row['number']}",),
            )
            for row in rows
        ),
        caption="Risks",
        empty="No risk is recorded.",
        key="risk-table",
    )


def _criteria(content: Values) -> Iterator[Block]:
    rows = content.get("criteria") or ()
    if not rows:
        yield Unknown("the acceptance criteria.", key="no-criteria")
        return
    yield NumberedList(
        tuple(
            text(
                row["text"],
                f" ({row['clause']})" if row["clause"] else "",
                f". Evidence: {row['evidence_wanted'].rstrip('.')}."
                if row["evidence_wanted"]
                else "",
                f" Outstanding defects: {'; '.join(row['limits'])}." if row.get("limits") else "",
            )
            for row in rows
        ),
        tuple(f"criterion:{row['number']}" for row in rows),
        key="criteria",
    )


def _taking_effect(content: Values) -> Iterator[Block]:
    rows = [row for row in content["specifications"] if row["effect"] == "takes-effect"]
    yield _specification_table(rows, "Versions taking effect", "Validity Period starts")


def _ended(content: Values) -> Iterator[Block]:
    rows = [row for row in content["specifications"] if row["effect"] != "takes-effect"]
    yield _specification_table(rows, "Versions removed or ending", "What becomes of it")


VERBS = {"takes-effect": "", "ends": "Validity Period ends on ", "removed": "Removed on "}


def _specification_table(rows: list[Values], caption: str, column: str) -> Table:
    return Table(
        (
            Column("Specification", share=4),
            Column("Version", share=2),
            Column(column, share=5),
            Column("Consulted on this date", share=3),
        ),
        tuple(
            Row(
                (
                    text(row["name"]),
                    text(row["version"]),
                    text(
                        VERBS[row["effect"]],
                        day_month_year(dt.date.fromisoformat(row["date"])),
                        ", with go-live" if row["is_go_live"] else "",
                    ),
                    text("Yes" if row["consulted"] else "Not yet"),
                ),
                (f"specification:{row['name']}/{row['version']}",),
            )
            for row in rows
        ),
        caption=caption,
        empty="No version is named.",
        key=f"{caption.rsplit(maxsplit=1)[-1]}-table",
    )


def _annexes(content: Values) -> Iterator[Block]:
    for row in content["annexes"]:
        source, held = (f"annex:{row['document']}",), row["version"]
        if held is not None:
            day = day_month_year(dt.date.fromisoformat(held["issued_date"]))
            state = held["status"]
            words = f"Annex, and part of this document: {row['title']} {held['number']}"
            yield Paragraph(text(f"{words}, {state}, of {day}. Digest {held['digest']}."), source)
        else:
            yield Paragraph(text(*_follows(row)), source)


def _follows(row: Values) -> Iterator[str]:
    yield f"Annex, and part of this document: the {row['title']}. It follows"
    if row["issued_by_date"]:
        day = day_month_year(dt.date.fromisoformat(row["issued_by_date"]))
        yield f", to the {row['reviewed_by']} by {day}"
    if row["published_by_date"]:
        day = day_month_year(dt.date.fromisoformat(row["published_by_date"]))
        yield f", published by {day}"
    yield f". The {row['by']} writes it."


BLOCKS: dict[Holds, Write] = {
    Holds.MODIFICATIONS: _modifications,
    Holds.IMPACTS: _impacts,
    Holds.DOCUMENTS: _documents,
    Holds.CENTRAL_COST: central_cost,
    Holds.STANDALONE_COST: standalone_cost,
    Holds.FORECAST_COST: forecast_cost,
    Holds.TIMETABLE: _timetable,
    Holds.CRITERIA: _criteria,
    Holds.SPECIFICATIONS: _taking_effect,
    Holds.SPECIFICATIONS_ENDED: _ended,
    Holds.ANNEX: _annexes,
}
"""Who writes each kind of part; one of words alone has none."""
