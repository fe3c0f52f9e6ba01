"""The life of a testing issue, as one table."""

from __future__ import annotations

from ridgeway.core.access import holders
from ridgeway.core.lifecycle.table import Lifecycle, Transition

MOVERS = holders("defect.move")
STATES = ("open", "triaged", "fixed", "retest", "closed", "deferred")
OPEN_STATES = ("open", "triaged", "fixed", "retest")
"""States in which a testing issue still weighs on the release."""

OUTSTANDING = (*OPEN_STATES, "deferred")
"""States in which it would go live with the release: a deferred one does too."""

DEFECT = Lifecycle(
    noun="testing issue",
    initial="open",
    states=STATES,
    transitions=(
        Transition("triage", ("open",), "triaged", MOVERS),
        Transition("fix", ("open", "triaged"), "fixed", MOVERS),
        Transition("send-to-retest", ("fixed",), "retest", MOVERS),
        Transition("pass-retest", ("retest",), "closed", MOVERS),
        Transition("fail-retest", ("retest",), "triaged", MOVERS, guards=("reason",)),
        Transition("reject", ("open", "triaged"), "closed", MOVERS, guards=("reason",)),
        Transition("defer", ("open", "triaged", "fixed"), "deferred", MOVERS, guards=("reason",)),
        Transition("reopen", ("closed", "deferred"), "open", MOVERS, guards=("reason",)),
    ),
)
