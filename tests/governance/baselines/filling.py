"""Fills every part that the shipped policy asks of a RID, act by act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ridgeway.governance.acting import UNTOLD, Told
from ridgeway.governance.acts import Done

Do = Callable[..., Done]
"""Does an act: its name, the identity of its subject, what is told, and its input by name."""

PROSE = ("rid-dcc-testing", "rid-user-testing", "rid-tag-timetable", "rid-party-support")
GROUPS = (
    "cost-pit", "cost-sit", "cost-uit", "cost-implement-to-live", "cost-one-off-operations",
    "cost-ongoing-operations",
)  # fmt: skip
ASIDE = ("rid-technical-specifications", "rid-technical-specifications-ended")
KNOWN: dict[str, Any] = {
    "impacts": ["Large Supplier"],
    "system_impact": True,
    "documents": ["Section H"],
    "central_cost": 1200,
    "audience": "public",
}
SOURCE = Told(source="SEC website")


def amounts(each: int) -> list[dict[str, Any]]:
    return [{"group": group, "amount": each} for group in GROUPS]


def modification(do: Do, code: str, reference: str, **given: Any) -> str:
    """One that says everything of itself, with what it costs."""
    values = {"title": f"About {reference}", "reference": reference, **KNOWN, **given}
    made = do("modification.adopt", code, SOURCE, **values).subject_id
    for body, lines in (("dcc", amounts(100)), ("secas", [{"group": "whole", "amount": 600}])):
        told = {"stated_by": body, "lines": lines, "audience": "public"}
        do("modification.estimate-cost", made, UNTOLD, **told)
    return made


def fill(do: Do, code: str, release: str, reference: str) -> str:
    """Complete in every part, with the scope set: only the decision is left."""

    def on(subject: str, name: str, **given: Any) -> Done:
        return do(name, subject, UNTOLD, **given)

    modification(do, code, reference)
    on(release, "release.add-to-scope", modification=reference, relation="approved")
    document = on(release, "release.start-document", document="rid").subject_id
    for part in PROSE:
        on(document, "document.write", part=part, text=f"About {part}.")
    for part in ASIDE:
        on(document, "document.set-aside", part=part, text="The release touches none of them.")
    for testing in ("delivery", "user"):
        dates = {"starts_date": "2027-05-04", "ends_date": "2027-07-30"}
        what = f"Testing: {testing}"
        on(document, "document.plan-activity", what=what, testing=testing, **dates)
    on(release, "release.record-risk", text="Devices come late", owner="DCC")
    criterion = {"number": 1, "text": "Every phase is closed", "clause": "section 8"}
    on(release, "release.set-criterion", **criterion, evidence_wanted="The reports")
    forecast = {"stated_by": "dcc", "audience": "public", "lines": amounts(90)}
    on(release, "release.forecast-cost", **forecast)
    on(release, "release.move", action="set-scope")
    return document
