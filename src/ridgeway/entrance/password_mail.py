"""Sends the links that were asked for, beside the outbox of the notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from ridgeway.entrance.passwords import COUNTED, LASTS, word_of
from ridgeway.governance.codes.models import PasswordLink
from ridgeway.governance.notices.egress import Line, Post, Refusal
from ridgeway.governance.notices.mail import WIRE, Unwritable, plain_address
from ridgeway.governance.notices.posting import post_of_settings

EVERY = dt.timedelta(seconds=2)
FIRST_WAIT = dt.timedelta(seconds=20)
FAULTS = (OSError, Refusal, Unwritable)


def send_links(now: dt.datetime, post: Post | None = None) -> int:
    """Send every link that waits; how many left. Rows that nobody counts any more are dropped."""
    PasswordLink.objects.filter(expires_at__lt=now - COUNTED).delete()
    post = post or post_of_settings()
    if post is None:
        return 0
    sent = 0
    with Line(post) as line:
        for link in _taken(now):
            try:
                _send(line, post, link, now)
            except FAULTS:
                line.abandon()
                continue
            PasswordLink.objects.filter(pk=link.pk).update(send_at=None)
            sent += 1
    return sent


def _taken(now: dt.datetime) -> Iterator[PasswordLink]:
    """Links that are due, each with its next try set, so that no other worker sends it now."""
    due = PasswordLink.objects.select_related("account__person").filter(
        send_at__lte=now, expires_at__gt=now, used_at=None, account__isnull=False
    )
    for link in due.order_by("send_at")[:50]:
        wait = FIRST_WAIT * 2 ** min(link.attempts, 6)
        own = PasswordLink.objects.filter(pk=link.pk, send_at=link.send_at)
        if own.update(send_at=now + wait, attempts=link.attempts + 1):
            yield link


def _send(line: Line, post: Post, link: PasswordLink, now: dt.datetime) -> None:
    assert link.account is not None  # noqa: S101  only those with one are taken
    address = plain_address(link.account.person.email)
    wire = letter(link, address, post.sender, now)
    line.open()
    with line.time_limit():
        line.address(address)
        line.body(wire)
        line.end()


def letter(link: PasswordLink, address: str, sender: str, now: dt.datetime) -> bytes:
    """The message on the wire."""
    assert link.account is not None  # noqa: S101
    mail = EmailMessage(policy=WIRE)
    mail["From"] = Address(addr_spec=sender)
    mail["To"] = Address(addr_spec=address)
    mail["Subject"] = "Choose a new password for Ridgeway"
    mail["Date"] = format_datetime(now.replace(microsecond=0))
    mail["Auto-Submitted"] = "auto-generated"
    minutes = int(LASTS.total_seconds() // 60)
    mail.set_content(
        f"Somebody asked to choose a new password for the account {link.account.username}.\n\n"
        f"{link.origin}/password/{word_of(link.id)}\n\n"
        f"The link opens once, within {minutes} minutes of being asked for. If it was not you, do\n"
        "nothing: the password stays as it is.\n"
    )
    return mail.as_bytes()
