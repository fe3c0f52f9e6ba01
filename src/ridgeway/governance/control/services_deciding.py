"""How bodies decide on freezes and change requests: what must be done first, what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ridgeway.core.planning.freezing import FreezeCase, judge_freeze
from ridgeway.core.record.canonical import plain
from ridgeway.core.verdict import Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import HOOKS, Given, also_judged
from ridgeway.governance.codes.models import Code
from ridgeway.governance.committees.models import Resolution
from ridgeway.governance.committees.services_resolutions import About, about_of
from ridgeway.governance.committees.subjects import CONSEQUENCES, KINDS, UNDOINGS
from ridgeway.governance.committees.voting import void_changed
from ridgeway.governance.consultations.models import Consideration, Consultation, Response
from ridgeway.governance.consultations.subjects import MATTERS
from ridgeway.governance.control.freezing import freeze_book, rule_of
from ridgeway.governance.control.models import ChangeRequest, Freeze
from ridgeway.governance.control.requesting import control_book
from ridgeway.governance.record.rows import label_of, listed

FREEZE, REQUEST = label_of(Freeze), label_of(ChangeRequest)
MATTERS[FREEZE] = "Introducing a change freeze"
MATTERS[REQUEST] = "Changing what was baselined"

QUESTION = "May this be decided?"
FREEZE_MATTER, LIFT_MATTER, CHANGE_MATTER = "change-freeze", "lift-freeze", "change-request"


def _freeze_content(freeze_id: str) -> dict[str, Any]:
    """A freeze as it lies in front of a body: the proposal, and what the consultations brought."""
    head = listed(
        Freeze.objects.filter(pk=freeze_id).values("title", "rationale", "first_date", "last_date")
    )
    asked = listed(
        Consultation.objects.filter(subject_type=FREEZE, subject_id=freeze_id)
        .order_by("number")
        .values("number", "title", "purpose", "state", "outcome", "closes_at")
    )
    weighed = listed(
        Consideration.objects.filter(
            response__consultation__subject_type=FREEZE,
            response__consultation__subject_id=freeze_id,
        )
        .order_by("response__consultation__number", "response__number", "number")
        .values("response__number", "disposition", "what", "why")
    )
    return {
        "freeze": _plain(head[0]) if head else {},
        "consultations": [_plain(row) for row in asked],
        "considerations": [
            {name.removeprefix("response__"): plain(v) for name, v in row.items()}
            for row in weighed
        ],
    }


def _request_content(request_id: str) -> dict[str, Any]:
    """A change request as it lies in front of a body, with the what if of the day it was raised."""
    columns = ("number", "changes", "title", "rationale", "asked", "what_if", "release__name")
    held = listed(ChangeRequest.objects.filter(pk=request_id).values(*columns))
    return {"request": _plain(held[0]) if held else {}}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in row.items()}


KINDS[FREEZE] = _freeze_content
KINDS[REQUEST] = _request_content


@also_judged("resolution.vote", "resolution.close")
def decided_in_order(acting: Acting, row: Resolution, given: Given | None) -> Verdict:
    """Whether a vote under way may go on: nothing is decided while others are still asked."""
    del given
    return _judged(acting, About(row.subject_type, row.subject_id, row.matter, row.body))


@also_judged("resolution.propose", "resolution.attest")
def put_in_order(acting: Acting, code: Code, given: Any) -> Verdict:
    """Whether a resolution may be put, or attested: to the body and after the steps that the
    policy names. What was decided elsewhere is judged by whether it is the right body's alone."""
    del code
    if given is None:
        return Verdict(QUESTION)
    return _judged(acting, about_of(given), elsewhere=acting.act == "resolution.attest")


def _judged(acting: Acting, about: About, *, elsewhere: bool = False) -> Verdict:
    judge = JUDGES.get((about.subject_type, about.matter))
    if judge is None:
        return Verdict(QUESTION)
    return Verdict(QUESTION, tuple(judge(acting, about, elsewhere)))


def _freeze(acting: Acting, about: About, elsewhere: bool) -> list[Reason]:
    row = Freeze.objects.filter(pk=about.subject_id).first()
    book = freeze_book(acting.within.id, acting.today)
    if row is None or book is None:
        return [Reason("policy", "No adopted policy knows change freezes.", State.CANNOT_TELL)]
    clause = book.cite(rule_of(book).clause)
    state = [] if row.state == "proposed" else [_not_so(f"The change freeze is {row.state}.")]
    rows = Consultation.objects.filter(subject_type=FREEZE, subject_id=row.id)
    held = list(rows.exclude(state="withdrawn").select_related("issuer").order_by("number"))
    case = FreezeCase(
        stated=[name for name, said in (("rationale", row.rationale), ("period", True)) if said],
        consulted={name for one in held for name in one.consulted},
        responses_weighed=bool(held) and all(one.state == "concluded" for one in held),
        decided_by=about.body.key if about.body else rule_of(book).decided_by,
    )
    if elsewhere:
        reasons = [r for r in judge_freeze(book, case).reasons if r.key == "decided"]
    else:
        reasons = [*judge_freeze(book, case).reasons, *_under_way(held, clause)]
    acting.policy, acting.clause = book.reference, clause
    return [*state, *reasons]


