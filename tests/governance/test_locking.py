"""Acts on SQLite queue in one line, whichever thread or process they are in."""

from __future__ import annotations

import fcntl
import threading
import time
from contextlib import suppress

import pytest
from django.conf import settings
from django.db import transaction

from ridgeway.governance.locking import QUEUE, in_turn

pytestmark = pytest.mark.sqlite


def taken() -> bool:
    """Whether somebody has the turn, as another process would find."""
    with (settings.DATA_DIR / QUEUE).open("ab") as queue:
        with suppress(BlockingIOError):
            fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return False
        return True


def test_another_process_waits_until_the_act_has_ended() -> None:
    with in_turn():
        assert taken()
    assert not taken()


def test_the_turn_is_let_go_when_the_act_is_refused() -> None:
    with suppress(ValueError), in_turn():
        raise ValueError
    assert not taken()


def test_threads_of_a_process_have_their_turn_one_after_another() -> None:
    inside: list[int] = []
    most: list[int] = []
    start = threading.Barrier(4)

    def act(number: int) -> None:
        start.wait(10)
        for _ in range(20):
            with in_turn():
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most == [1] * 80


def test_another_process_has_its_turn_before_the_line_here_has_ended() -> None:
    order: list[str] = []

    def ours() -> None:
        with in_turn():
            order.append("ours")
            time.sleep(0.05)

    def theirs() -> None:
        with (settings.DATA_DIR / QUEUE).open("ab") as queue:
            fcntl.flock(queue, fcntl.LOCK_EX)
            order.append("theirs")

    line = [threading.Thread(target=ours) for _ in range(4)]
    with in_turn():
        for thread in line:
            thread.start()
        time.sleep(0.1)
        line.append(threading.Thread(target=theirs))
        line[-1].start()
        time.sleep(0.1)
    for thread in line:
        thread.join(10)
    assert len(order) == 5
    assert order[-1] == "ours"


@pytest.mark.django_db(transaction=True)
def test_an_act_within_a_transaction_has_its_turn_already() -> None:
    with in_turn(), transaction.atomic(), in_turn():
        assert taken()
