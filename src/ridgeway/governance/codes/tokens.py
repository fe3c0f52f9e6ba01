"""Who a token stands for, at this very moment."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db.models import QuerySet

from ridgeway.governance import prepared
from ridgeway.governance.actor import Actor, Via, appointments_of
from ridgeway.governance.codes.models import ApiToken

NOTED_EVERY = dt.timedelta(hours=1)


def actor_of_token(word: str, at: dt.datetime) -> Actor | None:
    """The actor of a token; none for one that is unknown, expired, revoked or of a closed account.

    Its rights are those that the person holds now, less deciding and, unless allowed, writing.
    """
    digest = hashlib.sha256(word.encode()).hexdigest()
    found = next(iter(prepared.rows(_token, digest=digest, at=at)), None)
    if found is None:
        return None
    token_id, used_at, may_write, account_id, person_id, name = found
    if used_at is None or used_at < at - NOTED_EVERY:
        ApiToken.objects.filter(pk=token_id).update(last_used_at=at)
    return Actor(
        person_id=person_id,
        account_id=account_id,
        name=name,
        via=Via.API,
        held=appointments_of(person_id, at.date()),
        may_write=may_write,
        may_decide=False,
    )


def _token(digest: str, at: dt.datetime) -> QuerySet[Any, Any]:
    rows = ApiToken.objects.filter(
        digest=digest, revoked_at=None, expires_at__gt=at, account__is_active=True
    )
    return rows.values_list(
        "id",
        "last_used_at",
        "may_write",
        "account_id",
        "account__person_id",
        "account__person__name",
    )
