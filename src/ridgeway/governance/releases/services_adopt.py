"""Enters a whole release from a source: every date it had, in order, and what is known of the rest.

Obligations are reckoned for each date as it came about, with the same code as a live change, so
that a limit reads as it stood on every day of the history.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import act
from ridgeway.governance.codes.models import Code, Delegation
from ridgeway.governance.record.rows import label_of
from ridgeway.governance.releases.adopted import AdoptedDate, AdoptRelease
from ridgeway.governance.releases.adopting import (
    Named,
    faults_in,
    final_date,
    named_in,
    relevant_day,
)
from ridgeway.governance.releases.books import books_for
from ridgeway.governance.releases.dating import MATTER
from ridgeway.governance.releases.finding import free_slug, unmet
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

QUESTION = "Adopt this release?"
NOT_STATED = "The source does not say whether this was done"


def _judge_adopt(acting: Acting, code: Code, given: AdoptRelease | None) -> Verdict:
    if given is None:
        return Verdict(QUESTION)
    found = named_in(acting, code, given)
    reasons = faults_in(acting, code, found, given)
    if not reasons:
        reasons = _discharge_faults(acting, code, found, given)
    return Verdict(QUESTION, tuple(reasons))


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
    found = named_in(acting, code, given)
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
        go_live_date=final_date(given).go_live_date,
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
            release, books_for(release.code_id, relevant_day(date)), acting.within, found.impacts
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
        from_date=relevant_day(date),
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
