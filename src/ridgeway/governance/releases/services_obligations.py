"""Acts on what is owed: an obligation discharged, on a date, with what shows it."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from pydantic import Field

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.machine import words
from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.record.queries import place_of
from ridgeway.governance.releases.books import duty_of
from ridgeway.governance.releases.finding import (
    EvidenceId,
    evidence_named,
    met,
    not_in_future,
    unmet,
)
from ridgeway.governance.releases.models import Obligation, Release

QUESTION = "Discharge this obligation?"


class DischargeObligation(Given):
    rule: str = Field(
        title="Obligation",
        description="Its key, such as actual-cost; one of many with its day, such as"
        " spend-updates/2027-01-14",
        max_length=101,
        json_schema_extra={"hint": ""},
    )
    discharged_date: dt.date | None = Field(None, title="Discharged on", description="Empty: today")
    note: str = Field("", title="By what", max_length=300)
    evidence: EvidenceId = ""

    @property
    def key(self) -> dict[str, str]:
        rule, _, occurrence = self.rule.partition("/")
        return {"rule": rule, "occurrence": occurrence}


def keyed(rows: QuerySet[Obligation]) -> list[tuple[str, str]]:
    """Each obligation by its key, with its title; one of many with its day."""
    found = rows.values_list("rule", "occurrence", "title", "due_date")
    return [
        (f"{rule}/{occurrence}", f"{title}, {long_date(due)}") if occurrence else (rule, title)
        for rule, occurrence, title, due in found
    ]


def _judge(acting: Acting, release: Release, given: DischargeObligation | None) -> Verdict:
    if given is None:
        open_ones = release.obligations.filter(discharged_date=None, lapsed=False)
        if open_ones.exists():
            return Verdict(QUESTION)
        return Verdict(QUESTION, (unmet("open", "No obligation of this release is open."),))
    row = release.obligations.filter(**given.key).first()
    if row is None:
        rules = ", ".join(key for key, _ in keyed(release.obligations.order_by("due_date")))
        what = f"This release has no obligation {given.rule!r}."
        return Verdict(QUESTION, (unmet("rule", what, remedy=f"Use one of: {rules}."),))
    day = given.discharged_date or acting.today
    return Verdict(QUESTION, tuple(_reasons(acting, row, given, day)))


def _reasons(
    acting: Acting, row: Obligation, given: DischargeObligation, day: dt.date
) -> list[Reason]:
    reasons = [met("rule", f"{row.title}: due {long_date(row.due_date)}.", row.clause)]
    adds_evidence = row.evidence_id is None and bool(given.evidence) and row.discharged_date == day
    if row.discharged_date is not None and not adds_evidence:
        what = f"It was discharged on {long_date(row.discharged_date)}."
        reasons.append(unmet("open", what, remedy="Evidence may be added for that same day."))
    if row.lapsed:
        reasons.append(unmet("open", "It has lapsed: nothing is owed any more."))
    if future := not_in_future("discharged-date", day, acting.today, "It would be discharged"):
        reasons.append(future)
    if given.evidence and evidence_named(acting, given.evidence) is None:
        reasons.append(unmet("evidence", f"No evidence {given.evidence!r} is held."))
    if not given.evidence and not given.note:
        what = "Nothing shows that it was done."
        reasons.append(unmet("shown", what, remedy="Name the evidence, or say by what."))
    return reasons


@act(
    "release.discharge",
    Release,
    DischargeObligation,
    title="Discharge an obligation",
    effect="Late or not is judged against the limit as it stands; a later move does not touch it.",
    judge=_judge,
)
def discharge_obligation(acting: Acting, release: Release, given: DischargeObligation) -> None:
    row = release.obligations.get(**given.key)
    evidence = evidence_named(acting, given.evidence) if given.evidence else None
    discharge(acting, row, given.discharged_date or acting.today, given.note, evidence)


def discharge_by_move(acting: Acting, release: Release, action: str, on: dt.date) -> None:
    """A step that was taken on a day discharges what the policy says; the entry of it shows it."""
    for row in release.obligations.filter(discharged_date=None, lapsed=False):
        duty = duty_of(release.code_id, row.policy, row.rule)
        if duty is not None and duty.discharging_move == action:
            end = place_of(acting.within.key)
            note = f"{words(action).capitalize()}: entry {end.chain}/{end.size + 1} of the record"
            discharge(acting, row, on, note)


def discharge(
    acting: Acting, row: Obligation, on: dt.date, note: str = "", evidence: Evidence | None = None
) -> None:
    """Write a discharge; also for acts above that discharge a duty by being done."""
    acting.clause, acting.policy = row.clause, row.policy
    judged = row.judged_due_date if row.discharged_date else row.due_date
    acting.change(
        row,
        discharged_date=on,
        judged_due_date=judged,
        discharge_note=note or row.discharge_note,
        evidence=evidence or row.evidence,
        unknown="",
    )
