"""The frozen content of a paper, laid out to be read: its facts, then a table for each kind of row.

The content is rows by the name of their table, as they stood when the paper was put.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ridgeway.core.dates.wording import long_date
from ridgeway.documents.html import to_html
from ridgeway.documents.reading import classification_of
from ridgeway.documents.release_document import Control, release_document
from ridgeway.governance.actor import Actor
from ridgeway.governance.baselines.content import SCHEMA
from ridgeway.governance.codes.queries import bodies_by_key
from ridgeway.governance.naming import Key, Named, named
from ridgeway.web.wording import said as key_in_words

QUIET = frozenset({"id", "version", "t", "schema"})
DEEPEST = 3
TITLES = {
    "release": "Release",
    "releases.scopeentry": "Scope",
    "releases.switchedcode": "Code in the build, not in the scope",
    "releases.documentaffected": "Documents affected",
    "releases.risk": "Residual risks",
    "releases.riskview": "How bodies see the risks",
    "golive.criterion": "Acceptance criteria",
    "golive.criterionfinding": "What bodies found",
    "golive.waiver": "Waivers",
    "golive.finalcall": "Final calls",
    "committees.advice": "Advice",
    "committees.statement": "Statements noted",
    "committees.question": "Questions and answers",
    "testing.phase": "Test Phases",
    "testing.defect": "Testing issues",
}
BODY = "codes.body"
KINDS = {
    "modification_id": "modifications.modification",
    "body_id": BODY,
    "stated_by_id": BODY,
    "asked_by_id": BODY,
    "asked_of_id": BODY,
    "by_body_id": BODY,
    "evidence_id": "evidence.evidence",
    "meeting_id": "committees.meeting",
}
"""What the identities in a paper stand for, where a reader knows it by a name."""

KEYED = frozenset({
    "audience", "authority.state", "changes", "consultations.state", "disposition", "document",
    "effect", "effects", "finding", "force", "form", "holds", "item.purpose", "key", "kind",
    "level", "lines.group", "path", "reason_key", "reasons.state", "relation", "rule", "status",
    "testing", "topic", "urgency",
})  # fmt: skip
"""The columns that hold a key of a policy or of a list of ours, which is read as words; any other
text is somebody's own. The table stands before a name that elsewhere means a text."""

DAYS = ("_date", "_at", ".date", "limbs.by", "what_if.on", "freezes.first", "freezes.last")
"""How the name of a column ends that holds a day or an instant."""

BY_KEY = "body by its key"
"""How a criterion names the bodies that confirm it."""

Names = Mapping[Key, Named]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper: facts as pairs, or rows under columns. `none` says that it holds
    nothing of its kind, which is a fact of its own."""

    title: str
    facts: tuple[tuple[str, str | None], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    none: bool = False


def as_document(content: Mapping[str, Any], day: dt.date, audience: str) -> Markup | None:
    """A release's document as it was put, where that is what the paper holds."""
    if content.get("schema") != SCHEMA:
        return None
    marking = classification_of({"audience": audience})
    control = Control("", "As it was put", day, marking)
    return to_html(release_document(dict(content), control), heading=3)


def _names_in(content: Mapping[str, Any], actor: Actor) -> Names:
    """The names of what a paper tells by identity or by key. Bodies are told by both, and few:
    they are read once, all of them."""
    wanted = set(_things_in(content))
    of_bodies = {thing for thing in wanted if thing[0] in (BODY, BY_KEY)}
    found = dict(named(actor, wanted - of_bodies))
    for body in bodies_by_key().values() if of_bodies else ():
        found[BODY, body.id] = Named(BODY, body.id, body.short_name, body.name)
        found[BY_KEY, body.key] = Named(BY_KEY, body.id, body.short_name, "")
    return found


