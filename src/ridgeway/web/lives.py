"""A modification's life as a drawing: the way it came, where it stands, the way on.

The workflow is policy data and has branches. The way on is the shortest to the end that lies
furthest from the first stage, so that an early exit (withdrawing) is not taken for the road.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from ridgeway.core.dates.wording import long_date
from ridgeway.core.policy.movement import Proof, Transition
from ridgeway.governance.codes.history import Entry
from ridgeway.governance.modifications.queries import ModificationPage
from ridgeway.governance.modifications.queries_page import StayRow
from ridgeway.governance.modifications.workflow import PATH, Life, is_for, life_of
from ridgeway.governance.record.sources import LIVE, Source
from ridgeway.web.drawing.life import LifeStep, Standing, draw_life

TABLE = "modifications.modification"
Ways = Mapping[str, Sequence[str]]


def life_of_modification(
    it: ModificationPage,
    entries: Callable[[], Sequence[Entry]],
    on: dt.date,
    source: Source = LIVE,
    stays: Sequence[StayRow] = (),
) -> Markup | None:
    """The drawing, by the stages that are held, else as far as the record shows its moves; only
    then the record is asked for `entries`.

    Nothing under a code without a workflow or where no stage is held.
    """
    here = it.row.stage
    life = life_of(it.row.code_id, on, source) if here else None
    if life is None:
        return None
    ways: dict[str, list[str]] = {}
    for row in life.workflow.transitions:
        if not _is_way(life, row, it.row.path):
            continue
        for start in row.source:
            ways.setdefault(start, []).append(row.target)
    end = (way_on(ways, life.workflow.initial) or [""])[-1]
    ahead = way_on(ways, here, end)
    early = not ahead and here != end
    standing = Standing.ENDED if early else Standing.NOW
    if stays and stays[-1].stage == here:
        steps = [
            LifeStep(stay.title, Standing.DONE, stay.since_date, _of(stay)) for stay in stays[:-1]
        ]
        steps.append(LifeStep(life.title(here), standing, stays[-1].since_date, _of(stays[-1])))
    else:
        reached = _reached(entries())
        steps = [
            LifeStep(life.title(stage), Standing.DONE, day)
            for stage, day in reached.items()
            if stage != here
        ]
        note = "" if here in reached else "since when is not held"
        steps.append(LifeStep(life.title(here), standing, reached.get(here), note))
    steps += [LifeStep(life.title(stage), Standing.NEXT, note=_ahead(it, stage)) for stage in ahead]
    return draw_life(tuple(steps), f"The life of {it.row.reference}")


def _is_way(life: Life, step: Transition, path: str) -> bool:
    """Whether a step lies on the road of a modification of this path: no short cut of another."""
    for guard in step.guards:
        if guard.endswith(PATH) and path and not is_for(guard, path):
            return False
        shown = life.shown(guard)
        if shown is not None and shown.by is Proof.HOUSEKEEPING:
            return False
    return True


def _of(stay: StayRow) -> str:
    """By whose step it came there, and until when it was to stay."""
    by = f"by {stay.by}" if stay.by else ""
    until = f"until {long_date(stay.until_date)}" if stay.until_date else ""
    return ", ".join(filter(None, (by, until)))


def _ahead(it: ModificationPage, stage: str) -> str:
    """What is known already of a stage to come: the date on which it is to be in the code."""
    if it.dating is None or it.dating.date is None:
        return ""
    ends = {s.key for s in it.life if s.final}
    return f"planned for {long_date(it.dating.date)}" if stage in ends else ""


def _reached(entries: Sequence[Entry]) -> dict[str, dt.date]:
    """Each stage that a move led to while the record was kept, with the day of that move."""
    found: dict[str, dt.date] = {}
    for entry in reversed(entries):
        values = entry.values(TABLE)
        adopted = "adopt" in entry.act or "import" in entry.act
        if values and values.get("stage") and not adopted:
            found.setdefault(values["stage"], entry.recorded_at.date())
    return found


def way_on(ways: Ways, here: str, end: str = "") -> list[str]:
    """The stages after `here` on the shortest way to `end`, or, where no way leads there, to the
    end that lies furthest from it.

    >>> way_on({"a": ["b", "x"], "b": ["c"]}, "a")
    ['b', 'c']
    >>> way_on({"a": ["b", "x"], "b": ["c"]}, "a", "x")
    ['x']
    """
    came: dict[str, str] = {here: ""}
    order, queue = [here], deque([here])
    while queue:
        at = queue.popleft()
        for target in ways.get(at, ()):
            if target not in came:
                came[target] = at
                order.append(target)
                queue.append(target)
    ends = [stage for stage in order if not ways.get(stage) and stage != here]
    if not ends:
        return []
    path, at = [], end if end in ends else ends[-1]
    while at != here:
        path.append(at)
        at = came[at]
    return path[::-1]
