"""Whatever is changed in the database behind the product's back, verifying names it."""

from __future__ import annotations

import pytest

from tests.marks import covers
from tests.rigs.conftest import Rig

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

EMPTY = {"committees.ground", "control.departure"}
"""No shipped policy writes a row there; made-up rows are tampered with in `test_verify`."""

REFUSED: set[str] = set()


@covers("F-257", "F-259")
def test_every_column_of_every_table_that_the_stories_filled_is_named(rig: Rig) -> None:
    found = rig.on.do("tampering:tamper")
    assert found["missed"] == []
    assert set(found["empty"]) == EMPTY
    assert set(found["refused"]) == REFUSED
    assert len(found["tried"]) >= 800
