"""The one door through which anything changes.

`perform` locks the subject, asks whether the actor may and whether the rules allow it, refuses
with the whole verdict or changes state, writes the entry of the record and calls the ports, all
in one transaction that spans no network call. Web, API, command line, import and jobs call it;
nothing else writes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import IntegrityError
from pydantic import BaseModel, ConfigDict, model_validator

from ridgeway.core import access
from ridgeway.core.record.canonical import canonical
from ridgeway.core.verdict import Reason, Refused, State, Verdict
from ridgeway.faults import crashpoint, racepoint
from ridgeway.governance.acting import UNTOLD, Acting, Stale, Told
from ridgeway.governance.actor import Actor
from ridgeway.governance.codes.models import Code, Installation
from ridgeway.governance.codes.queries import asking_once
from ridgeway.governance.entering import clean
from ridgeway.governance.locking import chain_of, code_of, locked
from ridgeway.governance.record import log
from ridgeway.governance.record.models import Event, IdempotencyKey
from ridgeway.governance.record.rows import Audience, Root, label_of
from ridgeway.governance.turns import in_turn


class Given(BaseModel):
    """What an act is given: closed, frozen, in one form of text, without surrounding blanks."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _cleaned(cls, data: Any) -> Any:
        return clean(data)


class Nothing(Given):
    """An act that needs no more than its subject."""


class Missing(Exception):
    """The subject is not there, or not for this actor: the two answer the same."""


class KeyReused(Exception):
    """An idempotency key came again with another request."""


class Conflict(Exception):
    """The act would double something that is held already; the message says what."""


class Forbidden(Refused):
    """Refused because of who asks, not because of how things stand."""


Run = Callable[[Acting, Any, Any], None]
Judge = Callable[[Acting, Any, Any], Verdict]
Hook = Callable[[Acting], None]


@dataclass(frozen=True, slots=True)
class Act:
    """One act, declared once: every door offers it from this.

    `noun` is the model of its subject (an act that makes something has the code as subject).
    `judge` answers whether it may happen now, also without input (for a button). `dated_back` acts
    enter what happened elsewhere, with a source. `decides` acts are never done by a program.
    """

    name: str
    noun: type[Root]
    given: type[Given]
    title: str
    effect: str
    run: Run
    judge: Judge | None = None
    dated_back: bool = False
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """An act that is done, with the entries that it made in the record."""

    acting: Acting
    events: list[Event]


