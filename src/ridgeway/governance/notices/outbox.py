"""The worker's side of notices: claims what is due, sends it, settles it; loses none.

A message is marked as being sent right before the dot that ends it. If the process dies between
that and the answer, the message may have gone: it is sent again under the same Message-ID and
declared as a possible duplicate. Leases end by themselves, so no worker has to clean up.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Q, QuerySet

from ridgeway.core.verdict import Refused
from ridgeway.faults import crashpoint, racepoint
from ridgeway.governance.actor import WORKER
from ridgeway.governance.acts import perform
from ridgeway.governance.notices.egress import Line, Post, Refusal
from ridgeway.governance.notices.mail import Envelope, Unwritable, message, plain_address
from ridgeway.governance.notices.models import Delivery
from ridgeway.governance.record.models import Event

LEASE = dt.timedelta(seconds=30)
BATCH = 20
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(hours=1)
GIVE_UP_AFTER = 120
"""Attempts at one message: between four and five days of patience."""

QUIET = dt.timedelta(seconds=30)
"""How long a server that cannot be reached is left alone."""

Clock = Callable[[], dt.datetime]


class LeaseLost(Exception):
    """Another worker holds the message now, or has settled it."""


@dataclass(slots=True)
class Courier:
    """One worker's way through the outbox. `clock` tells the time of leases and waits."""

    post: Post
    clock: Clock
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    quiet_until: dt.datetime | None = None
    _recorded: dict[str, str] = field(default_factory=dict)

    def work_once(self) -> int:
        """Send a batch of what is due now; returns how many messages were settled."""
        now = self.clock()
        if self.quiet_until is not None and now < self.quiet_until:
            return 0
        self.quiet_until = None
        settled = 0
        with Line(self.post) as line:
            for delivery in claim(now, self.name):
                settled += self._deliver(delivery, line)
                if self._is_away():
                    break
        return settled

    def work_off(self, *, rounds: int = 10_000) -> int:
        """Go on until nothing is due any more, or the server cannot be reached."""
        settled = 0
        for _ in range(rounds):
            before = settled
            settled += self.work_once()
            if settled == before:
                break
        return settled

    def _is_away(self) -> bool:
        return self.quiet_until is not None

    def _deliver(self, delivery: Delivery, line: Line) -> int:
        try:
            self._hold(delivery)
            self._send(delivery, line)
        except LeaseLost:
            line.abandon()
            return 0
        except Unwritable as error:
            return self._fail(delivery, str(error))
        except Refusal as refusal:
            if refusal.for_good or delivery.attempts + 1 >= GIVE_UP_AFTER:
                return self._fail(delivery, str(refusal))
            self._later(delivery, str(refusal))
            return 0
        except OSError as error:
            if not line.opened:
                self.quiet_until = self.clock() + QUIET
                self._let_go(delivery, f"server not reached: {type(error).__name__}: {error}")
            else:
                self._later(delivery, f"{type(error).__name__}: {error}")
            line.abandon()
            return 0
        self._settle(delivery, "sent")
        crashpoint("worker.settled")
        return 1

    def _send(self, delivery: Delivery, line: Line) -> None:
        address = plain_address(delivery.address)
        wire = message(delivery, self._envelope(delivery))
        line.open()
        crashpoint("worker.connected")
        with line.time_limit():
            line.address(address)
            crashpoint("worker.recipient-accepted")
            line.body(wire)
            crashpoint("worker.body-sent")
            self._mark(delivery)
            crashpoint("worker.marked-sending")
            try:
                line.end()
            except Refusal:
                self._own(delivery).update(sending=False)
                raise
        crashpoint("worker.accepted")

    def _envelope(self, delivery: Delivery) -> Envelope:
        notice = delivery.notice
        if notice.id not in self._recorded:
            self._recorded[notice.id] = _recorded(notice.id)
        return Envelope(self.post.sender, self.post.origin, self._recorded[notice.id])

    def _own(self, delivery: Delivery) -> QuerySet[Delivery]:
        return Delivery.objects.filter(pk=delivery.pk, claimed_by=self.name, state="pending")

    def _hold(self, delivery: Delivery) -> None:
        """Renew the lease; an earlier attempt that was never answered counts from now on."""
        again = {"sending": False, "unanswered": F("unanswered") + 1} if delivery.sending else {}
        until = self.clock() + LEASE
        if not self._own(delivery).update(claimed_until=until, **again):
            raise LeaseLost
        crashpoint("worker.held")

    def _mark(self, delivery: Delivery) -> None:
        """From here on the message may have gone."""
        racepoint("worker.marking")
        if not self._own(delivery).update(sending=True, claimed_until=self.clock() + LEASE):
            raise LeaseLost

    def _later(self, delivery: Delivery, why: str) -> None:
        """Try again after a wait that doubles; a mark that it may have gone stays."""
        wait = min(FIRST_WAIT * 2 ** min(delivery.attempts, 10), LONGEST_WAIT)
        self._own(delivery).update(
            attempts=F("attempts") + 1,
            next_try_at=self.clock() + wait,
            last_error=why[:300],
            claimed_until=None,
            claimed_by="",
        )
        crashpoint("worker.postponed")

    def _let_go(self, delivery: Delivery, why: str) -> None:
        """The server is away: no fault of this message, so it is not counted against it."""
        held = Delivery.objects.filter(claimed_by=self.name, state="pending")
        held.filter(pk=delivery.pk).update(last_error=why[:300])
        held.update(claimed_until=None, claimed_by="")

    def _fail(self, delivery: Delivery, why: str) -> int:
        self._own(delivery).update(last_error=why[:300])
        crashpoint("worker.refused")
        self._settle(delivery, "failed")
        return 1

    def _settle(self, delivery: Delivery, outcome: str) -> None:
        try:
            perform(
                "delivery.settle",
                delivery.pk,
                {"outcome": outcome},
                actor=WORKER,
                at=self.clock(),
            )
        except Refused:
            return  # settled by the worker that took it over when our lease had ended


def claim(now: dt.datetime, worker: str) -> list[Delivery]:
    """Take a lease on messages that are due and that nobody holds."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    with transaction.atomic():
        due = list(
            Delivery.objects.select_for_update(skip_locked=True)
            .filter(free, state="pending", next_try_at__lte=now)
            .order_by("next_try_at", "pk")
            .values_list("pk", flat=True)[:BATCH]
        )
        racepoint("worker.claiming")
        Delivery.objects.filter(pk__in=due).update(claimed_until=now + LEASE, claimed_by=worker)
    crashpoint("worker.claimed")
    rows = Delivery.objects.select_related("notice", "person").filter(
        pk__in=due, claimed_by=worker, state="pending"
    )
    return list(rows.order_by("next_try_at", "pk"))


def _recorded(notice_id: str) -> str:
    """Where the release of a notice stands in the record: for ever the same words."""
    found = (
        Event.objects.filter(subject_id=notice_id, act="notice.release")
        .order_by("seq")
        .values_list("chain__key", "seq", "hash")
        .first()
    )
    if found is None:
        return ""
    chain, seq, digest = found
    return f"Record {chain}, entry {seq}, hash {bytes(digest).hex()}"
