"""The parts of a release's page that are drawn or counted before they are printed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ridgeway.governance.releases.obligations import ObligationLine
from ridgeway.governance.releases.queries import ReleasePage
from ridgeway.web.drawing.moves import DrawnMoves, Move, draw_moves
from ridgeway.web.drawing.obligations import Duty, ObligationStrip, draw_obligations
from ridgeway.web.labels import Family, label
from ridgeway.web.views.release_opened import OpenedRelease
from ridgeway.web.wording import plural

SOON = 3
"""How many of the updates that are still to come are listed in full."""

KEPT = "discharged"

Values = dict[str, Any]

ACTS_OF_STATUS = {
    "by-rule": "Rule of the policy",
    "requested": "asks for the date",
    "consented": "consents",
    "set": "sets the date",
}


def moves_of(found: ReleasePage) -> tuple[tuple[Move, ...], DrawnMoves]:
    """Every planned date in order, and their drawing."""
    rows = found.moves
    standing = [row["number"] for row in rows if row["go_live_date"] == found.head["go_live_date"]]
    moves = tuple(
        Move(
            day=row["go_live_date"],
            who=_who(row),
            set_on=row["set_on_date"],
            note=_note(row, found),
            earliest=row["go_live_date"] if row["latest_date"] else None,
            latest=row["latest_date"],
            in_force=bool(standing) and row["number"] == standing[-1],
        )
        for row in rows
    )
    return moves, draw_moves(moves)


def _who(row: Values) -> str:
    if row["status"] == "by-rule":
        return ACTS_OF_STATUS["by-rule"]
    acts, body = ACTS_OF_STATUS[row["status"]], row["by_body__short_name"]
    if not body and row["number"] == 1:
        return "Planned"
    return f"{body} {acts}" if body else f"Who {acts} is not held"


def _note(row: Values, found: ReleasePage) -> str:
    if row["status"] == "by-rule":
        cited = str(row["clause"])
        if cited.startswith(found.policy_title):
            return cited
        return f"{found.policy_title}, {cited}" if cited else found.policy_title
    said = str(row["authority"])
    rule = found.head["policy_date"]
    if rule and row["status"] == "set" and row["go_live_date"] != rule:
        gap = (row["go_live_date"] - rule).days
        way = "after" if gap > 0 else "before"
        said = f"{said}{'. ' if said else ''}{plural(abs(gap), 'day')} {way} the rule’s date"
    return said


def strip_of(found: ReleasePage, seen: OpenedRelease, *, past: bool = False) -> Markup:
    """The duties on one line, of each that recurs the next few; `past` draws those too that fell
    due before the policy applied."""
    head = found.head
    lines = near([line for line in found.obligations if line.in_force or past])
    duties = tuple(_duty(group, seen) for group in _together(lines.shown))
    go_live: dt.date = head["actual_date"] or head["go_live_date"]
    reach = [d.due for d in duties] + [d.happened for d in duties if d.happened] + [go_live]
    shown_today = seen.today if min(reach) <= seen.today <= max(reach) else None
    return draw_obligations(
        ObligationStrip(f"Obligations of the {head['name']}", duties, go_live, shown_today)
    )


def _together(lines: Sequence[ObligationLine]) -> list[list[ObligationLine]]:
    """What falls on one day and stands alike is drawn once, or names would cover each other."""
    groups: dict[tuple[dt.date, str, dt.date | None], list[ObligationLine]] = {}
    for line in lines:
        groups.setdefault((_drawn_due(line), line.state, line.discharged_date), []).append(line)
    return list(groups.values())


def _duty(group: Sequence[ObligationLine], seen: OpenedRelease) -> Duty:
    line, more = group[0], len(group) - 1
    return Duty(
        due=_drawn_due(line),
        title=f"{line.title} (and {more} more)" if more else line.title,
        state=line.state,
        happened=line.discharged_date,
        note="" if line.in_force else "not in force",
        href=seen.href("release-plan") if more else seen.href("release-why", line.key),
    )


def _drawn_due(line: ObligationLine) -> dt.date:
    """What only has to precede another act has no limit of its own to be drawn late against."""
    if line.discharged_date and not line.days_late:
        return max(line.discharged_date, line.due_date)
    return line.due_date


def counted(lines: Sequence[ObligationLine]) -> str:
    """`3 kept, 1 kept late, 9 not in force`."""
    words = Counter(label(Family.OBLIGATION, line.state).word.lower() for line in lines)
    return ", ".join(f"{n} {word}" for word, n in words.most_common())


@dataclass(frozen=True, slots=True)
class Near:
    """What of a plan is shown first, and the rest of what recurs, in a few words."""

    shown: list[ObligationLine]
    rest: list[ObligationLine]

    @property
    def says(self) -> str:
        return counted(self.rest)


def near(owed: Sequence[ObligationLine]) -> Near:
    """Of each recurring duty the rest is what was kept before the last time, and what is only due
    after the next few."""
    found = Near([], [])
    coming = Counter[str]()
    last_kept = {line.rule: line.id for line in owed if line.occurrence and line.state == KEPT}
    for line in owed:
        recurs = line.state == "open" and bool(line.occurrence)
        coming[line.rule] += recurs
        past = bool(line.occurrence) and line.state == KEPT and last_kept[line.rule] != line.id
        later = recurs and coming[line.rule] > SOON
        (found.rest if past or later else found.shown).append(line)
    return found


def grouped(documents: Sequence[Values]) -> list[tuple[str, str]]:
    """The documents amended by group, such as `Sections` and `J, K, L`."""
    groups: dict[str, list[str]] = {}
    for row in documents:
        groups.setdefault(row["group"], []).append(row["name"])
    return [(group, ", ".join(names)) for group, names in groups.items()]
