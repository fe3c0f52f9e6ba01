"""The words a rulebook is written in: small frozen values, each with the clause it comes from.

`building.py` checks a file by these very fields and `schema.py` publishes them. No validation
library: importing one would cost the command line more than all the rest.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from ridgeway.core.dates.offset import Offset
from ridgeway.core.policy.value import Value
from ridgeway.core.verdict import Force

Names = tuple[str, ...]


class Status(StrEnum):
    """How far a policy has come. Only an approved one binds."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    INDUSTRY_REVIEW = "industry-review"
    APPROVED = "approved"
    PROPOSED = "proposed"
    SUPERSEDED = "superseded"


class Weekday(StrEnum):
    """Days of the week by name; `number` counts from Monday = 0."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        return list(Weekday).index(self)


class Which(StrEnum):
    """Which weekday of its month; `number` is -1 for the last."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    FIFTH = "fifth"
    LAST = "last"

    @property
    def number(self) -> int:
        return -1 if self is Which.LAST else list(Which).index(self) + 1


class Timing(StrEnum):
    """How a duty's time is fixed: by a date, before another duty, or in words only."""

    DATED = "dated"
    BEFORE = "before"
    PROMPT = "prompt"
    RECURRING = "recurring"
    EVENT = "event"


class Discharge(StrEnum):
    """The act or record that discharges a duty."""

    DECISION = "decision"
    DOCUMENT = "document"
    EVIDENCE = "evidence"
    ADVICE = "advice"
    NOTICE = "notice"
    PUBLICATION = "publication"
    REPORT = "report"
    CONSULTATION = "consultation"


class ReleaseMove(StrEnum):
    """A step in the life of a release that can discharge a duty by being taken."""

    SET_SCOPE = "set-scope"
    BASELINE = "baseline"
    START_DELIVERY = "start-delivery"
    SUBMIT_EVIDENCE = "submit-evidence"
    APPROVE = "approve"
    PUT_LIVE = "put-live"
    START_EARLY_LIFE = "start-early-life"
    REVIEW = "review"
    CLOSE = "close"


class Telling(StrEnum):
    """How a matter that is weighed is told: in words, as somebody's view, as a length of time that
    somebody asks for, as a place in an order, or with the releases as they stand."""

    WORDS = "words"
    VIEW = "view"
    LENGTH = "length"
    RANK = "rank"
    RELEASES = "releases"


class Answer(StrEnum):
    """An answer that a source may leave open."""

    YES = "yes"
    NO = "no"
    NOT_STATED = "not-stated"


class Sourced(Value):
    """A value and the clause that states it.

    `unconfirmed` marks what no source in hand states; `note` says what a reader should know.
    """

    clause: str
    note: str = ""
    unconfirmed: bool = False


class Rule(Sourced):
    """A value that binds, as strongly as `force` says."""

    force: Force


class Issue(Value):
    """One row of the policy's own version table."""

    version: str
    status: str
    issued_date: dt.date | None
    author: str = ""
    comments: str = ""


class Matter(Sourced):
    """A subject that the policy governs."""

    id: str
    title: str


class Body(Sourced):
    """A committee, company, role or class of parties; in a sentence `article` precedes its name."""

    id: str
    name: str
    article: str = "the"
    does: str = ""


class Decision(Rule):
    """Who decides about a `subject`, on whose advice, and whether the power can be passed on.
    Of a release it is taken, too, once all of `duties` that bind it are discharged."""

    id: str
    title: str
    decided_by: str
    subject: str = "release"
    advice_from: Names = ()
    consult: Names = ()
    duties: Names = ()
    delegable: Answer = Answer.NOT_STATED


class Naming(Rule):
    """How a release is named; `pattern` may use {month} and {year} of its go-live."""

    pattern: str


class Impact(Sourced):
    """A thing that a modification can touch, as far as the policy tells things apart."""

    id: str
    title: str


class ReleaseKind(Rule):
    """A kind of release and the impacts that it may not carry."""

    id: str
    title: str
    excludes: Names = ()
    per_year: int | None = None


class AdHoc(Rule):
    """Releases outside the cycle: which kinds they may be, and that the process is the same."""

    kinds: Names
    same_process: bool


class Slot(Rule):
    """A place in the yearly cycle: the nth weekday of a month."""

    id: str
    title: str
    month: int
    weekday: Weekday
    which: Which
    kind: str
    may_become: Names = ()


