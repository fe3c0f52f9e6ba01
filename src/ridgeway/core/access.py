"""Which role may do which act, and which duties one person may not combine.

Closed world: an act that is not named here may be done by nobody. Roles come only from
appointments in the record. Which *body* decides a matter is policy data, not a row of this table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

INSTALLATION = "installation-administrator"
ADMINISTRATOR = "code-administrator"
RELEASE_MANAGER = "release-manager"
MEMBER = "member"
CHAIR = "chair"
DELIVERY = "delivery"
AUTHORITY = "authority"
PARTY = "party"
AUDITOR = "auditor"
WORKER = "worker"

_ADMIN = frozenset({ADMINISTRATOR})
_DELIVERY = frozenset({DELIVERY, RELEASE_MANAGER})
_COMMITTEE = frozenset({MEMBER, CHAIR})
_INSTALLATION = frozenset({INSTALLATION})

RIGHTS: Mapping[str, frozenset[str]] = {
    # the installation
    "code.found": _INSTALLATION,
    "body.register": _INSTALLATION,
    "party.register": _INSTALLATION,
    "person.register": _INSTALLATION,
    "person.erase": _INSTALLATION,
    "account.open": _INSTALLATION,
    "account.close": _INSTALLATION,
    "account.set-password": frozenset({WORKER}),  # the entrance, once it knows who asks
    "token.issue": _INSTALLATION,
    "token.revoke": _INSTALLATION,
    # a code
    "seat.create": _ADMIN | _INSTALLATION,
    "appointment.make": _INSTALLATION,
    "appointment.end": _INSTALLATION,
    "delegation.attest": _ADMIN,
    "policy.adopt": _ADMIN,
    "meeting.call": _ADMIN,
    "meeting.move": _ADMIN,
    "meeting.cancel": _ADMIN,
    "meeting.seat-alternate": _ADMIN | {CHAIR},
    "meeting.record-attendance": _ADMIN,
    "meeting.order-agenda": _ADMIN | {CHAIR},
    "series.set-up": _ADMIN,
    "series.call-meetings": _ADMIN,
    "series.end": _ADMIN,
    "minutes.write": _ADMIN,
    "item.add": _ADMIN | {CHAIR},
    "item.edit": _ADMIN,
    "item.withdraw": _ADMIN | {CHAIR},
    "item.record-outcome": _ADMIN,
    "item.declare-interest": _COMMITTEE,
    "item.enter-interest": _ADMIN,
    "paper.submit": _ADMIN | _DELIVERY | {CHAIR},
    "paper.withdraw": _ADMIN,
    "register.import": _ADMIN,
    # modifications
    "modification.raise": _ADMIN | {PARTY, DELIVERY},
    "modification.edit": _ADMIN,
    "modification.move": _ADMIN,
    "modification.adopt": _ADMIN,
    "modification.set-dates": _ADMIN,
    "modification.renumber": _ADMIN,
    "modification.add-part": _ADMIN,
    "modification.set-impact": _ADMIN | _DELIVERY,
    "modification.name-person": _ADMIN,
    "modification.add-document": _ADMIN | _DELIVERY,
    "modification.withdraw-document": _ADMIN,
    "modification.write-text": _ADMIN,
    "modification.change-path": _ADMIN,
    "modification.grant-urgency": _ADMIN,
    "modification.split": _ADMIN,
    "modification.combine": _ADMIN,
    "modification.amend-date": _ADMIN,
    # directed changes
    "direction.register": _ADMIN,
    "direction.deliver-in": _ADMIN,
    "direction.set-delivered": _ADMIN,
    "direction.withdraw": _ADMIN,
    # releases
    "release.plan": _ADMIN,
    "release.adopt": _ADMIN,
    "release.set-date": _ADMIN,
    "release.replace-kind": _ADMIN,
    "release.reckon-again": _ADMIN,
    "release.add-to-scope": _ADMIN,
    "release.remove-from-scope": _ADMIN,
    "release.weigh": _ADMIN,
    "release.discharge": _ADMIN | _DELIVERY,
    "release.set-criterion": _ADMIN,
    "release.record-risk": _ADMIN | _DELIVERY,
    "release.view-risk": _ADMIN,
    "release.move": _ADMIN,
    "release.record-phase": _ADMIN | _DELIVERY,
    "release.find-criterion": _ADMIN | _DELIVERY | _COMMITTEE,
    "release.waive": _ADMIN | {CHAIR},
    "release.call": _DELIVERY,
    "release.ask-readiness-updates": _ADMIN,
    "release.report-readiness": _ADMIN | _DELIVERY,
    "release.report-party-readiness": _ADMIN | {PARTY},
    "release.set-live": _ADMIN,
    "defect.raise": _ADMIN | _DELIVERY,
    "defect.move": _ADMIN | _DELIVERY,
    "defect.plan": _ADMIN | _DELIVERY,
    # costs
    "modification.estimate-cost": _ADMIN | _DELIVERY,
    "release.forecast-cost": _ADMIN | _DELIVERY,
    "release.ask-cost-updates": _ADMIN,
    "release.update-cost": _ADMIN | _DELIVERY,
    "release.report-actual-cost": _ADMIN | _DELIVERY,
    "cost.challenge": _ADMIN | _COMMITTEE | {AUTHORITY},
    "challenge.answer": _ADMIN | _DELIVERY,
    "challenge.settle": _ADMIN,
    # documents of a release
    "release.start-document": _ADMIN | _DELIVERY,
    "document.write": _ADMIN | _DELIVERY,
    "document.set-aside": _ADMIN,
    "document.plan-activity": _ADMIN | _DELIVERY,
    "document.drop-activity": _ADMIN | _DELIVERY,
    "document.plan": _ADMIN | _DELIVERY,
    "document.issue": _ADMIN | _DELIVERY,
    "document.attest-edition": _ADMIN,
    "document.comment": _ADMIN | _DELIVERY | _COMMITTEE | {PARTY},
    "comment.dispose": _ADMIN | {CHAIR},
    "edition.send-for-review": _ADMIN | _DELIVERY,
    "edition.finalise": _ADMIN | _DELIVERY,
    "edition.publish": _ADMIN,
    "release.plan-specification": _ADMIN,
    "release.drop-specification": _ADMIN,
    "release.consult-on-validity": _ADMIN,
    "release.enter-specification": _ADMIN,
    "release.publish-information": _ADMIN | _DELIVERY,
    "release.withdraw-information": _ADMIN | _DELIVERY,
    "release.name-document": _ADMIN,
    "release.drop-document": _ADMIN,
    "release.record-switch": _ADMIN | _DELIVERY,
    # evidence, committees
    "evidence.submit": _ADMIN | _DELIVERY,
    "advice.give": _ADMIN | {CHAIR},
    "advice.attest": _ADMIN,
    "advice.withdraw": _ADMIN | {CHAIR},
    "view.request": _ADMIN | {CHAIR},
    "view.withdraw": _ADMIN | {CHAIR},
    "action.raise": _ADMIN | {CHAIR},
    "action.close": _ADMIN | _DELIVERY | {CHAIR},
    "condition.discharge": _ADMIN | {CHAIR},
    "question.ask": _ADMIN | _COMMITTEE,
    "question.answer": _ADMIN | _DELIVERY,
    "resolution.propose": _ADMIN,
    "resolution.attest": _ADMIN,
    "resolution.vote": _COMMITTEE,
    "resolution.choose": _COMMITTEE,
    "resolution.recuse": _COMMITTEE,
    "resolution.close": _ADMIN | {CHAIR},
    "resolution.withdraw": _ADMIN | {CHAIR},
    # consultations, freezes, changes after a baseline
    "consultation.open": _ADMIN,
    "consultation.extend": _ADMIN,
    "consultation.respond": _DELIVERY | _COMMITTEE | {PARTY, AUTHORITY},
    "consultation.enter-response": _ADMIN,
    "consultation.close": _ADMIN,
    "consultation.conclude": _ADMIN,
    "consultation.withdraw": _ADMIN,
    "response.consider": _ADMIN | {CHAIR},
    "response.trace": _ADMIN,
    "freeze.propose": _ADMIN,
    "freeze.revise": _ADMIN,
    "freeze.withdraw": _ADMIN,
    "change.raise": _ADMIN | _DELIVERY | {PARTY},
    "change.withdraw": _ADMIN,
    # notices
    "notice.release": _ADMIN,
    "notice.withdraw": _ADMIN,
    "notice.attest": _ADMIN,
    "delivery.settle": frozenset({WORKER}),
    "delivery.resend": _ADMIN,
}

EXCLUSIVE: tuple[frozenset[str], ...] = (
    frozenset({"resolution.propose", "resolution.vote"}),
    frozenset({"resolution.propose", "resolution.choose"}),
    frozenset({"release.find-criterion", "release.waive"}),
)
"""Acts on one subject that one person may not combine."""


def may(act: str, roles: Iterable[str]) -> bool:
    """Whether one of the roles carries the right to the act.

    >>> may("resolution.vote", ["code-administrator"])
    False
    """
    return not RIGHTS.get(act, frozenset()).isdisjoint(roles)


def holders(act: str) -> tuple[str, ...]:
    """The roles that may do an act, in order."""
    return tuple(sorted(RIGHTS.get(act, frozenset())))


def only_who(act: str) -> str:
    """`Only the chair or code administrator`: begins the sentence that refuses everybody else."""
    roles = " or ".join(role.replace("-", " ") for role in holders(act))
    return f"Only the {roles}" if roles else "Nobody"
