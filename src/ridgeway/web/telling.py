"""What is said beside the input of an act: why, for whom, and of the past, from where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ridgeway.core import access
from ridgeway.governance import choosing
from ridgeway.governance.acting import Happened, Told
from ridgeway.governance.acts import Act
from ridgeway.web import forms


class Beside(BaseModel):
    """Names begin with `told_`, so that no act's own questions are met."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    told_reason: str = Field(
        "", title="Why", max_length=2000, description="Kept in the record, for every reader of it"
    )
    told_for: str = Field("", title="On whose behalf", max_length=40)
    told_source: str = Field(
        "", title="Where this is known from", max_length=300,
        description="For what happened elsewhere: the paper, letter or minute",
    )  # fmt: skip
    told_from: dt.date | None = Field(
        None, title="It happened on", description="Or the first day on which it may have"
    )
    told_until: dt.date | None = Field(
        None, title="It happened by", description="Only where the day itself is not known"
    )

    @model_validator(mode="after")
    def in_order(self) -> Beside:
        if self.told_until and (self.told_from is None or self.told_until < self.told_from):
            raise ValueError("“It happened by” needs an earlier day in “It happened on”")
        return self


ON_BEHALF = frozenset(
    {access.ADMINISTRATOR, access.DELIVERY, access.RELEASE_MANAGER, access.INSTALLATION}
)
"""Roles that act for others, and say for whom."""

PAST = ("told_source", "told_from", "told_until")


class ReadTold:
    """What came back: `value` is None while `form` carries faults."""

    def __init__(self, form: forms.Form, value: Told | None) -> None:
        self.form, self.value = form, value


def ask(act: Act, roles: frozenset[str]) -> forms.Form:
    return forms.ask(Beside, choices=_choices(), leave_out=_unasked(act, roles))


def read(act: Act, roles: frozenset[str], posted: forms.Posted, zone: str) -> ReadTold:
    """Why, for whom, from where and when; what the act has no use for is not read."""
    unasked = _unasked(act, roles)
    found = forms.read(Beside, posted, choices=_choices(), leave_out=unasked, zone=zone)
    if found.value is None:
        return ReadTold(found.form, None)
    said = found.value
    happened = Happened(said.told_from, said.told_until) if said.told_from else None
    told = Told(
        reason=said.told_reason,
        acting_for=said.told_for,
        source=said.told_source,
        happened=happened,
    )
    return ReadTold(found.form, told)


def _unasked(act: Act, roles: frozenset[str]) -> Sequence[str]:
    """Members and Parties speak for themselves, and what has a reason of its own asks no other."""
    own: tuple[str, ...] = ("told_reason",) if "reason" in act.given.model_fields else ()
    own += () if roles & ON_BEHALF else ("told_for",)
    return own if act.dated_back else (*own, *PAST)


def _choices() -> dict[str, Sequence[forms.Choice]]:
    return {"told_for": [forms.Choice(k, t) for k, t in choosing.bodies(by_key=True)]}
