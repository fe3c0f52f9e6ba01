"""Reads of consultations: what is asked, until when, and what came back, as far as one may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from ridgeway.governance.actor import Actor
from ridgeway.governance.acts_on import offers
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.codes.visibility import (
    audiences,
    declare,
    seen_by,
    seen_rows,
    visible,
)
from ridgeway.governance.consultations.models import (
    Answer,
    AskedQuestion,
    ClosingTime,
    Consideration,
    Consultation,
    Disposition,
    Response,
    ResponseChange,
)
from ridgeway.governance.record.rows import Audience, listed
from ridgeway.governance.record.sources import LIVE, Source


def _responses(actor: Actor) -> Q:
    """A confidential response is for the administration and for whoever sent it."""
    seen = seen_by(actor)
    return seen | Q(person_id=actor.person_id) if actor.person_id else seen


def _mine(actor: Actor, response: Mapping[str, Any]) -> bool:
    return bool(response["person_id"]) and response["person_id"] == actor.person_id


declare(Consultation)
declare(Response, _responses, mine=("person_id", _mine))

TABLES = (
    Consultation, ClosingTime, AskedQuestion, Response, Answer, Consideration, ResponseChange, Body,
    Code,
)  # fmt: skip
"""What a source of another moment has to hold for the consultations of then."""

Values = dict[str, Any]

LINE = (
    "id", "number", "title", "state", "opens_at", "closes_at", "subject_type", "subject_id",
    "issuer__short_name", "consulted", "example", "code__key", "code__zone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConsultationLine:
    """A consultation in a list. `standing` tells an open one that waits, takes or took responses
    apart: `to-come`, `open`, `overdue`, else the state."""

    id: str
    number: int
    title: str
    state: str
    standing: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    subject_type: str
    subject_id: str
    issuer: str
    consulted: tuple[str, ...]
    example: bool
    code: str
    zone: str
    responses: int
    considered: int

    @property
    def unconsidered(self) -> int:
        return self.responses - self.considered


def standing_of(state: str, opens_at: dt.datetime, closes_at: dt.datetime, at: dt.datetime) -> str:
    if state != "open":
        return state
    if at < opens_at:
        return "to-come"
    return "open" if at <= closes_at else "overdue"


def _lines(rows: QuerySet[Consultation], at: dt.datetime) -> list[ConsultationLine]:
    counted = rows.annotate(
        total=Count("responses", distinct=True),
        done=Count("responses", filter=Q(responses__considerations__isnull=False), distinct=True),
    ).order_by("-opens_at", "-number")
    return [_line(row, at) for row in listed(counted.values(*LINE, "total", "done"))]


def _line(row: Values, at: dt.datetime) -> ConsultationLine:
    return ConsultationLine(
        **{name: row[name] for name in LINE[:8]},
        standing=standing_of(row["state"], row["opens_at"], row["closes_at"], at),
        issuer=row["issuer__short_name"],
        consulted=tuple(row["consulted"]),
        example=row["example"],
        code=row["code__key"],
        zone=row["code__zone"],
        responses=row["total"],
        considered=row["done"],
    )


def consultations_of(
    actor: Actor,
    code_id: str,
    at: dt.datetime,
    source: Source = LIVE,
    *,
    subject_id: str = "",
    most: int = 200,
) -> list[ConsultationLine]:
    """The consultations of a code, or about one subject, the latest first: one query."""
    about = {"subject_id": subject_id} if subject_id else {}
    if source is not LIVE:
        return _lines_then(actor, at, source, code_id=code_id, **about)[:most]
    return _lines(visible(Consultation, actor).filter(code_id=code_id, **about), at)[:most]


def _lines_then(
    actor: Actor, at: dt.datetime, source: Source, /, **equals: Any
) -> list[ConsultationLine]:
    rows = seen_rows(actor, Consultation, LINE, source, **equals)
    rows.sort(key=lambda row: (row["opens_at"], row["number"]), reverse=True)
    responses: dict[str, list[str]] = {row["id"]: [] for row in rows}
    columns = ("id", "consultation_id")
    for row in source.rows(Response, columns, consultation_id=list(responses)):
        responses[row["consultation_id"]].append(row["id"])
    done = _considerations(source, [pk for ids in responses.values() for pk in ids]).keys()
    return [
        _line({**row, "total": len(ids), "done": len(done & set(ids))}, at)
        for row, ids in zip(rows, responses.values(), strict=True)
    ]


def consultation_seen(actor: Actor, consultation_id: str) -> Consultation | None:
    rows = visible(Consultation, actor).filter(pk=consultation_id)
    return rows.select_related("code", "issuer").first()


def acts_on_responses(actor: Actor, row: Consultation, at: dt.datetime) -> frozenset[str]:
    """What the reader may do with a response to this consultation; they all stand alike."""
    sample = Response(code=row.code, consultation=row)
    return frozenset(o.act.name for o in offers(sample, actor, at) if o.verdict.allowed)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer; `text` is None where it is confidential and not for this reader."""

    number: int
    text: str | None
    rationale: str
    confidential: bool


