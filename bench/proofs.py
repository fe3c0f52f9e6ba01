"""Whether an answer is right in every particular, asked once before anything is timed.

A proof gets the address and the body and returns what is wrong, or nothing. It reads pages as
text, so it holds for any layout that shows what the work asks for.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import zip_longest

from bench.dataset import COMMON, RARE
from bench.facts import PAGE, Facts

Proof = Callable[[str, bytes], str]
KEY = re.compile(r"\bMP\d{6}\b")
COLUMNS = 12


def text_of(body: bytes) -> str:
    """A page as a reader gets it: no markup, single blanks."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", body.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", bare)))


def keys_in(text: str) -> list[str]:
    """References in the order of their first appearance."""
    return list(dict.fromkeys(KEY.findall(text)))


def without(wanted: Iterable[str], text: str) -> str:
    missing = [w for w in wanted if w not in text]
    return f"{len(missing)} missing, such as {missing[0]}" if missing else ""


def number(value: int) -> str:
    """A pattern of a number as pages write it, with or without a comma."""
    plain, grouped = str(value), f"{value:,}"
    return rf"(?<![\d,.])(?:{plain}|{re.escape(grouped)})(?![\d,]|\.\d)"


def says(value: int, text: str) -> str:
    return "" if re.search(number(value), text) else f"the number {value} is not shown"


def register(facts: Facts) -> Proof:
    """W2: 50 rows, the right ones, in order, and the total."""
    raised = {m["key"]: m["raised_on"] for m in facts.asked}

    def prove(_: str, body: bytes) -> str:
        text = text_of(body)
        days = [raised.get(key, "") for key in keys_in(text)]
        if days != sorted(days, reverse=True) or not all(days):
            return f"not the newest first, or not those asked for: {keys_in(text)[:5]}"
        if wrong := without(facts.certain, text):
            return wrong
        if len(keys_in(text)) != PAGE:
            return f"{len(keys_in(text))} rows"
        return says(len(facts.asked), text)

    return prove


def register_json(facts: Facts) -> Proof:
    """W2.rest: the same as JSON."""

    def prove(_: str, body: bytes) -> str:
        said = json.loads(body)
        total = said.get("total", said.get("count"))
        rows = said.get("rows", said.get("results"))
        if total != len(facts.asked) or len(rows) != PAGE:
            return f"total {total}, {len(rows)} rows"
        fewest = min(len(row) for row in rows)
        if fewest < COLUMNS:
            return f"a row with {fewest} fields"
        return without(facts.certain, body.decode())

    return prove


def deep(facts: Facts) -> Proof:
    """W2.deep: the page halfway through."""

    def prove(_: str, body: bytes) -> str:
        text = text_of(body)
        if len(keys_in(text)) != PAGE:
            return f"{len(keys_in(text))} rows"
        return without(facts.middle, text)

    return prove


def release(facts: Facts) -> Proof:
    """W3: head, every modification in scope with title, and each count of defects."""

    def prove(address: str, body: bytes) -> str:
        text = text_of(body)
        found = re.search(r"rel-\d{4}", address, re.IGNORECASE)
        if not found:
            return f"no release in {address}"
        key = found.group().upper()
        scope = facts.in_scope[key]
        wrong = without((m["key"] for m in scope), text)
        wrong = wrong or without((m["title"] for m in scope), text)
        extra = set(keys_in(text)) - {m["key"] for m in scope}
        if wrong or extra:
            return wrong or f"{len(extra)} that are not in scope"
        shown = Counter(int(n.replace(",", "")) for n in re.findall(r"(?<!\w)\d[\d,]*(?!\w)", text))
        wanted = Counter(facts.defect_counts[key].values())
        lacking = {n: c for n, c in wanted.items() if shown[n] < c}
        return f"counts of defects are missing: {lacking}" if lacking else ""

    return prove


def roadmap(facts: Facts, *, every: bool = False) -> Proof:
    """W7: each release with done, scope and open grave defects beside it, and no other."""
    lines = facts.lines(every=every)
    closed = [x.name for x in facts.lines(every=True) if x not in lines]

    def prove(_: str, body: bytes) -> str:
        text = text_of(body)
        for name in closed:
            if re.search(rf"{re.escape(name)}\b", text):
                return f"{name} is closed"
        places = {line: text.find(line.name) for line in lines}
        if absent := [line.name for line, place in places.items() if place < 0]:
            return f"{absent[0]} is missing"
        ordered = sorted(places, key=lambda line: places[line])
        for line, after in zip_longest(ordered, ordered[1:]):
            own = text[places[line] : places[after] if after else places[line] + 400]
            scope = rf"{number(line.done)} ?(?:/|of) ?{number(line.scope)}"
            if not re.search(rf"{scope}.*?{number(line.grave)}", own):
                return f"{line.name}: not {line.done} of {line.scope}, {line.grave}: {own[:160]!r}"
        return ""

    return prove


def search(facts: Facts, which: str) -> Proof:
    """W9: how many there are, and a first page of them."""
    word = RARE if which == "rare" else COMMON
    total = facts.hits(word)

    def prove(_: str, body: bytes) -> str:
        text = text_of(body)
        hits = len(set(re.findall(r"\b(?:MP|DEF)\d{6}\b", text)))
        if hits < PAGE // 2:
            return f"only {hits} hits on the first page"
        return says(total, text)

    return prove


def export(facts: Facts, form: str) -> Proof:
    """W8: opens, and has a row of twelve columns for each modification."""

    def prove(_: str, body: bytes) -> str:
        rows = spreadsheet(body) if form == "xlsx" else list(csv.reader(io.StringIO(body.decode())))
        keys = {str(row[0]) for row in rows}
        lacking = [m["key"] for m in facts.modifications if m["key"] not in keys]
        if lacking:
            return f"{len(lacking)} rows are missing, such as {lacking[0]}"
        widths = {len(row) for row in rows[1:]}
        return "" if widths == {COLUMNS} else f"rows of {widths} columns"

    return prove


def spreadsheet(body: bytes) -> list[list[object]]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - heavy, and needed once

    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]
