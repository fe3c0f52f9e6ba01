"""What a body has in front of it, told by the apps that own the subjects.

Committees know a subject by type, identity, version and digest only. An app that owns a kind of
subject registers here how its content is read, and what follows when a matter is carried.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from ridgeway.core.record.canonical import canonical
from ridgeway.governance.acting import Acting
from ridgeway.governance.committees.models import Resolution

Content = Callable[[str], dict[str, Any]]
Consequence = Callable[[Acting, Resolution], None]

KINDS: dict[str, Content] = {}
"""How the content of each kind of subject that bodies resolve about is read."""

CONSEQUENCES: dict[str, Consequence] = {}
UNDOINGS: dict[str, Consequence] = {}
"""What no longer counts once the body withdraws what it carried; raises Refused where it is too
late. A matter with a consequence and none of these cannot be withdrawn."""


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical bytes of a content."""
    return hashlib.sha256(canonical(content)).hexdigest()


def content_of(subject_type: str, subject_id: str) -> dict[str, Any] | None:
    """What lies in front of a body about a subject now; none for a kind nobody resolves about."""
    content = KINDS.get(subject_type)
    return content(subject_id) if content else None
