"""Acts on SQLite wait in one line, whichever thread or process they are in."""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from ridgeway.governance.codes.models import Party
from ridgeway.governance.record.models import Event
from ridgeway.governance.turns import QUEUE, in_turn, turn_of_process

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def nothing(came: Sequence[object]) -> None:
    """What is done before the transaction of such a work ends."""


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


def waiting_together(
    *works: Callable[[], int], ended: Callable[[Sequence[int]], None] = nothing
) -> list[Future[int]]:
    """What came of works that all wait while another process has the turn."""

    def one(work: Callable[[], int]) -> int:
        try:
            return in_turn(work, ended)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        with turn_of_process():
            came = [pool.submit(one, work) for work in works]
            time.sleep(0.2)
        return came


def test_another_process_waits_until_the_act_has_ended() -> None:
    assert in_turn(taken, nothing)
    assert not taken()


def test_the_turn_is_let_go_when_the_act_is_refused() -> None:
    def refused() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        in_turn(refused, nothing)
    assert not taken()


def test_an_act_within_a_transaction_has_its_turn_already() -> None:
    assert in_turn(lambda: in_turn(taken, nothing), nothing)
    with transaction.atomic():
        assert not in_turn(taken, nothing)


def test_threads_have_their_turn_one_after_another() -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        inside.append(1)
        time.sleep(0.001)
        most.append(len(inside))
        inside.pop()

    def act() -> None:
        in_turn(work, nothing)
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


def test_what_is_left_is_done_once_for_all_that_are_stored_together() -> None:
    ends: list[tuple[int, bool]] = []

    def refused() -> int:
        raise ValueError("no")

    def ended(came: Sequence[int]) -> None:
        ends.append((len(came), connection.in_atomic_block))

    waiting_together(party("a"), refused, party("c"), ended=ended)
    in_turn(party("d"), ended)
    with transaction.atomic():
        in_turn(party("e"), ended)
    assert ends == [(2, True), (1, True), (1, True)]


def test_what_fails_in_the_end_is_told_to_its_own_alone() -> None:
    def odd() -> int:
        party("odd")()
        return -1

    def ended(came: Sequence[int]) -> None:
        if -1 in came:
            raise ValueError("odd")

    first, second, third = waiting_together(party("a"), odd, party("c"), ended=ended)
    assert isinstance(second.exception(), ValueError)
    assert (first.exception(), third.exception()) == (None, None)
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
                in_turn(party("a"), nothing)
    finally:
        queue.rmdir()
    in_turn(party("b"), nothing)
    assert held() == ["b"]


def test_another_process_has_its_turn_before_the_line_here_has_ended() -> None:
    order: list[str] = []
    begun, all_wait = threading.Event(), threading.Event()

    def ours(number: int) -> None:
        def work() -> None:
            order.append("ours")
            if not number:
                begun.set()
                all_wait.wait()

        in_turn(work, nothing)
        connection.close()

    def theirs() -> None:
        with turn_of_process():
            order.append("theirs")

    with ThreadPoolExecutor(6) as pool:
        came = [pool.submit(ours, 0)]
        begun.wait()
        came.append(pool.submit(theirs))
        time.sleep(0.1)
        came += [pool.submit(ours, number) for number in (1, 2, 3)]
        time.sleep(0.1)
        all_wait.set()
    for one in came:
        one.result()
    assert order == ["ours", "theirs", "ours", "ours", "ours"]
