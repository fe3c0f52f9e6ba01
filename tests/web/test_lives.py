"""The way on is the road of the workflow, not the longest of its byways."""

from __future__ import annotations

import pytest

from ridgeway.web.lives import way_on

WAYS = {
    "draft": ["report", "withdrawn"],
    "report": ["vote", "withdrawn"],
    "vote": ["window"],
    "window": ["authority", "pending"],
    "authority": ["pending", "report", "rejected"],
    "pending": ["implemented"],
}


@pytest.mark.parametrize(
    ("here", "end", "way"),
    [
        ("draft", "", ["report", "vote", "window", "pending", "implemented"]),
        ("window", "implemented", ["pending", "implemented"]),
        ("window", "nowhere", ["authority", "report", "withdrawn"]),
        ("authority", "implemented", ["pending", "implemented"]),
        ("implemented", "implemented", []),
        ("withdrawn", "implemented", []),
    ],
)
def test_the_way_on_leads_to_the_end_of_the_road(here: str, end: str, way: list[str]) -> None:
    assert way_on(WAYS, here, end) == way
