"""A policy as one page of Markdown, with nothing in it that the rulebook does not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ridgeway.core.dates.wording import day_month_year
from ridgeway.core.policy.reading import Part, Rule, parts_of
from ridgeway.core.policy.rulebook import Rulebook

UNSTATED = "not stated"


def page_of(book: Rulebook) -> str:
    """The whole page, ended by a line end."""
    lines = [f"# {_inline(book.cited)}", "", *_head(book), ""]
    for part in parts_of(book):
        lines += [f"## {part.title}", "", *_rules(part), ""]
    lines += _open(book)
    return "\n".join(lines).rstrip() + "\n"


def _head(book: Rulebook) -> Iterator[str]:
    issued = day_month_year(book.issued_date) if book.issued_date else UNSTATED
    start = day_month_year(book.applies_from) if book.applies_from else "no day: it does not bind"
    note = f" {book.applies_from_note}" if book.applies_from_note else ""
    facts = (
        ("Reference", book.reference),
        ("Code", book.code),
        ("Status", str(book.status)),
        ("Issued", issued),
        ("Applies from", f"{start}.{note}" if note else start),
        ("Established by", book.established_by),
        ("Owner", book.owner or UNSTATED),
        ("Source", book.source),
        ("Days counted by", f"{book.calendar}, {book.zone}"),
    )
    return (f"- {name}: {_inline(text)}" for name, text in facts)


def _rules(part: Part) -> Iterator[str]:
    yield from _table(
        ("Rule", "Says", "Clause", "Force"), (_row(part, rule) for rule in part.rules)
    )


def _row(part: Part, rule: Rule) -> tuple[str, ...]:
    says = [f"{name}: {value}" for name, value in rule.values]
    if rule.note:
        says.append(rule.note)
    if rule.unconfirmed:
        says.append("unconfirmed by a source in hand")
    return (rule.title or part.title, "; ".join(says), rule.clause, rule.force)


def _open(book: Rulebook) -> Iterator[str]:
    if book.unknown:
        yield from ("## What the source does not say", "")
        rows = ((it.what, it.where, it.settled_by or "nobody knows") for it in book.unknown)
        yield from (*_table(("What", "Where", "Settled by"), rows), "")
    if book.disagreements:
        yield from ("## Where the source contradicts itself", "")
        for it in book.disagreements:
            yield f"- **{_inline(it.about)}**"
            yield from (
                f"  - {_inline(said.place)}: {_inline(said.says)}" for said in it.statements
            )
            yield f"  - Read as: {_inline(it.read_as or 'open')}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(columns) + " |"
    yield "|" + " --- |" * len(columns)
    for row in rows:
        yield "| " + " | ".join(_cell(text) for text in row) + " |"


def _cell(text: str) -> str:
    return _inline(text).replace("|", "\\|")


def _inline(text: str) -> str:
    """One line in which what Markdown or HTML would read as a mark is a letter."""
    line = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    for mark in "*_`":
        line = line.replace(mark, f"\\{mark}")
    return line
