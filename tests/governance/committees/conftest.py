from __future__ import annotations

import pytest

from tests.governance.committees.seats import Committee, committee_of
from tests.governance.conftest import World


@pytest.fixture
def committee(world: World) -> Committee:
    return committee_of(world)
