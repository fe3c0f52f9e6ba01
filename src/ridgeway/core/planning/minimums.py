"""How a planned day compares with a limit, and when the bare minimum is all that was planned."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from ridgeway.core.dates.wording import long_date
from ridgeway.core.planning.releases import days
from ridgeway.core.verdict import Force, Reason, State


class Limit(Protocol):
    """What is owed by a date, as reckoned or as held; `minimum` marks a limit that is no habit."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def due_date(self) -> dt.date: ...
    @property
    def clause(self) -> str: ...
    @property
    def owner_name(self) -> str: ...
    @property
    def force(self) -> Force: ...
    @property
    def minimum(self) -> bool: ...


def judge_planned(obligation: Limit, planned: dt.date) -> Reason:
    """Whether an obligation planned for a day would be kept.

    Where the policy says that its limit is a minimum and no habit, planning exactly for it is a
    departure, shown and not blocking.
    """
    limit = long_date(obligation.due_date)

    def reason(what: str, state: State, force: Force = obligation.force) -> Reason:
        return Reason(
            obligation.id,
            what,
            state,
            clause=obligation.clause,
            force=force,
            cleared_by=(obligation.owner_name,),
            too_late_after=obligation.due_date,
            remedy="Plan it earlier." if state is State.UNMET else "",
        )

    spare = (obligation.due_date - planned).days
    when = f"{obligation.title}: planned for {long_date(planned)}"
    if spare < 0:
        return reason(f"{when}, {days(spare)} after its limit, {limit}.", State.UNMET)
    if spare == 0 and obligation.minimum:
        what = f"{when}, the bare minimum, which is not meant as the habit."
        return reason(what, State.UNMET, Force.SHOULD)
    if spare == 0:
        return reason(f"{when}, on its limit.", State.MET)
    return reason(f"{when}, {days(spare)} before its limit, {limit}.", State.MET)
