"""One table for the word, colour and shape of every state that a page shows.

A verdict colour means a verdict and nothing else; standing in a life is drawn as a filling ring.
A state that is not in the table (a stage of another code's workflow) keeps its own words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ridgeway.core.verdict import Force, State


class Family(StrEnum):
    """The noun whose state is shown; one state name may mean different things for two nouns."""

    VERDICT = "verdict"
    OBLIGATION = "obligation"
    RELEASE = "release"
    STAGE = "stage"
    RELATION = "relation"
    DATE = "date"
    NOTICE = "notice"
    DELIVERY = "delivery"
    RESOLUTION = "resolution"
    FINDING = "finding"
    FORCE = "force"
    POSITION = "position"
    CONSULTATION = "consultation"
    FREEZE = "change freeze"
    CHANGE = "change request"
    MEETING = "meeting"
    ACTION = "action"
    CONDITION = "condition"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Label:
    """`css` names shape and colour in the stylesheet; `means` explains the word to a newcomer."""

    word: str
    css: str
    means: str = ""


_TABLE: dict[tuple[Family, str], Label] = {
    (Family.VERDICT, State.MET): Label("Met", "v v-met", "The fact is held and satisfies the rule"),
    (Family.VERDICT, State.WAIVED): Label(
        "Waived", "v v-waived", "Not satisfied; the body that may has let it pass, with a reason"
    ),
    (Family.VERDICT, State.UNMET): Label(
        "Not met", "v v-unmet", "The fact is held and does not satisfy the rule"
    ),
    (Family.VERDICT, State.CANNOT_TELL): Label(
        "Cannot tell", "v v-cannot", "The fact, or the rule in force then, is not held"
    ),
    (Family.OBLIGATION, "open"): Label("Due", "v v-due", "Not yet discharged, still in time"),
    (Family.OBLIGATION, "due"): Label("Due", "v v-due", "Not yet discharged, still in time"),
    (Family.OBLIGATION, "discharged"): Label("Kept", "v v-met", "Discharged in time"),
    (Family.OBLIGATION, "late"): Label("Late", "v v-unmet", "Past its date"),
    (Family.OBLIGATION, "discharged-late"): Label(
        "Kept late", "v v-unmet", "Discharged after its date"
    ),
    (Family.OBLIGATION, "born-late"): Label(
        "Born late", "v v-unmet", "Its date had passed when the plan that implies it was set"
    ),
    (Family.OBLIGATION, "waived"): Label("Waived", "v v-waived", "Let pass, with a reason"),
    (Family.OBLIGATION, "lapsed"): Label("Lapsed", "st st-out", "No longer applies"),
    (Family.OBLIGATION, "not-in-force"): Label(
        "Not in force", "st st-out", "Fell before the policy's own start: never late"
    ),
    (Family.OBLIGATION, "unknown"): Label(
        "Cannot tell", "v v-cannot", "Nothing held says whether it was discharged"
    ),
    (Family.RELEASE, "open"): Label("Open for targeting", "st st-1"),
    (Family.RELEASE, "planned"): Label("Planned by rule", "st st-1"),
    (Family.RELEASE, "scoped"): Label("Scope set", "st st-2"),
    (Family.RELEASE, "baselined"): Label("Baselined", "st st-3"),
    (Family.RELEASE, "in-delivery"): Label("In delivery", "st st-3"),
    (Family.RELEASE, "evidence-submitted"): Label("Evidence submitted", "st st-4"),
    (Family.RELEASE, "decision"): Label("With the deciding body", "st st-4"),
    (Family.RELEASE, "deferred"): Label("Deferred", "st st-hold"),
    (Family.RELEASE, "approved"): Label("Approved to go live", "st st-5"),
    (Family.RELEASE, "live"): Label("Live", "st st-done"),
    (Family.RELEASE, "early-life"): Label("Early life support", "st st-done"),
    (Family.RELEASE, "reviewed"): Label("Reviewed", "st st-done"),
    (Family.RELEASE, "closed"): Label("Closed", "st st-done"),
    (Family.RELEASE, "cancelled"): Label("Cancelled", "st st-out"),
    (Family.STAGE, "draft-proposal"): Label("Draft proposal", "st st-1"),
    (Family.STAGE, "development"): Label("Development", "st st-1"),
    (Family.STAGE, "refinement"): Label("Refinement", "st st-2"),
    (Family.STAGE, "report"): Label("Report", "st st-3"),
    (Family.STAGE, "report-phase"): Label("Report phase", "st st-3"),
    (Family.STAGE, "referral-window"): Label("In referral window", "st st-4"),
    (Family.STAGE, "with-authority"): Label("With Authority", "st st-4"),
    (Family.STAGE, "approved"): Label("Approved", "st st-5"),
    (Family.STAGE, "pending-implementation"): Label("Pending implementation", "st st-5"),
    (Family.STAGE, "implemented"): Label("Implemented", "st st-done"),
    (Family.STAGE, "on-hold"): Label("On hold", "st st-hold"),
    (Family.STAGE, "withdrawn"): Label("Withdrawn", "st st-out"),
    (Family.STAGE, "rejected"): Label("Rejected", "st st-out"),
    (Family.RELATION, "targeted"): Label("Targeted", "st st-2"),
    (Family.RELATION, "approved"): Label("Approved", "st st-5"),
    (Family.RELATION, "implemented"): Label("Implemented", "st st-done"),
    (Family.RELATION, "removed"): Label("Removed", "st st-out"),
    (Family.NOTICE, "owed"): Label("Owed", "v v-due"),
    (Family.NOTICE, "released"): Label("In the outbox", "st st-3"),
    (Family.NOTICE, "sent"): Label("Sent", "st st-done"),
    (Family.NOTICE, "late"): Label("Late", "v v-unmet"),
    (Family.NOTICE, "correction-owed"): Label("Correction owed", "v v-due"),
    (Family.NOTICE, "not-in-force"): Label("Not in force", "st st-out"),
    (Family.NOTICE, "withdrawn"): Label("Withdrawn", "st st-out"),
    (Family.DELIVERY, "pending"): Label("Waiting", "st st-3"),
    (Family.DELIVERY, "sent"): Label("Sent", "st st-done"),
    (Family.DELIVERY, "failed"): Label("Failed", "v v-unmet"),
    (Family.DATE, "by-rule"): Label("By rule; actual date not held", "st st-1"),
    (Family.DATE, "requested"): Label("Requested", "st st-2"),
    (Family.DATE, "consented"): Label("Consented", "st st-4"),
    (Family.DATE, "refused"): Label("Refused", "st st-out"),
    (Family.DATE, "set"): Label("Set", "st st-5"),
    (Family.RESOLUTION, "open"): Label("Open", "v v-due"),
    (Family.RESOLUTION, "carried"): Label("Carried", "v v-for"),
    (Family.RESOLUTION, "lost"): Label("Lost", "v v-against"),
    (Family.RESOLUTION, "void"): Label(
        "Void", "v v-unmet", "What was resolved upon has changed since, so the resolution fell"
    ),
    (Family.RESOLUTION, "withdrawn"): Label("Withdrawn", "st st-out"),
    (Family.FINDING, "met"): Label("Criteria met", "v v-met"),
    (Family.FINDING, "met-with-reservation"): Label("Met, with reservation", "v v-met"),
    (Family.FINDING, "not-met"): Label("Criteria not met", "v v-unmet"),
    (Family.FORCE, Force.MUST): Label("must", "force", "A missed “must” blocks"),
    (Family.FORCE, Force.SHOULD): Label(
        "should", "force", "A missed “should” is a departure that everyone sees, not a blocker"
    ),
    (Family.FORCE, Force.MAY): Label("may", "force", "Allowed, not required"),
    (Family.MEETING, "called"): Label("Called", "st st-2"),
    (Family.MEETING, "held"): Label("Held", "st st-done"),
    (Family.MEETING, "cancelled"): Label("Cancelled", "st st-out"),
    (Family.ACTION, "open"): Label("Open", "v v-due"),
    (Family.ACTION, "late"): Label("Late", "v v-unmet", "Past its day and still open"),
    (Family.ACTION, "done"): Label("Done", "v v-met"),
    (Family.ACTION, "withdrawn"): Label("Withdrawn", "st st-out"),
    (Family.CONDITION, "open"): Label("Not discharged", "v v-due", "The agreement hangs on it"),
    (Family.CONDITION, "late"): Label(
        "Overdue", "v v-unmet", "Past its day; the agreement still hangs on it"
    ),
    (Family.CONDITION, "discharged"): Label("Discharged", "v v-met"),
    (Family.POSITION, "for"): Label("For", "v v-for"),
    (Family.POSITION, "against"): Label("Against", "v v-against"),
    (Family.POSITION, "abstain"): Label("Abstained", "v v-due"),
    (Family.POSITION, "recused"): Label("Recused", "st st-out"),
    (Family.CONSULTATION, "to-come"): Label("To come", "st st-1"),
    (Family.CONSULTATION, "open"): Label("Open", "v v-due", "Takes responses"),
    (Family.CONSULTATION, "overdue"): Label("To be closed", "st st-3", "Its time has passed"),
    (Family.CONSULTATION, "closed"): Label("Being considered", "st st-4"),
    (Family.CONSULTATION, "concluded"): Label("Concluded", "st st-done"),
    (Family.CONSULTATION, "withdrawn"): Label("Withdrawn", "st st-out"),
    (Family.CONSULTATION, "late"): Label("Late", "v v-unmet", "Arrived after the closing time"),
    (Family.FREEZE, "proposed"): Label("Proposed", "st st-1", "Nothing is frozen yet"),
    (Family.FREEZE, "to-come"): Label("Agreed", "st st-4", "It holds from its first day on"),
    (Family.FREEZE, "in-force"): Label("In force", "st st-5", "Nothing may be implemented"),
    (Family.FREEZE, "ended"): Label("Ended", "st st-done"),
    (Family.FREEZE, "agreed"): Label("Agreed", "st st-4"),
    (Family.FREEZE, "refused"): Label("Refused", "st st-out"),
    (Family.FREEZE, "withdrawn"): Label("Withdrawn", "st st-out"),
    (Family.FREEZE, "lifted"): Label("Lifted", "st st-out", "Ended before its last day"),
    (Family.CHANGE, "raised"): Label("Raised", "st st-1"),
    (Family.CHANGE, "endorsed"): Label("Endorsed", "st st-4", "It may be done"),
    (Family.CHANGE, "rejected"): Label("Rejected", "st st-out"),
    (Family.CHANGE, "withdrawn"): Label("Withdrawn", "st st-out"),
    (Family.CHANGE, "done"): Label("Done", "st st-done"),
    (Family.IMPORT, "waiting"): Label("Waiting", "st st-1", "The worker reads it next"),
    (Family.IMPORT, "reading"): Label("Being read", "st st-2"),
    (Family.IMPORT, "checked"): Label("Checked", "st st-4", "Nothing is wrong with it"),
    (Family.IMPORT, "faulty"): Label("Faulty", "v v-unmet", "Nothing of it comes in"),
    (Family.IMPORT, "storing"): Label("Being brought in", "st st-5"),
    (Family.IMPORT, "done"): Label("Brought in", "st st-done"),
    (Family.IMPORT, "failed"): Label("Not brought in", "v v-unmet"),
}


@lru_cache(512)
def label(family: Family | str, state: str) -> Label:
    """The label of a state; an unknown one keeps its own words and takes no verdict colour."""
    known = _TABLE.get((Family(family), str(state)))
    if known:
        return known
    words = str(state).replace("-", " ").replace("_", " ").strip() or "not held"
    css = "st st-hold" if words.startswith("on hold") else "st"
    return Label(words[:1].upper() + words[1:], css)


def staged(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, str, int], ...]:
    """Stages to choose from: key, words and count of each."""
    return tuple((key, label(Family.STAGE, key).word, n) for key, n in counts)


def families() -> dict[Family, list[tuple[str, Label]]]:
    """Every label in order, by family: for the sheet and for the tests."""
    out: dict[Family, list[tuple[str, Label]]] = {family: [] for family in Family}
    for (family, state), item in _TABLE.items():
        out[family].append((str(state), item))
    return out
