"""One notice as one message to one person; headers can carry nothing but a header."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from ridgeway.governance.notices.models import Delivery

DOMAIN = "notices.ridgeway"
WIRE = SMTP.clone(cte_type="7bit", max_line_length=78)
"""Seven bits, so that the bytes are the same whatever the server offers."""

PLAIN = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
LONGEST = 254


class Unwritable(ValueError):
    """An address that no message can be sent to; the message says why."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What surrounds the text: who sends, where the notice can be read, where it is recorded."""

    sender: str
    origin: str = ""
    recorded: str = ""


def message_id(notice_id: str, person_id: str) -> str:
    """The same for every attempt, so that a receiver can tell a repeat."""
    digest = hashlib.sha256(f"{notice_id}/{person_id}".encode()).hexdigest()[:32]
    return f"<{digest}@{DOMAIN}>"


def one_line(text: str) -> str:
    """Text that may stand in a header: no control characters, no line ends.

    Nor an encoded word: the library would decode it, and with it whatever line ends it hides.
    """
    shown = "".join(c if c.isprintable() else " " for c in text).replace("=?", "= ?")
    return " ".join(shown.split())


def plain_address(address: str) -> str:
    """The address itself, if it is one address in plain letters; raises Unwritable."""
    if len(address) > LONGEST or PLAIN.fullmatch(address) is None:
        raise Unwritable(f"{one_line(address)[:120]!r} is not an address that mail can be sent to")
    return address


def message(delivery: Delivery, envelope: Envelope) -> bytes:
    """The message on the wire, byte for byte the same at every attempt. Raises Unwritable."""
    notice = delivery.notice
    mail = EmailMessage(policy=WIRE)
    mail["From"] = Address(addr_spec=plain_address(envelope.sender))
    mail["To"] = Address(addr_spec=plain_address(delivery.address))
    mail["Subject"] = one_line(("Example: " if notice.example else "") + notice.title)[:200]
    if notice.released_at is not None:
        mail["Date"] = format_datetime(notice.released_at.replace(microsecond=0))
    mail["Message-ID"] = delivery.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n".join(_lines(delivery, envelope)) + "\n")
    return mail.as_bytes()


def _lines(delivery: Delivery, envelope: Envelope) -> list[str]:
    notice = delivery.notice
    lines = ["This is an example; nothing follows from it.", ""] if notice.example else []
    lines += [*notice.text.splitlines(), ""]
    if notice.clause:
        lines.append(f"Clause: {one_line(notice.clause)}")
    if envelope.origin:
        lines.append(f"{envelope.origin}/notices/{notice.id}")
    digest = hashlib.sha256(notice.text.encode()).hexdigest()
    lines.append(f"Notice {notice.id}, SHA-256 of its text {digest}")
    if envelope.recorded:
        lines.append(envelope.recorded)
    return lines