def _things_in(content: Mapping[str, Any]) -> Iterator[Key]:
    for value in content.values():
        rows = [value] if isinstance(value, Mapping) else value
        if isinstance(rows, Sequence) and not isinstance(rows, str):
            for row in rows:
                if isinstance(row, Mapping):
                    yield from ((KINDS[k], v) for k, v in row.items() if k in KINDS and v)
                    yield from ((BY_KEY, key) for key in row.get("confirmed_by") or ())


def sections_of(content: Mapping[str, Any], actor: Actor) -> tuple[Section, ...]:
    """The paper's parts in its own order, those that hold nothing last, with the names of what
    this reader may see."""
    names = _names_in(content, actor)
    facts, full, empty = [], [], []
    for name, value in content.items():
        if isinstance(value, Mapping):
            pairs = [
                (column_title(k), _cell(name, k, v, names)) for k, v in value.items() if _shown(k)
            ]
            full.append(Section(title_of(name), facts=tuple(pairs)))
        elif isinstance(value, Sequence) and not isinstance(value, str) and not value:
            empty.append(Section(title_of(name), none=True))
        elif _is_table(value):
            full.append(_table(name, value, names))
        elif _shown(name):
            facts.append((column_title(name), said(name, value)))
    head = (Section("", facts=tuple(facts)),) if facts else ()
    return (*head, *full, *empty)


def title_of(name: str) -> str:
    return TITLES.get(name) or column_title(name.rpartition(".")[2])


def _is_table(value: Any) -> bool:
    return isinstance(value, Sequence) and bool(value) and isinstance(value[0], Mapping)


def _table(name: str, rows: Sequence[Mapping[str, Any]], names: Names) -> Section:
    columns = [
        k
        for k in dict.fromkeys(k for row in rows for k in row)
        if _shown(k) and any(row.get(k) not in (None, "", []) for row in rows)
    ]
    ordered = sorted(rows, key=_order)
    cells = tuple(
        tuple(_cell(name, k, row.get(k), names) or "" for k in columns) for row in ordered
    )
    return Section(title_of(name), columns=tuple(column_title(c) for c in columns), rows=cells)


def _order(row: Mapping[str, Any]) -> tuple[int, str]:
    number = row.get("number")
    return (number if isinstance(number, int) else 0, str(row.get("advice_date") or ""))


def _shown(name: str) -> bool:
    return name in KINDS or not (name in QUIET or name.endswith("_id"))


def _cell(table: str, name: str, value: Any, names: Names) -> str | None:
    if name in KINDS:
        thing = names.get((KINDS[name], value)) if value else None
        return thing.text if thing else None
    if name == "confirmed_by" and value:
        found = (names.get((BY_KEY, key)) for key in value)
        return ", ".join(
            thing.text if thing else key for thing, key in zip(found, value, strict=True)
        )
    return said(f"{table}.{name}", value)


def column_title(name: str) -> str:
    """`go_live_date` as `Go live date`, `modification_id` as `Modification`."""
    return key_in_words(name.removesuffix("_id").replace("__", "-").replace("_", "-"))


def said(name: str, value: Any, depth: int = 0) -> str | None:
    """A value as it is read, by the column or part that it stands in: `golive.waiver.reason`. What
    is not held is None."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if depth >= DEEPEST:
            return "…"
        parts = ((k, said(f"{name}.{k}", v, depth + 1)) for k, v in value.items() if _shown(k))
        return "; ".join(f"{column_title(k).lower()}: {v}" for k, v in parts if v)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(filter(None, (said(name, part, depth + 1) for part in value)))
    return _worded(name, str(value))


def _worded(name: str, text: str) -> str:
    """A key, a day or an instant as it is read, where that is what the column holds; any other
    text as it was written."""
    *_, table, column = ("", *name.split("."))
    if column in KEYED or f"{table}.{column}" in KEYED:
        return key_in_words(text).lower()
    if not name.endswith(DAYS):
        return text
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return long_date(at.date()) + (f", {at:%H:%M} UTC" if "T" in text else "")
