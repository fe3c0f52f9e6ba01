"""Acts on the date of a release: asked for, consented to, set; each kept, none overwritten."""

from __future__ import annotations

from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import act
from ridgeway.governance.codes.finding import body_named
from ridgeway.governance.codes.models import Delegation
from ridgeway.governance.modifications.services_amending import amend_each
from ridgeway.governance.record.rows import label_of
from ridgeway.governance.releases.dating import (
    MATTER,
    Change,
    SetDate,
    authorised,
    change_of,
    judge_change,
    name_on,
)
from ridgeway.governance.releases.models import DateStatus, PlannedDate, Relation, Release
from ridgeway.governance.releases.reckoning import moved_sentence, reckon_again


@act(
    "release.set-date",
    Release,
    SetDate,
    title="Set another date",
    effect="The old date stays in its history; every open obligation is reckoned again.",
    judge=judge_change,
)
def set_date(acting: Acting, release: Release, given: SetDate) -> None:
    change = change_of(acting, release, given)
    assert isinstance(change, Change)  # noqa: S101  judged before
    authorised(change)
    acting.clause, acting.policy = given.clause or change.clause, change.book.reference
    delegation = change.delegation
    if given.step is DateStatus.CONSENTED and given.latest_date:
        delegation = acting.add(_delegated(change))
    planned = acting.add(
        PlannedDate(
            release=release,
            number=release.planned_dates.count() + 1,
            status=given.status,
            go_live_date=given.go_live_date,
            latest_date=given.latest_date,
            set_on_date=change.day,
            by_body=change.body,
            authority=f"{change.party.name}: {given.authority}"
            if change.party
            else given.authority,
            clause=acting.clause[:120],
            cause=given.cause,
            delegation=delegation,
        )
    )
    _amend_approved(acting, change, planned)
    old = release.go_live_date
    if given.step is not DateStatus.REQUESTED and given.go_live_date != old:
        reckon_again(
            acting,
            release,
            set_on=change.day,
            cause=moved_sentence(old, given.go_live_date, given.cause),
            values={
                "go_live_date": given.go_live_date,
                "name": name_on(change.book, release, given.go_live_date),
            },
        )


def _amend_approved(acting: Acting, change: Change, planned: PlannedDate) -> None:
    """One request for a release that slips is one for each modification approved for it."""
    release, given = change.release, change.given
    entries = release.scope.filter(relation=Relation.APPROVED, modification__code=acting.within)
    rows = {e.modification_id: e.modification for e in entries.select_related("modification")}
    amend_each(
        acting,
        rows.values(),
        step=given.status,
        implementation_date=given.go_live_date,
        latest_date=given.latest_date,
        release=name_on(change.book, release, given.go_live_date),
        said_date=change.day,
        by_body=change.body,
        by_party=change.party,
        rationale=given.cause,
        authority=given.authority,
        clause=acting.clause[:200],
        delegation=planned.delegation,
        of_release=planned.id,
    )


def _delegated(change: Change) -> Delegation:
    """The room that a consent leaves, held by the body that puts requests."""
    grantee = body_named(change.rule.put_by)
    assert change.body is not None  # noqa: S101  a Party does not consent
    return Delegation(
        code=change.acting.within,
        grantor=change.body,
        grantee=grantee or change.body,
        matter=MATTER,
        subject_type=label_of(Release),
        subject_id=change.release.id,
        earliest_date=change.given.go_live_date,
        latest_date=change.given.latest_date,
        from_date=change.day,
        clause=change.clause[:120],
        source=change.given.authority[:300],
    )
