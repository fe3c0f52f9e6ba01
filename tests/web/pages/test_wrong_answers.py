"""Every form of an act × everything that people type by mistake: named at its place, and kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ridgeway.core.access import WORKER, holders
from ridgeway.governance.acts import ACTS
from ridgeway.governance.record.models import Event
from tests.marks import covers
from tests.web.pages.conftest import visitor

pytestmark = pytest.mark.usefixtures("demo", "db")

PEOPLE = ("administrator", "root", "delivery", "chair", "party", "member")
MOST_SUBJECTS = 40
DONE_BY_THE_DEMO: frozenset[str] = frozenset()
"""Acts of which the demo has subjects, none of which they can be done on any more."""

LONG = "x" * 100_000


@dataclass(frozen=True, slots=True)
class Control:
    """A control of a form: its name, what it takes, what stands in it and what it offers."""

    name: str
    takes: str
    value: str
    options: tuple[str, ...] = ()


class Controls(HTMLParser):
    """Reads the controls of the one form of an act."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Control] = {}
        self._inside = False
        self._select = ""
        self._options: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "act-form" in has.get("class", "")
        if not self._inside:
            return
        if tag == "select":
            self._select, self._options = has["name"], []
        elif tag == "option":
            self._options.append(has.get("value", ""))
        elif tag in ("input", "textarea") and "name" in has:
            self._note(has, tag)

    def _note(self, has: dict[str, str], tag: str) -> None:
        takes = has.get("type", "text")
        if has.get("inputmode") == "decimal":
            takes = "number"
        elif has.get("size") in ("16", "24") and tag == "input":
            takes = "date"
        value = has.get("value", "")
        held = self.found.get(has["name"])
        options = (*held.options, value) if held else (value,)
        self.found[has["name"]] = Control(has["name"], takes, value, options)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._inside:
            options = tuple(self._options)
            self.found[self._select] = Control(self._select, "select", "", options)
        elif tag == "form":
            self._inside = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A form that somebody may fill in."""

    client: Client
    address: str
    controls: tuple[Control, ...]

    def carried(self) -> dict[str, str]:
        return {it.name: it.value for it in self.controls if it.takes == "hidden"}


def opened(name: str) -> Opened | None:
    """The form of an act, for somebody to whom it is offered; None where nobody is now."""
    declared = ACTS[name]
    rows = sorted(declared.noun._default_manager.all(), key=lambda row: not lives(row))
    for who in PEOPLE:
        client = visitor(who)
        for pk in [row.pk for row in rows[:MOST_SUBJECTS]]:
            answer = client.get(f"/acts/{name}/{pk}")
            if answer.status_code != 200:
                continue
            reader = Controls()
            reader.feed(answer.content.decode())
            if any(it.takes != "hidden" for it in reader.found.values()):
                return Opened(client, f"/acts/{name}/{pk}", tuple(reader.found.values()))
    return None


def lives(row: Any) -> bool:
    """Whether a row is of the live example, where acts can still be done."""
    return bool(getattr(row, "example", False))


WITH_INPUT = sorted(name for name, act in ACTS.items() if act.given.model_fields)


def filled(form: Opened, **by_kind: str) -> dict[str, Any]:
    """An answer to each question that a person might give; by kind, what is typed instead."""
    sound = {"text": "Some words", "date": "2 Mar 2027", "number": "1", "password": "soundly-made"}
    typed: dict[str, Any] = form.carried()
    for it in form.controls:
        if it.takes in by_kind:
            typed[it.name] = by_kind[it.takes]
        elif it.takes in ("select", "radio"):
            typed[it.name] = next((value for value in it.options if value), "")
        elif it.takes in sound:
            typed[it.name] = sound[it.takes]
    return typed


TAKEN_AS_SAID = frozenset({"subject_id", "paper_digest"})
"""What an address may name too: what is none there is no page, or a refusal by the act."""

WRONG = {
    "a day that is none": {"date": "31 Feb 2026"},
    "a day in letters": {"date": "soon"},
    "a day of American order": {"date": "02/31/2026"},
    "a year without end": {"date": "1 Jan 99999"},
    "a character that is none": {"text": "a\0b", "date": "1 Jan\0 2026", "number": "1\0"},
    "an unknown choice": {"select": "0000000000000000", "radio": "none of these"},
    "letters for a number": {"number": "many"},
    "a number without end": {"number": "9" * 5000},
    "no number": {"number": "NaN"},
}


@covers("F-261")
@pytest.mark.parametrize("name", WITH_INPUT)
def test_what_is_typed_by_mistake_is_named_where_it_stands_and_kept(name: str) -> None:
    form = opened(name)
    if form is None:
        return  # see below: there is nothing of its kind in the demo
    before = Event.objects.count()
    for what, by_kind in WRONG.items():
        hit = [it for it in form.controls if it.takes in by_kind and it.name not in TAKEN_AS_SAID]
        if not hit:
            continue
        answer = sent(form, filled(form, **by_kind))
        page = answer.content.decode()
        assert answer.status_code == 422, (what, answer.status_code)
        for it in hit:
            assert fault_of(page, it.name), (what, it.name)
        assert_kept(page, hit, by_kind, what)
    assert Event.objects.count() == before


def sent(form: Opened, typed: dict[str, Any]) -> Any:
    """As a browser sends a form, and as no browser would: half a character is kept whole."""
    body = urlencode(typed, errors="surrogatepass")
    return form.client.post(form.address, body, "application/x-www-form-urlencoded")


def fault_of(page: str, name: str) -> bool:
    """Whether the page says of a question that its answer is wrong."""
    mark = "f-" + name.replace("_", "-")
    inner = re.escape(mark)
    return bool(re.search(rf'href="#{inner}(-\d+)*"', page) or f'id="{mark}-error"' in page)


def assert_kept(page: str, hit: list[Control], by_kind: dict[str, str], what: str) -> None:
    for it in hit:
        typed = by_kind[it.takes]
        if it.takes in ("select", "radio", "password") or "\0" in typed:
            continue
        assert typed in html.unescape(page), (what, it.name)


@covers("F-261")
def test_every_form_was_opened_but_those_of_which_the_demo_holds_nothing() -> None:
    for name in WITH_INPUT:
        offered = set(holders(name)) - {WORKER} and ACTS[name].noun._default_manager.exists()
        assert opened(name) or not offered or name in DONE_BY_THE_DEMO, name


EXTREMES = {
    "the last day": {"date": "31 Dec 9999"},
    "the first day": {"date": "1 Jan 0001"},
    "a number below": {"number": "-1"},
    "a large number": {"number": "9999999999999999999"},
    "a long text": {"text": LONG},
    "markup": {"text": "<script>alert(1)</script>"},
    "half a character": {"text": "a\ud800b"},
    "only blanks": {"text": " \u00a0\u2003 "},
    "right to left": {"text": "\u202egnorw\u202c"},
    "nothing": dict.fromkeys(("text", "date", "number", "select", "radio", "password"), ""),
}


@covers("F-261")
@pytest.mark.parametrize("name", WITH_INPUT)
def test_no_answer_however_far_out_breaks_a_form(name: str) -> None:
    form = opened(name)
    if form is None:
        return  # see below: there is nothing of its kind in the demo
    for what, by_kind in EXTREMES.items():
        if not any(it.takes in by_kind for it in form.controls):
            continue
        answer = sent(form, filled(form, **by_kind))
        assert answer.status_code in (200, 302, 403, 404, 409, 413, 422), (what, answer.status_code)
        if answer.status_code == 302:
            return  # it was lawful; its subject may have moved on
        page = answer.content.decode()
        assert "<script>alert" not in page
        assert 'role="alert"' in page or "Not now" in page or 'class="answer' in page, what
        shown = sum(1 for it in form.controls if it.takes in by_kind)
        assert len(page) < (2 * shown + 1) * len(LONG), what


@covers("F-261")
def test_a_rulebook_with_faults_is_refused_with_each_of_them() -> None:
    form = opened("policy.adopt")
    assert form is not None
    typed = "format = 1\nid = 7\nnosuch = 'x'\n"
    answer = sent(form, {**filled(form), "text": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "nosuch" in page
    assert "rulebook:2" in page
    assert '<textarea id="f-text"' in page
    assert typed.strip() in html.unescape(page)


@covers("F-261")
def test_a_key_that_was_given_before_is_no_form_sent_twice() -> None:
    for name in ("body.register", "party.register"):
        form = opened(name)
        assert form is not None
        answer = sent(form, {**filled(form), "key": "meadow"})
        assert answer.status_code == 302, name


FILES = {
    "a program": SimpleUploadedFile("run.exe", b"MZ\x90\0" * 20, "application/x-msdownload"),
    "an empty file": SimpleUploadedFile("empty.pdf", b"", "application/pdf"),
    "a page in disguise": SimpleUploadedFile("a.pdf", b"<html><script>1</script>", "text/html"),
    "a name with folders": SimpleUploadedFile("../../etc/passwd", b"x", "text/plain"),
    "a name without end": SimpleUploadedFile("x" * 5000 + ".pdf", b"%PDF-1.4", "application/pdf"),
}


def forms_with_files() -> Iterator[str]:
    for name in WITH_INPUT:
        if "digest" in ACTS[name].given.model_fields:
            yield name


@covers("F-261")
@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("name", list(forms_with_files()))
def test_a_file_of_the_wrong_kind_breaks_nothing_and_keeps_its_name_in_bounds(
    name: str, kind: str
) -> None:
    form = opened(name)
    assert form is not None
    (field,) = [it.name for it in form.controls if it.takes == "file"]
    FILES[kind].seek(0)
    answer = form.client.post(form.address, {**filled(form), field: FILES[kind]})
    assert answer.status_code in (302, 409, 413, 422), answer.status_code
    if answer.status_code == 302:
        entry = Event.objects.latest("id")
        assert b"../" not in bytes(entry.body)
        assert b"x" * 300 not in bytes(entry.body)
