"""A lifecycle as rows: what may happen, from where to where, by whom, and what must be true first.

The rows are checked when they are put together, all faults at once, so nothing that reads a table
needs to doubt it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


class LifecycleError(ValueError):
    """A table that cannot work; `faults` holds every reason."""

    def __init__(self, noun: str, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"lifecycle of {noun}: " + "; ".join(self.faults))


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. Without roles nobody is known to have the right; `guards` name facts to bring."""

    action: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    clause: str = ""
    guards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The states of a noun and the rows between them; raises LifecycleError when they do not fit.

    An action may stand in several rows as long as no state finds itself in two of them.
    """

    noun: str
    initial: str
    states: tuple[str, ...]
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise LifecycleError(self.noun, faults)

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.action for row in self.transitions))

    @property
    def guards(self) -> tuple[str, ...]:
        """Every fact that some row asks for."""
        return tuple(dict.fromkeys(guard for row in self.transitions for guard in row.guards))

    @property
    def final(self) -> tuple[str, ...]:
        """The states that nothing leads out of."""
        left = {source for row in self.transitions for source in row.sources}
        return tuple(state for state in self.states if state not in left)

    def rows(self, action: str) -> tuple[Transition, ...]:
        return tuple(row for row in self.transitions if row.action == action)

    def row(self, state: str, action: str) -> Transition | None:
        """The one row by which an action leaves a state."""
        return next((row for row in self.rows(action) if state in row.sources), None)


def _faults(table: Lifecycle) -> Iterator[str]:
    for state, times in Counter(table.states).items():
        if times > 1:
            yield f"state {state} is named {times} times"
    if table.initial not in table.states:
        yield f"the first state, {table.initial}, is not one of {', '.join(table.states)}"
    for row in table.transitions:
        yield from _row_faults(row, table.states)
    pairs = Counter((row.action, source) for row in table.transitions for source in row.sources)
    for (action, source), times in pairs.items():
        if times > 1:
            yield f"{action} leaves {source} by {times} rows, so its outcome is open"
    reached = _reached(table)
    yield from (f"nothing leads to state {state}" for state in table.states if state not in reached)


def _row_faults(row: Transition, states: tuple[str, ...]) -> Iterator[str]:
    if not row.action:
        yield f"a row to {row.target} has no action"
    if not row.sources:
        yield f"{row.action} has no state to start from"
    for state in (*row.sources, row.target):
        if state not in states:
            yield f"{row.action} names the unknown state {state}"


def _reached(table: Lifecycle) -> set[str]:
    reached, waiting = {table.initial}, [table.initial]
    while waiting:
        state = waiting.pop()
        for row in table.transitions:
            if state in row.sources and row.target not in reached:
                reached.add(row.target)
                waiting.append(row.target)
    return reached
