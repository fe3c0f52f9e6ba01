"""The lifecycles of Ridgeway's own nouns. That of a modification is policy data instead.

Who may act is read from the table of rights, so that it is said once. A guard names a fact that
the caller brings; a fact that nobody brings counts as not met.
"""

from __future__ import annotations

from ridgeway.core.access import WORKER, holders
from ridgeway.core.lifecycle.table import Lifecycle, Transition

MOVERS = holders("release.move")
CLOSERS = holders("resolution.close")
BEFORE_LIVE = ("open", "scoped", "baselined", "in-delivery", "evidence-submitted", "approved")

RELEASE = Lifecycle(
    noun="release",
    initial="open",
    states=(*BEFORE_LIVE, "live", "early-life", "reviewed", "closed", "cancelled"),
    transitions=(
        Transition("set-scope", ("open",), "scoped", MOVERS, guards=("scope-stated",)),
        Transition(
            "baseline",
            ("scoped",),
            "baselined",
            MOVERS,
            guards=("document-complete", "scope-date"),
        ),
        Transition(
            "reopen-scope", ("baselined", "in-delivery"), "scoped", MOVERS, guards=("rationale",)
        ),
        Transition("start-delivery", ("baselined",), "in-delivery", MOVERS),
        Transition(
            "submit-evidence",
            ("in-delivery",),
            "evidence-submitted",
            MOVERS,
            guards=("advice-sought", "evidence-held"),
        ),
        Transition(
            "approve",
            ("evidence-submitted",),
            "approved",
            MOVERS,
            guards=("go-live-gate", "resolution-carried"),
        ),
        Transition(
            "defer",
            ("evidence-submitted", "approved"),
            "in-delivery",
            MOVERS,
            guards=("new-date", "rationale"),
        ),
        Transition(
            "put-live",
            ("approved",),
            "live",
            holders("release.set-live"),
            guards=("final-call", "date-reached"),
        ),
        Transition("start-early-life", ("live",), "early-life", MOVERS),
        Transition("review", ("early-life",), "reviewed", MOVERS, guards=("review-held",)),
        Transition("close", ("reviewed",), "closed", MOVERS, guards=("obligations-settled",)),
        Transition("cancel", BEFORE_LIVE, "cancelled", MOVERS, guards=("scope-empty", "rationale")),
    ),
)

RESOLUTION = Lifecycle(
    noun="resolution",
    initial="open",
    states=("open", "carried", "lost", "void", "withdrawn"),
    transitions=(
        Transition(
            "carry", ("open",), "carried", CLOSERS, guards=("quorum", "threshold", "unchanged")
        ),
        Transition("lose", ("open",), "lost", CLOSERS, guards=("not-carried",)),
        Transition("withdraw", ("open", "carried"), "withdrawn", holders("resolution.withdraw")),
        Transition(
            "void", ("open", "carried"), "void", (WORKER, *CLOSERS), guards=("subject-changed",)
        ),
    ),
)

NOTICE = Lifecycle(
    noun="notice",
    initial="owed",
    states=("owed", "released", "sent", "withdrawn"),
    transitions=(
        Transition(
            "release",
            ("owed",),
            "released",
            holders("notice.release"),
            guards=("recipients-known", "text-complete"),
        ),
        Transition(
            "send",
            ("released",),
            "sent",
            holders("delivery.settle"),
            guards=("every-delivery-settled",),
        ),
        Transition(
            "withdraw",
            ("owed", "released"),
            "withdrawn",
            holders("notice.withdraw"),
            guards=("rationale",),
        ),
    ),
)

CONSULTATION = Lifecycle(
    noun="consultation",
    initial="open",
    states=("open", "closed", "concluded", "withdrawn"),
    transitions=(
        Transition(
            "close",
            ("open",),
            "closed",
            holders("consultation.close"),
            guards=("closing-time-passed",),
        ),
        Transition(
            "conclude",
            ("closed",),
            "concluded",
            holders("consultation.conclude"),
            guards=("every-response-considered",),
        ),
        Transition("withdraw", ("open", "closed"), "withdrawn", holders("consultation.withdraw")),
    ),
)

FREEZE = Lifecycle(
    noun="change freeze",
    initial="proposed",
    states=("proposed", "agreed", "refused", "withdrawn", "lifted"),
    transitions=(
        Transition(
            "agree", ("proposed",), "agreed", CLOSERS, guards=("consulted", "responses-weighed")
        ),
        Transition("refuse", ("proposed",), "refused", CLOSERS),
        Transition("withdraw", ("proposed",), "withdrawn", holders("freeze.withdraw")),
        Transition("lift", ("agreed",), "lifted", CLOSERS),
    ),
)

CHANGE_REQUEST = Lifecycle(
    noun="change request",
    initial="raised",
    states=("raised", "endorsed", "rejected", "withdrawn", "done"),
    transitions=(
        Transition("endorse", ("raised",), "endorsed", CLOSERS),
        Transition("reject", ("raised",), "rejected", CLOSERS),
        Transition("withdraw", ("raised", "endorsed"), "withdrawn", holders("change.withdraw")),
        Transition("do", ("endorsed",), "done", holders("release.set-date")),
    ),
)

OWN = (RELEASE, RESOLUTION, NOTICE, CONSULTATION, FREEZE, CHANGE_REQUEST)
