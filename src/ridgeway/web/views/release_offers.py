"""The acts that a release's page offers: the buttons, and the greyed ones with their reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.http import urlencode

from ridgeway.governance.acts import Offer, offers
from ridgeway.governance.record.rows import Root
from ridgeway.governance.releases.queries import release_by_slug
from ridgeway.governance.releases.queries_due import RELEASE_TYPE
from ridgeway.web.shell import Act
from ridgeway.web.views.opened import Opened

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
FEW = 3
GRAVE = frozenset({"release.remove-from-scope"})


def acts_on(seen: Opened, names: Collection[str]) -> tuple[Act, ...]:
    """The release's acts by name, in that order; none about the past, none for the public."""
    if not seen.is_now or not seen.actor.is_known:
        return ()
    release = release_by_slug(seen.actor, seen.code.row, seen.slug)
    if release is None:
        return ()
    release.code = seen.code.row
    return acts_on_row(seen, release, names)


def acts_on_row(seen: Opened, release: Root, names: Collection[str]) -> tuple[Act, ...]:
    """The same of a release whose row, with its code, was read already."""
    found = offers(release, seen.actor, seen.frame.at, names)
    return _rows(found, names, release.id)


def acts_about(seen: Opened, release_id: str, names: Collection[str]) -> tuple[Act, ...]:
    """Acts of the code that are about this release, such as a view or a question."""
    if not seen.is_now or not seen.actor.is_known:
        return ()
    found = offers(seen.code.row, seen.actor, seen.frame.at, names)
    about = {"subject_type": RELEASE_TYPE, "subject_id": release_id}
    return _rows(found, names, seen.code.id, "?" + urlencode(about))


def _rows(
    found: Iterable[Offer], names: Collection[str], subject_id: str, query: str = ""
) -> tuple[Act, ...]:
    by_name = {offer.act.name: offer for offer in found}
    return tuple(_row(by_name[n], subject_id, query) for n in names if n in by_name)


def _row(offer: Offer, subject_id: str, query: str) -> Act:
    refusals = _few([reason.what for reason in offer.verdict.blocking])
    return Act(
        text=offer.act.title,
        href=reverse("act", args=(offer.act.name, subject_id)) + query,
        refusals=refusals,
        note=offer.act.effect,
        main=offer.act.name == "release.set-live" and not refusals,
        grave=offer.act.name in GRAVE,
        key=offer.act.name.replace(".", "-"),
    )


def _few(refusals: list[str]) -> tuple[str, ...]:
    """The first reasons; the page of the act and the gate give every one."""
    if len(refusals) <= FEW:
        return tuple(refusals)
    more = len(refusals) - FEW + 1
    return (*refusals[: FEW - 1], f"And {more} more reasons, all under Readiness.")
