"""Brings the facts of one modification joining one release to the rules of the engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ridgeway.core.dates.calendar import OutsideCalendarError
from ridgeway.core.planning.limits import Touch, judge_limits
from ridgeway.core.planning.releases import PlannedRelease
from ridgeway.core.planning.scope import Candidate, LateCase, judge_scope
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases.books import calendar_named
from ridgeway.governance.releases.meeting_days import meetings_of
from ridgeway.governance.releases.models import Relation, Release, ScopeEntry
from ridgeway.governance.releases.touching import touched

CUT_OFF = "cut-off"

TOUCHING: list[Callable[[Rulebook, Release], Iterable[Touch]]] = []
"""What apps above know of other releases of the year that touch the subjects of a yearly limit."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A modification that would join a release on a day, and what is brought for a late case."""

    book: Rulebook
    release: Release
    modification: Modification
    day: dt.date
    rationale: str = ""
    decided_by: str = ""
    weighed: tuple[str, ...] = ()
    stated: frozenset[str] = frozenset()


def judge_inclusion(inclusion: Inclusion) -> tuple[Reason, ...]:
    """Every reason: the release's kind, the cut-off, what lateness takes, the yearly limits.

    A yearly limit that is passed without its grounds is a departure, as strong as its clause says.
    """
    try:
        return (*_scope_verdict(inclusion).reasons, *_limits_verdict(inclusion).reasons)
    except OutsideCalendarError as error:
        return (Reason("calendar", f"{error}.", State.CANNOT_TELL),)


def is_late(reasons: Iterable[Reason]) -> bool:
    """Whether the cut-off had passed: it is not met by itself, waived at most."""
    return any(r.key == CUT_OFF and r.state is not State.MET for r in reasons)


def _scope_verdict(inclusion: Inclusion) -> Verdict:
    modification = inclusion.modification
    impacts = touched(inclusion.book, modification.system_impact, modification.impacts)
    if impacts is not None:
        return _judged(inclusion, impacts)
    each = [frozenset({impact.id}) for impact in inclusion.book.impacts]
    verdicts = [_judged(inclusion, possible) for possible in (frozenset[str](), *each)]
    if all(v.allowed and not is_late(v.reasons) for v in verdicts):
        what = f"In time, whatever {modification.reference} turns out to touch."
        return Verdict("", (Reason(CUT_OFF, what, State.MET),))
    return _judged(inclusion, None)


def _judged(inclusion: Inclusion, impacts: frozenset[str] | None) -> Verdict:
    book, release = inclusion.book, inclusion.release
    rule = book.late_inclusion
    # The bodies to be told are told by the notice that this very act makes owed.
    told = rule.tell if rule else ()
    late = LateCase(inclusion.rationale, inclusion.decided_by, told, inclusion.stated)
    return judge_scope(
        book,
        planned(release),
        Candidate(inclusion.modification.reference, impacts),
        inclusion.day,
        calendar_named(release.code.calendar),
        late,
        meetings_of(release.code_id, (book,)),
    )


def planned(release: Release) -> PlannedRelease:
    """A release in the engine's terms, as far as its rules on scope ask."""
    return PlannedRelease(
        name=release.name,
        kind=release.kind,
        go_live_date=release.go_live_date,
        slot=release.slot,
        rule_date=release.policy_date,
        why=(),
        obligations=(),
        undated=(),
    )


def _limits_verdict(inclusion: Inclusion) -> Verdict:
    book, release = inclusion.book, inclusion.release
    subjects = subjects_of(book, inclusion.modification.documents)
    if not subjects:
        return Verdict("")
    year = release.go_live_date.year
    touch = Touch(release.name, year, release.kind, subjects, inclusion.weighed)
    return judge_limits(book, touch, touches_beside(book, release))


def subjects_of(book: Rulebook, documents: object) -> frozenset[str]:
    """The subjects of the yearly limits that a list of documents names."""
    named = [str(d).casefold() for d in documents] if isinstance(documents, list) else []
    subjects = {subject for limit in book.limits for subject in limit.subjects}
    return frozenset(s for s in subjects if any(s.casefold() in name for name in named))


def touches_beside(book: Rulebook, release: Release) -> list[Touch]:
    """The other releases of the year and what each touches, by its scope or by what apps above
    hold of it: a query for each."""
    found: dict[str, Touch] = {}
    for told in (_by_scope, *TOUCHING):
        for one in told(book, release):
            held = found.get(one.release)
            subjects = one.subjects | held.subjects if held else one.subjects
            found[one.release] = Touch(one.release, one.year, one.kind, subjects)
    return [found[name] for name in sorted(found)]


def _by_scope(book: Rulebook, release: Release) -> Iterator[Touch]:
    year = release.go_live_date.year
    rows = (
        ScopeEntry.objects.filter(
            release__code_id=release.code_id, release__go_live_date__year=year
        )
        .exclude(relation=Relation.REMOVED)
        .exclude(release=release)
        .exclude(release__state="cancelled")
        .values_list("release__name", "release__kind", "modification__documents")
    )
    for name, kind, documents in rows:
        yield Touch(name, year, kind, subjects_of(book, documents))
