"""What each question of an act can be answered with, as far as this actor may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ridgeway.core.lifecycle.machine import words
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.governance import choosing
from ridgeway.governance.actor import Actor
from ridgeway.governance.baselines import choosing as documents
from ridgeway.governance.codes.finding import body_named
from ridgeway.governance.codes.queries import rulebooks_in_force
from ridgeway.governance.committees import choosing as committees
from ridgeway.governance.committees.ruling import RuleGiven, ruled
from ridgeway.governance.costs import choosing as costs
from ridgeway.governance.golive import parties, progress
from ridgeway.governance.golive.queries import gate_of
from ridgeway.governance.modifications import choosing as changes
from ridgeway.governance.modifications.workflow import life_of
from ridgeway.governance.testing.lifecycle import DEFECT
from ridgeway.web.fields import Choice

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is asked, about what: `code_id` is empty for the installation, `about` is the subject
    that the input names where it is not the act's own."""

    actor: Actor
    code_id: str
    subject: Any
    about: str
    today: dt.date
    action: str = ""

    @property
    def books(self) -> list[Rulebook]:
        return rulebooks_in_force(self.code_id, self.today) if self.code_id else []


Query = Callable[[Asking], Pairs]


def _bodies(_asking: Asking) -> Pairs:
    return choosing.bodies()


def _body_keys(_asking: Asking) -> Pairs:
    return choosing.bodies(by_key=True)


def _kinds(asking: Asking) -> Pairs:
    return [(kind.id, kind.title) for book in asking.books for kind in book.kinds]


def _slots(asking: Asking) -> Pairs:
    return [(slot.id, slot.title) for book in asking.books for slot in book.slots]


def _steps(asking: Asking) -> Pairs:
    life = life_of(asking.code_id, asking.today)
    rows = life.workflow.transitions if life else ()
    here = [row for row in rows if asking.subject.stage in row.source]
    return [(row.action, row.title) for row in here]


def _facts(asking: Asking) -> Pairs:
    """What the step asks to be stated, or, before a step is chosen, any step from here."""
    life = life_of(asking.code_id, asking.today)
    rows = life.workflow.transitions if life else ()
    here = [row for row in rows if asking.subject.stage in row.source]
    chosen = [row for row in here if row.action == asking.action]
    guards = [
        guard for row in chosen or here for guard in row.guards if life and life.is_stated(guard)
    ]
    return choosing.as_words(dict.fromkeys(guards))


def _stages(asking: Asking) -> Pairs:
    life = life_of(asking.code_id, asking.today)
    return [(s.id, s.title) for s in life.workflow.states] if life else []


def _paths(asking: Asking) -> Pairs:
    """The paths of the workflow, and the one that is held where a source called it otherwise."""
    found = dict(changes.paths(asking.code_id, asking.today))
    held = getattr(asking.subject, "path", "")
    return [*found.items(), *([(held, words(held))] if held and held not in found else [])]


def _needs(asking: Asking) -> Pairs:
    """What any rule of voting asks to be there before the vote."""
    rules = (rule for book in asking.books for rule in book.voting)
    return {need.id: need.title for rule in rules for need in rule.needs}.items()


def _defect_steps(asking: Asking) -> Pairs:
    rows = [row for row in DEFECT.transitions if asking.subject.state in row.sources]
    return [(row.action, words(row.action).capitalize()) for row in rows]


def _names(asking: Asking) -> Pairs:
    """Whoever acts under a policy, by the names that it uses."""
    return {body.id: body.name for book in asking.books for body in book.bodies}.items()


def _reasons(asking: Asking) -> Pairs:
    return choosing.open_reasons([gate_of(asking.subject, asking.today).readiness])


def _told_by(asking: Asking) -> Pairs:
    return costs.told_by(asking.code_id, asking.today)


COST_REPORTS = (
    "modification.estimate-cost", "release.forecast-cost", "release.update-cost",
    "release.report-actual-cost",
)  # fmt: skip


