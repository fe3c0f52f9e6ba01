"""Whether a content is complete in all its parts: for each part a reason, with its clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ridgeway.core.dates.wording import long_date
from ridgeway.core.policy.documents import Holds
from ridgeway.core.verdict import Reason, State

Values = dict[str, Any]
Missing = tuple[str, str]
"""What is missing, and what would fill it; both empty where nothing is."""

NOTHING_MISSING: Missing = ("", "")


@dataclass(frozen=True, slots=True)
class Part:
    """A part as a content holds it, with the content and the day on which it is judged."""

    row: Values
    content: Values
    today: dt.date

    @property
    def words(self) -> str:
        return str(self.row["text"]).strip()


Judge = Callable[[Part], Missing]


def judge_parts(content: Values, today: dt.date, cite: Callable[[str], str]) -> list[Reason]:
    """A reason for every part, in the order of the policy."""
    return [_reason(Part(row, content, today), cite) for row in content.get("parts", ())]


def _reason(part: Part, cite: Callable[[str], str]) -> Reason:
    row = part.row
    key, heading, clause = f"part-{row['id']}", row["heading"], cite(row["clause"])
    if not row["applies"]:
        what = f"{heading}: does not apply. {part.words}"
        return Reason(key, what, State.MET, clause=clause)
    missing, remedy = JUDGES[Holds(row["holds"])](part)
    if missing:
        return Reason(key, f"{heading}: {missing}", State.UNMET, clause=clause, remedy=remedy)
    return Reason(key, f"{heading}: complete.", State.MET, clause=clause)


def _text(part: Part) -> Missing:
    if part.words:
        return NOTHING_MISSING
    return "nothing is written.", "Write this part."


def _modifications(part: Part) -> Missing:
    if part.content["modifications"]:
        return NOTHING_MISSING
    return "the scope is empty.", "Add the modifications to the scope."


def _impacts(part: Part) -> Missing:
    rows = part.content["modifications"]
    if not rows:
        return "the scope is empty.", "Add the modifications to the scope."
    categories = _references(row for row in rows if row["impacts"] is None)
    systems = _references(row for row in rows if row["system_impact"] is None)
    found = []
    if categories:
        found.append(f"whom these affect is not held: {categories}")
    if systems:
        on = part.content["systems"]
        found.append(f"whether these touch {on} is not held: {systems}")
    return _missing(found, "State the impacts on each of these modifications.")


def _references(rows: Iterable[Values]) -> str:
    return ", ".join(dict.fromkeys(str(row["reference"]) for row in rows))


def _missing(found: list[str], remedy: str) -> Missing:
    return (f"{'; '.join(found)}.", remedy) if found else NOTHING_MISSING


def _documents(part: Part) -> Missing:
    if part.content["documents_not_said"] and not part.words:
        silent = ", ".join(part.content["documents_not_said"])
        what = f"nothing says which documents these amend: {silent}."
        return what, "State the documents on each modification, or write what holds of them here."
    if part.content["documents"] or part.words:
        return NOTHING_MISSING
    return "no document is named.", "Name the documents that the release amends."


def _central_cost(part: Part) -> Missing:
    costs = part.content["costs"]
    gaps = _references(row for row in costs["central"] if row["amount"] is None)
    if gaps and not part.words:
        return f"the central cost of these is not held: {gaps}.", "Enter their estimates."
    return NOTHING_MISSING


def _standalone(part: Part) -> Missing:
    """Each modification in every cost group that the policy asks for."""
    costs = part.content["costs"]
    wanted = [group["key"] for group in costs["groups"] if group["must"]]
    told: dict[str, set[str]] = {}
    for row in costs["standalone"]:
        held = {line["group"] for line in row["lines"] if line["amount"] is not None}
        told.setdefault(row["reference"], set()).update(held)
    gaps = _references(
        row for row in costs["central"] if not set(wanted) <= told.get(row["reference"], set())
    )
    if gaps and not part.words:
        what = f"these are not broken down into the cost groups: {gaps}."
        return what, "Enter the estimate of each modification by itself."
    return NOTHING_MISSING


def _forecast(part: Part) -> Missing:
    costs = part.content["costs"]
    whole = [row for row in costs["forecast"] if row["total"] is not None]
    if whole or part.words:
        return NOTHING_MISSING
    return "no whole forecast is held.", "Enter the forecast cost of the release."


def _timetable(part: Part) -> Missing:
    found = []
    rows = part.content["activities"]
    for key, words in (("delivery", "testing by the delivery body"), ("user", "testing by Users")):
        dated = [r for r in rows if r["testing"] == key and r["starts_date"] and r["ends_date"]]
        if not dated:
            found.append(f"start and end of {words} are not planned")
    if not part.content["risks"] and not part.words:
        found.append("no risk is recorded")
    remedy = "Plan the activities with their dates, and record the risks or that there are none."
    return _missing(found, remedy)


def _criteria(part: Part) -> Missing:
    if part.content.get("criteria"):
        return NOTHING_MISSING
    return "no acceptance criterion is set.", "Set the acceptance criteria."


def _taking_effect(part: Part) -> Missing:
    return _specifications(part, ("takes-effect",), "no version that takes effect is named")


def _ended(part: Part) -> Missing:
    return _specifications(part, ("ends", "removed"), "no version that ends is named")


def _specifications(part: Part, effects: tuple[str, ...], what: str) -> Missing:
    if any(row["effect"] in effects for row in part.content["specifications"]) or part.words:
        return NOTHING_MISSING
    remedy = "Name the versions, or set the part aside if the release touches none."
    return f"{what}, nor is it said that there is none.", remedy


def _annex(part: Part) -> Missing:
    """An annex whose own limits still lie ahead may follow; its dates then stand in its place."""
    found = []
    for row in part.content["annexes"]:
        limit = row["published_by_date"]
        passed = limit is None or limit < part.today.isoformat()
        if row["version"] is None and passed:
            since = f", due by {long_date(dt.date.fromisoformat(limit))}" if limit else ""
            found.append(f"no version of the {row['title']} is held{since}")
    return _missing(found, "Issue a version of it.")


JUDGES: dict[Holds, Judge] = {
    Holds.TEXT: _text,
    Holds.MODIFICATIONS: _modifications,
    Holds.IMPACTS: _impacts,
    Holds.DOCUMENTS: _documents,
    Holds.CENTRAL_COST: _central_cost,
    Holds.STANDALONE_COST: _standalone,
    Holds.FORECAST_COST: _forecast,
    Holds.TIMETABLE: _timetable,
    Holds.CRITERIA: _criteria,
    Holds.SPECIFICATIONS: _taking_effect,
    Holds.SPECIFICATIONS_ENDED: _ended,
    Holds.ANNEX: _annex,
}
