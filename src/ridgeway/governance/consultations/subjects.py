"""What may be consulted about, told by the apps that own the subjects."""

from __future__ import annotations

from ridgeway.governance.codes.models import PolicyAdoption
from ridgeway.governance.record.rows import label_of

MATTERS: dict[str, str] = {label_of(PolicyAdoption): "Changing the policy"}
"""In a reader's words, what is consulted about with each kind of subject, by the name of its table;
apps above add theirs."""
