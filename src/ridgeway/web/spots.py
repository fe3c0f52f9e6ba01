"""Where on which tab of a release a thing stands that has no page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from ridgeway.governance.actor import Actor
from ridgeway.governance.search.belonging import whole_of
from ridgeway.web.places import place_of, thing_at

RELEASE, MODIFICATION = "releases.release", "modifications.modification"


@dataclass(frozen=True, slots=True)
class Spot:
    """A tab of a release by its route, the mark on it, and the columns that the mark names.

    `which` is given to the route itself, beside the release. `otherwise` is the route where the
    thing is about a modification, if that has a page for it too.
    """

    route: str
    mark: str = ""
    wanted: tuple[str, ...] = ()
    which: str = ""
    otherwise: str = ""


SPOTS = {
    "releases.risk": Spot("release-risks", "risk-{number}", ("number",)),
    "releases.riskview": Spot("release-risks", "risk-{risk__number}", ("risk__number",)),
    "releases.switchedcode": Spot("release-risks", "switches"),
    "releases.documentaffected": Spot("release", "documents"),
    "baselines.releasedocument": Spot("release-rid", "versions"),
    "baselines.edition": Spot("release-rid", "versions"),
    "baselines.comment": Spot("release-rid", "comment-{number}", ("number",)),
    "baselines.parttext": Spot("release-rid", "text"),
    "baselines.specificationversion": Spot("release-rid", "specifications"),
    "releases.planneddate": Spot("release-decisions", "dates"),
    "releases.obligation": Spot(
        "release-why", wanted=("rule", "occurrence"), which="{rule}@{occurrence}"
    ),
    "testing.testphase": Spot("release-testing", "phases"),
    "testing.defect": Spot("release-testing", "counts"),
    "golive.criterion": Spot("release-gate", "r-criterion-{number}", ("number",)),
    "golive.criterionfinding": Spot(
        "release-gate", "r-criterion-{criterion__number}", ("criterion__number",)
    ),
    "golive.waiver": Spot("release-gate"),
    "golive.finalcall": Spot("release-gate", "dec"),
    "golive.partyreadiness": Spot("release-testing", "parties"),
    "costs.costreport": Spot("release-costs", otherwise="modification-costs"),
    "costs.costline": Spot("release-costs", otherwise="modification-costs"),
    "costs.costchallenge": Spot(
        "release-costs", "c{number}", ("number",), otherwise="modification-costs"
    ),
    "committees.question": Spot("release-risks", "questions"),
    "committees.advice": Spot("release-decisions", "advice", otherwise="modification-decisions"),
    "committees.statement": Spot("release-decisions", "advice", otherwise="modification-decisions"),
    "evidence.evidence": Spot("release-decisions", "evidence", otherwise="modification-documents"),
}
"""By kind of thing. What is about something else than a release is shown on the page of that."""


def spot_of(actor: Actor, kind: str, row_id: str) -> str:
    """The address at which this actor finds a thing; empty when it is hidden or not there."""
    spot = SPOTS.get(kind)
    found = whole_of(kind, row_id, spot.wanted if spot else ())
    thing = thing_at(actor, *found[0]) if found else None
    if found is None or thing is None:
        return ""
    if spot and thing.kind == RELEASE:
        which = spot.which.format(**found[1]).rstrip("@")
        route, where = spot.route, (thing.slug, *((which,) if which else ()))
    elif spot and spot.otherwise and thing.kind == MODIFICATION:
        route, where = spot.otherwise, (thing.short,)
    else:
        return place_of(thing)
    mark = spot.mark.format(**found[1])
    return reverse(route, args=(thing.code, *where)) + (f"#{mark}" if mark else "")
