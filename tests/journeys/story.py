"""One modification in the browsers of all who have to do with it, day after day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.journeys.conftest import SignedIn, sign_in
from tests.journeys.hands import answer, done, open_act, pick, send, words
from tests.journeys.station import Station

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class Story:
    """`at` is the page of what the story is about; each person has one browser throughout."""

    station: Station
    signed_in: SignedIn
    folder: Path
    at: str = ""
    browsers: dict[str, Page] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)

    def page(self, who: str = "administrator", at: str = "") -> Page:
        """The browser of a person, on the page of the story or at another address."""
        if who not in self.browsers:
            self.browsers[who] = self.signed_in(self.station, who)
        elif who in self.ended:
            sign_in(self.browsers[who], self.station, who)
        self.ended.discard(who)
        found = self.browsers[who]
        found.goto(at if at.startswith("http") else self.station.origin + (at or self.at))
        return found

    def on(self, year: int, month: int, day: int) -> None:
        """Let days pass; every session of before has ended by then."""
        self.station.at(dt.datetime(year, month, day, 9, 0, tzinfo=dt.UTC))
        self.station.cookies.clear()
        self.ended.update(self.browsers)

    def says(self, who: str = "administrator", at: str = "") -> str:
        return words(self.page(who, at))

    def step(self, name: str, body: str, fact: str = "") -> str:
        """Take a step of the workflow on behalf of a body; what the next page says."""
        page = self.page()
        link = page.get_by_role("main").get_by_text(name, exact=True).first
        href = link.get_attribute("href")
        if href is None:  # offered no more: what stands in its way is on the page itself
            return words(page)
        page.goto(self.station.origin + href)
        page.locator('[name="told_for"]').select_option(value=body)
        if fact:
            pick(page, fact)
        return send(page)

    def taken(self, name: str, body: str, fact: str = "") -> None:
        said = self.step(name, body, fact)
        assert "It is on the record." in said, said

    def attest(self, name: str, day: str = "21 November 2026") -> None:
        """Enter what a body decided elsewhere, with where that is known from."""
        page = self.page()
        open_act(page, name)
        answer(page, verb="AGREE", text="that it goes on", decided_date=day)
        answer(page, told_source="Minutes, example")
        done(page)

    def file(self, name: str, text: str) -> str:
        """A file to give; its place."""
        place = self.folder / name
        place.write_text(text, encoding="utf-8")
        return str(place)
