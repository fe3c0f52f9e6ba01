"""What the pages of a modification show beside the register, and what its next steps rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from ridgeway.core.policy.movement import Proof
from ridgeway.governance.codes.queries import bodies_by_key
from ridgeway.governance.codes.visibility import audiences
from ridgeway.governance.modifications import queries_page
from ridgeway.governance.modifications.proving import SUBJECT_TYPE
from ridgeway.governance.modifications.queries import Step
from ridgeway.governance.releases import queries_weighing
from ridgeway.governance.remembered import remembered
from ridgeway.web.offering import act_href
from ridgeway.web.shell import Link
from ridgeway.web.views.modification_opened import OpenedModification

TABLES = (*queries_page.TABLES, *queries_weighing.TABLES)
KINDS = (("category", "Parties"), ("system", "Central systems"), ("area", "Architecture"))
Written = tuple[queries_page.Written, tuple[queries_weighing.Matter, ...]]
T = TypeVar("T")


def beside_of(seen: OpenedModification) -> queries_page.Beside:
    """What is held beside the register."""
    actor, row, source = seen.actor, seen.row, seen.source
    return kept(seen, "beside", lambda: queries_page.beside(actor, row, seen.life, source))


def written_of(seen: OpenedModification) -> Written:
    """What was written for it, and what was weighed for its date."""
    actor, row, source, day = seen.actor, seen.row, seen.source, seen.today

    def read() -> Written:
        weighed = queries_weighing.weighed_for(actor, row, day, source)
        return queries_page.written(actor, row, day, source), weighed

    return kept(seen, "written", read)


def kept(seen: OpenedModification, what: str, read: Callable[[], T]) -> T:
    """What a page reads about its modification, once for each reader and day while the record
    stands: some of it may be closed to a person. Of a past moment it is read each time."""
    if not seen.is_now:
        return read()
    who = (seen.actor.person_id, audiences(seen.actor, seen.code.id))
    return remembered((what, seen.row.id, seen.today, *who), seen.code.head, read)


def kinds_of(beside: queries_page.Beside) -> list[tuple[str, str]]:
    """The kinds of impact that are held, with their headings."""
    return [(key, title) for key, title in KINDS if beside.impacts.get(key)]


def by_kind(documents: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in documents:
        found.setdefault(row["kind"], []).append(row)
    return [(kind.replace("-", " ").capitalize(), rows) for kind, rows in found.items()]


def about_of(seen: OpenedModification) -> dict[str, str]:
    """What the form of an act about this modification is told beforehand."""
    return {"subject_type": SUBJECT_TYPE, "subject_id": seen.row.id}


def next_links(seen: OpenedModification, steps: Iterable[Step]) -> tuple[Link, ...]:
    """What the next steps rest on and can be begun from here: a vote, a consultation."""
    life = seen.life
    if not seen.is_now or life is None or not seen.actor.administers(seen.code.id):
        return ()
    about = about_of(seen)
    wanted = [
        shown
        for step in steps
        for key in step.guards
        if key in step.open_keys and (shown := life.shown(key))
    ]
    bodies = bodies_by_key() if any(shown.by is Proof.RESOLUTION for shown in wanted) else {}
    found: dict[str, Link] = {}
    for shown in wanted:
        if shown.by is Proof.RESOLUTION:
            body = bodies.get(shown.body)
            put = {**about, "matter": shown.matter, **({"body": body.id} if body else {})}
            name = life.book.called(shown.body)
            text = f"Put it to {name}: {shown.matter.replace('-', ' ')}"
            found[text] = Link(text, act_href("resolution.propose", seen.code.id, put))
            text = f"Attest what {name} decided elsewhere: {shown.matter.replace('-', ' ')}"
            found[text] = Link(text, act_href("resolution.attest", seen.code.id, put))
        elif shown.by is Proof.CONSULTATION:
            text = "Open a consultation on it"
            found[text] = Link(text, act_href("consultation.open", seen.code.id, about))
        elif shown.by is Proof.DOCUMENT:
            text = f"Add: {shown.title or shown.document}"
            given = {"kind": shown.document, "name": shown.title.removeprefix("The ")}
            found[text] = Link(text, act_href("modification.add-document", seen.row.id, given))
    return tuple(found.values())
