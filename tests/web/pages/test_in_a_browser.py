"""Our pages in a real Chromium, served as `ridgeway demo` serves them: no fault that axe knows,
nothing wider than the screen, and every journey without a mouse or without script."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from ridgeway.demo.people import WORD
from tests.marks import covers

LOOKS = [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")]
PUBLIC = [
    "/", "/sign-in", "/sec", "/sec/modifications", "/sec/modifications/MP904",
    "/search?q=release&stay=1", "/sec/policy", "/sec/policy/sec-rmp/3.0",
    "/sec/policy/difference?from=sec-rmp@3.0&to=sec-section-d@0.1", "/sec/record",
    "/sec/record/6", "/sec/record?as_at=2026-01-01T10:00", "/nothing-here",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo of its own, in a process that ends with the module."""
    folder: Path = tmp_path_factory.mktemp("demo")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RIDGEWAY_")}
    environment.pop("DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "ridgeway.config.settings"
    command = "from ridgeway.cli.main import main; main()"
    log = (folder / "log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-c", command, "demo", "--port", str(port), "--data", str(folder)],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, server, folder)
        yield url
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait(url: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url + "/sign-in", timeout=2).close()  # noqa: S310 - loopback
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail((folder / "log").read_text("utf-8"))


def faults_on(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    faults = [f"{v['id']}: {v['nodes'][0]['target']}" for v in found]
    return [*faults, f"{wide} px too wide"] if wide > 0 else faults


def sign_in(page: Any, url: str, username: str) -> None:
    """By the keyboard, as somebody without a mouse does."""
    page.goto(url + "/sign-in")
    page.focus("#f-username")
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(WORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/today")


def addresses(page: Any, url: str, pattern: str) -> list[str]:
    """The addresses on a page that are like this."""
    page.goto(url)
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    return sorted({link for link in links if re.search(pattern, link)})


@covers("F-263")
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_no_page_has_a_fault(
    site: str, new_page: Callable[..., Any], width: int, scheme: str
) -> None:
    page = new_page(width=width, scheme=scheme)
    resolution = addresses(page, site + "/", r"^/resolutions/")
    found = {}
    for address in [*PUBLIC, *resolution]:
        page.goto(site + address)
        if faults := faults_on(page):
            found[address] = faults
    sign_in(page, site, "administrator")
    acts = addresses(page, site + "/sec", r"^/acts/(advice.give|evidence|release.adopt|policy)")
    notice = addresses(page, site + "/today", r"^/notices/")[:1]
    assert len(acts) == 4
    for address in ["/today", "/sec", "/sec/modifications/MP904", *resolution, *acts, *notice]:
        page.goto(site + address)
        if faults := faults_on(page):
            found[f"{address} (administrator)"] = faults
    assert not found


@covers("F-263")
def test_the_register_narrows_as_one_types_and_without_script_by_its_button(
    site: str, new_page: Callable[..., Any]
) -> None:
    page = new_page()
    page.goto(site + "/sec/modifications")
    page.locator("#f-q").press_sequentially("outages")
    page.wait_for_url("**/modifications?q=outages")
    assert page.locator("tbody tr").count() == 1
    plain = new_page(javascript=False)
    plain.goto(site + "/sec/modifications")
    plain.fill("#f-q", "outages")
    plain.click("form.filters button")
    assert plain.locator("tbody tr").count() == 1


@covers("F-263")
def test_an_act_is_done_by_the_keyboard_alone(site: str, new_page: Callable[..., Any]) -> None:
    page = new_page()
    sign_in(page, site, "administrator")
    act = addresses(page, site + "/sec/modifications/MP904", r"^/acts/modification.add-part/")
    page.goto(site + act[0])
    page.focus("#f-name")
    page.keyboard.press("Enter")
    page.wait_for_selector(".errors")
    assert page.evaluate("document.activeElement.className") == "errors"
    page.focus("#f-name")
    page.keyboard.type("Second phase")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sec/modifications/MP904")
    assert "Done: add a part" in page.content()


def test_a_form_works_without_script(site: str, new_page: Callable[..., Any]) -> None:
    page = new_page(javascript=False)
    sign_in(page, site, "administrator")
    act = addresses(page, site + "/sec", r"^/acts/advice.give/")
    page.goto(site + act[0])
    page.fill("#f-statements-2-text", "Noted")
    page.click("button[name=more]")
    assert page.input_value("#f-statements-2-text") == "Noted"
    assert page.locator("#f-statements-5-text").count() == 1
