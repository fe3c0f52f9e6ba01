"""What a policy says about moving builds: environments, streams, moves, rhythm, roles.

Kept apart from `terms.py` because a policy for one code's text has none of it.
"""

from __future__ import annotations

from enum import StrEnum

from ridgeway.core.policy.terms import Names, Rule, Sourced, Weekday
from ridgeway.core.policy.value import Value


class Standing(StrEnum):
    """How a policy regards a move."""

    ALLOWED = "allowed"
    PROHIBITED = "prohibited"
    EXCEPTIONAL = "exceptional"
    OUT_OF_SCOPE = "out-of-scope"


class Environment(Sourced):
    """A place where a build runs; `stream` is empty where several streams meet."""

    id: str
    title: str
    phase: str = ""
    stream: str = ""
    entry_criteria: Names = ()
    entry_criteria_known: bool = True


class Stream(Sourced):
    """A line of environments for one family of releases, in the order of promotion."""

    id: str
    title: str
    carries: str
    environments: Names


class Debt(Value):
    """What an exceptional move leaves to be done: an environment to bring back into line."""

    environment: str
    align_with: str
    by: str


class Family(Sourced):
    """Releases that share a process; `code_release` tells those that change the code."""

    id: str
    title: str
    code_release: bool
    stream: str = ""
    process_known: bool = True


class Move(Rule):
    """A step between two environments and how the policy regards it.

    `needs` names facts that must be stated; `sign_off` one body each (a delegate may act where
    `delegate` is true); `reason` says why it is prohibited, or when the exception holds.
    """

    id: str
    source: Names
    target: Names
    standing: Standing
    needs: Names = ()
    sign_off: Names = ()
    delegate: bool = False
    reason: str = ""
    debts: tuple[Debt, ...] = ()


class Fact(Rule):
    """A statement that a move or a drop depends on, and who can make it."""

    id: str
    title: str
    stated_by: Names = ()


class Checkpoint(Rule):
    """A meeting before or during a deployment and what it verifies."""

    id: str
    when: str
    verifies: Names


class Beat(Rule):
    """A day of the weekly rhythm by which something must be done."""

    id: str
    title: str
    by: Weekday
    owner: str = ""


class DropType(Rule):
    """A type of code drop: on which weekday, with which beats before it, on which facts."""

    id: str
    title: str
    environment: str
    weekday: Weekday | None = None
    beats: Names = ()
    needs: Names = ()
    sign_off: Names = ()
    delegate: bool = False
    afterwards: str = ""


class Activity(Sourced):
    """A row of the responsibility matrix; `cells` holds each role's letters as written."""

    process: str
    outputs: str
    cells: dict[str, str]
    inputs: str = ""


class Responsibilities(Sourced):
    """A responsibility matrix and how its letters are to be read.

    `misread` maps what stands in the source to the letter that it must mean.
    """

    letters: dict[str, str]
    roles: Names
    activities: tuple[Activity, ...]
    misread: dict[str, str]


class WorkflowState(Value):
    """A state of the subject's life."""

    id: str
    title: str
    final: bool = False


class Proof(StrEnum):
    """From what a guard of a workflow is answered, where it need not be stated."""

    RESOLUTION = "resolution"
    DOCUMENT = "document"
    CONSULTATION = "consultation"
    WINDOW = "window"
    RELEASES = "releases"
    PERIOD = "period"
    HOUSEKEEPING = "housekeeping"
    FACTS = "facts"


class Shown(Sourced):
    """A guard that is answered from what is held, and by which of it.

    A resolution is one of `body` on `matter` with this `outcome` (`carried`, `lost`, or empty for
    either). A document is one of the `document` kind. A window is `open` or `ended`. Facts are the
    names of what must be held. With `anew` only what came since the stage began counts.
    `cleared_by` are the bodies that can bring it about.
    """

    id: str
    by: Proof
    title: str = ""
    body: str = ""
    matter: str = ""
    outcome: str = ""
    document: str = ""
    facts: Names = ()
    anew: bool = False
    cleared_by: Names = ()


class Transition(Sourced):
    """One row of a lifecycle: who may take the subject from which states to which.

    With `decides` the day of the step is the day of the decision on the subject.
    """

    action: str
    title: str
    source: Names
    target: str
    roles: Names
    guards: Names = ()
    decides: bool = False


class Workflow(Sourced):
    """The life of a subject as states and transitions, and what shows that a guard is met."""

    subject: str
    initial: str
    states: tuple[WorkflowState, ...]
    transitions: tuple[Transition, ...]
    shown: tuple[Shown, ...] = ()
