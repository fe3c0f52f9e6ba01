"""Enters a whole release from a source: every date it had, in order, and what is known of the rest.

Obligations are reckoned for each date as it came about, with the same code as a live change, so
that a limit reads as it stood on every day of the history.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.tables import RELEASE
from ridgeway.core.planning.slots import PlanningError, release_name, slot_date
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import act
from ridgeway.governance.codes.models import Body, Code, Delegation
from ridgeway.governance.modifications.models import Part
from ridgeway.governance.record.rows import label_of
from ridgeway.governance.releases.adopted import AdoptedDate, AdoptRelease
from ridgeway.governance.releases.books import books_for
from ridgeway.governance.releases.finding import (
    free_slug,
    no_body,
    not_in_future,
    parts_named,
    unmet,
)
from ridgeway.governance.releases.models import (
    DateStatus,
    DocumentAffected,
    PlannedDate,
    Release,
    Risk,
    RiskView,
    ScopeEntry,
    SwitchedCode,
)
from ridgeway.governance.releases.reckoning import (
    Ledger,
    moved_sentence,
    owed_on,
    scope_date_of,
)
from ridgeway.governance.releases.services_dates import MATTER
from ridgeway.governance.releases.touching import union_of

QUESTION = "Adopt this release?"
NOT_STATED = "The source does not say whether this was done"


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


def _named(acting: Acting, code: Code, given: AdoptRelease) -> Named:
    final = _final(given)
    books = books_for(code.id, _relevant(final))
    bodies = {body.key: body for body in Body.objects.all()}
    parts = parts_named(acting, [s.reference for s in given.scope])
    found = Named(books, bodies, parts)
    if books:
        _place(found, books[0], given, final)
        pairs = {p.modification_id: p.modification for p in _parts_in(found, given)}
        found.impacts = union_of(books[0], [(m.system_impact, m.impacts) for m in pairs.values()])
    return found


def _final(given: AdoptRelease) -> AdoptedDate:
    """The date that holds in the end; a mere request does not."""
    held = [d for d in given.dates if d.status != DateStatus.REQUESTED]
    return (held or list(given.dates))[-1]


def _relevant(date: AdoptedDate) -> dt.date:
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


def _judge_adopt(acting: Acting, code: Code, given: AdoptRelease | None) -> Verdict:
    if given is None:
        return Verdict(QUESTION)
    found = _named(acting, code, given)
    reasons = [*found.faults, *_source_faults(acting, given), *_name_faults(code, found, given)]
    reasons += [*_body_faults(found, given), *_scope_faults(found, given)]
    reasons += _date_faults(acting, given)
    if found.books and found.name and not reasons:
        reasons += _discharge_faults(acting, code, found, given)
    return Verdict(QUESTION, tuple(reasons))


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
        reasons.append(unmet("once", f"{found.name} is held already."))
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


def _discharge_faults(
    acting: Acting, code: Code, found: Named, given: AdoptRelease
) -> list[Reason]:
    release = _release(acting, code, found, given)
    rules = _reckoned(acting, release, found, given).rows
    unknown = [d.rule for d in given.discharges if d.rule not in rules]
    remedy = f"Use one of: {', '.join(rules)}."
    return [unmet("rule", f"It has no obligation {r!r}.", remedy=remedy) for r in unknown]


@act(
    "release.adopt",
    Code,
    AdoptRelease,
    title="Adopt a release",
    effect="Enters a release as a source tells it; what the source leaves open stays unknown.",
    judge=_judge_adopt,
    dated_back=True,
    decides=True,
)
def adopt_release(acting: Acting, code: Code, given: AdoptRelease) -> None:
    found = _named(acting, code, given)
    release = _release(acting, code, found, given)
    acting.policy = release.policy
    ledger = _reckoned(acting, release, found, given)
    acting.about(acting.add(release))
    _enter_dates(acting, release, found, given)
    _enter_scope(acting, release, found, given)
    acting.add_all([DocumentAffected(release=release, **d.model_dump()) for d in given.documents])
    acting.add_all([SwitchedCode(release=release, **s.model_dump()) for s in given.switched_code])
    _enter_risks(acting, release, found, given)
    ledger.write(acting)


def _release(acting: Acting, code: Code, found: Named, given: AdoptRelease) -> Release:
    copied = (
        "kind",
        "state",
        "actual_date",
        "code_version",
        "description",
        "cause_of_moves",
        "rid_version",
        "rid_updated_date",
        "example",
        "audience",
    )
    values: dict[str, Any] = {name: getattr(given, name) for name in copied}
    return Release(
        code=code,
        slug=free_slug(code, found.name),
        name=found.name,
        slot=found.slot,
        policy=found.books[0].reference,
        policy_date=found.policy_date,
        go_live_date=_final(given).go_live_date,
        source=acting.told.source,
        **values,
    )


def _reckoned(acting: Acting, release: Release, found: Named, given: AdoptRelease) -> Ledger:
    """Every date in its order, every discharge judged against the limit of its day."""
    ledger = Ledger(release)
    waiting = sorted(given.discharges, key=lambda d: d.discharged_date)
    before: dt.date | None = None
    for date in given.dates:
        if date.status == DateStatus.REQUESTED or date.go_live_date == before:
            continue
        while waiting and date.set_on_date and waiting[0].discharged_date < date.set_on_date:
            if waiting[0].rule not in ledger.rows:
                break
            done = waiting.pop(0)
            ledger.discharge(done.rule, done.discharged_date, done.note)
        release.go_live_date = date.go_live_date
        owed = owed_on(
            release, books_for(release.code_id, _relevant(date)), acting.within, found.impacts
        )
        cause = date.cause or date.authority or f"{DateStatus(date.status).label}."
        if before is not None:
            cause = moved_sentence(before, date.go_live_date, cause)
        ledger.reckon(owed, set_on=date.set_on_date, cause=cause)
        release.scope_date = scope_date_of(owed)
        before = date.go_live_date
    for done in waiting:
        if done.rule in ledger.rows:
            ledger.discharge(done.rule, done.discharged_date, done.note)
    for rule, row in ledger.rows.items():
        if row.discharged_date is None and row.in_force and row.due_date < acting.today:
            ledger.unknown(rule, NOT_STATED)
    return ledger


def _enter_dates(acting: Acting, release: Release, found: Named, given: AdoptRelease) -> None:
    lent: list[Delegation] = []
    for number, date in enumerate(given.dates, 1):
        delegation = None
        if date.delegated_to:
            delegation = acting.add(_lent(acting, release, found, date))
            lent.append(delegation)
        elif date.status == DateStatus.SET:
            delegation = next((d for d in reversed(lent) if _covers(d, found, date)), None)
        acting.add(
            PlannedDate(
                release=release,
                number=number,
                by_body=found.bodies.get(date.by_body),
                delegation=delegation,
                **date.model_dump(exclude={"by_body", "delegated_to"}),
            )
        )


def _lent(acting: Acting, release: Release, found: Named, date: AdoptedDate) -> Delegation:
    grantee = found.bodies[date.delegated_to]
    return Delegation(
        code=acting.within,
        grantor=found.bodies.get(date.by_body, grantee),
        grantee=grantee,
        matter=MATTER,
        subject_type=label_of(Release),
        subject_id=release.id,
        earliest_date=date.go_live_date,
        latest_date=date.latest_date,
        from_date=_relevant(date),
        clause=date.clause,
        source=acting.told.source,
    )


def _covers(delegation: Delegation, found: Named, date: AdoptedDate) -> bool:
    latest = delegation.latest_date or date.go_live_date
    body = found.bodies.get(date.by_body)
    inside = (delegation.earliest_date or date.go_live_date) <= date.go_live_date <= latest
    return inside and body is not None and body.id == delegation.grantee_id


def _enter_scope(acting: Acting, release: Release, found: Named, given: AdoptRelease) -> None:
    acting.add_all(
        [
            ScopeEntry(
                release=release,
                part=found.parts[entry.reference, entry.part],
                modification_id=found.parts[entry.reference, entry.part].modification_id,
                **entry.model_dump(exclude={"reference", "part"}),
            )
            for entry in given.scope
        ]
    )


def _enter_risks(acting: Acting, release: Release, found: Named, given: AdoptRelease) -> None:
    for number, risk in enumerate(given.risks, 1):
        row = acting.add(
            Risk(
                release=release,
                number=number,
                text=risk.text,
                owner=risk.owner,
                approach=list(risk.approach),
                additions=list(risk.additions),
            )
        )
        acting.add_all(
            [
                RiskView(
                    risk=row, body=found.bodies[view.body], **view.model_dump(exclude={"body"})
                )
                for view in risk.views
            ]
        )
