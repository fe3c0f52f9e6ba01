"""The words in which a policy says how changes are held up, asked about and controlled."""

from __future__ import annotations

import datetime as dt

from ridgeway.core.policy.terms import Names, Rule


class FreezeRule(Rule):
    """How a change freeze comes about, what it stops and what it only flags.

    `stops` and `flags` name ways into the code; what is not flagged counts as a `modification`.
    `steps` are those of a modification's workflow that implement it.
    """

    decided_by: str
    consult: Names
    must_state: Names
    stops: Names
    flags: Names = ()
    steps: Names = ()
    publish: str = ""


class ConsultationRule(Rule):
    """How responses are asked for: `closes` is the time of day, in the policy's zone, at which a
    consultation closes on its last day."""

    closes: dt.time


class ChangeControl(Rule):
    """Changing a release after its baseline: asked for, seen early, endorsed or rejected.

    `subjects` are what is controlled: scope, schedule, cost. `seen_by` is the audience of a request
    from the day on which it is raised.
    """

    decided_by: str
    subjects: Names
    must_state: Names = ("rationale",)
    seen_by: str = "parties"
