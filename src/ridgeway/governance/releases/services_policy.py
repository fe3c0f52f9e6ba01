"""Keeps releases in step with the policy and with meetings that it closes a scope at."""

from __future__ import annotations

from django.db.models import QuerySet

from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.verdict import Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import ACTS, HOOKS, Nothing, act
from ridgeway.governance.committees.models import Meeting
from ridgeway.governance.releases.books import books_for
from ridgeway.governance.releases.finding import met, unmet
from ridgeway.governance.releases.meeting_days import closing_bodies
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.reckoning import reckon_again

QUESTION = "Reckon this release again?"


def _judge(acting: Acting, release: Release, given: Nothing | None) -> Verdict:
    del given
    if release.state not in BEFORE_LIVE:
        return Verdict(QUESTION, (unmet("state", f"The release is {release.state}."),))
    books = books_for(release.code_id, acting.today)
    if not books:
        what = "The code has adopted no policy that names and places releases."
        return Verdict(QUESTION, (unmet("policy", what),))
    if books[0].reference == release.policy:
        what = f"It is reckoned under {books[0].cited}, which is in force."
        return Verdict(QUESTION, (unmet("policy", what),))
    return Verdict(QUESTION, (met("policy", f"{books[0].cited} is in force now."),))


@act(
    "release.reckon-again",
    Release,
    title="Reckon again under the policy now in force",
    effect="What is open moves to the dates of the new version; what is done stays.",
    judge=_judge,
)
def reckon_under_policy(acting: Acting, release: Release, given: Nothing) -> None:
    del given
    _follow(acting, release)


def policy_adopted(acting: Acting) -> None:
    """Reckon every release before go-live as part of the act that adopts a version in force."""
    if acting.act != "policy.adopt" or acting.code is None:
        return
    books = books_for(acting.code.id, acting.today)
    for release in _still_to_come(acting) if books else ():
        if release.policy != books[0].reference:
            _follow(acting, release)


def meetings_changed(acting: Acting) -> None:
    """The same as part of the act that calls, moves or cancels a meeting that a scope waits for."""
    met = {row.body.key: row.body.name for row in acting.written() if isinstance(row, Meeting)}
    if not met or acting.code is None:
        return
    waited_for = closing_bodies(books_for(acting.code.id, acting.today)) & met.keys()
    if not waited_for:
        return
    named = ", ".join(met[key] for key in sorted(waited_for))
    cause = f"Meetings of {named}: {ACTS[acting.act].title.lower()}"
    for release in _still_to_come(acting):
        reckon_again(acting, release, set_on=acting.today, cause=cause, moved=False)


def _still_to_come(acting: Acting) -> QuerySet[Release]:
    """The releases of the code that may yet change, locked in the order of their dates."""
    rows = Release.objects.filter(
        code=acting.code, state__in=BEFORE_LIVE, go_live_date__gte=acting.today
    )
    return rows.select_for_update(of=("self",)).order_by("go_live_date", "id")


def _follow(acting: Acting, release: Release) -> None:
    book = books_for(release.code_id, acting.today)[0]
    acting.policy = book.reference
    cause = f"{book.cited} applies from {book.applies_from}" if book.applies_from else book.cited
    reckon_again(acting, release, set_on=acting.today, cause=cause, moved=False)


for hook in (policy_adopted, meetings_changed):
    if hook not in HOOKS:
        HOOKS.append(hook)
