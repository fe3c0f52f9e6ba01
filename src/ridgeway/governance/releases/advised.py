"""An obligation to seek the input of bodies, discharged by what they advised about the release."""

from __future__ import annotations

from django.db.models import Q

from ridgeway.core.dates.wording import long_date
from ridgeway.core.lifecycle.tables import BEFORE_LIVE
from ridgeway.core.policy.terms import Discharge
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import audience_of
from ridgeway.governance.committees.models import Advice
from ridgeway.governance.record.rows import label_of
from ridgeway.governance.releases.books import duty_of
from ridgeway.governance.releases.models import Obligation, Reckoning, Release
from ridgeway.governance.releases.reckoning import reckon_again
from ridgeway.governance.releases.services_obligations import discharge

Shown = list[tuple[Obligation, Advice | None]]
"""Each obligation to seek advice, with the advice by which it is kept as far as advice stands."""


def advice_follows(acting: Acting) -> None:
    """Where advice about a release was recorded or withdrawn, what it discharges follows.

    The entry is the release's own, for whoever sees it. What a live release rested on stays.
    """
    about = {
        row.subject_id
        for row in acting.written()
        if isinstance(row, Advice) and row.subject_type == label_of(Release)
    }
    if not about:
        return
    for release in Release.objects.filter(pk__in=about).select_for_update(of=("self",)):
        clause, policy = acting.clause, acting.policy
        if release.state in BEFORE_LIVE:
            _take_back(acting, release)
        _keep(acting, release)
        if any(isinstance(row, Obligation) for row in acting.written()):
            acting.change(release)
            rows = [r for r in acting.written() if isinstance(r, Release | Obligation | Reckoning)]
            acting.separately(acting.act, release, rows, audience_of(release))
        acting.clause, acting.policy = clause, policy


def _keep(acting: Acting, release: Release) -> None:
    for row, advice in _shown(release):
        if advice is not None and row.discharged_date is None:
            note = f"{advice.body.name}’s view of {long_date(advice.advice_date)}"
            discharge(acting, row, advice.advice_date, note)
            acting.change(row, advice=advice)


def _take_back(acting: Acting, release: Release) -> None:
    """What was discharged by advice that is withdrawn, or that other advice preceded, is owed
    again, on the date that it has by now."""
    stale = [row for row, advice in _shown(release) if row.advice_id and advice != row.advice]
    for row in stale:
        acting.change(
            row, discharged_date=None, judged_due_date=None, discharge_note="", advice=None
        )
    if stale:
        cause = "The advice that discharged it no longer does"
        reckon_again(acting, release, set_on=acting.today, cause=cause, moved=False)


def _shown(release: Release) -> Shown:
    waits = Q(discharged_date=None, lapsed=False)
    rows = release.obligations.filter(waits | Q(advice__isnull=False)).select_related("advice")
    found: Shown = []
    for row in rows:
        duty = duty_of(release.code_id, row.policy, row.rule)
        if duty is not None and duty.discharge is Discharge.ADVICE:
            found.append((row, _first_of_each(release, duty.to)))
    return found


def _first_of_each(release: Release, bodies: tuple[str, ...]) -> Advice | None:
    """The advice with which every one of the bodies had first given its own."""
    given = Advice.objects.filter(
        subject_id=release.id, body__key__in=bodies, withdrawn_reason=""
    ).select_related("body")
    first: dict[str, Advice] = {}
    for advice in given.order_by("advice_date", "number"):
        first.setdefault(advice.body.key, advice)
    return list(first.values())[-1] if bodies and len(first) == len(bodies) else None
