"""A lifecycle as a Mermaid state diagram, for the documentation and the policy pages."""

from __future__ import annotations

import re

from ridgeway.core.lifecycle.machine import words
from ridgeway.core.lifecycle.table import Lifecycle


def diagram(lifecycle: Lifecycle) -> str:
    """Mermaid text; one line for each state and each way between two of them."""
    names = {state: f"s{number}" for number, state in enumerate(lifecycle.states)}
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_plain(state)}" as {name}' for state, name in names.items()]
    lines.append(f"    [*] --> {names[lifecycle.initial]}")
    lines += [
        f"    {names[source]} --> {names[row.target]}: {_plain(row.action)}"
        for row in lifecycle.transitions
        for source in row.sources
    ]
    lines += [f"    {names[state]} --> [*]" for state in lifecycle.final]
    return "\n".join(lines) + "\n"


def _plain(key: str) -> str:
    """Words without the marks that would end a label."""
    return re.sub(r'["\n:;#]+', " ", words(key)).strip()
