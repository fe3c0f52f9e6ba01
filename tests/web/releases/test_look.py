"""Release pages in a real browser: nothing runs over, nothing is out of reach.

A module of its own: the browser keeps an event loop in this thread, and Django holds another
connection inside it than outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.pages.conftest import visitor
from tests.web.releases.conftest import NOVEMBER
from tests.web.rendering import served

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("browser", "demo", "db")]
WHAT_IF = f"{NOVEMBER}/what-if"
SCHEMES: tuple[Any, ...] = ("light", "dark")
PAGES = {
    "list": "/sec/releases?all=1",
    "overview": NOVEMBER,
    "scope": f"{NOVEMBER}/scope",
    "plan": f"{NOVEMBER}/plan",
    "testing": f"{NOVEMBER}/testing",
    "gate": f"{NOVEMBER}/gate?on=31+Feb",
    "risks": f"{NOVEMBER}/risks",
    "decisions": f"{NOVEMBER}/decisions",
    "record": f"{NOVEMBER}/record",
    "why": f"{NOVEMBER}/why/evidence-to-panel",
    "what if": f"{WHAT_IF}?go_live_date=13+Dec+2019&decided=8+Nov+2019",
    "paper": f"{NOVEMBER}/paper",
    "rid": f"{NOVEMBER}/rid",
    "calendar": "/sec/calendar?around=2019-11-08&zoom=three-years",
    "month": "/sec/calendar?around=2019-11-08&zoom=month",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_every_screen_and_has_no_fault_of_access(new_page: Any, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    text = visitor("administrator").get(PAGES[name]).content.decode()
    with served(text) as address:
        for width in (390, 1440):
            page: Page = new_page(width=width)
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                found = Axe().run(page).response["violations"]
                assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found] == []


def test_the_slider_moves_by_keyboard_and_brings_the_outcome(new_page: Any) -> None:
    whole = visitor().get(WHAT_IF).content.decode()
    part = visitor().get(f"{WHAT_IF}?days=1", headers={"HX-Request": "true"}).content.decode()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=part, content_type="text/html; charset=utf-8")

    page: Page = new_page()
    with served(whole) as address:
        page.goto(address)
        page.route("**/what-if?*", answer)
        page.focus("#days")
        page.keyboard.press("ArrowRight")
        page.locator("#shift", has_text="1 day later").wait_for()
        assert page.input_value("#go_live_date") == "Sat 30 Nov 2019"
    assert asked[-1].endswith("days=1")
