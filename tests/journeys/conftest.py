"""The demo, loaded once for a run; served for readers, and as copies for those who change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import WITHOUT, chromium_path
from tests.journeys.serving import FIRST
from tests.journeys.station import Station, copy_of, run, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORD = "ridgeway-demo"
PATIENCE = 20_000
"""Milliseconds that a page may take on a machine with other work."""

SignedIn = Callable[..., "Page"]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo is loaded and which nobody changes."""
    if chromium_path() is None:
        pytest.skip(WITHOUT)
    data = tmp_path_factory.mktemp("journeys") / "loaded"
    run(data, "load")
    return data


@pytest.fixture(scope="session")
def shared(loaded: Path) -> Iterator[Station]:
    """For journeys that only read, or whose changes nobody else meets."""
    with serving(copy_of(loaded, loaded.parent / "shared")) as station:
        station.at(FIRST + dt.timedelta(days=1))
        yield station
        assert "Traceback" not in station.said, station.said


@pytest.fixture
def station(loaded: Path, tmp_path: Path) -> Iterator[Station]:
    """An installation that the journey has for itself."""
    with serving(copy_of(loaded, tmp_path / "data")) as own:
        own.at(FIRST + dt.timedelta(days=1))
        yield own
        assert "Traceback" not in own.said, own.said


@pytest.fixture
def signed_in(new_page: Callable[..., Page]) -> SignedIn:
    """`signed_in(station, "chair")`: a browser of that person, signed in through the form once."""

    def open_for(station: Station, username: str, **how: object) -> Page:
        page = new_page(**how)
        page.set_default_timeout(PATIENCE)
        if username in station.cookies:
            page.context.add_cookies(station.cookies[username])
        else:
            sign_in(page, station, username)
            station.cookies[username] = page.context.cookies()
        return page

    return open_for


def sign_in(page: Page, station: Station, username: str) -> None:
    """By the form, as anybody does."""
    page.goto(f"{station.origin}/sign-in")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(WORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/today")
