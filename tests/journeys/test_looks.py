"""Every address of the product as a page: rules of accessibility, widths, weight, print."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from tests.journeys.conftest import SignedIn
from tests.journeys.station import Station
from tests.marks import covers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

STARTS = (
    "/", "/today", "/sign-in", "/search?q=SEC", "/sec", "/sec/releases?all=1", "/sec/policy",
    "/sec/releases/november-2019-sec-release", "/sec/releases/june-2028-sec-release",
    "/sec/releases/june-2028-sec-release/notices", "/sec/record", "/sec/modifications",
    "/sec/releases/november-2019-sec-release/decisions", "/sec/calendar", "/installation",
    "/sec/policy/difference", "/no-such-place",
    "/sec/modifications?q=SEC&columns=title,path,touches,decided,cost",
    "/sec/views?stage=refinement&sort=-raised", "/sec/documents-of/MP905",
    "/sec/decisions-on/MP905", "/sec/record-of/MP905",
)  # fmt: skip
ELSEWHERE = {"import", "register-view"}
"""Pages of what the demo does not hold: imports are looked at in a journey of their own, what a
view of the register leads to is not looked at in a browser yet."""

NO_PAGES = {
    "sign-in-demo", "sign-out", "go", "evidence-file", "register-export", "record-bundle",
    "record-note", "record-verify", "calendar-feed", "release-paper-file", "release-rid-file",
    "account-sessions", "password-link", "import-faults", "import-bring-in", "import-remove",
    "release-costs-file", "release-document-file", "release-version-file", "release-changes-file",
    "agenda-item", "meeting-bundle-file", "modification-report-file", "documents-feed",
    "notices-feed", "register-view-remove",
}  # fmt: skip
"""Answers that are no page: files, redirects and what is only posted to."""

FORMS = 4
"""How many forms of acts are looked at: they share one template."""

MOST_BYTES = 100_000
EVERY_RULE = {"resultTypes": ["violations"]}
COLOURS = EVERY_RULE | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
"""What alone can change when only the colours do."""

RUN = """async (options) => (await axe.run(document, options)).violations.flatMap(
  it => it.nodes.map(node => `${it.id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`))"""
HREFS = "all => all.map(it => new URL(it.getAttribute('href'), document.baseURI).href)"
AXE = AXE_FILE_PATH.read_text("utf-8")


def route(path: str) -> str:
    try:
        return resolve(urlsplit(path).path, urlconf="ridgeway.web.urls").url_name or ""
    except Resolver404:
        return ""


def routes() -> set[str]:
    """The names of all addresses that answer with a page."""

    def names(parts: list[Any]) -> Iterator[str]:
        for part in parts:
            if isinstance(part, URLResolver):
                yield from names(part.url_patterns)
            elif isinstance(part, URLPattern) and part.name:
                yield part.name

    return set(names(get_resolver("ridgeway.web.urls").url_patterns)) - NO_PAGES - ELSEWHERE


def addresses(page: Page, origin: str) -> list[str]:
    """One address of each route, found by following links as a reader would."""
    queue, found, seen, forms = list(STARTS), [], set[str](), 0
    while queue:
        address = queue.pop(0)
        name = route(address)
        if address in found or (address not in STARTS and (name in seen or name in NO_PAGES)):
            continue
        if name == "act":
            forms += 1
            if forms >= FORMS:
                seen.add(name)
        elif name:
            seen.add(name)
        found.append(address)
        page.goto(origin + address)
        links = page.locator("a[href]").evaluate_all(HREFS)
        ours = (link.removeprefix(origin) for link in links if link.startswith(origin))
        queue += [link for link in ours if route(link) and "#" not in link]
    assert routes() <= seen | {"act"}, f"not reached by links: {routes() - seen - {'act'}}"
    return found


@covers("F-263")
def test_every_page_keeps_the_rules_at_every_width_in_light_and_dark(
    shared: Station, signed_in: SignedIn
) -> None:
    scout = signed_in(shared, "administrator", width=1440)
    faults: list[str] = []
    for address in addresses(scout, shared.origin):
        page = signed_in(shared, "administrator", width=1440)
        sizes = _weighed(page)
        answered = page.goto(shared.origin + address)
        assert answered is not None
        if answered.status >= 500:
            faults.append(f"{address}: status {answered.status}")
            page.context.close()
            continue
        page.evaluate("document.fonts.ready.then(() => null)")
        if sum(sizes) > MOST_BYTES:
            faults.append(f"{address}: {sum(sizes):,} bytes on the first view")
        page.evaluate(AXE)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme, options in (("light", EVERY_RULE), ("dark", COLOURS)):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                found = page.evaluate(RUN, options)
                faults += [f"{address} at {width}, {scheme}: {it}" for it in found]
        for width in (320, 2560):
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                faults.append(f"{address} at {width}: {over} px wider than the window")
        page.context.close()
    assert not faults, json.dumps(faults, indent=1)


def _weighed(page: Page) -> list[int]:
    """What comes over the wire for the page, as it comes."""
    sizes: list[int] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda it: sizes.append(int(it["encodedDataLength"])))
    return sizes


@covers("F-175")
def test_the_paper_prints_without_the_frame_around_it(
    shared: Station, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(f"{shared.origin}/sec/releases/november-2019-sec-release/paper")
    assert page.get_by_role("navigation", name="Main").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Main").is_visible()
    assert not page.get_by_role("search").is_visible()
    assert page.get_by_role("heading", level=1).first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
