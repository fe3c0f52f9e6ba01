"""Takes the screenshots of the documentation: `./dev shots`.

The demo is loaded at a fixed instant and the time stands still, so that a second run gives the same
pictures, as far as the fonts and the browser of the machine are the same.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser import ARGUMENTS, WITHOUT, chromium_path
from tests.journeys.hands import answer, open_act, send
from tests.journeys.serving import FIRST
from tests.journeys.station import ROOT, Station, run, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES = ROOT / "docs" / "images"
NOVEMBER = "/sec/releases/november-2019-sec-release"
EXAMPLE = "/sec/releases/june-2028-sec-release"
MOST_BYTES = 250_000
WORD = "ridgeway-demo"

Shot = Callable[["Page", Station], None]


def release(page: Page, station: Station) -> None:
    page.goto(station.origin + NOVEMBER)


def why(page: Page, station: Station) -> None:
    page.goto(f"{station.origin}{NOVEMBER}/why/evidence-to-panel")


def gate(page: Page, station: Station) -> None:
    page.goto(f"{station.origin}{NOVEMBER}/gate?on=8+Nov+2019")


def what_if(page: Page, station: Station) -> None:
    page.goto(f"{station.origin}{NOVEMBER}/what-if?go_live_date=5+Dec+2019&decided=30+Oct+2019")


def today(page: Page, station: Station) -> None:
    sign_in(page, station)


def refused(page: Page, station: Station) -> None:
    sign_in(page, station)
    page.goto(station.origin + EXAMPLE)
    open_act(page, "Set another date")
    answer(page, go_live_date="22 June 2028", by_body="Data Communications Company")
    answer(page, authority="Minute 9", cause="More testing")
    send(page)


def record(page: Page, station: Station) -> None:
    page.goto(f"{station.origin}/sec/record")


SHOTS: dict[str, Shot] = {
    "release": release,
    "why": why,
    "gate": gate,
    "what-if": what_if,
    "today": today,
    "refused": refused,
    "record": record,
}


def sign_in(page: Page, station: Station) -> None:
    page.goto(f"{station.origin}/sign-in")
    page.get_by_label("User name").fill("administrator")
    page.get_by_label("Password").fill(WORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/today")


def take(browser: Browser, station: Station, name: str) -> int:
    """One picture of the first screen at 1440 px; its size in bytes."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        color_scheme="light",
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
    )
    page = context.new_page()
    SHOTS[name](page, station)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    file = IMAGES / f"{name}.png"
    page.screenshot(path=file, animations="disabled", caret="hide")
    context.close()
    return file.stat().st_size


def main() -> int:
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    if path is None:
        sys.stderr.write(f"dev shots: {WITHOUT}\n")
        return 1
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        run(data, "load")
        with serving(data) as station, sync_playwright() as playwright:
            station.at(FIRST + dt.timedelta(days=1))
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            sizes = {name: take(browser, station, name) for name in SHOTS}
            browser.close()
    for name, size in sizes.items():
        sys.stdout.write(f"docs/images/{name}.png  {size:,} bytes\n")
    return 1 if max(sizes.values()) > MOST_BYTES else 0


if __name__ == "__main__":
    sys.exit(main())
