"""The gate of a release: every requirement by verdict, who can clear it, until when, on what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse

from ridgeway.core.gates.criteria import Finding
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.verdict import Force, Reason, State, Verdict
from ridgeway.entrance.doors import Request, Who, door
from ridgeway.governance.committees import queries as committees
from ridgeway.governance.golive import queries as golive
from ridgeway.governance.golive.facts import criterion_key, rule_of
from ridgeway.governance.golive.gate import CONDITION
from ridgeway.governance.golive.queries import Gate, gate_of
from ridgeway.web.typed import Mistyped, read_date
from ridgeway.web.views import release_offers
from ridgeway.web.views.gate_words import answer, known, named, open_words
from ridgeway.web.views.release_opened import head_of, opened, subtitle

ORDER = (State.UNMET, State.CANNOT_TELL, State.WAIVED, State.MET)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One reason with what bodies said of it. `number` is that of a criterion, else empty."""

    number: str
    reason: Reason
    findings: tuple[Finding, ...]
    waived: str = ""

    @property
    def text(self) -> str:
        return (
            self.reason.what.removeprefix(f"{self.number}. ") if self.number else self.reason.what
        )


@dataclass(frozen=True, slots=True)
class Group:
    state: State
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class SignOff:
    """Something that a body has to say for the release to go live, and how it stands."""

    what: str
    reason: Reason


@door(Who.PUBLIC)
def gate(request: Request, code: str, slug: str) -> HttpResponse:
    """Can it go live, on the day of `?on=` or on the day it did, else today."""
    seen = opened(request, code, slug, (*golive.TABLES, *committees.TABLES))
    head = head_of(seen)
    typed = request.GET.get("on", "").strip()
    on, fault = _day(typed, head["actual_date"] or seen.today)
    found = gate_of(head, on, source=seen.source)
    said = committees.advice_about(seen.actor, head["id"], seen.source)
    context = {
        "head": head,
        "sub": subtitle(head, seen.code),
        "on": on,
        "typed": typed,
        "fault": fault,
        "answer": answer(head, found) if not typed or fault else None,
        "verdict": named(found.readiness),
        "say": open_words(found.readiness) or "nothing that is asked for is open",
        "decision": found.decision,
        "roots": roots(found.readiness),
        "groups": groups(found),
        "sign_offs": sign_offs(found),
        "judged_under": " and ".join(f"{book.title} {book.version}" for book in ruling(found)),
        "advice": said,
        "acts": release_offers.acts_on(
            seen, release_offers.GATE, known(head, found, on, seen.today)
        ),
    }
    status = 422 if fault else 200
    return seen.page("releases/gate.html", context, status=status, tab="release-gate")


def _day(typed: str, otherwise: dt.date) -> tuple[dt.date, str]:
    if not typed:
        return otherwise, ""
    try:
        return read_date(typed), ""
    except Mistyped as fault:
        return otherwise, str(fault)


def ruling(found: Gate) -> tuple[Rulebook, ...]:
    """The policy that rules the decision, if one does."""
    held = rule_of(found.books)
    return (held[0],) if held else ()


def roots(verdict: Verdict) -> tuple[tuple[Reason, tuple[Reason, ...]], ...]:
    """Each cause that explains other open reasons, with what it explains."""
    open_ = [r for r in verdict.reasons if r.is_open]
    by_key = {r.key: r for r in verdict.reasons}
    causes = dict.fromkeys(r.root for r in open_ if r.root in by_key)
    return tuple((by_key[key], tuple(r for r in open_ if r.root == key)) for key in causes)


def groups(found: Gate) -> tuple[Group, ...]:
    """The requirements by verdict, the open ones first; a missed *should* stands apart."""
    numbers = {criterion_key(c.number): str(c.number) for c in found.facts.criteria}
    waived = {w.key: f"{w.by()}: {w.ground}" for w in found.facts.waivers}
    made = []
    for state in ORDER:
        chosen = [
            r
            for r in found.readiness.reasons
            if r.state is state and not (r.is_open and r.force is Force.SHOULD)
        ]
        chosen.sort(key=lambda r: bool(r.root))
        wanted = tuple(
            Requirement(
                number=numbers.get(r.key, ""),
                reason=r,
                findings=tuple(f for f in found.facts.findings if f.criterion == r.key),
                waived=waived.get(r.key, "") if state is State.WAIVED else "",
            )
            for r in chosen
        )
        if wanted:
            made.append(Group(state, wanted))
    return tuple(made)


def sign_offs(found: Gate) -> tuple[SignOff, ...]:
    """Each body's view, the decision and the last call: they combine and never merge."""
    wanted = [r for r in found.readiness.reasons if r.key.startswith("advice-")]
    made = [SignOff(f"View of the {' or '.join(r.cleared_by)}", r) for r in wanted]
    names = {"decision": "Decision", "final-call": "Final go or no-go"}
    for reason in found.decision.reasons:
        named_ = "Condition" if reason.key.startswith(CONDITION) else names.get(reason.key)
        if named_:
            by = " or ".join(reason.cleared_by)
            made.append(SignOff(f"{named_}, {by}", reason))
    return tuple(made)
