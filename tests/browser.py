"""A real Chromium for the journeys, cut off from everything but this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:  # the engine's tests need not wait for the import
    from playwright.sync_api import Browser, Page, Route

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # containers and root have no user namespaces to give
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
WITHOUT = "no Chromium found; on Debian: apt-get install chromium"


def chromium_path() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; skips with the reason when there is none."""
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    if path is None:
        pytest.skip(WITHOUT)
    # Playwright keeps an event loop in this thread, and Django then refuses database calls
    # although none of them runs inside that loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page: `new_page(width=390, height=844, scheme="dark", javascript=False)`.

    The test fails when a page raised a script error, broke the content security policy or asked
    another machine for anything.
    """
    faults: list[str] = []
    contexts = []

    def open_page(
        *, width: int = 1440, height: int = 900, scheme: Any = "light", javascript: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.route("**/*", lambda route: _stay_here(route, faults))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("console", lambda message: _note(message, faults))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def _stay_here(route: Route, faults: list[str]) -> None:
    host = urlsplit(route.request.url).hostname
    if host is None or host in LOOPBACK:
        route.continue_()
    else:
        faults.append(f"asked another machine: {route.request.url}")
        route.abort()


def _note(message: Any, faults: list[str]) -> None:
    """Refused pages (403, 404, 409) also write an error to the console: those are answers."""
    if message.type == "error" and "Failed to load resource" not in message.text:
        faults.append(f"console: {message.text}")
