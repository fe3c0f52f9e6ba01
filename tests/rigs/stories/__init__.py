"""Every act of the product, in stories that rigs disturb; their order is that of what they need."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from ridgeway.governance.baselines.models import Edition
from ridgeway.governance.committees.models import Minutes, Recusal
from ridgeway.governance.control.models import ChangeRequest, Freeze
from ridgeway.governance.releases.models import Obligation, Release
from tests.rigs.life import Life
from tests.rigs.stories import documents, freezes, meetings, people, register, releases

STORIES = {
    story.__name__: story
    for story in (
        freezes.frozen,
        meetings.met,
        documents.baselined,
        documents.changed,
        people.appointed,
        people.adopted,
        freezes.taken_back,
        meetings.arranged,
        meetings.asked,
        meetings.agreed,
        documents.reviewed,
        documents.dated,
        register.drafted,
        register.amended,
        register.directed,
        releases.planned,
        releases.live,
        releases.costed,
        releases.told,
        releases.waived,
    )
}


def outcome(life: Life) -> dict[str, Any]:
    """Where all of it has led: what the last acts of the stories brought about."""
    release = Release.objects.get(pk=life.release)
    approved = Edition.objects.filter(status="approved", document__release=release)
    duties = Obligation.objects.filter(discharged_date__isnull=False, release=release)
    return {
        "freezes": [row.state for row in Freeze.objects.order_by("state")],
        "minutes": Minutes.objects.get().state,
        "votes set aside": Recusal.objects.filter(resolution__votes__person=F("person")).count(),
        "editions": sorted(row.number for row in approved),
        "editions that fell": approved.exclude(fell_date=None).count(),
        "release": release.state,
        "live": Release.objects.exclude(actual_date=None).count(),
        "requests": [row.state for row in ChangeRequest.objects.order_by("state")],
        "discharged": sorted(row.rule for row in duties),
    }
