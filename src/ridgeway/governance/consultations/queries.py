"""Reads of consultations: what is asked, until when, and what came back, as far as one may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import offers
from ridgeway.governance.codes.models import Body
from ridgeway.governance.codes.visibility import audiences, declare, seen_by, visible
from ridgeway.governance.consultations.models import (
    Answer,
    Consideration,
    Consultation,
    Disposition,
    Response,
    ResponseChange,
)
from ridgeway.governance.record.rows import Audience, listed


def _responses(actor: Actor) -> Q:
    """A confidential response is for the administration and for whoever sent it."""
    seen = seen_by(actor)
    return seen | Q(person_id=actor.person_id) if actor.person_id else seen


declare(Consultation)
declare(Response, _responses)

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
    return [
        ConsultationLine(
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
        for row in listed(counted.values(*LINE, "total", "done"))
    ]


def consultations_of(
    actor: Actor, code_id: str, at: dt.datetime, *, subject_id: str = "", most: int = 200
) -> list[ConsultationLine]:
    """The consultations of a code, or about one subject, the latest first: one query."""
    rows = visible(Consultation, actor).filter(code_id=code_id)
    if subject_id:
        rows = rows.filter(subject_id=subject_id)
    return _lines(rows, at)[:most]


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


def consultation_page(actor: Actor, row: Consultation, at: dt.datetime) -> ConsultationPage:
    """The whole page: seven queries, however many responded."""
    counted = Response.objects.filter(consultation=row).aggregate(
        received=Count("id", distinct=True),
        late=Count("id", filter=Q(arrived_at__gt=F("consultation__closes_at")), distinct=True),
        considered=Count("id", filter=Q(considerations__isnull=False), distinct=True),
    )
    questions = row.questions.order_by("number")
    return ConsultationPage(
        row=row,
        standing=standing_of(row.state, row.opens_at, row.closes_at, at),
        questions=tuple(listed(questions.values("number", "text", "asks_rationale", "general"))),
        closing_times=tuple(
            listed(
                row.closing_times.order_by("number").values(
                    "number", "closes_at", "set_at", "reason"
                )
            )
        ),
        responses=tuple(responses_of(actor, row)),
        **counted,
    )


def responses_of(actor: Actor, row: Consultation) -> list[ResponseRow]:
    """The responses that the reader may see, as they arrived: four queries."""
    found = list(visible(Response, actor).filter(consultation=row).order_by("number"))
    every = str(Audience.ADMINISTRATION) in audiences(actor, row.code_id)
    mine = {r.id for r in found if r.person_id and r.person_id == actor.person_id}
    ids = [r.id for r in found]
    answers: dict[str, list[AnswerRow]] = {pk: [] for pk in ids}
    for answer in _answers(ids):
        open_to = every or answer["response_id"] in mine or not answer["confidential"]
        answers[answer["response_id"]].append(
            AnswerRow(
                number=answer["question__number"],
                text=answer["text"] if open_to else None,
                rationale=answer["rationale"] if open_to else "",
                confidential=answer["confidential"],
            )
        )
    considered = _considerations(ids)
    changes = _changes(ids)
    return [
        ResponseRow(
            id=r.id,
            number=r.number,
            respondent=r.respondent,
            arrived_at=r.arrived_at,
            late=r.arrived_at > row.closes_at,
            way=r.way,
            confidential=r.confidential,
            confidential_because=r.confidential_because if every or r.id in mine else "",
            mine=r.id in mine,
            answers=tuple(answers[r.id]),
            considerations=tuple(considered.get(r.id, ())),
            changes=tuple(changes.get(r.id, ())),
        )
        for r in found
    ]


def _answers(ids: Iterable[str]) -> list[dict[str, Any]]:
    rows = Answer.objects.filter(response__in=list(ids)).order_by("question__number")
    columns = ("response_id", "question__number", "text", "rationale", "confidential")
    return listed(rows.values(*columns))


def _considerations(ids: list[str]) -> dict[str, list[ConsiderationRow]]:
    titles = dict(Disposition.choices)
    found: dict[str, list[ConsiderationRow]] = {}
    columns = ("response_id", "disposition", "what", "why", "body__short_name", "considered_date")
    rows = Consideration.objects.filter(response__in=ids).order_by("number")
    for pk, disposition, what, why, body, day in rows.values_list(*columns):
        title = str(titles.get(disposition, disposition))
        found.setdefault(pk, []).append(ConsiderationRow(disposition, title, what, why, body, day))
    return found


def _changes(ids: list[str]) -> dict[str, list[ChangeRow]]:
    found: dict[str, list[ChangeRow]] = {}
    rows = ResponseChange.objects.filter(response__in=ids).order_by("number")
    columns = ("response_id", "subject_type", "subject_id", "what")
    for pk, kind, subject, what in rows.values_list(*columns):
        found.setdefault(pk, []).append(ChangeRow(kind, subject, what))
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
    administers = "code-administrator" in actor.roles(code_id)
    rows = visible(Consultation, actor).filter(code_id=code_id, state__in=("open", "closed"))
    if administers:
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