def _under_way(held: list[Consultation], clause: str) -> list[Reason]:
    """Consultations that are not concluded, and how many responses wait to be considered."""
    return [
        Reason(key, what, State.UNMET, clause, cleared_by=(one.issuer.short_name,), remedy=remedy)
        for one in held
        for key, what, remedy in _left_to_do(one)
    ]


def _left_to_do(one: Consultation) -> Iterator[tuple[str, str, str]]:
    if one.state == "open":
        what = f"The consultation “{one.title}” is open."
        yield "consultation-open", what, "Close it once its time is over."
    left = Response.objects.filter(consultation=one, considerations__isnull=True).count()
    if left:
        what = f"Not considered yet: {left} of the responses to “{one.title}”."
        yield "responses", what, "Consider each on the page of the consultation."
    elif one.state == "closed":
        what = f"The consultation “{one.title}” is not concluded."
        yield "outcome", what, "Conclude it, with its outcome."


def _lift(acting: Acting, about: About, elsewhere: bool) -> list[Reason]:
    del elsewhere
    row = Freeze.objects.filter(pk=about.subject_id).first()
    book = freeze_book(acting.within.id, acting.today)
    if row is None or book is None:
        return [Reason("policy", "No adopted policy knows change freezes.", State.CANNOT_TELL)]
    reasons = []
    if row.state != "agreed" or row.last_date < acting.today:
        reasons.append(_not_so("Only a change freeze that was agreed and is not over is lifted."))
    clause = book.cite(rule_of(book).clause)
    return [*reasons, *_right_body(about, rule_of(book).decided_by, book.body_name, clause)]


def _request(acting: Acting, about: About, elsewhere: bool) -> list[Reason]:
    del elsewhere
    row = ChangeRequest.objects.filter(pk=about.subject_id).first()
    if row is None:
        return [_not_so("There is no such change request.")]
    reasons = []
    if row.state != "raised":
        reasons.append(_not_so(f"The change request is {row.state}."))
    found = control_book(row.code_id, acting.today)
    if found is None or found.change_control is None:
        return reasons
    rule = found.change_control
    acting.policy, acting.clause = found.reference, found.cite(rule.clause)
    return [*reasons, *_right_body(about, rule.decided_by, found.body_name, acting.clause)]


def _right_body(
    about: About, decided_by: str, name: Callable[[str], str], clause: str
) -> list[Reason]:
    if about.body is None or about.body.key == decided_by:
        return []
    what = f"The {name(decided_by)} decides this, not the {about.body.short_name}."
    return [Reason("body", what, State.UNMET, clause)]


def _not_so(what: str) -> Reason:
    return Reason("state", what, State.UNMET)


Judging = Callable[[Acting, About, bool], list[Reason]]
JUDGES: dict[tuple[str, str], Judging] = {
    (FREEZE, FREEZE_MATTER): _freeze,
    (FREEZE, LIFT_MATTER): _lift,
    (REQUEST, CHANGE_MATTER): _request,
}


def _settle(acting: Acting, resolution: Resolution) -> None:
    """What follows from a resolution on a freeze or a request that is carried or lost."""
    carried = resolution.state == "carried"
    on = resolution.decided_date or resolution.decided_until_date or acting.today
    if resolution.subject_type == REQUEST:
        request = ChangeRequest.objects.select_for_update().get(pk=resolution.subject_id)
        state = "endorsed" if carried else "rejected"
        acting.change(request, state=state, decided_date=on)
        return
    freeze = Freeze.objects.select_for_update().get(pk=resolution.subject_id)
    if resolution.matter == FREEZE_MATTER:
        acting.change(freeze, state="agreed" if carried else "refused", decided_date=on)
    elif carried:
        acting.change(freeze, state="lifted", lifted_date=on, ended_because=resolution.text)


def _no_longer(acting: Acting, resolution: Resolution) -> None:
    """A change freeze whose agreement is withdrawn holds no longer from that day."""
    for freeze in Freeze.objects.filter(pk=resolution.subject_id, state="agreed"):
        why = resolution.void_reason
        acting.change(freeze, state="lifted", lifted_date=acting.today, ended_because=why)


def _follow(acting: Acting) -> None:
    """Take part in acts that end a resolution, or attest one: a lost one has a consequence too."""
    if acting.act not in ("resolution.close", "resolution.attest"):
        return
    for row in acting.written():
        if not isinstance(row, Resolution) or (row.subject_type, row.matter) not in JUDGES:
            continue
        if row.state == "lost" or (row.state == "carried" and row.attested):
            _settle(acting, row)


def _fall(acting: Acting) -> None:
    """Void the resolutions about each freeze whose proposal or consultation this act wrote."""
    if acting.act.startswith("resolution."):
        return
    touched = set()
    for row in acting.written():
        if isinstance(row, Freeze):
            touched.add(row.id)
        about = row.consultation if isinstance(row, Response) else row
        if isinstance(about, Consultation) and about.subject_type == FREEZE:
            touched.add(about.subject_id)
    for freeze_id in sorted(touched):
        void_changed(acting, FREEZE, freeze_id)


for _matter in (FREEZE_MATTER, LIFT_MATTER, CHANGE_MATTER):
    CONSEQUENCES[_matter] = _settle
UNDOINGS[FREEZE_MATTER] = _no_longer
for _hook in (_follow, _fall):
    if _hook not in HOOKS:
        HOOKS.append(_hook)