def starts_for(act: str, asking: Asking) -> dict[str, Any]:
    """What an empty form begins with: whom the row names, or what the policy asks."""
    if act == "modification.edit" and asking.subject.proposer_id:
        return {"proposer": asking.subject.proposer.key}
    if act not in COST_REPORTS:
        return {}
    return {"lines": costs.blank_lines(asking.code_id, asking.today)}


HOW_DECIDED = ("rule", "grounds")


def unasked(act: str, asking: Asking, said: Mapping[str, str], *, posted: bool) -> Iterable[str]:
    """What a form does not ask of this actor: whose comment or readiness it is, of those who speak
    for themselves; how a body resolves, where the policy in force says so, and once posted what
    was not shown."""
    if act == "document.comment" and not asking.actor.administers(asking.code_id):
        return ("party", "by_name")
    if act == "release.report-party-readiness":
        return parties.not_asked(asking.actor, asking.code_id)
    if act != "resolution.propose":
        return ()
    if posted:
        return [n for n in HOW_DECIDED if not any(key.startswith(f"{n}-") for key in said)]
    body = body_named(said.get("body", ""))
    if body is None:
        return ()
    stated = ruled(asking.code_id, body, said.get("matter", ""), RuleGiven(), asking.today).stated
    confirmed = stated is not None and not stated.unconfirmed
    wanted = {"rule": not confirmed, "grounds": stated is not None and bool(stated.needs)}
    return [name for name in HOW_DECIDED if not wanted[name]]


BY_NAME: dict[str, Query] = {
    "person": lambda a: choosing.people(a.actor),
    "party": lambda _: choosing.parties(),
    "code": lambda a: choosing.codes(a.actor),
    "seat": lambda a: choosing.seats(a.actor),
    "proposer": lambda _: choosing.parties(by_key=True),
    "body": _bodies,
    "submitted_by": _bodies,
    "asked_by": _bodies,
    "asked_of": _bodies,
    "grantor": _bodies,
    "grantee": _bodies,
    "stated_by": _bodies,
    "issuer": _bodies,
    "raised_by": _body_keys,
    "consulted": _names,
    "by_body": _body_keys,
    "confirmed_by": _body_keys,
    "decided_by": _body_keys,
    "acting_for": _body_keys,
    "alternate_of": lambda a: choosing.members(a.actor),
    "meeting": lambda a: choosing.meetings(a.actor, a.code_id),
    "item": lambda a: committees.items(a.actor, a.code_id, a.today),
    "subject_id": lambda a: choosing.subjects(a.actor, a.code_id),
    "specification": lambda a: documents.specifications(a.subject.id),
    "advice": lambda a: documents.advice(a.actor, a.about or a.subject.id),
    "evidence": lambda a: choosing.evidence(a.actor, a.about or a.subject.id),
}
"""By the name of the field, whatever the act."""

