"""Faults put into the product on purpose: a rig that stays green on its mutant proves nothing.

Each is applied in a child of the fork server only, before the rig's own function runs there.
"""

# ruff: noqa: ARG001, ARG005 - what is replaced gives the arguments

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet

from ridgeway.core.verdict import Verdict
from ridgeway.faults import crashpoint, racepoint
from ridgeway.governance import acts
from ridgeway.governance.acting import Acting
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.evidence import store
from ridgeway.governance.locking import code_of
from ridgeway.governance.notices import outbox
from ridgeway.governance.notices.egress import Line, Refusal
from ridgeway.governance.notices.mail import message
from ridgeway.governance.notices.models import Delivery
from ridgeway.governance.notices.outbox import Courier
from ridgeway.governance.record.rows import Root, Row

MUTANTS: dict[str, Callable[[], None]] = {}


def mutant(change: Callable[[], None]) -> Callable[[], None]:
    MUTANTS[change.__name__.replace("_", "-")] = change
    return change


def apply(name: str) -> None:
    if name:
        MUTANTS[name]()


def put(owner: Any, name: str, value: Any) -> None:
    setattr(owner, name, value)


def at_once(work: Callable[[], Any], ended: Callable[[list[Any]], None]) -> Any:
    """An act without a turn to wait for, and without a transaction of its own."""
    came = work()
    ended([came])
    return came


def _unlocked(self: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
    del kwargs
    return self


@mutant
def rows_and_record_in_two_transactions() -> None:
    put(acts, "in_turn", at_once)
    put(QuerySet, "select_for_update", _unlocked)


@mutant
def file_named_before_it_is_whole() -> None:
    """Writes straight to the final name, as one would without thinking of crashes."""

    def put_file(chunks: Any) -> tuple[str, int]:
        whole = b"".join(chunks)
        digest = hashlib.sha256(whole).hexdigest()
        target = store.path_of(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            for start in range(0, len(whole), 1000):
                out.write(whole[start : start + 1000])
                out.flush()
                crashpoint("evidence.chunk-written")
        return digest, len(whole)

    put(store, "put", put_file)


@mutant
def settled_before_it_is_sent() -> None:
    send = Courier._send

    def settle_first(self: Courier, delivery: Delivery, line: Line) -> None:
        self._settle(delivery, "sent")
        send(self, delivery, line)

    put(Courier, "_send", settle_first)
    put(Courier, "_hold", lambda self, delivery: None)
    put(Courier, "_mark", lambda self, delivery: None)


@mutant
def not_marked_before_the_dot() -> None:
    put(Courier, "_mark", lambda self, delivery: None)


@mutant
def another_message_id_at_each_attempt() -> None:
    original = message

    def fresh(delivery: Delivery, envelope: Any) -> bytes:
        delivery.message_id = f"<{secrets.token_hex(8)}@notices.ridgeway>"
        return original(delivery, envelope)

    put(outbox, "message", fresh)


@mutant
def other_bytes_at_each_attempt() -> None:
    original = message

    def fresh(delivery: Delivery, envelope: Any) -> bytes:
        return original(delivery, envelope) + secrets.token_hex(4).encode() + b"\r\n"

    put(outbox, "message", fresh)


@mutant
def an_unclear_end_taken_for_a_yes() -> None:
    """A line that is cut counts as sent, so that nobody is bothered."""
    end = Line.end

    def trusting(self: Line) -> None:
        with contextlib.suppress(OSError):
            end(self)

    put(Line, "end", trusting)


@mutant
def a_plain_no_tried_for_ever() -> None:
    put(Refusal, "for_good", property(lambda self: False))
    put(outbox, "GIVE_UP_AFTER", 10**9)


@mutant
def leases_that_nobody_respects() -> None:
    def claim(now: dt.datetime, worker: str) -> list[Delivery]:
        due = Delivery.objects.filter(state="pending", next_try_at__lte=now)
        rows = list(due.select_related("notice", "person").order_by("pk")[: outbox.BATCH])
        racepoint("worker.claiming")
        return rows

    put(outbox, "claim", claim)
    put(Courier, "_own", lambda self, delivery: Delivery.objects.filter(pk=delivery.pk))


@mutant
def no_lock_on_the_subject() -> None:
    """Reads without locking, in transactions that begin to write only when they write."""
    from django.db import connections

    put(QuerySet, "select_for_update", _unlocked)
    options = connections.settings["default"].setdefault("OPTIONS", {})
    options.pop("transaction_mode", None)


@mutant
def no_lock_and_no_guard() -> None:
    """Neither waits for others nor notices that they were there."""
    no_lock_on_the_subject()

    def change(self: Acting, row: Row, **values: Any) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        if isinstance(row, Root) and row.id not in self._raised:
            row.version += 1
            values["version"] = row.version
            self._raised.add(row.id)
        if values:
            type(row)._default_manager.filter(pk=row.pk).update(**values)
        self._note(row)

    put(Acting, "change", change)


@mutant
def the_judge_asked_outside_the_transaction() -> None:
    """Whether it may happen is asked first, without lock, and then not again."""
    original = acts.perform

    def early(name: str, subject_id: str, given: Any = None, **more: Any) -> Any:
        declared = acts.ACTS[name]
        actor, at = more["actor"], more["at"]
        subject = visible(declared.noun, actor).filter(pk=subject_id).first()
        if subject is None:
            raise acts.Missing(subject_id)
        acting = Acting(actor=actor, at=at, act=name, code=code_of(subject), subject=subject)
        judged = (
            given if isinstance(given, acts.Given) else declared.given.model_validate(given or {})
        )
        checked(declared, acting, judged)
        racepoint("mutant.judged")
        return original(name, subject_id, given, **more)

    checked = acts.refuse_unless_allowed
    put(acts, "refuse_unless_allowed", lambda declared, acting, given: Verdict("Judged?"))
    put(acts, "perform", early)


@mutant
def keys_kept_in_a_second_transaction() -> None:
    """The answer is looked up and kept outside the act's own transaction."""
    from ridgeway.governance.record.models import IdempotencyKey

    original = acts.perform

    def loose(name: str, subject_id: str, given: Any = None, **more: Any) -> Any:
        key, actor = more.pop("key", ""), more["actor"]
        held = IdempotencyKey.objects.filter(actor_id=actor.person_id, key=key).first()
        if held is not None:
            return acts.Done(**held.answer)
        racepoint("mutant.looked-up")
        done = original(name, subject_id, given, **more)
        with contextlib.suppress(IntegrityError):
            acts._keep(actor, key, "", done, more["at"])
        return done

    put(acts, "perform", loose)
