"""Named points at which a rig may end the process or hold a thread; silent in use.

`RIDGEWAY_CRASHPOINT=act.event-written:3` kills the process, as a power cut would, when it passes
that point for the third time. `on_racepoint` lets a test stop two acts at a chosen step.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable

_target, _, _pass = os.environ.get("RIDGEWAY_CRASHPOINT", "").partition(":")
_passes: Counter[str] = Counter()
on_racepoint: Callable[[str], None] | None = None


def crashpoint(name: str) -> None:
    """End this process here, at once and without cleaning up, if a rig asked for it."""
    if _target != name:
        return
    _passes[name] += 1
    if _passes[name] == int(_pass or "1"):
        os.kill(os.getpid(), signal.SIGKILL)


def racepoint(name: str) -> None:
    """Give a rig the chance to interleave two acts at this step."""
    if on_racepoint is not None:
        on_racepoint(name)
