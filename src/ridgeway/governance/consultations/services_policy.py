"""A version of a policy is changed only after those whom the policy itself names were consulted."""

from __future__ import annotations

from ridgeway.core.policy.faults import RulebookFileError
from ridgeway.core.policy.loading import parse_rulebook
from ridgeway.core.policy.rulebook import Rulebook
from ridgeway.core.policy.terms import Discharge, Duty, Status
from ridgeway.core.verdict import Force, Reason, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import also_judged
from ridgeway.governance.codes.models import Code, PolicyAdoption
from ridgeway.governance.codes.queries import rulebook_of
from ridgeway.governance.codes.services import AdoptPolicy
from ridgeway.governance.consultations.models import Consultation
from ridgeway.governance.record.rows import label_of

QUESTION = "Adopt this version?"
POLICY = "policy"
"""The subject of duties that bind whoever changes the policy itself."""


@also_judged("policy.adopt")
def consulted_first(acting: Acting, code: Code, given: AdoptPolicy | None) -> Verdict:
    """Whether the version in force lets itself be changed: by its own duty to consult, and with
    the reason for the revision."""
    if given is None:
        return Verdict(QUESTION)
    try:
        coming = parse_rulebook(given.text, "rulebook")
    except RulebookFileError:
        return Verdict(QUESTION)
    held = _held(acting, code, coming)
    if held is None:
        return Verdict(QUESTION)
    book = rulebook_of(held)
    reasons = [_reason_given(acting, book)]
    if book.status is Status.APPROVED:
        duties = [d for d in book.duties if d.subject == POLICY]
        reasons += [
            _consulted(book, duty, held)
            for duty in duties
            if duty.discharge is Discharge.CONSULTATION
        ]
    return Verdict(QUESTION, tuple(reasons))


def _held(acting: Acting, code: Code, coming: Rulebook) -> PolicyAdoption | None:
    """The version that another would replace."""
    rows = PolicyAdoption.objects.filter(code=code, policy=coming.id)
    rows = rows.exclude(policy_version=coming.version).filter(applies_from_date__lte=acting.today)
    return rows.order_by("-applies_from_date", "-id").first()


def _reason_given(acting: Acting, book: Rulebook) -> Reason:
    if acting.told.reason:
        return Reason("reason", "The reason for the revision is given.", State.MET)
    what = f"No reason is given for revising {book.cited}."
    remedy = "Say why it is revised."
    return Reason("reason", what, State.UNMET, force=Force.SHOULD, remedy=remedy)


def _consulted(book: Rulebook, duty: Duty, held: PolicyAdoption) -> Reason:
    rows = Consultation.objects.filter(
        subject_type=label_of(PolicyAdoption), subject_id=held.id, state="concluded"
    )
    asked = {name for names in rows.values_list("consulted", flat=True) for name in names}
    missing = [name for name in duty.to if name not in asked]
    names = ", ".join(book.names_of(missing or duty.to))
    clause = book.cite(duty.clause)
    if not missing:
        return Reason("consulted", f"Consulted first: {names}.", State.MET, clause, duty.force)
    what = f"No concluded consultation about changing {book.cited} asked {names}."
    remedy = "Open a consultation about the version in force, and conclude it."
    return Reason("consulted", what, State.UNMET, clause, duty.force, remedy=remedy)
