"""Every part renders under strict rules: escaped, no inline script or style, one set of labels."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import UndefinedError

from ridgeway.core.lifecycle.table import Lifecycle
from ridgeway.core.lifecycle.tables import OWN
from ridgeway.core.planning.standing import ObligationState
from ridgeway.core.verdict import Force, Reason, State, Verdict
from ridgeway.web.environment import STATIC_DIR, STYLESHEETS, TEMPLATE_DIR
from ridgeway.web.labels import Family, families, label
from ridgeway.web.shell import Flash, Link, Section, Shell
from ridgeway.web.wording import answer_of, listed, long_date, plural, relative_days, tally_words
from tests.web.rendering import backend, render, served
from tests.web.sample import sheet, shell

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.usefixtures("django_is_ready")
OURS = STATIC_DIR / "ridgeway"
ERRORS = ("400", "403", "404", "405", "409", "413", "500")


class Strict(HTMLParser):
    """Collects what a strict policy would block, and ids that occur twice."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: set[str] = set()
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.script = tag == "script"
        if tag == "style" or "style" in named or any(name.startswith("on") for name in named):
            self.faults.append(f"inline style or handler on {tag}")
        if (found := named.get("id")) is not None:
            if found in self.ids:
                self.faults.append(f"id {found} twice")
            self.ids.add(found)

    def handle_data(self, text: str) -> None:
        if self.script and text.strip():
            self.faults.append("inline script")

    def handle_endtag(self, tag: str) -> None:
        self.script = self.script and tag != "script"


def faults_of(page: str) -> list[str]:
    reader = Strict()
    reader.feed(page)
    return reader.faults


def test_the_sheet_holds_nothing_that_a_strict_policy_blocks() -> None:
    assert faults_of(render("sheet.html", sheet())) == []


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_page_needs_nothing_but_itself(status: str) -> None:
    page = backend().get_template(f"errors/{status}.html").render({})
    assert faults_of(page) == []
    assert "<h1>" in page
    assert "Traceback" not in page


def test_a_refused_act_shows_the_whole_verdict_and_keeps_what_was_typed() -> None:
    verdict = Verdict("Can it be baselined?", (Reason("a", "No cost is held.", State.UNMET),))
    page = render("errors/409.html", {"verdict": verdict, "kept": [("Reason", "<b>mine</b>")]})
    assert "No cost is held." in page
    assert "&lt;b&gt;mine&lt;/b&gt;" in page


def test_what_people_wrote_is_escaped_everywhere_on_the_sheet() -> None:
    evil = "<script>alert(1)</script>"
    frame = Shell(
        sections=(Section(evil, (Link(evil, "/" + evil),)),),
        query=evil,
        person=evil,
        role=evil,
        flashes=(Flash(evil),),
        crumbs=(Link(evil, evil),),
        policy_line=evil,
    )
    context = {**sheet(), "shell": frame}
    context["refused"] = Verdict(evil, (Reason("a", evil, State.UNMET, evil, cleared_by=(evil,)),))
    assert "<script>alert" not in render("sheet.html", context)


def test_a_name_that_a_view_forgot_fails_loudly() -> None:
    context = sheet()
    del context["acts"]
    with pytest.raises(UndefinedError, match="acts"):
        render("sheet.html", context)


def test_the_deepest_link_that_holds_the_page_is_the_open_one() -> None:
    marked = [li.text for s in shell().sections for li in s.links if li.current]
    assert marked == ["Modifications"]


@pytest.mark.parametrize("family", list(Family))
def test_every_label_is_worded_once_and_drawn(family: Family) -> None:
    items = families()[family]
    assert items
    styles = "".join(sheet.read_text() for sheet in OURS.glob("*.css"))
    for _, it in items:
        assert it.word == it.word.strip()
        assert all(f".{name}" in styles or name == "st-1" for name in it.css.split())


def test_a_verdict_colour_is_never_lent_to_a_stage() -> None:
    stages = [
        it for family in ("release", "stage", "relation") for _, it in families()[Family(family)]
    ]
    assert all(it.css.startswith("st ") for it in stages)


@pytest.mark.parametrize("table", OWN, ids=lambda table: table.noun)
def test_every_state_of_our_own_nouns_has_its_label(table: Lifecycle) -> None:
    worded = {state for state, _ in families()[Family(table.noun)]}
    assert set(table.states) <= worded


def test_every_state_of_an_obligation_has_its_label() -> None:
    worded = {state for state, _ in families()[Family.OBLIGATION]}
    assert {str(state) for state in ObligationState} <= worded
    assert {state for state, _ in families()[Family.VERDICT]} == {str(s) for s in State}