@dataclass(frozen=True, slots=True)
class ConsiderationRow:
    disposition: str
    title: str
    what: str
    why: str
    body: str
    considered_date: dt.date


@dataclass(frozen=True, slots=True)
class ChangeRow:
    subject_type: str
    subject_id: str
    what: str


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """A response that the reader may see; the last consideration counts."""

    id: str
    number: int
    respondent: str
    arrived_at: dt.datetime
    late: bool
    way: str
    confidential: bool
    confidential_because: str
    mine: bool
    answers: tuple[AnswerRow, ...]
    considerations: tuple[ConsiderationRow, ...]
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """One consultation. `received`, `late` and `considered` count every response; `responses` are
    those that the reader may see."""

    row: Consultation
    standing: str
    questions: tuple[dict[str, Any], ...]
    closing_times: tuple[dict[str, Any], ...]
    received: int
    late: int
    considered: int
    responses: tuple[ResponseRow, ...]

    @property
    def hidden(self) -> int:
        return self.received - len(self.responses)


def consultation_page(
    actor: Actor, row: Consultation, at: dt.datetime, source: Source = LIVE
) -> ConsultationPage:
    """The whole page of a row of the same moment: seven queries, however many responded."""
    of = {"consultation_id": row.id}
    responses = source.rows(Response, ("id", "arrived_at"), **of)
    considered = _considerations(source, [r["id"] for r in responses])
    asked = ("number", "text", "asks_rationale", "general")
    times = ("number", "closes_at", "set_at", "reason")
    return ConsultationPage(
        row=row,
        standing=standing_of(row.state, row.opens_at, row.closes_at, at),
        questions=_numbered(source.rows(AskedQuestion, asked, **of)),
        closing_times=_numbered(source.rows(ClosingTime, times, **of)),
        received=len(responses),
        late=sum(r["arrived_at"] > row.closes_at for r in responses),
        considered=len(considered),
        responses=tuple(_responses_of(actor, row, source, considered)),
    )


def _numbered(rows: Iterable[Values], by: str = "number") -> tuple[Values, ...]:
    return tuple(sorted(rows, key=lambda row: int(row[by])))


RESPONSE = (
    "id", "number", "respondent", "arrived_at", "way", "confidential", "confidential_because",
    "person_id",
)  # fmt: skip


Considered = dict[str, list[ConsiderationRow]]
"""How each response was considered, by its identity; those that were not are not there."""


