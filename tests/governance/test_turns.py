"""Acts on SQLite wait in one line, whichever thread or process they are in."""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from ridgeway.governance.codes.models import Party
from ridgeway.governance.record.models import Event
from ridgeway.governance.turns import QUEUE, in_turn

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@contextmanager
def another_process_has_the_turn() -> Iterator[None]:
    with (settings.DATA_DIR / QUEUE).open("ab") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield


def taken() -> bool:
    """Whether somebody has the turn, as another process would find."""
    with (settings.DATA_DIR / QUEUE).open("ab") as queue:
        with suppress(BlockingIOError):
            fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return False
        return True


def party(key: str) -> Callable[[], int]:
    """Work that adds a party; which thread did it."""

    def work() -> int:
        Party.objects.create(id=key, key=key, name=key.title(), category="large-supplier")
        return threading.get_ident()

    return work


def held() -> list[str]:
    return sorted(Party.objects.values_list("key", flat=True))


def waiting_together(*works: Callable[[], int]) -> list[Future[int]]:
    """What came of works that all wait while another process has the turn."""

    def one(work: Callable[[], int]) -> int:
        try:
            return in_turn(work)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        with another_process_has_the_turn():
            came = [pool.submit(one, work) for work in works]
            time.sleep(0.2)
        return came


def test_another_process_waits_until_the_act_has_ended() -> None:
    assert in_turn(taken)
    assert not taken()


def test_the_turn_is_let_go_when_the_act_is_refused() -> None:
    def refused() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        in_turn(refused)
    assert not taken()


def test_an_act_within_a_transaction_has_its_turn_already() -> None:
    assert in_turn(lambda: in_turn(taken))
    with transaction.atomic():
        assert not in_turn(taken)


def test_threads_have_their_turn_one_after_another() -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        inside.append(1)
        time.sleep(0.001)
        most.append(len(inside))
        inside.pop()

    def act() -> None:
        in_turn(work)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(act) for _ in range(40)]:
            one.result()
    assert most == [1] * 40


def test_those_who_wait_together_are_stored_by_one_of_them() -> None:
    came = waiting_together(*(party(key) for key in "abcd"))
    assert len({one.result() for one in came}) == 1
    assert held() == ["a", "b", "c", "d"]


def test_each_is_answered_by_what_its_own_work_gave() -> None:
    def giving(number: int) -> Callable[[], int]:
        return lambda: number

    came = waiting_together(*map(giving, range(8)))
    assert [one.result() for one in came] == list(range(8))


def test_one_that_is_refused_leaves_its_neighbours_alone_and_stores_nothing() -> None:
    def refused() -> int:
        party("refused")()
        raise ValueError("no")

    first, second, third = waiting_together(party("a"), refused, party("c"))
    assert first.result() == third.result()
    with pytest.raises(ValueError, match="no"):
        second.result()
    assert held() == ["a", "c"]


def test_what_the_whole_cannot_be_stored_for_is_told_to_its_own_alone() -> None:
    """A key to nothing is found when the transaction ends, of whichever work it was."""

    def to_nothing() -> int:
        Event.objects.create(
            chain_id=987654321,
            seq=1,
            act="a",
            subject_type="t",
            subject_id="s",
            hash=b"h",
            body=b"b",
        )
        return 0

    first, second, third = waiting_together(party("a"), to_nothing, party("c"))
    assert isinstance(second.exception(), IntegrityError)
    assert (first.exception(), third.exception()) == (None, None)
    assert held() == ["a", "c"]


def test_nobody_is_told_that_it_is_stored_when_it_is_not() -> None:
    """A database that undoes the whole transaction in the middle takes the savepoints with it."""
    tried: list[str] = []

    def undone() -> int:
        tried.append("undone")
        connection.cursor().execute("ROLLBACK")
        raise DatabaseError("the disk is full")

    first, second, third = waiting_together(party("a"), undone, party("c"))
    assert isinstance(second.exception(), DatabaseError)
    assert (first.exception(), third.exception()) == (None, None)
    assert tried == ["undone"] * 2
    assert held() == ["a", "c"]


def test_a_line_that_cannot_be_opened_is_told_to_those_who_wait_in_it() -> None:
    queue = settings.DATA_DIR / QUEUE
    queue.unlink(missing_ok=True)
    queue.mkdir()
    try:
        for _ in range(2):
            with pytest.raises(OSError, match=QUEUE):
                in_turn(party("a"))
    finally:
        queue.rmdir()
    in_turn(party("b"))
    assert held() == ["b"]


def test_another_process_has_its_turn_before_the_line_here_has_ended() -> None:
    order: list[str] = []

    def ours(number: int) -> None:
        def work() -> None:
            order.append("ours")
            if not number:
                with suppress(TimeoutError):
                    others.result(0.2)

        in_turn(work)
        connection.close()

    def theirs() -> None:
        with another_process_has_the_turn():
            order.append("theirs")

    with ThreadPoolExecutor(6) as pool:
        others: Future[None] = Future()
        first = pool.submit(ours, 0)
        time.sleep(0.05)
        others = pool.submit(theirs)
        time.sleep(0.05)
        rest = [pool.submit(ours, number) for number in (1, 2, 3)]
    for one in (first, others, *rest):
        one.result()
    assert order == ["ours", "theirs", "ours", "ours", "ours"]