Port = Callable[[Sequence[Entered]], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did: its subject as it stands now and its place in the record."""

    act: str
    subject_type: str
    subject_id: str
    version: int
    chain: str
    seq: int
    answer: dict[str, Any]


SECRETS = frozenset({"token"})
"""Parts of an answer that are shown once and never kept."""

ACTS: dict[str, Act] = {}
FURTHER: dict[str, list[Judge]] = {}
"""What apps above add to the judging of an act below, by its name: see `also_judged`."""

HOOKS: list[Hook] = []
"""Called while an act writes: what they change belongs to the act and its entry."""

PORTS: list[Port] = []
"""Called once with the acts of a transaction, before it ends: search, imports brought in."""


def act(
    name: str,
    noun: type[Root],
    given: type[Given] = Nothing,
    *,
    title: str,
    effect: str,
    judge: Judge | None = None,
    dated_back: bool = False,
    decides: bool = False,
) -> Callable[[Run], Run]:
    """Declare an act; the decorated function makes the change through its `Acting`."""

    def declared(run: Run) -> Run:
        ACTS[name] = Act(name, noun, given, title, effect, run, judge, dated_back, decides)
        return run

    return declared


def also_judged(*names: str) -> Callable[[Judge], Judge]:
    """Declare a judge of acts that a lower app declares, asked after the act's own.

    Its reasons count like the act's own, for the button too; it must cope with a subject or an
    input that the act's own judge refuses.
    """

    def declared(judge: Judge) -> Judge:
        for name in names:
            FURTHER.setdefault(name, []).append(judge)
        return judge

    return declared


def perform(
    name: str,
    subject_id: str,
    given: Given | Mapping[str, Any] | None = None,
    *,
    actor: Actor,
    at: dt.datetime,
    if_version: int | None = None,
    key: str = "",
    told: Told = UNTOLD,
) -> Done:
    """Do an act, or say why not.

    Raises Missing (no such subject for this actor), pydantic.ValidationError (what was given),
    Forbidden, Refused (the whole verdict), Stale, Conflict, KeyReused. Nothing is stored then.
    """
    declared = ACTS.get(name)
    if declared is None:
        raise Missing(name)
    if not isinstance(given, declared.given):
        given = declared.given.model_validate(given or {})
    request = _request_digest(name, subject_id, given, if_version) if key else ""

    def work() -> _Stored:
        with asking_once():
            if key and (earlier := _earlier(actor, key, request)):
                return _Stored(earlier)
            acting = _begin(declared, subject_id, actor, at, if_version)
            acting.told = told
            verdict = refuse_unless_allowed(declared, acting, given)
            acting.departures = verdict.departures
            racepoint("act.judged")
            declared.run(acting, acting.subject, given)
            crashpoint("act.rows-written")
            stored = _finish(declared, acting)
            if key:
                _keep(actor, key, request, stored.done, at)
            return stored

    try:
        done = in_turn(work, _call_ports).done
    except IntegrityError as error:
        if key and (earlier := _earlier(actor, key, request)):
            return earlier
        raise Conflict(
            "Something with these particulars is already held; nothing was stored."
        ) from error
    crashpoint("act.after-commit")
    return done


def _begin(
    declared: Act, subject_id: str, actor: Actor, at: dt.datetime, if_version: int | None
) -> Acting:
    subject = locked(declared.noun, subject_id, actor)
    if subject is None:
        raise Missing(subject_id)
    crashpoint("act.locked")
    racepoint("act.locked")
    if if_version is not None and subject.version != if_version:
        raise Stale(if_version, subject.version)
    return Acting(actor=actor, at=at, act=declared.name, code=code_of(subject), subject=subject)


@dataclass(frozen=True, slots=True)
class _Stored:
    """What an act did; `entered` unless its key says that it was done before."""

    done: Done
    entered: Entered | None = None


def _call_ports(stored: Sequence[_Stored]) -> None:
    if entered := [one.entered for one in stored if one.entered]:
        for port in PORTS:
            port(entered)
        crashpoint("act.ports-called")
    crashpoint("act.before-commit")


def _finish(declared: Act, acting: Acting) -> _Stored:
    for hook in HOOKS:
        hook(acting)
    _tell_departures(acting)
    acting.settle()
    own = log.Entry(
        act=declared.name,
        subject=acting.subject,
        rows=acting.rows(),
        audience=audience_of(acting.subject),
        **acting.particulars(),
    )
    entries = [*acting.entries, own] if own.rows or not acting.entries else acting.entries
    events = log.append(chain_of(acting.code), entries)
    crashpoint("act.event-written")
    done = Done(
        act=declared.name,
        subject_type=label_of(type(acting.subject)),
        subject_id=acting.subject.id,
        version=acting.subject.version,
        chain=chain_of(acting.code),
        seq=events[-1].seq,
        answer=acting.answer,
    )
    return _Stored(done, Entered(acting, events))


def _tell_departures(acting: Acting) -> None:
    """Each *should* that the act passed over: told to whoever acted, and kept with its entry."""
    if not acting.departures:
        return
    told = [f"{r.what} ({r.clause})" if r.clause else r.what for r in acting.departures]
    acting.answer.setdefault("departures", told)
    reason = f"{acting.told.reason} Departed from: {' '.join(told)}".strip()
    acting.told = replace(acting.told, reason=reason)


def refuse_unless_allowed(declared: Act, acting: Acting, given: Given | None) -> Verdict:
    """How things stand; raises the refusal that applies: first who asks, then how things stand."""
    who = may_do(declared, acting)
    if not who.allowed:
        raise Forbidden(who)
    verdict = judged(declared, acting, given)
    if not verdict.allowed:
        raise Refused(verdict)
    return verdict


def judged(declared: Act, acting: Acting, given: Given | None) -> Verdict:
    """How things stand for an act: by its own judge and by those of the apps above."""
    judges = [declared.judge] if declared.judge else []
    judges += FURTHER.get(declared.name, ())
    verdict = Verdict(f"{declared.title}?")
    for number, judge in enumerate(judges):
        found = judge(acting, acting.subject, given)
        verdict = verdict + found if number else found
    return verdict


def may_do(declared: Act, acting: Acting) -> Verdict:
    """Whether this actor may do the act at all, whatever the state of the subject."""
    question = f"{declared.title}?"
    actor, code_id = acting.actor, acting.code.id if acting.code else ""
    reasons = []
    if not access.may(declared.name, actor.roles(code_id)):
        what = f"{access.only_who(declared.name)} may do this."
        reasons.append(Reason("right", what, State.UNMET))
    if not actor.worker and (not actor.may_write or (declared.decides and not actor.may_decide)):
        reasons.append(
            Reason("token", "A token with this scope may not do this; sign in.", State.UNMET)
        )
    if (acting.told.happened or acting.told.source) and not declared.dated_back:
        reasons.append(
            Reason("dated-back", "Only adopting and attesting may be dated back.", State.UNMET)
        )
    excluded = {a for pair in access.EXCLUSIVE if declared.name in pair for a in pair}
    excluded.discard(declared.name)
    if not reasons and excluded and actor.person_id:
        for other in sorted(excluded & _exclusive_acts_done(acting)):
            what = f"You did “{ACTS[other].title}” here; another person must do this."
            reasons.append(Reason("separation", what, State.UNMET))
    return Verdict(question, tuple(reasons))


def _exclusive_acts_done(acting: Acting) -> frozenset[str]:
    """What the actor did to the subject that bars them from other acts on it: asked once for all
    acts that are judged together."""
    subject, person = acting.subject.id, acting.actor.person_id
    names = sorted({name for pair in access.EXCLUSIVE for name in pair})

    def asked() -> frozenset[str]:
        done = Event.objects.filter(subject_id=subject, actor_id=person, act__in=names)
        return frozenset(done.values_list("act", flat=True).distinct())

    found: frozenset[str] = acting.once(f"exclusive-acts:{subject}", asked)
    return found


def wants_version(declared: Act) -> bool:
    """Whether a caller must say which version they read; not for acts that only add."""
    return declared.noun not in (Code, Installation)


def audience_of(subject: Root) -> str:
    return str(getattr(subject, "audience", Audience.ADMINISTRATION))


def _request_digest(name: str, subject_id: str, given: Given, version: int | None) -> str:
    body = [name, subject_id, given.model_dump(mode="json"), version]
    return hashlib.sha256(canonical(body)).hexdigest()


def _earlier(actor: Actor, key: str, request: str) -> Done | None:
    found = IdempotencyKey.objects.filter(actor_id=actor.person_id, key=key).first()
    if found is None:
        return None
    if found.request != request:
        raise KeyReused(f"The key {key!r} was used for another request.")
    return Done(**found.answer)


def _keep(actor: Actor, key: str, request: str, done: Done, at: dt.datetime) -> None:
    kept = asdict(done)
    kept["answer"] = {name: value for name, value in done.answer.items() if name not in SECRETS}
    IdempotencyKey.objects.create(
        actor_id=actor.person_id, key=key, request=request, answer=kept, made_at=at
    )
