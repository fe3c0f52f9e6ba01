"""Who a token stands for, at this very moment."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from ridgeway.governance.actor import Actor, Via, actor_of
from ridgeway.governance.codes.models import ApiToken

NOTED_EVERY = dt.timedelta(hours=1)


def actor_of_token(word: str, at: dt.datetime) -> Actor | None:
    """The actor of a token; none for one that is unknown, expired, revoked or of a closed account.

    Its rights are those that the person holds now, less deciding and, unless allowed, writing.
    """
    digest = hashlib.sha256(word.encode()).hexdigest()
    rows = ApiToken.objects.select_related("account__person").filter(
        digest=digest, revoked_at=None, expires_at__gt=at, account__is_active=True
    )
    token = rows.first()
    if token is None:
        return None
    if token.last_used_at is None or token.last_used_at < at - NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    actor = actor_of(token.account, via=Via.API, on=at.date())
    return replace(actor, may_write=token.may_write, may_decide=False)
