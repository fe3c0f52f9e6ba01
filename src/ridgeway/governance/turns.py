"""Acts on SQLite take turns, and those of a process that wait together are stored together."""

from __future__ import annotations

import fcntl
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import Error, connection, transaction

T = TypeVar("T")
QUEUE = "writing.lock"
"""A file of the installation; nothing is ever written to it."""

AT_ONCE = 16
"""The most acts of one transaction; an act is answered when its transaction has ended."""


def in_turn(work: Callable[[], T]) -> T:
    """What `work` gives or raises, done in a transaction; on SQLite when its turn has come.

    The database lets one write at a time. Its own waiting is by sleeping ever longer, and whoever
    sleeps is overtaken by whoever comes later. The system's lock on a file wakes the next as soon
    as it is let go, and is let go even by a process that dies.

    Of each process one thread stands in that line, and leads: once it has the lock it does the
    work of all who wait behind it, each within a savepoint, and the disk is waited for once. What
    one raises is its own; if the whole cannot be stored, each is done again by itself.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            return work()
    mine = _Turn(work)
    _line.join(mine)
    if not mine.over:
        _lead()
    return mine.outcome()


class _Turn(Generic[T]):
    """Work that waits, or what came of it once it is over."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.called = threading.Event()
        self.over = False
        self.failed: BaseException | None = None
        self._work = work
        self._came: list[T] = []

    def take(self) -> None:
        """Do the work in a transaction, or in a savepoint of the one that is open."""
        self.failed = None
        try:
            with transaction.atomic():
                self._came = [self._work()]
        except Exception as error:
            self.failed = error

    def outcome(self) -> T:
        if self.failed is not None:
            raise self.failed
        return self._came[0]


class _Line:
    """Who waits in this process. One of them leads, until its turn is over."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[_Turn[Any]] = deque()
        self._led = False

    def join(self, turn: _Turn[Any]) -> None:
        """Wait until the turn leads, or is over."""
        with self._guard:
            self._waiting.append(turn)
            leads, self._led = not self._led, True
        if not leads:
            turn.called.wait()

    def next(self) -> list[_Turn[Any]]:
        """Those whose turn it is: whoever leads is the first of them."""
        with self._guard:
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), AT_ONCE))]

    def leave(self, turns: list[_Turn[Any]]) -> None:
        """Tell them that their turn is over, and the first who waits that it leads now."""
        with self._guard:
            leads = self._waiting[0] if self._waiting else None
            self._led = leads is not None
        if leads is not None:
            leads.called.set()
        for turn in turns:
            turn.over = True
            turn.called.set()


_line = _Line()


def _lead() -> None:
    turns: list[_Turn[Any]] = []
    try:
        with (settings.DATA_DIR / QUEUE).open("ab") as queue:
            fcntl.flock(queue, fcntl.LOCK_EX)
            turns = _line.next()
            _take(turns)
    except BaseException as error:
        turns = turns or _line.next()
        for turn in turns:
            turn.failed = error
    _line.leave(turns)


def _take(turns: list[_Turn[Any]]) -> None:
    """One transaction for all; one for each where there is but one, or the whole is not stored."""
    if len(turns) > 1 and _stored_together(turns):
        return
    for turn in turns:
        turn.take()


def _stored_together(turns: list[_Turn[Any]]) -> bool:
    try:
        with transaction.atomic():
            for turn in turns:
                turn.take()
            # Where a savepoint could not be gone back to, leaving this block undoes it all.
            return not connection.get_rollback()
    except Error:
        return False
