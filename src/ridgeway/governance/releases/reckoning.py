"""Keeps the obligations of a release in step with its date: what is open moves, what is done stays.

A `Ledger` works on rows in memory and writes them through the act at the end, so that a whole
history is reckoned with the same code as one change of date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max

from ridgeway.core.dates.wording import long_date
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance.acting import Acting
from ridgeway.governance.codes.models import Code
from ridgeway.governance.releases.books import Owed, books_for, calendar_named, owed_for
from ridgeway.governance.releases.meeting_days import meetings_of
from ridgeway.governance.releases.models import Obligation, Reckoning, Release, Standing
from ridgeway.governance.releases.touching import impacts_of

NOT_HELD = "By rule; actual date not held"


@dataclass(frozen=True, slots=True)
class Change:
    """One obligation that moved, appeared (no old date) or lapsed (no new date)."""

    obligation_id: str
    release_id: str
    rule: str
    title: str
    old_due_date: dt.date | None
    new_due_date: dt.date | None
    born_late: bool

    def as_answer(self) -> dict[str, Any]:
        return {
            "obligation": self.obligation_id,
            "release": self.release_id,
            "rule": self.rule,
            "title": self.title,
            "old_due_date": self.old_due_date.isoformat() if self.old_due_date else None,
            "new_due_date": self.new_due_date.isoformat() if self.new_due_date else None,
            "born_late": self.born_late,
        }


@dataclass(slots=True)
class Ledger:
    """The obligations of one release while an act works on them."""

    release: Release
    rows: dict[str, Obligation] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _fresh: list[Obligation] = field(default_factory=list)
    _touched: dict[str, dict[str, Any]] = field(default_factory=dict)
    _reckonings: list[Reckoning] = field(default_factory=list)

    @classmethod
    def of(cls, release: Release) -> Ledger:
        """The ledger as it is held: two queries."""
        rows = {row.rule: row for row in release.obligations.filter(occurrence="")}
        numbers = (
            Reckoning.objects.filter(obligation__release=release)
            .order_by()
            .values_list("obligation_id")
            .annotate(Max("number"))
        )
        return cls(release, rows, _numbers=dict(numbers))

    def reckon(
        self, owed: Iterable[Owed], *, set_on: dt.date | None, cause: str, moved: bool = True
    ) -> None:
        """Put every open obligation on its date; those that are discharged never move.

        `moved` is true when the go-live date itself changed: then each open one gets a reckoning
        even if its own date stays.
        """
        wanted = {one.rule: one for one in owed}
        for rule, one in wanted.items():
            row = self.rows.get(rule)
            if row is None:
                self._appear(one, set_on, cause)
            elif row.discharged_date is None:
                self._move(row, one, set_on, cause, moved)
        for rule, row in self.rows.items():
            if rule not in wanted and row.discharged_date is None and not row.lapsed:
                self._lapse(row)

    def keep_only(self, rules: set[str]) -> None:
        """Leave every other obligation as it is."""
        self.rows = {rule: row for rule, row in self.rows.items() if rule in rules}

    def lapse_all(self) -> None:
        """Nothing is owed any more for what has no discharge."""
        for row in self.rows.values():
            if row.discharged_date is None and not row.lapsed:
                self._lapse(row)

    def discharge(self, rule: str, on: dt.date, note: str = "") -> None:
        """A discharge, judged against the date as it stands now."""
        row = self.rows[rule]
        self._set(
            row, discharged_date=on, judged_due_date=row.due_date, discharge_note=note, unknown=""
        )

    def take_up(self) -> None:
        """From now on the facts are held: what was only by rule can be kept, or be late."""
        for row in self.rows.values():
            if row.unknown == NOT_HELD:
                self._set(row, unknown="")

    def unknown(self, rule: str, what: str) -> None:
        self._set(self.rows[rule], unknown=what)

    def write(self, acting: Acting) -> None:
        """Put every row on the record, and what changed into the act's answer."""
        acting.add_all(self._fresh)
        for row in self.rows.values():
            if values := self._touched.pop(row.id, None):
                acting.change(row, **values)
        acting.add_all(self._reckonings)
        told: list[dict[str, Any]] = acting.answer.setdefault("obligations_changed", [])
        told.extend(change.as_answer() for change in self.changes)
        self._fresh, self._reckonings, self.changes = [], [], []

    def _appear(self, one: Owed, set_on: dt.date | None, cause: str) -> None:
        row = Obligation(release=self.release, rule=one.rule, **_terms(one, set_on))
        if self.release.standing == Standing.BY_RULE:
            row.unknown = NOT_HELD
        self.rows[one.rule] = row
        self._fresh.append(row)
        self._note(row, None, row.due_date)
        self._reckoned(row, cause)

    def _move(
        self, row: Obligation, one: Owed, set_on: dt.date | None, cause: str, moved: bool
    ) -> None:
        old, was_lapsed = row.due_date, row.lapsed
        if not moved and not was_lapsed and old == one.duty.due_date:
            if row.policy != one.book.reference:
                self._set(row, **_terms(one, row.set_on_date))
            return
        self._set(row, lapsed=False, **_terms(one, set_on))
        if old != row.due_date or was_lapsed:
            self._note(row, None if was_lapsed else old, row.due_date)
        self._reckoned(row, cause)

    def _lapse(self, row: Obligation) -> None:
        self._set(row, lapsed=True)
        self._note(row, row.due_date, None)

    def _set(self, row: Obligation, **values: Any) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        if not any(row is fresh for fresh in self._fresh):
            self._touched.setdefault(row.id, {}).update(values)

    def _note(self, row: Obligation, old: dt.date | None, new: dt.date | None) -> None:
        born_late = bool(new and row.in_force and row.set_on_date and new < row.set_on_date)
        self.changes.append(
            Change(row.id, row.release_id, row.rule, row.title, old, new, born_late)
        )

    def _reckoned(self, row: Obligation, cause: str) -> None:
        self._numbers[row.id] = self._numbers.get(row.id, 0) + 1
        self._reckonings.append(
            Reckoning(
                obligation=row,
                number=self._numbers[row.id],
                due_date=row.due_date,
                go_live_date=self.release.go_live_date,
                set_on_date=row.set_on_date,
                cause=cause[:300],
                why=row.why,
            )
        )


