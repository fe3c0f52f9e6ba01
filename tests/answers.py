"""Reading what the test client answers."""

from __future__ import annotations

from typing import Any


def body_of(answer: Any) -> bytes:
    """Everything that an answer holds, also of one that is streamed."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
