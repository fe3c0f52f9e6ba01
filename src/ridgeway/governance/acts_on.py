"""What may be done with a subject, and the subject as the form of an act needs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from ridgeway.core import access
from ridgeway.core.verdict import Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import ACTS, Act, judged, may_do
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.locking import code_of
from ridgeway.governance.naming import named
from ridgeway.governance.record.rows import Root, label_of

ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Target:
    """`not_now` is the verdict where the act may not be done now, whatever is typed."""

    row: Any
    kind: str
    id: str
    version: int
    title: str
    code_id: str
    zone: str
    today: dt.date
    not_now: Verdict | None


@dataclass(frozen=True, slots=True)
class Offer:
    """An act as a page offers it: allowed, or greyed with the reasons."""

    act: Act
    verdict: Verdict


def offers(
    subject: Root,
    actor: Actor,
    at: dt.datetime,
    names: Iterable[str] = (),
    *,
    leave_out: Collection[str] = (),
    known: Mapping[str, Any] | None = None,
) -> list[Offer]:
    """What may be done with a subject, each with its verdict; nothing for the public.

    With `names` only those acts are judged, and never those of `leave_out`. `known` is what
    whoever shows the offers worked out already, by the names that judges ask for.
    """
    if not actor.is_known:
        return []
    wanted = set(names)
    worked_out = dict(known or {})
    found = []
    for declared in ACTS.values():
        if declared.noun is not type(subject):
            continue
        if (wanted and declared.name not in wanted) or declared.name in leave_out:
            continue
        acting = Acting(
            actor=actor,
            at=at,
            act=declared.name,
            code=code_of(subject),
            subject=subject,
            worked_out=worked_out,
        )
        verdict = may_do(declared, acting)
        if verdict.allowed:
            verdict = judged(declared, acting, None)
        found.append(Offer(declared, verdict))
    return found


def target(declared: Act, subject_id: str, actor: Actor, at: dt.datetime) -> Target | None:
    """The subject, if the actor may see it."""
    rows: QuerySet[Any] = visible(declared.noun, actor)
    if any(field.name == "code" for field in declared.noun._meta.fields):
        rows = rows.select_related("code")
    row = rows.filter(pk=subject_id).first()
    if row is None:
        return None
    kind = label_of(declared.noun)
    code = code_of(row)
    zone = code.zone if code else ZONE
    offer = next(iter(offers(row, actor, at, [declared.name])), None)
    called = named(actor, [(kind, subject_id)]).get((kind, subject_id))
    verdict = offer.verdict if offer else None
    return Target(
        row=row,
        kind=kind,
        id=subject_id,
        version=row.version,
        title=called.text if called else str(row),
        code_id=code.id if code else "",
        zone=zone,
        today=at.astimezone(ZoneInfo(zone)).date(),
        not_now=verdict if verdict is not None and not verdict.allowed else None,
    )


def within_right(kind: str, actor: Actor, code_id: str) -> list[Act]:
    """The acts on a kind of thing that the actor's roles carry, however a thing of it stands.

    For lists, where judging each act for each row would take a query for every one of them.
    """
    if not actor.is_known:
        return []
    roles = actor.roles(code_id)
    return [
        declared
        for declared in ACTS.values()
        if label_of(declared.noun) == kind and access.may(declared.name, roles)
    ]
