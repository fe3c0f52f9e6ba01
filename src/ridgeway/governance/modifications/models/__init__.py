"""Proposals to change a code: the register, and what is held of each beside it."""

from ridgeway.governance.modifications.models.held import (
    AmendedDate,
    DateStep,
    Form,
    HeldDocument,
    Impact,
    Involved,
    Involvement,
    Kin,
    Kinship,
    Level,
    ReportText,
    Stay,
    Touched,
)
from ridgeway.governance.modifications.models.register import (
    Modification,
    ModificationReference,
    Part,
)

__all__ = [
    "AmendedDate",
    "DateStep",
    "Form",
    "HeldDocument",
    "Impact",
    "Involved",
    "Involvement",
    "Kin",
    "Kinship",
    "Level",
    "Modification",
    "ModificationReference",
    "Part",
    "ReportText",
    "Stay",
    "Touched",
]
