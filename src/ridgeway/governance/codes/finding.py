"""Finds the bodies and Parties that an input names, by key or identity, and says who there is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from django.db.models import Q
from pydantic import Field

from ridgeway.core.verdict import Reason, Refused, State, Verdict, refusal
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import ACTS
from ridgeway.governance.codes.models import Body, Code, Party
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.record.rows import Root, governed_by

BodyKey = Annotated[
    str, Field(description="The key of a body", max_length=40, json_schema_extra={"hint": ""})
]

SubjectId = Annotated[
    str,
    Field(
        title="About",
        description="The identity of a release, a modification or whatever else it is about",
        max_length=16,
        json_schema_extra={"hint": ""},
    ),
]


def body_named(name: str) -> Body | None:
    return Body.objects.filter(Q(pk=name) | Q(key=name.lower())).first() if name else None


def party_named(name: str) -> Party | None:
    return Party.objects.filter(Q(pk=name) | Q(key=name.lower())).first() if name else None


def body_or_refusal(acting: Acting, name: str) -> Body:
    """The body of this key or identity; raises Refused with those that there are."""
    found = body_named(name)
    if found is None:
        raise Refused(Verdict(f"{ACTS[acting.act].title}?", (no_body(name),)))
    return found


def subject_named(
    acting: Acting, kind: str, row_id: str, kinds: Collection[str] | None = None
) -> Root:
    """What an act is about, where its input says so: of one of these kinds, or of any.

    Raises Refused where there is none, or none under the code that the actor may see.
    """
    model = governed_by(kind) if kinds is None or kind in kinds else None
    found = visible(model, acting.actor).filter(pk=row_id).first() if model else None
    if not isinstance(found, Root) or _code_id(found) not in ("", acting.within.id):
        what = "There is no such subject, or not for you."
        remedy = f"Kinds: {', '.join(sorted(kinds))}." if kinds else ""
        raise refusal(f"{ACTS[acting.act].title}?", "subject", what, remedy=remedy)
    return found


def _code_id(row: Root) -> str:
    return row.id if isinstance(row, Code) else getattr(row, "code_id", "")


def no_body(name: str) -> Reason:
    keys = ", ".join(Body.objects.order_by("key").values_list("key", flat=True))
    what = f"No body is registered as {name!r}."
    return Reason("body", what, State.UNMET, remedy=f"Use one of: {keys}.")
