"""Fills the acceptance criteria into the documents of a release."""

from __future__ import annotations

from ridgeway.core.policy.documents import Holds
from ridgeway.governance.baselines.content import Reading, Values, reads
from ridgeway.governance.golive.facts import limits_of
from ridgeway.governance.golive.models import Criterion


@reads(Holds.CRITERIA)
def criteria(reading: Reading) -> Values:
    columns = (
        "number", "text", "clause", "force", "evidence_wanted", "stated_by__short_name",
        "confirmed_by", "limits",
    )  # fmt: skip
    rows = reading.rows(Criterion, columns, release_id=reading.release_id)
    return {
        "criteria": [
            {
                "number": row["number"],
                "text": row["text"],
                "clause": row["clause"],
                "force": row["force"],
                "evidence_wanted": row["evidence_wanted"],
                "stated_by": row["stated_by__short_name"] or "",
                "confirmed_by": list(row["confirmed_by"]),
                **_limits(row),
            }
            for row in sorted(rows, key=lambda row: int(row["number"]))
        ]
    }


def _limits(row: Values) -> Values:
    """Left out where there are none, so that documents from before criteria had them are equal."""
    said = [limit.words for limit in limits_of(row)]
    return {"limits": said} if said else {}
