"""What a modification is, and the references and parts that it has."""

from ridgeway.governance.modifications.models.register import (
    Modification,
    ModificationReference,
    Part,
)

__all__ = ["Modification", "ModificationReference", "Part"]
