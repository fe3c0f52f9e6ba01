"""The acts that a release's page offers: the buttons, and the greyed ones with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ridgeway.governance.acts_on import Offer, offers
from ridgeway.governance.record.rows import Root
from ridgeway.governance.releases.queries import release_by_slug
from ridgeway.governance.releases.queries_due import RELEASE_TYPE
from ridgeway.web.offering import Offered, offered
from ridgeway.web.views.release_opened import OpenedRelease

SCOPE = (
    "release.add-to-scope",
    "release.remove-from-scope",
    "release.record-switch",
    "release.weigh",
)
PLAN = ("release.set-date", "release.discharge", "release.replace-kind")
TESTING = (
    "release.report-readiness",
    "release.report-party-readiness",
    "release.ask-readiness-updates",
    "release.record-phase",
    "defect.raise",
    "release.publish-information",
    "release.withdraw-information",
)
GATE = (
    "release.set-live", "release.call", "release.find-criterion", "release.set-criterion",
    "release.waive",
)  # fmt: skip
RISKS = ("release.record-risk", "release.view-risk")
COSTS = (
    "release.forecast-cost", "release.update-cost", "release.report-actual-cost",
    "release.ask-cost-updates",
)  # fmt: skip
CONTROL = ("change.raise",)
DECISIONS = ("resolution.propose", "advice.give", "question.ask", "evidence.submit")
OVERVIEW = ("release.move", "release.set-date", "release.set-live", "release.call")


def acts_on(
    seen: OpenedRelease, names: Sequence[str], known: Mapping[str, Any] | None = None
) -> Offered | None:
    """The release's acts by name, in that order; none about the past, none for the public."""
    if not seen.is_now or not seen.actor.is_known:
        return None
    release = release_by_slug(seen.actor, seen.code.row, seen.slug)
    if release is None:
        return None
    release.code = seen.code.row
    return acts_on_row(seen, release, names, known)


def acts_on_row(
    seen: OpenedRelease, release: Root, names: Sequence[str], known: Mapping[str, Any] | None = None
) -> Offered:
    """The same of a release whose row, with its code, was read already; `known` is what judging
    the acts needs besides, as far as it was."""
    return offered(_found(seen, release, names, known), release.id, main="release.set-live")


def acts_about(seen: OpenedRelease, release_id: str, names: Sequence[str]) -> Offered | None:
    """Acts of the code that are about this release, such as a view or a question."""
    if not seen.is_now or not seen.actor.is_known:
        return None
    about = {"subject_type": RELEASE_TYPE, "subject_id": release_id}
    return offered(_found(seen, seen.code.row, names), seen.code.id, query=about)


def _found(
    seen: OpenedRelease, subject: Root, names: Sequence[str], known: Mapping[str, Any] | None = None
) -> list[Offer]:
    found = offers(subject, seen.actor, seen.frame.at, names, known=known)
    return sorted(found, key=lambda offer: names.index(offer.act.name))
