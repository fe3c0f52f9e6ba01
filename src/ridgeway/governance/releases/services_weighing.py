"""What is weighed when the date and release of a modification are set, matter by matter."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from pydantic import Field

from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Telling, Weighed
from ridgeway.core.verdict import Reason, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import Given, act
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.rows import Audience, listed
from ridgeway.governance.releases.books import books_for
from ridgeway.governance.releases.finding import not_in_future, only_by_rule, unmet
from ridgeway.governance.releases.models import Relation, Release, ScopeEntry, Weighing

QUESTION = "Record what was weighed?"
NEIGHBOURS = 6


class Weigh(Given):
    modification: str = Field(
        title="Modification", description="Its reference; it is in the scope", max_length=40
    )
    matter: str = Field(title="Matter", description="As the policy lists them", max_length=40)
    said_by: str = Field(
        "", title="Who says so", description="Where the matter is somebody's view", max_length=120
    )
    said_date: dt.date | None = Field(None, title="On", description="Empty: today")
    rank: int | None = Field(
        None, title="Place in the order", description="1 comes first", ge=1, le=500
    )
    length: str = Field("", title="Lead time asked for", description="6 months", max_length=60)
    text: str = Field("", title="What was weighed", max_length=5000)


def matters_of(release: Release, on: dt.date) -> tuple[Rulebook | None, dict[str, Weighed]]:
    """What the policy in force asks to be weighed, by key."""
    book = next((b for b in books_for(release.code_id, on) if b.weighed), None)
    return book, {matter.id: matter for matter in book.weighed} if book else {}


def entry_named(acting: Acting, release: Release, reference: str) -> ScopeEntry | None:
    """The entry of a modification in the scope that this actor sees."""
    entries = release.scope.exclude(relation=Relation.REMOVED).select_related("modification")
    seen = visible(Modification, acting.actor)
    return entries.filter(modification__in=seen, modification__reference=reference).first()


def _judge(acting: Acting, release: Release, given: Weigh | None) -> Verdict:
    book, matters = matters_of(release, acting.today)
    reasons: list[Reason] = []
    if by_rule := only_by_rule(release):
        reasons.append(by_rule)
    if not matters:
        reasons.append(unmet("policy", "No policy in force says what is to be weighed."))
    if given is None or reasons or book is None:
        return Verdict(QUESTION, tuple(reasons))
    if entry_named(acting, release, given.modification) is None:
        what = f"{given.modification!r} is not in the scope of the {release.name}."
        reasons.append(unmet("modification", what, remedy="Add it to the scope first."))
    matter = matters.get(given.matter)
    if matter is None:
        remedy = f"Use one of: {', '.join(matters)}."
        what = f"The policy does not list {given.matter!r}."
        reasons.append(unmet("matter", what, remedy=remedy))
        return Verdict(QUESTION, tuple(reasons))
    reasons += _missing(matter, given, book.cite(matter.clause))
    day = given.said_date or acting.today
    if future := not_in_future("said-date", day, acting.today, "It would be weighed"):
        reasons.append(future)
    return Verdict(QUESTION, tuple(reasons))


def _missing(matter: Weighed, given: Weigh, clause: str) -> list[Reason]:
    """What a matter of this kind cannot be told without."""
    found = []
    if matter.asked and not given.said_by:
        remedy = f"Such as: {', '.join(matter.asked)}."
        found.append(unmet("said-by", f"{matter.title}: nobody is named.", clause, remedy))
    if matter.how is Telling.RANK and given.rank is None:
        found.append(unmet("rank", f"{matter.title}: no place is given.", clause))
    if matter.how is Telling.LENGTH and not given.length:
        found.append(unmet("length", f"{matter.title}: no length is given.", clause))
    if matter.how in (Telling.WORDS, Telling.VIEW) and not given.text:
        found.append(unmet("text", f"{matter.title}: nothing is said.", clause))
    return found


@act(
    "release.weigh",
    Release,
    Weigh,
    title="Record what was weighed for a modification",
    effect="Kept with who said it, and for the size of releases with how they stood on that day.",
    judge=_judge,
    dated_back=True,
)
def weigh(acting: Acting, release: Release, given: Weigh) -> None:
    book, matters = matters_of(release, acting.today)
    matter, entry = matters[given.matter], entry_named(acting, release, given.modification)
    assert book is not None and entry is not None  # noqa: S101, PT018  judged before
    acting.clause, acting.policy = matter.clause, book.reference
    acting.add(
        Weighing(
            release=release,
            modification=entry.modification,
            number=release.weighings.count() + 1,
            said_date=given.said_date or acting.today,
            releases=_neighbours(acting, release) if matter.how is Telling.RELEASES else [],
            clause=matter.clause,
            source=acting.told.source,
            **given.model_dump(exclude={"modification", "said_date"}),
        )
    )


def _neighbours(acting: Acting, release: Release) -> list[dict[str, Any]]:
    """The releases next to come as they stand: how much each carries, and what touches systems.

    Only what all readers of this release may see, for they read it here.
    """
    seen = Audience.values[: Audience.values.index(release.audience) + 1]
    carried = ~Q(scope__relation=Relation.REMOVED) & Q(scope__modification__audience__in=seen)
    systems = carried & Q(scope__modification__system_impact=True)
    coming = Release.objects.filter(code_id=release.code_id, go_live_date__gte=acting.today)
    coming = coming.filter(audience__in=seen)
    rows = coming.order_by("go_live_date", "id").annotate(
        parts=Count("scope", filter=carried), systems=Count("scope", filter=systems)
    )
    columns = ("name", "kind", "go_live_date", "parts", "systems")
    return [
        {**row, "go_live_date": row["go_live_date"].isoformat()}
        for row in listed(rows.values(*columns)[:NEIGHBOURS])
    ]
