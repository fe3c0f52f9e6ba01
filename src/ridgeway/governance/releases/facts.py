"""The facts that a release's moves depend on; apps above add what only they can know.

A guard of the lifecycle that nobody answers for cannot be told, and so is not met.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.tables import RELEASE
from ridgeway.core.verdict import Reason
from ridgeway.governance.acting import Acting
from ridgeway.governance.committees.models import Advice, Resolution
from ridgeway.governance.evidence.models import Evidence
from ridgeway.governance.releases.books import book_of
from ridgeway.governance.releases.finding import met, unmet
from ridgeway.governance.releases.models import Relation, Release


@dataclass(frozen=True, slots=True)
class Stated:
    """What the actor says of a step."""

    rationale: str = ""
    held_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a fact about which release, with what they stated (None: for a button)."""

    acting: Acting
    release: Release
    given: Stated | None = None


Answering = Callable[[Asking], Reason]
FACTS: dict[str, Answering] = {}


def fact(guard: str) -> Callable[[Answering], Answering]:
    """Declare who answers for a guard; the last one declared counts."""

    def declared(answering: Answering) -> Answering:
        FACTS[guard] = answering
        return answering

    return declared


def facts_for(asking: Asking, actions: tuple[str, ...]) -> dict[str, Reason]:
    """The facts that these actions ask for."""
    guards = {g for action in actions for row in RELEASE.rows(action) for g in row.guards}
    return {guard: FACTS[guard](asking) for guard in sorted(guards) if guard in FACTS}


def _clause(release: Release, matter: str) -> str:
    """What the policy of a release says of a decision, as it is cited; empty where it is silent."""
    book = book_of(release.code_id, release.policy)
    decision = book.decision(matter) if book else None
    return book.cite(decision.clause) if book and decision else ""


@fact("scope-stated")
def _scope_stated(asking: Asking) -> Reason:
    count = asking.release.scope.exclude(relation=Relation.REMOVED).count()
    clause = _clause(asking.release, "release-scope")
    if count:
        return met("scope-stated", f"The scope holds {count} of the modifications.", clause)
    return unmet("scope-stated", "The scope is empty.", clause, "Add a modification to it.")


@fact("scope-empty")
def _scope_empty(asking: Asking) -> Reason:
    count = asking.release.scope.exclude(relation=Relation.REMOVED).count()
    if not count:
        return met("scope-empty", "The scope is empty.")
    return unmet("scope-empty", f"The scope still holds {count}.", remedy="Remove them first.")


@fact("document-complete")
def _document_complete(asking: Asking) -> Reason:
    """Complete as far as this app can see: every part of the scope says what it amends."""
    if asking.release.documents.filter(dropped=False).exists():
        return met("document-complete", "The documents that the release amends are named.")
    entries = asking.release.scope.exclude(relation=Relation.REMOVED)
    silent = entries.filter(modification__documents__isnull=True)
    references = list(silent.values_list("modification__reference", flat=True))
    if entries.exists() and not references:
        return met("document-complete", "Each modification names the documents that it amends.")
    what = "Nothing says which documents of the code the release amends."
    if references:
        what = f"Nothing says which documents these amend: {', '.join(sorted(references))}."
    remedy = "State the documents affected on each modification."
    return unmet("document-complete", what, remedy=remedy)


@fact("scope-date")
def _scope_date(asking: Asking) -> Reason:
    """A baseline after the scope date is late, and then its reason is on the record."""
    release, today = asking.release, asking.acting.today
    clause = _clause(release, "release-scope")
    if release.scope_date is None or today <= release.scope_date:
        return met("scope-date", "The scope date has not passed.", clause)
    what = f"The scope date, {long_date(release.scope_date)}, has passed"
    if asking.given and asking.given.rationale:
        return met("scope-date", f"{what}; the reason is given.", clause)
    return unmet("scope-date", f"{what}.", clause, "Give the reason why the baseline comes later.")


@fact("rationale")
def _rationale(asking: Asking) -> Reason:
    if asking.given is None or asking.given.rationale:
        return met("rationale", "A reason is given.")
    return unmet("rationale", "No reason is given.", remedy="Say why.")


@fact("new-date")
def _new_date(asking: Asking) -> Reason:
    """Putting off needs a date that is still to come; it is set by its own act."""
    release, today = asking.release, asking.acting.today
    if release.go_live_date > today:
        return met("new-date", f"It is planned for {long_date(release.go_live_date)}.")
    what = f"{long_date(release.go_live_date)} has passed."
    return unmet("new-date", what, remedy="Set another date first.")


@fact("advice-sought")
def _advice_sought(asking: Asking) -> Reason:
    book = book_of(asking.release.code_id, asking.release.policy)
    wanted = book.go_live.advice_from if book and book.go_live else ()
    heard = set(
        Advice.objects.filter(subject_id=asking.release.id).values_list("body__key", flat=True)
    )
    clause = book.cite(book.go_live.clause) if book and book.go_live else ""
    missing = [b for b in wanted if b not in heard]
    if not missing:
        return met("advice-sought", "Every body whose advice is needed has given it.", clause)
    names = ", ".join(book.names_of(missing)) if book else ""
    what = f"No advice is held from: {names}."
    return unmet("advice-sought", what, clause, cleared_by=tuple(missing))


@fact("evidence-held")
def _evidence_held(asking: Asking) -> Reason:
    count = Evidence.objects.filter(subject_id=asking.release.id).count()
    clause = _clause(asking.release, "go-live")
    if count:
        return met("evidence-held", f"Evidence is held: {count}.", clause)
    return unmet("evidence-held", "No evidence is held.", clause, "Submit it.")


@fact("resolution-carried")
def _resolution_carried(asking: Asking) -> Reason:
    carried = Resolution.objects.filter(subject_id=asking.release.id, state="carried").exists()
    clause = _clause(asking.release, "go-live")
    if carried:
        return met("resolution-carried", "A resolution on it was carried.", clause)
    return unmet("resolution-carried", "No resolution on it was carried.", clause, "Propose one.")


@fact("date-reached")
def _date_reached(asking: Asking) -> Reason:
    release, today = asking.release, asking.acting.today
    clause = _clause(release, "release-date")
    if release.go_live_date <= today:
        what = f"Its date, {long_date(release.go_live_date)}, is reached."
        return met("date-reached", what, clause)
    what = f"It goes live on {long_date(release.go_live_date)}, not before."
    return unmet("date-reached", what, clause, "Set another date if it is to go live earlier.")


@fact("review-held")
def _review_held(asking: Asking) -> Reason:
    day = asking.given.held_date if asking.given else None
    if asking.given is None or (day is not None and day <= asking.acting.today):
        return met("review-held", "The day of the review is given.")
    return unmet("review-held", "No day of the review is given.", remedy="Say when it was held.")


@fact("obligations-settled")
def _obligations_settled(asking: Asking) -> Reason:
    open_ones = asking.release.obligations.filter(
        discharged_date=None, lapsed=False, in_force=True, unknown="", force="must"
    )
    owed = [f"{title} ({clause})" for title, clause in open_ones.values_list("title", "clause")]
    if not owed:
        return met("obligations-settled", "Nothing that must be done is left.")
    what = f"Still owed: {'; '.join(owed)}."
    return unmet("obligations-settled", what, remedy="Discharge each.")
