"""What a person does on a page, in their own words: open an act, answer its questions, send it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.journeys.conftest import SignedIn
    from tests.journeys.station import Station

FORM = "form.act-form"


def words(page: Page) -> str:
    """What the page says, with its white space made plain."""
    return " ".join(page.locator("main").inner_text().split())


def tab(page: Page, name: str) -> None:
    """Go to a tab of the release."""
    tabs = page.get_by_role("navigation", name="Release", exact=True)
    with page.expect_navigation():
        tabs.get_by_role("link", name=name).click()


def open_act(page: Page, title: str) -> None:
    """By the button or link that the page offers; it leads to the form of the act."""
    with page.expect_navigation(url="**/acts/**"):
        page.get_by_role("main").get_by_role("link", name=title, exact=True).first.click()


def answer(page: Page, /, **answers: str | bool) -> None:
    """Answer questions by the names of their fields, with what a person would see or type."""
    for name, value in answers.items():
        _answer(page.locator(f'{FORM} [name="{name}"]').first, value)


def _answer(control: Locator, value: str | bool) -> None:
    kind = control.evaluate("it => it.tagName === 'INPUT' ? it.type : it.tagName.toLowerCase()")
    if kind == "select":
        control.select_option(label=str(value))
    elif kind == "checkbox":
        control.set_checked(bool(value))
    elif kind == "file":
        control.set_input_files(str(value))
    else:
        control.fill(str(value))


def pick(page: Page, *labels: str) -> None:
    """Tick boxes or choose one of several, by their words."""
    for label in labels:
        page.locator(FORM).get_by_label(label, exact=True).first.check()


def send(page: Page) -> str:
    """Press the button of the form; what the next page says."""
    with page.expect_navigation():
        page.locator(f"{FORM} .btns button").click()
    return words(page)


def do(page: Page, title: str, /, **answers: str | bool) -> None:
    """An act from button to answer, which has to be that it was done."""
    open_act(page, title)
    answer(page, **answers)
    done(page)


def done(page: Page) -> None:
    """Send the form, which has to end on the record."""
    said = send(page)
    assert "It is on the record." in said, said


def vote(page: Page, address: str, position: str = "For") -> None:
    page.goto(address)
    do(page, "Vote", position=position)


def carry(signed_in: SignedIn, station: Station, address: str) -> None:
    """The seats of the Panel vote in favour, each in a browser of its own; the chair closes."""
    for username in ("chair", "member", "member-two"):
        vote(signed_in(station, username), address)
    chair = signed_in(station, "chair")
    chair.goto(address)
    do(chair, "Close the vote")


def held(page: Page, name: str) -> str:
    """What stands in a field of the form."""
    return page.locator(f'{FORM} [name="{name}"]').first.input_value()
