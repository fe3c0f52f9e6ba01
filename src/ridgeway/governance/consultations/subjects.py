"""What may be consulted about, told by the apps that own the subjects."""

from __future__ import annotations

from ridgeway.core.verdict import refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.codes.models import PolicyAdoption
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.record.rows import Root, label_of

SUBJECTS: dict[str, type[Root]] = {label_of(PolicyAdoption): PolicyAdoption}
"""Each kind of subject by the name of its table; apps above add theirs."""

MATTERS: dict[str, str] = {label_of(PolicyAdoption): "Changing the policy"}
"""In a reader's words, what is consulted about with each kind of subject."""


def subject_named(acting: Acting, subject_type: str, subject_id: str) -> Root:
    """The subject, or a refusal that says there is none, or none for this actor."""
    model = SUBJECTS.get(subject_type)
    found = visible(model, acting.actor).filter(pk=subject_id).first() if model else None
    if found is None or getattr(found, "code_id", acting.within.id) != acting.within.id:
        what = "There is no such subject to consult on, or not for you."
        known = ", ".join(sorted(SUBJECTS))
        raise refusal(f"{acting.act}?", "subject", what, remedy=f"Kinds: {known}.")
    return found