class Duty(Rule):
    """What somebody owes, and when.

    `anchor` is `go-live`, `decision`, an event in the policy's words, or the id of another duty;
    a `dated` duty has an `offset` from it. `minimum` marks a limit that is not meant as the habit.
    A duty binds releases of `kinds`, and also those whose scope carries one of `or_impacts`.
    `discharging_move` is the step of the release that discharges it by itself; what `advice`
    discharges is discharged by itself once each body of `to` gave its own about the release.
    """

    id: str
    title: str
    owner: str
    anchor: str
    discharge: Discharge
    discharged_by: str
    timing: Timing = Timing.DATED
    offset: Offset | None = None
    when: str = ""
    subject: str = "release"
    kinds: Names = ()
    or_impacts: Names = ()
    to: Names = ()
    notice: bool = False
    minimum: bool = False
    discharging_move: ReleaseMove | None = None


class ScopeCutoff(Rule):
    """When the scope closes for modifications with one of `impacts`, or, without, for the rest.

    With `at_meeting_of` it closes on the day of that body's next meeting from then on.
    """

    id: str
    title: str
    offset: Offset
    duty: str
    impacts: Names = ()
    at_meeting_of: str = ""


class LateInclusion(Rule):
    """Adding to a scope that is set: by whom, with the reason kept where, who is told.

    `must_state` names what the reason has to tell, such as `why-now`.
    """

    decided_by: str
    rationale_in: str
    tell: Names
    must_state: Names = ()


class ImplementationDates(Rule):
    """How a modification's implementation date is written.

    Patterns use {first_date}, {first_release}, {first_limit}, the same of `second`, and {days}.
    Under self-governance the count starts when the referral window ends.
    """

    two_limbs: str
    one_limb: str
    working_days: str
    self_governance_starts: str
    self_governance_vote: str
    referral_window: Offset | None = None
    referral_window_unconfirmed: bool = True


class Weighed(Rule):
    """A matter that is weighed when a modification's date and release are set.

    `asked` are those who are to be heard on it, as the policy names them.
    """

    id: str
    title: str
    how: Telling
    asked: Names = ()


class DateChange(Rule):
    """How a date that binds is changed."""

    slot_moved_by: str
    slot_clause: str
    requested_by: Names
    put_by: str
    consented_by: str
    tell: Names
    supersedes: bool = True
    consultation: Force = Force.MAY


class Limit(Rule):
    """At most so many releases (of a kind) in a calendar year may touch the named subjects."""

    id: str
    title: str
    subjects: Names
    most: int
    kind: str = ""
    weighed: Names = ()
    decided_by: str = ""


class FinalCheck(Sourced):
    """The delivery body's own last yes or no, after the approval."""

    by: str
    when: str


class Waivable(Rule):
    """What may be waived, by which body, and for how long.

    `matter` is `criteria` for each of them, a duty, `advice-` with a body, or `any`. A waiver ends
    `at_most` after it is granted. What a body has itself to clear it may waive with `own_too` only.
    """

    matter: str
    by: str
    at_most: Offset | None = None
    own_too: bool = False


class GoLive(Rule):
    """The go-live decision: whose advice is needed, who decides, who checks last; which duty it is
    to tell of progress towards it, and who says how often."""

    decided_by: str
    advice_from: Names
    criteria_set_by: str
    advice_force: Force = Force.MUST
    more_advice: str = ""
    updates: str = ""
    updates_asked_by: str = ""
    final_check: FinalCheck | None = None
    waivers: tuple[Waivable, ...] = ()


class Costs(Rule):
    """How the cost of changes and releases is told.

    `groups` names the document whose contents are the cost groups; `grouped_by` is the body that
    breaks its cost down into them, `central` are those whose cost counts as central cost.
    `forecast`, `updates` and `actual` are duties; `asked_by` says how often updates come. A
    variance of more than `comment_over_percent` of the forecast needs a comment (0: every one).
    """

    groups: str
    grouped_by: str
    central: Names
    forecast: str
    updates: str
    actual: str
    asked_by: str
    comment_over_percent: int | None = None


class Unknown(Value):
    """Something that the source does not say, and what would settle it."""

    id: str
    what: str
    where: str
    settled_by: str = ""


class Statement(Value):
    """One of two or more things that a source says about one matter."""

    place: str
    says: str


class Disagreement(Value):
    """A matter on which the source contradicts itself; `read_as` is what Ridgeway works with."""

    id: str
    about: str
    statements: tuple[Statement, ...]
    read_as: str = ""
