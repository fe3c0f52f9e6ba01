"""What the page of a modification shows beside the register: life, impacts, documents, texts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ridgeway.core.policy.movement import Proof
from ridgeway.governance.codes.finding import body_named
from ridgeway.governance.codes.overview import CodeSeen
from ridgeway.governance.codes.visibility import audiences
from ridgeway.governance.consultations import queries as consultations
from ridgeway.governance.modifications import queries_page
from ridgeway.governance.modifications.proving import SUBJECT_TYPE
from ridgeway.governance.modifications.queries import ModificationPage
from ridgeway.governance.modifications.workflow import Life, life_of
from ridgeway.governance.releases import queries_weighing
from ridgeway.governance.remembered import remembered
from ridgeway.web.columns import columns
from ridgeway.web.frame import Frame
from ridgeway.web.moments import Moment
from ridgeway.web.offering import act_href
from ridgeway.web.shell import Link

TABLES = (*queries_page.TABLES, *queries_weighing.TABLES)
KINDS = (("category", "Parties"), ("system", "Central systems"), ("area", "Architecture"))


def parts_of(
    frame: Frame, here: CodeSeen, it: ModificationPage, moment: Moment, day: dt.date
) -> dict[str, Any]:
    """The context of these parts: a fixed number of queries."""
    row = it.row
    life = life_of(row.code_id, day, moment.source)
    beside, matters = _held(frame, here, it, moment, day)
    asked = (
        consultations.consultations_of(frame.actor, here.id, frame.at, subject_id=row.id)
        if moment.is_now
        else []
    )
    return {
        "beside": beside,
        "kinds": [(key, title) for key, title in KINDS if beside.impacts.get(key)],
        "documents_by_kind": _by_kind(beside.documents),
        "matters": matters,
        "consultations": asked,
        "next_links": _next(frame, here, it, life) if moment.is_now and life else (),
        "columns": columns,
    }


def _held(
    frame: Frame, here: CodeSeen, it: ModificationPage, moment: Moment, day: dt.date
) -> tuple[queries_page.Beside, tuple[queries_weighing.Matter, ...]]:
    """Read once for each reader while the record stands; files may be closed to a person."""
    actor, row, source = frame.actor, it.row, moment.source

    def read() -> tuple[queries_page.Beside, tuple[queries_weighing.Matter, ...]]:
        life = life_of(row.code_id, day, source)
        beside = queries_page.beside(actor, row, life, day, source)
        return beside, queries_weighing.weighed_for(actor, row, day, source)

    if not moment.is_now:
        return read()
    who = (actor.person_id, audiences(actor, here.id))
    return remembered(("beside", row.id, day, *who), here.head, read)


def _by_kind(documents: tuple[dict[str, Any], ...]) -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in documents:
        found.setdefault(row["kind"], []).append(row)
    return [(kind.replace("-", " ").capitalize(), rows) for kind, rows in found.items()]


def _next(frame: Frame, here: CodeSeen, it: ModificationPage, life: Life) -> tuple[Link, ...]:
    """What the next steps rest on and can be begun from here: a vote, a consultation."""
    if "code-administrator" not in frame.actor.roles(here.id):
        return ()
    about = {"subject_type": SUBJECT_TYPE, "subject_id": it.row.id}
    found: dict[str, Link] = {}
    for step in it.steps:
        open_keys = {r.key for r in step.verdict.blocking}
        for key in step.guards:
            shown = life.shown(key)
            if shown is None or key not in open_keys:
                continue
            if shown.by is Proof.RESOLUTION:
                body = body_named(shown.body)
                put = {**about, "matter": shown.matter, **({"body": body.id} if body else {})}
                name = life.book.called(shown.body)
                text = f"Put it to {name}: {shown.matter.replace('-', ' ')}"
                found[text] = Link(text, act_href("resolution.propose", here.id, put))
                text = f"Attest what {name} decided elsewhere: {shown.matter.replace('-', ' ')}"
                found[text] = Link(text, act_href("resolution.attest", here.id, put))
            elif shown.by is Proof.CONSULTATION:
                text = "Open a consultation on it"
                found[text] = Link(text, act_href("consultation.open", here.id, about))
            elif shown.by is Proof.DOCUMENT:
                text = f"Add: {shown.title or shown.document}"
                given = {"kind": shown.document, "name": shown.title.removeprefix("The ")}
                found[text] = Link(text, act_href("modification.add-document", it.row.id, given))
    return tuple(found.values())
