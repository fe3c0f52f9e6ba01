"""Finds what a release of the past names, and every fault of the input at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.tables import RELEASE
from ridgeway.core.planning.slots import PlanningError, release_name, slot_date
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Reason
from ridgeway.governance.acting import Acting
from ridgeway.governance.codes.finding import no_body
from ridgeway.governance.codes.models import Body, Code
from ridgeway.governance.modifications.models import Part
from ridgeway.governance.releases.adopted import AdoptedDate, AdoptRelease
from ridgeway.governance.releases.books import books_for
from ridgeway.governance.releases.finding import not_in_future, parts_named, unmet
from ridgeway.governance.releases.models import DateStatus, Release, ScopeEntry
from ridgeway.governance.releases.touching import union_of


@dataclass(slots=True)
class Named:
    """Everything that the input names, found once."""

    books: tuple[Rulebook, ...]
    bodies: dict[str, Body]
    parts: dict[tuple[str, int], Part]
    name: str = ""
    slot: str = ""
    policy_date: dt.date | None = None
    impacts: frozenset[str] = frozenset()
    faults: list[Reason] = field(default_factory=list)


def named_in(acting: Acting, code: Code, given: AdoptRelease) -> Named:
    final = final_date(given)
    books = books_for(code.id, relevant_day(final))
    bodies = {body.key: body for body in Body.objects.all()}
    parts = parts_named(acting, [s.reference for s in given.scope])
    found = Named(books, bodies, parts)
    if books:
        _place(found, books[0], given, final)
        pairs = {p.modification_id: p.modification for p in _parts_in(found, given)}
        found.impacts = union_of(books[0], [(m.system_impact, m.impacts) for m in pairs.values()])
    return found


def final_date(given: AdoptRelease) -> AdoptedDate:
    """The date that holds in the end; a mere request does not."""
    held = [d for d in given.dates if d.status != DateStatus.REQUESTED]
    return (held or list(given.dates))[-1]


def relevant_day(date: AdoptedDate) -> dt.date:
    return date.set_on_date or date.go_live_date


def _place(found: Named, book: Rulebook, given: AdoptRelease, final: AdoptedDate) -> None:
    try:
        found.name = given.name or release_name(book, final.go_live_date)
    except PlanningError as error:
        found.faults.append(unmet("name", f"{error}."))
    by_rule = [d.go_live_date for d in given.dates if d.status == DateStatus.BY_RULE]
    for day in by_rule:
        slot = next((s for s in book.slots if slot_date(book, s, day.year).day == day), None)
        if slot is None:
            what = f"{long_date(day)} is not a day that {book.cited} gives by rule."
            found.faults.append(unmet("dates", what, remedy="Enter it as set, by the body."))
        else:
            found.slot, found.policy_date = slot.id, day


def _parts_in(found: Named, given: AdoptRelease) -> list[Part]:
    keys = [(s.reference, s.part) for s in given.scope if s.relation != "removed"]
    return [found.parts[key] for key in keys if key in found.parts]


def _source_faults(acting: Acting, given: AdoptRelease) -> list[Reason]:
    reasons = []
    if not acting.told.source:
        what = "History needs a source."
        reasons.append(unmet("source", what, remedy="Say which paper or page states it."))
    if given.state not in RELEASE.states:
        remedy = f"Use one of: {', '.join(RELEASE.states)}."
        reasons.append(unmet("state", f"A release is never {given.state!r}.", remedy=remedy))
    return reasons


def _name_faults(code: Code, found: Named, given: AdoptRelease) -> list[Reason]:
    if not found.books:
        what = "The code has adopted no policy that names and places releases."
        return [unmet("policy", what, remedy="Adopt one first.")]
    reasons = []
    kinds = [kind.id for kind in found.books[0].kinds]
    if given.kind not in kinds:
        remedy = f"Use one of: {', '.join(kinds)}."
        reasons.append(unmet("kind", f"There is no kind {given.kind!r}.", remedy=remedy))
    if Release.objects.filter(code=code, name=found.name).exclude(state="cancelled").exists():
        remedy = "Cancel it first, if it only stands by rule."
        reasons.append(unmet("once", f"{found.name} is held already.", remedy=remedy))
    return reasons


def _body_faults(found: Named, given: AdoptRelease) -> list[Reason]:
    names = {d.by_body for d in given.dates} | {d.delegated_to for d in given.dates}
    names |= {view.body for risk in given.risks for view in risk.views}
    return [no_body(name) for name in sorted(names - {""}) if name not in found.bodies]


def _scope_faults(found: Named, given: AdoptRelease) -> list[Reason]:
    keys = [(s.reference, s.part) for s in given.scope]
    reasons = [
        unmet("scope", f"No modification {reference}, part {part}, is held.", remedy="Adopt it.")
        for reference, part in keys
        if (reference, part) not in found.parts
    ]
    parts = _parts_in(found, given)
    held = ScopeEntry.objects.filter(part__in=parts).exclude(relation="removed")
    for reference, release in held.values_list("modification__reference", "release__name"):
        reasons.append(unmet("scope", f"{reference} is in the scope of the {release}."))
    if len({p.id for p in parts}) < len(parts):
        reasons.append(unmet("scope", "A modification is named twice."))
    return reasons


def _date_faults(acting: Acting, given: AdoptRelease) -> list[Reason]:
    reasons = []
    known = [d.set_on_date for d in given.dates if d.set_on_date]
    if known != sorted(known):
        what = "The planned dates are not in the order in which they came about."
        reasons.append(unmet("dates", what))
    past = [("Its date would be set", day) for day in known]
    past += [("An obligation would be discharged", d.discharged_date) for d in given.discharges]
    past += [("It would have gone live", given.actual_date)] if given.actual_date else []
    for what, day in past:
        if fault := not_in_future("dates", day, acting.today, what):
            reasons.append(fault)
    return reasons


def faults_in(acting: Acting, code: Code, found: Named, given: AdoptRelease) -> list[Reason]:
    """Everything wrong with the input that can be told before anything is reckoned."""
    return [
        *found.faults,
        *_source_faults(acting, given),
        *_name_faults(code, found, given),
        *_body_faults(found, given),
        *_scope_faults(found, given),
        *_date_faults(acting, given),
    ]
