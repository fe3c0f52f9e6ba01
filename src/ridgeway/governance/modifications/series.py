"""References: the next number of a series, and what a reference looks like."""

from __future__ import annotations

import re
from string import ascii_uppercase

from django.db.models.functions import Length

from ridgeway.core.verdict import refusal
from ridgeway.governance.modifications.models import Modification, ModificationReference

REFERENCE = r"^[A-Za-z0-9][A-Za-z0-9 ._/()-]*$"
_NUMBERED = re.compile(r"^(.*?\D)(\d+)$")
_LOOK_AT = 50


def split(reference: str) -> tuple[str, str] | None:
    """Series and number of a reference: `MP102` is ("MP", "102"); None for `MP102A`."""
    found = _NUMBERED.match(reference)
    return (found[1], found[2]) if found else None


def next_reference(code_id: str, series: str = "") -> str:
    """The number after the highest of a series, as wide as that one; never one used before.

    Without a series it is the one of the modification raised last. Raises Refused where the code
    has no numbered modification to go on from.
    """
    series = series or _latest_series(code_id)
    highest = _highest(code_id, series) if series else None
    if highest is None:
        raise refusal(
            "Which reference?",
            "reference",
            f"No modification of the series {series!r} is held to number on from."
            if series
            else "No numbered modification is held to number on from.",
            remedy="Give the reference in full, such as MP001.",
        )
    return f"{series}{int(highest) + 1:0{len(highest)}d}"


def _latest_series(code_id: str) -> str:
    raised = Modification.objects.filter(code_id=code_id, raised_date__isnull=False)
    latest = raised.order_by("-raised_date", "-reference").values_list("reference", flat=True)
    numbered = (split(reference) for reference in latest[:_LOOK_AT])
    return next((found[0] for found in numbered if found), "")


def _highest(code_id: str, series: str) -> str | None:
    """The digits of the highest number: the longest first, so that MP1000 is after MP999."""
    held = ModificationReference.objects.filter(
        code_id=code_id, reference__gte=series, reference__lt=series + "\U0010ffff"
    )
    ordered = held.order_by(Length("reference").desc(), "-reference")
    for references in (ordered[:_LOOK_AT], ordered):
        for reference in references.values_list("reference", flat=True):
            found = split(reference)
            if found and found[0] == series:
                return found[1]
    return None


def free_suffix(code_id: str, reference: str) -> str:
    """The reference with the first capital letter that nobody bore: MP102A beside MP102.

    Raises Refused when all are taken.
    """
    taken = set(
        ModificationReference.objects.filter(
            code_id=code_id, reference__startswith=reference
        ).values_list("reference", flat=True)
    )
    found = next(
        (r for letter in ascii_uppercase if (r := f"{reference}{letter}") not in taken), ""
    )
    if not found:
        what = f"Every letter after {reference} is taken."
        raise refusal("Which reference?", "reference", what, remedy="Give the reference in full.")
    return found