def test_a_stage_that_is_not_ours_keeps_its_own_words() -> None:
    assert label("stage", "initial-written-assessment").word == "Initial written assessment"
    assert label("stage", "on-hold-report").css == "st st-hold"
    assert label("stage", "").word == "Not held"
    assert label(Family.VERDICT, State.CANNOT_TELL).css == "v v-cannot"


def test_a_date_reads_with_its_weekday_and_an_instant_with_its_zone() -> None:
    day = dt.date(2019, 11, 28)
    assert long_date(day) == (
        '<time datetime="2019-11-28"><span class="wd">Thu</span> 28 Nov 2019</time>'
    )
    summer = long_date(dt.datetime(2019, 6, 27, 16, 0, tzinfo=dt.UTC))
    assert "27 Jun 2019, 17:00 BST" in summer
    assert "not held" in long_date(None)


@pytest.mark.parametrize(
    ("days", "past", "words"),
    [(0, "ago", "today"), (1, "ago", "tomorrow"), (21, "ago", "in 21 days"),
     (-1, "ago", "1 day ago"), (-1200, "late", "1,200 days late")],
)  # fmt: skip
def test_days_from_today_read_as_people_say_them(days: int, past: str, words: str) -> None:
    today = dt.date(2019, 11, 8)
    assert relative_days(today + dt.timedelta(days), today, past) == words


def test_an_answer_counts_what_blocks_and_names_departures_apart() -> None:
    met, unmet = (Reason(s.value, "x", s) for s in (State.MET, State.UNMET))
    unknown = Reason("u", "x", State.CANNOT_TELL)
    missed = Reason("s", "x", State.UNMET, force=Force.SHOULD)
    assert answer_of(Verdict("?", (met, unmet, unknown))) == "2 of 3 requirements are not met"
    assert answer_of(Verdict("?", (unmet,))) == "1 of 1 requirement is not met"
    assert "cannot be judged" in answer_of(Verdict("?", (met, unknown)))
    assert answer_of(Verdict("?", (met, missed))).endswith("1 departure from a “should”")
    assert answer_of(Verdict("?", ())) == "nothing is required"
    assert tally_words((met, unmet, unknown)) == "1 met, 1 not met, 1 cannot tell"


def test_lists_and_counts_read_as_sentences() -> None:
    assert listed(("the DCC", "the TAG", "the Panel")) == "the DCC, the TAG or the Panel"
    assert (plural(1, "Party", "Parties"), plural(1200, "Party", "Parties")) == (
        "1 Party",
        "1,200 Parties",
    )


def test_every_vendored_file_is_the_one_that_the_manifest_names() -> None:
    listed_files = json.loads((OURS / "vendored.json").read_text())
    assert {item["file"] for item in listed_files} >= {p.name for p in OURS.glob("*.min.js")}
    for item in listed_files:
        body = (OURS / item["file"]).read_bytes()
        assert hashlib.sha512(body).hexdigest() == item["sha512"], item["file"]
        assert item["name"]
        assert item["version"]
        assert item["licence"]


def test_every_stylesheet_is_linked_and_short_enough_to_read() -> None:
    assert {f"ridgeway/{p.name}" for p in OURS.glob("*.css")} == set(STYLESHEETS)
    files = [*OURS.glob("*.css"), *TEMPLATE_DIR.rglob("*.html")]
    assert [p.name for p in files if len(p.read_text().splitlines()) > 400] == []


def test_colours_are_named_in_one_place_only() -> None:
    for path in OURS.glob("*.css"):
        if path.name != "base.css":
            assert re.findall(r"#[0-9a-f]{6}\b", path.read_text()) == [], path.name


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_sheet_fits_and_has_no_fault_of_access(new_page: Any, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page: Page = new_page(width=width, scheme=scheme)
    with served(render("sheet.html", sheet())) as address:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found] == []


@pytest.mark.browser
def test_the_keyboard_reaches_search_and_rows_and_the_theme_is_kept(new_page: Any) -> None:
    page: Page = new_page()
    context = {**sheet(), "form": sheet()["form"]}
    with served(render("sheet.html", context)) as address:
        page.goto(address)
        assert page.evaluate("document.activeElement.className") == "errors"
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.textContent") == "Policy 3.0 issued"
        page.keyboard.press("j")
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.textContent") == "Policy 3.0 issued"
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "find"
        page.check("#theme-dark")
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.reload()
        assert page.is_checked("#theme-dark")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
        assert dark != "rgb(255, 255, 255)"


@pytest.mark.browser
def test_the_menu_of_a_phone_opens_without_script(new_page: Any) -> None:
    page: Page = new_page(width=390, javascript=False)
    with served(render("sheet.html", sheet())) as address:
        page.goto(address)
        assert not page.is_visible("#nav a")
        page.click(".menu-button")
        assert page.is_visible("#nav a >> nth=0")
        page.check("#theme-dark")
