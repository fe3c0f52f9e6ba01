"""Acts on SQLite take turns, and those of a process that wait together are stored together."""

from __future__ import annotations

import fcntl
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connection, transaction

T = TypeVar("T")
QUEUE, NEXT = "writing.lock", "writing.next"
"""Files of the installation: who has the turn, and who has it next. Nothing is written to them."""

AT_ONCE = 16
"""The most acts of one transaction; an act is answered when its transaction has ended."""


def in_turn(work: Callable[[], T], ended: Callable[[Sequence[T]], None]) -> T:
    """What `work` gives or raises, done in a transaction; on SQLite when its turn has come.

    `ended` is called before the transaction ends, with what each work in it gave: what it does is
    done once for all of them.

    The database lets one write at a time. Its own waiting is by sleeping ever longer, and whoever
    sleeps is overtaken by whoever comes later. The system's lock on a file wakes the next as soon
    as it is let go, and is let go even by a process that dies.

    Of each process one thread stands in that line, and leads: once it has the lock it does the
    work of all who wait behind it, each within a savepoint, and the disk is waited for once. What
    one raises is its own; if the whole cannot be stored, each is done again by itself.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            came = work()
            ended([came])
            return came
    mine = _Turn(work, ended)
    _line.join(mine)
    if not mine.over:
        _lead()
    return mine.outcome()


@contextmanager
def turn_of_process() -> Iterator[None]:
    """The turn of this process, with those of others before and after it.

    The system wakes one who waits when a lock is let go, but whoever asks in that moment has it.
    So one asks only while being next, as one alone can be: nobody is overtaken twice.
    """
    with ExitStack() as held:
        with (settings.DATA_DIR / NEXT).open("ab") as waiting:
            fcntl.flock(waiting, fcntl.LOCK_EX)
            queue = held.enter_context((settings.DATA_DIR / QUEUE).open("ab"))
            fcntl.flock(queue, fcntl.LOCK_EX)
        yield


class _Turn(Generic[T]):
    """Work that waits, or what came of it once it is over."""

    def __init__(self, work: Callable[[], T], ended: Callable[[Sequence[T]], None]) -> None:
        self.called = threading.Event()
        self.over = False
        self.failed: BaseException | None = None
        self.came: list[T] = []
        self.ended = ended
        self._work = work

    def take(self) -> None:
        """Do the work in a savepoint of the transaction that is open; `ended` is still to come."""
        self._try(lambda: None)

    def take_alone(self) -> None:
        """Do the work in a transaction of its own."""
        self._try(lambda: self.ended(self.came))

    def outcome(self) -> T:
        if self.failed is not None:
            raise self.failed
        return self.came[0]

    def _try(self, end: Callable[[], None]) -> None:
        self.failed, self.came = None, []
        try:
            with transaction.atomic():
                self.came = [self._work()]
                end()
        except Exception as error:
            self.failed, self.came = error, []


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
        with turn_of_process():
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
        turn.take_alone()


def _stored_together(turns: list[_Turn[Any]]) -> bool:
    try:
        with transaction.atomic():
            for turn in turns:
                turn.take()
            # Where a savepoint could not be gone back to, leaving this block undoes it all.
            if connection.get_rollback():
                return False
            for ended in dict.fromkeys(turn.ended for turn in turns):
                ended([came for turn in turns if turn.ended == ended for came in turn.came])
            return True
    except Exception:
        return False