def _responses_of(
    actor: Actor, row: Consultation, source: Source, considered: Considered
) -> list[ResponseRow]:
    """The responses that the reader may see, as they arrived: three queries."""
    found = _numbered(seen_rows(actor, Response, RESPONSE, source, consultation_id=row.id))
    every = str(Audience.ADMINISTRATION) in audiences(actor, row.code_id)
    mine = {r["id"] for r in found if _mine(actor, r)}
    ids = [r["id"] for r in found]
    answers: dict[str, list[AnswerRow]] = {pk: [] for pk in ids}
    for answer in _answers(source, ids):
        open_to = every or answer["response_id"] in mine or not answer["confidential"]
        answers[answer["response_id"]].append(
            AnswerRow(
                number=answer["question__number"],
                text=answer["text"] if open_to else None,
                rationale=answer["rationale"] if open_to else "",
                confidential=answer["confidential"],
            )
        )
    changes = _changes(source, ids)
    return [
        ResponseRow(
            **{name: r[name] for name in RESPONSE[:6]},
            late=r["arrived_at"] > row.closes_at,
            confidential_because=r["confidential_because"] if every or r["id"] in mine else "",
            mine=r["id"] in mine,
            answers=tuple(answers[r["id"]]),
            considerations=tuple(considered.get(r["id"], ())),
            changes=tuple(changes.get(r["id"], ())),
        )
        for r in found
    ]


def _answers(source: Source, ids: list[str]) -> tuple[Values, ...]:
    columns = ("response_id", "question__number", "text", "rationale", "confidential")
    return _numbered(source.rows(Answer, columns, response_id=ids), "question__number")


def _considerations(source: Source, ids: list[str]) -> Considered:
    titles = dict(Disposition.choices)
    found: Considered = {}
    columns = (
        "number", "response_id", "disposition", "what", "why", "body__short_name",
        "considered_date",
    )  # fmt: skip
    for row in _numbered(source.rows(Consideration, columns, response_id=ids)):
        _, pk, disposition, *said = row.values()
        title = str(titles.get(disposition, disposition))
        found.setdefault(pk, []).append(ConsiderationRow(disposition, title, *said))
    return found


def _changes(source: Source, ids: list[str]) -> dict[str, list[ChangeRow]]:
    found: dict[str, list[ChangeRow]] = {}
    columns = ("number", "response_id", "subject_type", "subject_id", "what")
    for row in _numbered(source.rows(ResponseChange, columns, response_id=ids)):
        _, pk, *said = row.values()
        found.setdefault(pk, []).append(ChangeRow(*said))
    return found


def led_to(actor: Actor, subject_id: str) -> list[dict[str, Any]]:
    """The responses that led to a change of something, as far as one may see them: one query."""
    rows = visible(Response, actor).filter(changes__subject_id=subject_id)
    return listed(
        rows.order_by("consultation__number", "number").values(
            "number", "respondent", "changes__what", "consultation__title", "consultation__id",
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What consultations ask of a reader now: an answer, or a step of the administration."""

    line: ConsultationLine
    what: str


def asked_of(actor: Actor, code_id: str, at: dt.datetime) -> list[Asked]:
    """For the day's page: what is open to answer, and for the administration what has to be
    closed, considered or concluded. Two queries at most."""
    rows = visible(Consultation, actor).filter(code_id=code_id, state__in=("open", "closed"))
    if actor.administers(code_id):
        return [Asked(line, what) for line in _lines(rows, at) if (what := _step(line))]
    rows = rows.filter(state="open", opens_at__lte=at, closes_at__gte=at)
    rows = rows.exclude(responses__person_id=actor.person_id)
    mine, bodies = _bodies(actor, code_id)
    is_party = "party" in actor.roles(code_id)
    return [
        Asked(line, "Respond")
        for line in _lines(rows, at)
        if any(name in mine or (is_party and name not in bodies) for name in line.consulted)
    ]


def _bodies(actor: Actor, code_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of the reader's own bodies, and of all; what is no body is a class of Parties."""
    keys = dict(Body.objects.values_list("id", "key"))
    mine = frozenset(keys[pk] for pk in actor.bodies(code_id) if pk in keys)
    return mine, frozenset(keys.values())


def _step(line: ConsultationLine) -> str:
    if line.standing == "overdue":
        return "Close it: its closing time has passed"
    if line.standing == "closed" and line.unconsidered:
        return f"Consider {line.unconsidered} of {line.responses} responses"
    if line.standing == "closed":
        return "Conclude it: every response is considered"
    return ""
