"""Where mail goes by the settings of this process, and what is wrong with them."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ridgeway.governance.notices.egress import Post, Security
from ridgeway.governance.notices.mail import Unwritable, plain_address

SUBMISSION_PORT = 587


def post_of_settings() -> Post | None:
    """The mail server of this installation; None where none is set, so that mail waits.

    Raises ImproperlyConfigured for an address that is no address, and for a kind of server that is
    not understood, because it might be spoken to in clear text by mistake.
    """
    mail: dict[str, Any] = settings.EMAIL
    if not mail.get("EMAIL_HOST"):
        return None
    if not mail.get("EMAIL_BACKEND", "").endswith("smtp.EmailBackend"):
        raise ImproperlyConfigured(
            "RIDGEWAY_MAIL_URL: this kind of server is not understood; write submission://user:"
            "word@host:587 for STARTTLS, or smtp://host:25 for a server on this machine"
        )
    security = Security.NONE
    if mail.get("EMAIL_USE_SSL"):
        security = Security.TLS
    elif mail.get("EMAIL_USE_TLS"):
        security = Security.STARTTLS
    try:
        sender = plain_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    except Unwritable as error:
        raise ImproperlyConfigured(f"RIDGEWAY_MAIL_FROM: {error}") from error
    return Post(
        host=mail["EMAIL_HOST"],
        port=int(mail.get("EMAIL_PORT") or SUBMISSION_PORT),
        sender=sender,
        origin=settings.ORIGIN,
        user=mail.get("EMAIL_HOST_USER") or "",
        password=mail.get("EMAIL_HOST_PASSWORD") or "",
        security=security,
        timeout=float(settings.EMAIL_TIMEOUT),
    )