BY_ACT: dict[tuple[str, str], Query] = {
    ("resolution.propose", "grounds.need"): _needs,
    ("resolution.propose", "grounds.evidence"): (lambda a: choosing.evidence(a.actor, a.about)),
    ("resolution.propose", "hangs_on.owner"): _body_keys,
    ("release.set-date", "by_body"): lambda _: choosing.requesters(),
    ("release.view-risk", "body"): _body_keys,
    ("response.trace", "changed"): lambda a: choosing.changed(a.actor, a.code_id),
    ("release.view-risk", "number"): lambda a: choosing.risks(a.subject.id),
    ("release.find-criterion", "number"): lambda a: choosing.criteria(a.subject.id),
    ("release.discharge", "rule"): lambda a: choosing.obligations(a.subject.id),
    ("release.remove-from-scope", "modification"): (
        lambda a: choosing.in_scope(a.actor, a.subject.id)
    ),
    ("release.waive", "reason_key"): _reasons,
    ("release.weigh", "modification"): lambda a: choosing.in_scope(a.actor, a.subject.id),
    ("release.weigh", "matter"): lambda a: [
        (matter.id, matter.title) for book in a.books for matter in book.weighed
    ],
    ("release.start-document", "document"): lambda a: documents.documents(a.subject),
    ("document.write", "part"): lambda a: documents.parts(a.subject),
    ("document.comment", "part"): lambda a: documents.parts(a.subject),
    ("document.set-aside", "part"): lambda a: documents.parts(a.subject, conditional=True),
    ("document.plan-activity", "number"): lambda a: documents.activities(a.subject),
    ("document.drop-activity", "number"): lambda a: documents.activities(a.subject),
    ("document.issue", "evidence"): lambda a: choosing.evidence(a.actor, a.subject.release_id),
    ("document.attest-edition", "evidence"): (
        lambda a: choosing.evidence(a.actor, a.subject.release_id)
    ),
    ("release.drop-document", "document"): lambda a: documents.documents_named(a.subject.id),
    ("release.plan", "slot"): _slots,
    ("release.plan", "kind"): _kinds,
    ("release.adopt", "kind"): _kinds,
    ("release.replace-kind", "kind"): _kinds,
    ("modification.move", "action"): _steps,
    ("modification.move", "facts"): _facts,
    ("modification.adopt", "stage"): _stages,
    ("modification.name-person", "person"): lambda a: changes.people(a.code_id, a.today),
    ("modification.add-document", "kind"): lambda a: changes.kinds(a.code_id, a.today),
    ("modification.withdraw-document", "number"): lambda a: changes.documents(a.subject),
    ("modification.split", "carried_documents"): lambda a: changes.documents(a.subject),
    ("modification.split", "carried_impacts"): lambda a: changes.impacts(a.subject),
    ("modification.write-text", "topic"): lambda a: changes.topics(a.code_id, a.today),
    ("modification.raise", "path"): _paths,
    ("modification.edit", "path"): _paths,
    ("modification.change-path", "path"): _paths,
    ("modification.set-dates", "impacts"): lambda a: [
        (impact.id, impact.title) for book in a.books for impact in book.impacts
    ],
    ("direction.deliver-in", "release"): lambda a: choosing.releases(a.actor, a.code_id),
    ("modification.amend-date", "by_body"): lambda _: choosing.requesters(),
    ("defect.move", "action"): _defect_steps,
    ("meeting.seat-alternate", "seat"): lambda a: committees.seats(a.subject),
    ("meeting.seat-alternate", "alternate"): lambda a: committees.people(
        a.subject, alternates=True
    ),
    ("meeting.record-attendance", "present"): lambda a: committees.people(a.subject),
    ("meeting.record-attendance", "attending"): lambda a: committees.others(a.subject),
    ("item.enter-interest", "person"): lambda a: committees.people(a.subject.meeting),
    ("condition.discharge", "evidence"): lambda a: committees.evidence_for(a.actor, a.subject),
    ("resolution.choose", "option"): lambda a: committees.options(a.subject),
    ("action.raise", "owner"): _bodies,
    ("action.raise", "person"): lambda a: choosing.people(a.actor),
    **{(act, "stated_by"): _told_by for act in COST_REPORTS},
    ("release.update-cost", "due_date"): lambda a: costs.updates_of(a.subject, a.today),
    ("release.report-readiness", "due_date"): lambda a: progress.days_open(a.subject, a.today),
    ("release.report-party-readiness", "party"): (
        lambda a: parties.parties_open_to(a.actor, a.code_id)
    ),
    ("cost.challenge", "group"): lambda a: costs.figures_of(a.subject),
    ("cost.challenge", "body"): _body_keys,
    ("challenge.answer", "body"): _body_keys,
}
"""Where an act means something of its own by a field."""


def choices_for(act: str, fields: Iterable[str], asking: Asking) -> dict[str, Sequence[Choice]]:
    """The answers offered for the fields of an act, "group.field" for one in each row of a group;
    a field that is typed freely has none."""
    found: dict[str, Sequence[Choice]] = {}
    wanted = set(fields)
    inside = [n for a, n in BY_ACT if a == act and n.partition(".")[0] in wanted]
    for name in {*wanted, *inside}:
        query = BY_ACT.get((act, name)) or BY_NAME.get(name)
        if query is not None:
            found[name] = tuple(Choice(str(value), text) for value, text in query(asking))
    return found
