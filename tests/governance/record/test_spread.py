"""Verifying a long record takes the memory of a short one: rows wait on the disk, part by part."""

from __future__ import annotations

import tracemalloc

import pytest

from ridgeway.governance.codes.models import Seat
from ridgeway.governance.record import comparing, log, reading, spread
from ridgeway.governance.record.rows import Audience
from ridgeway.governance.record.spread import Spread
from tests.governance.conftest import AT, World
from tests.governance.record.conftest import Verify
from tests.marks import covers


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if memory were a hundredth: what is read or waits is soon more than may be held."""
    monkeypatch.setattr(spread, "WAITING", 400)
    monkeypatch.setattr(spread, "PARTS", 16)
    monkeypatch.setattr(reading, "AT_ONCE", 100)
    monkeypatch.setattr(comparing, "AT_ONCE", 100)


@pytest.mark.usefixtures("few_at_once")
def test_rows_of_one_key_stay_together_and_in_order() -> None:
    with Spread() as one, Spread() as other:
        for number in range(1000):
            one.put((f"key {number % 300}", number))
        for number in range(300):
            other.put((f"key {number}",))
        places: dict[str, list[tuple[int, int]]] = {}
        for place, rows in enumerate(one.parts()):
            for key, number in rows:
                places.setdefault(key, []).append((place, number))
        assert len(places) == 300
        for key, found in places.items():
            assert {place for place, _ in found} == {found[0][0]}
            assert [n for _, n in found] == list(range(int(key.split()[1]), 1000, 300))
        beside = {key: place for place, rows in enumerate(other.parts()) for (key,) in rows}
        assert beside == {key: found[0][0] for key, found in places.items()}


def peak_of(verify: Verify) -> int:
    tracemalloc.start()
    try:
        found = verify()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        assert found.holds, list(found.faults())


@covers("F-257")
@pytest.mark.usefixtures("few_at_once")
def test_verifying_ten_times_as_many_entries_takes_hardly_more_memory(
    world: World, verify: Verify
) -> None:
    def recorded(kind: str, count: int) -> None:
        panel = world.bodies["panel"]
        names = [f"{kind} {number}" for number in range(count)]
        rows = [Seat(code=world.code, body=panel, name=name) for name in names]
        Seat.objects.bulk_create(rows)
        entries = (log.Entry("seat.create", row, [row], Audience.PUBLIC, AT) for row in rows)
        log.append(world.code.key, entries)

    recorded("Seat", 600)
    verify()
    before = peak_of(verify)
    recorded("Chair", 5400)
    after = peak_of(verify)
    assert after < before * 3, f"{before} bytes, then {after}"
