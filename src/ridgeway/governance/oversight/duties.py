"""What each body is responsible for under the policies that a code adopted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ridgeway.core import access
from ridgeway.core.dates.offset import offset_in_words
from ridgeway.core.policy.raci import cells
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Duty
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.governance.releases.dating import PARTIES

LETTERS = {"R": "Responsible", "A": "Accountable", "C": "Consulted", "I": "Informed"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part that a body has: the letter, in what, when, and where that is said.

    `rule` is the duty's key where it is a duty, so that what is owed now can be put beside it.
    """

    body: str
    letter: str
    does: str
    what: str
    when: str
    policy: str
    clause: str
    force: str
    rule: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """A body, role or class of parties with every part that it has."""

    key: str
    name: str
    does: str
    parts: tuple[Part, ...]

    def of(self, letter: str) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.letter == letter)

    @property
    def counts(self) -> tuple[int, ...]:
        """How many parts it has of each letter, in the order of LETTERS."""
        return tuple(len(self.of(letter)) for letter in LETTERS)


def holders(code_id: str, on: dt.date, source: Source = LIVE) -> list[Holder]:
    """Everybody who has a part under the policies in force on a day, in the policies' order."""
    names: dict[str, tuple[str, str]] = {}
    parts: dict[str, list[Part]] = {}
    for book in rulebooks_in_force(code_id, on, source):
        for body in book.bodies:
            names.setdefault(body.id, (body.name, body.does))
        for part in parts_of(book):
            parts.setdefault(part.body, []).append(part)
    return [
        Holder(key, name, does, tuple(parts[key]))
        for key, (name, does) in names.items()
        if key in parts
    ]


def parts_of(book: Rulebook) -> Iterator[Part]:
    """Every part that one policy gives to anybody."""
    for duty in book.duties:
        yield from _of_duty(book, duty)
    for decision in book.decisions:
        said = (decision.title, "", book.cited, decision.clause, str(decision.force))
        yield Part(decision.decided_by, "A", "decides", *said)
        yield from (Part(body, "C", "advises", *said) for body in decision.advice_from)
        yield from (Part(body, "C", "is consulted", *said) for body in decision.consult)
    for title, tell, rule in (
        ("A date that binds is changed", book.date_change and book.date_change.tell,
         book.date_change),
        ("A modification is added after the scope is set",
         book.late_inclusion and book.late_inclusion.tell, book.late_inclusion),
    ):  # fmt: skip
        for body in tell or ():
            clause, force = (rule.clause, str(rule.force)) if rule else ("", "")
            yield Part(body, "I", "is told", title, "", book.cited, clause, force)
    if book.responsibilities:
        yield from _of_matrix(book)


def _of_duty(book: Rulebook, duty: Duty) -> Iterator[Part]:
    when = duty.when
    if duty.offset is not None:
        anchor = book.duty(duty.anchor)
        name = f"“{anchor.title}”" if anchor else duty.anchor
        when = offset_in_words(duty.offset, name)
    said = (duty.title, when, book.cited, duty.clause, str(duty.force), duty.id)
    yield Part(duty.owner, "R", "owes", *said)
    yield from (Part(body, "I", "gets", *said) for body in duty.to)


def _of_matrix(book: Rulebook) -> Iterator[Part]:
    matrix = book.responsibilities
    assert matrix is not None  # noqa: S101  asked for by the caller
    clauses = {activity.process: activity.clause for activity in matrix.activities}
    for cell in cells(matrix):
        for letter in cell.letters:
            yield Part(
                cell.role,
                letter,
                matrix.letters[letter],
                cell.process,
                "",
                book.cited,
                clauses[cell.process],
                "",
                note=cell.note,
            )


def stands_for(actor: Actor, code: Code) -> frozenset[str]:
    """The bodies and classes that an actor belongs to, as policies name them: one query."""
    held = Body.objects.filter(pk__in=actor.bodies(code.id)).values_list("key", flat=True)
    mine = frozenset(held)
    return mine | {PARTIES} if access.PARTY in actor.roles(code.id) else mine
