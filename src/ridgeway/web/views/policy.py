"""The policies that a code adopted: each clause, values and force; two versions compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from ridgeway.core.policy.difference import Difference, differences, said
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.value import Value, shape_of
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.acts import offers
from ridgeway.governance.codes.overview import Adopted, adopted_policies
from ridgeway.governance.consultations.queries import consultations_of, led_to
from ridgeway.web.frame import frame_of, page
from ridgeway.web.offering import act_href, offered
from ridgeway.web.shell import Link

SILENT = frozenset({"clause", "force", "note", "unconfirmed", "id", "title", "name"})
TITLES = {
    "bodies": "Bodies", "decisions": "Who decides", "kinds": "Kinds of release", "slots": "Slots",
    "scope": "Scope cut-offs", "duties": "Duties", "naming": "Names", "impacts": "Impacts",
    "matters": "Matters governed", "ad_hoc": "Ad hoc releases", "late_inclusion": "Late inclusion",
    "implementation": "Implementation dates", "date_change": "Changing a date",
    "limits": "Yearly limits", "freeze": "Change freeze", "consultation": "Consultations",
    "change_control": "Changes after a baseline", "go_live": "Go-live",
    "families": "Release families", "facts": "Facts to be stated", "environments": "Environments",
    "streams": "Streams", "moves": "Moves between environments", "checkpoints": "Checkpoints",
    "beats": "Weekly rhythm", "drops": "Code drops", "workflow": "Life of a modification",
    "responsibilities": "Responsibilities", "contents": "What documents hold",
    "documents": "Documents of a release", "validity": "Validity Periods", "costs": "Costs",
}  # fmt: skip
ELSEWHERE = frozenset({"history", "unknown", "disagreements"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a policy as a row: what it is called, its values, its clause, its force."""

    title: str
    values: tuple[tuple[str, str], ...]
    clause: str
    force: str
    note: str
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a policy."""

    id: str
    title: str
    rules: tuple[Rule, ...]


def parts_of(book: Rulebook) -> tuple[Part, ...]:
    """Every section that states something, in the order of a rulebook."""
    found = []
    for part in shape_of(Rulebook):
        held = getattr(book, part.name)
        if part.name in ELSEWHERE or not held:
            continue
        rows = held if isinstance(held, tuple) else (held,)
        rules = tuple(_rule(row) for row in rows if isinstance(row, Value))
        if rules:
            title = TITLES.get(part.name, part.name.replace("_", " ").capitalize())
            found.append(Part(part.name.replace("_", "-"), title, rules))
    return tuple(found)


def _rule(row: Value) -> Rule:
    kind: Any = type(row)
    values = []
    for part in shape_of(kind):
        value = getattr(row, part.name)
        if part.name in SILENT or value in (None, "", ()):
            continue
        values.append((part.name.replace("_", " "), _in_words(value)))
    title = next((t for name in ("title", "name", "id") if (t := getattr(row, name, ""))), "")
    return Rule(
        title=str(title),
        values=tuple(values),
        clause=str(getattr(row, "clause", "")),
        force=str(getattr(row, "force", "")),
        note=str(getattr(row, "note", "")),
        unconfirmed=bool(getattr(row, "unconfirmed", False)),
    )


def _in_words(value: Any) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], Value):
        return "; ".join(_in_words(row) for row in value)
    if isinstance(value, Value):
        kind: Any = type(value)
        inner = ((p.name, getattr(value, p.name)) for p in shape_of(kind))
        return ", ".join(
            f"{name.replace('_', ' ')} {_in_words(held)}"
            for name, held in inner
            if held not in (None, "", (), False) and name not in ("clause", "unconfirmed")
        )
    return said(value)


@door(Who.PUBLIC)
def adopted(request: Request, code: str) -> HttpResponse:
    """Every version that the code adopted, which binds today, and two to compare."""
    frame = frame_of(request)
    here = frame.code(code)
    held = adopted_policies(frame.actor, here, here.day(frame.at))
    acts = offered(offers(here.row, frame.actor, frame.at, ["policy.adopt"]), here.id)
    context = {"here": here, "policies": held, "acts": acts, "href": _version_href}
    return page(frame, "policy/adopted.html", context, code=here)


def _version_href(code: str, it: Adopted) -> str:
    return reverse("policy-version", args=(code, it.book.id, it.book.version))


@door(Who.PUBLIC)
def version(request: Request, code: str, policy: str, version: str) -> HttpResponse:
    """One version whole: each clause with its values, what is unknown, where it disagrees."""
    frame = frame_of(request)
    here = frame.code(code)
    held = adopted_policies(frame.actor, here, here.day(frame.at))
    it = next((a for a in held if (a.book.id, a.book.version) == (policy, version)), None)
    if it is None:
        raise Http404
    context = {
        "here": here,
        "it": it,
        "parts": parts_of(it.book),
        "others": [a for a in held if a.book.id == policy and a is not it],
        "open_href": act_href("consultation.open", here.id, _about(it))
        if "code-administrator" in frame.actor.roles(here.id)
        else "",
        "consultations": consultations_of(frame.actor, here.id, frame.at, subject_id=it.id),
        "led_to": led_to(frame.actor, it.id),
    }
    return page(frame, "policy/version.html", context, code=here, crumbs=_crumbs(code))


def _about(it: Adopted) -> dict[str, str]:
    return {"subject_type": "codes.policyadoption", "subject_id": it.id}


@door(Who.PUBLIC)
def difference(request: Request, code: str) -> HttpResponse:
    """Two versions side by side in words; `from` and `to` are such as `name@3.0`."""
    frame = frame_of(request)
    here = frame.code(code)
    held = adopted_policies(frame.actor, here, here.day(frame.at))
    by_name = {a.book.reference: a.book for a in held}
    asked = (request.GET.get("from", ""), request.GET.get("to", ""))
    old, new = (by_name.get(name) for name in asked)
    unknown = [name for name, book in zip(asked, (old, new), strict=True) if name and not book]
    found: tuple[Difference, ...] | None = differences(old, new) if old and new else None
    context = {
        "here": here,
        "books": sorted(by_name.values(), key=lambda book: book.reference),
        "asked": asked,
        "old": old,
        "new": new,
        "found": found,
        "unknown": unknown,
    }
    return page(frame, "policy/difference.html", context, code=here, crumbs=_crumbs(code))


def _crumbs(code: str) -> tuple[Link, ...]:
    return (Link("Policy", reverse("policy", args=(code,))),)
