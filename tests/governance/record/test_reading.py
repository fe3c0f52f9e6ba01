from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from ridgeway.governance.record.models import Chain
from ridgeway.governance.record.reading import one_moment


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_reading_at_one_moment_sees_nothing_of_what_others_write_meanwhile() -> None:
    Chain.objects.create(key="sec")
    with one_moment():
        assert Chain.objects.count() == 1
        other = threading.Thread(target=_write)
        other.start()
        other.join(timeout=15)
        assert not other.is_alive(), "readers hold no writer up"
        assert Chain.objects.count() == 1
    assert Chain.objects.count() == 2
    with transaction.atomic():
        Chain.objects.create(key="third")


def _write() -> None:
    Chain.objects.create(key="rec")
    connection.close()


@pytest.mark.django_db
def test_inside_a_transaction_its_own_view_is_kept() -> None:
    Chain.objects.create(key="sec")
    with one_moment():
        assert Chain.objects.count() == 1
    assert Chain.objects.count() == 1
