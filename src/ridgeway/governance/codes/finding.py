"""Finds the bodies and Parties that an input names, by key or identity, and says who there is."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Q
from pydantic import Field

from ridgeway.core.verdict import Reason, Refused, State, Verdict
from ridgeway.governance.acting import Acting
from ridgeway.governance.acts import ACTS
from ridgeway.governance.codes.models import Body, Party

BodyKey = Annotated[
    str, Field(description="The key of a body", max_length=40, json_schema_extra={"hint": ""})
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


def no_body(name: str) -> Reason:
    keys = ", ".join(Body.objects.order_by("key").values_list("key", flat=True))
    what = f"No body is registered as {name!r}."
    return Reason("body", what, State.UNMET, remedy=f"Use one of: {keys}.")