def _terms(one: Owed, set_on: dt.date | None) -> dict[str, Any]:
    """The columns that follow from the policy and the date."""
    duty = one.duty
    return {
        "title": duty.title,
        "owner": duty.owner,
        "force": str(duty.force),
        "clause": duty.clause,
        "policy": one.book.reference,
        "how": duty.discharged_by[:200],
        "due_date": duty.due_date,
        "in_force": duty.in_force,
        "set_on_date": set_on,
        "why": list(duty.why),
    }


def owed_on(
    release: Release, books: tuple[Rulebook, ...], code: Code, impacts: frozenset[str]
) -> list[Owed]:
    """What these policies make owed for a release on the date that it bears now."""
    return owed_for(
        books,
        name=release.name,
        kind=release.kind,
        go_live_date=release.go_live_date,
        calendar=calendar_named(code.calendar),
        impacts=impacts,
        meetings=meetings_of(code.id, books),
    )


def scope_date_of(owed: Iterable[Owed]) -> dt.date | None:
    """The first day on which the scope closes for something."""
    days = [
        one.duty.due_date
        for one in owed
        if any(cutoff.duty == one.duty.id for cutoff in one.book.scope)
    ]
    return min(days, default=None)


def reckon_again(
    acting: Acting,
    release: Release,
    *,
    set_on: dt.date,
    cause: str,
    moved: bool = True,
    values: dict[str, Any] | None = None,
    after: dt.date | None = None,
) -> None:
    """After a change of date, kind, scope, standing or policy: `values` are columns to set.

    With `after` only what falls due later than that day is put on another date.
    """
    for name, value in (values or {}).items():
        setattr(release, name, value)
    books = books_for(release.code_id, set_on)
    impacts = impacts_of(release, books[0]) if books else frozenset()
    owed = owed_on(release, books, acting.within, impacts)
    ledger = Ledger.of(release)
    if release.standing == Standing.HELD:
        ledger.take_up()
    if after is not None:
        owed = [one for one in owed if one.duty.due_date > after]
        ledger.keep_only({one.rule for one in owed})
    ledger.reckon(owed, set_on=set_on, cause=cause, moved=moved)
    changed = dict(values or {})
    if after is None and (scope_date := scope_date_of(owed)) != release.scope_date:
        changed["scope_date"] = scope_date
    if books and books[0].reference != release.policy:
        changed["policy"] = books[0].reference
    if changed:
        acting.change(release, **changed)
    ledger.write(acting)


def moved_sentence(old: dt.date, new: dt.date, why: str) -> str:
    return f"Go-live moved from {long_date(old)} to {long_date(new)}: {why}"
