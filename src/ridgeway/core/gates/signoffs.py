"""Sign-offs that combine and never merge.

One from each of two bodies is two requirements and takes two people: a person who sits on both
fills one of them. People are counted, never accounts, and only for the content they signed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from ridgeway.core.dates.wording import counted
from ridgeway.core.gates.binding import Bound
from ridgeway.core.verdict import Force, Reason, State


@dataclass(frozen=True, slots=True)
class Required:
    """So many different people must sign for a body."""

    body: str
    people: int = 1
    clause: str = ""
    force: Force = Force.MUST

    def __post_init__(self) -> None:
        if self.people < 1:
            raise ValueError(f"sign-offs of {self.body}: {self.people} people, use 1 or more")

    @property
    def key(self) -> str:
        return f"sign-off.{self.body}"


@dataclass(frozen=True, slots=True)
class SignOff:
    """A person signed for a body, through an account, with this content in view."""

    body: str
    person: str
    about: Bound
    account: str = ""
    signed_at: dt.datetime | None = None


def combine(*sources: Iterable[Required]) -> tuple[Required, ...]:
    """What several rules ask for together: per body the highest number and the strongest force."""
    strength = {Force.MAY: 0, Force.SHOULD: 1, Force.MUST: 2}
    found: dict[str, Required] = {}
    for one in (row for source in sources for row in source):
        known = found.get(one.body)
        if known is None:
            found[one.body] = one
            continue
        clauses = dict.fromkeys(c for c in (known.clause, one.clause) if c)
        found[one.body] = replace(
            known,
            people=max(known.people, one.people),
            clause="; ".join(clauses),
            force=max(known.force, one.force, key=strength.__getitem__),
        )
    return tuple(found.values())


def standing(
    required: Sequence[Required],
    signed: Sequence[SignOff],
    now: Bound,
    *,
    excluded: Collection[str] = (),
) -> tuple[Reason, ...]:
    """One reason for each requirement, for the thing as it is `now`.

    `excluded` people (its author, say) do not count at all. People are shared out so that as many
    places as possible are filled, earlier requirements first.
    """
    rows = combine(required)
    valid = [s for s in signed if s.about.stands_for(now) and s.person not in excluded]
    filled = _share_out(rows, valid)
    return tuple(_reason(row, filled[row.body], signed, now, excluded) for row in rows)


def _reason(
    row: Required, filled: int, signed: Sequence[SignOff], now: Bound, excluded: Collection[str]
) -> Reason:
    missing = row.people - filled
    mine = [s for s in signed if s.body == row.body]
    fallen = {s.person for s in mine if not s.about.stands_for(now)}
    fallen -= {s.person for s in mine if s.about.stands_for(now)}
    own = {s.person for s in mine if s.person in excluded}
    what = f"{row.body}: {filled} of {counted(row.people, 'person', 'people')} signed."
    if fallen:
        what += f" {_people(fallen)} signed content that has changed since."
    if own:
        what += f" {_people(own)} may not sign this and does not count."
    return Reason(
        key=row.key,
        what=what,
        state=State.UNMET if missing else State.MET,
        clause=row.clause,
        force=row.force,
        cleared_by=(row.body,),
        remedy=f"{counted(missing, 'more person', 'more people').capitalize()} of {row.body} must"
        " sign."
        if missing
        else "",
    )


def _people(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _share_out(rows: Sequence[Required], signed: Sequence[SignOff]) -> dict[str, int]:
    """How many places of each body are filled when each person fills one at most.

    Augmenting paths over a handful of places: a person moves to another body that they signed for
    when that frees a place for someone else.
    """
    bodies: dict[str, list[str]] = {}
    for one in signed:
        bodies.setdefault(one.body, []).append(one.person)
    places = [(row.body, place) for row in rows for place in range(row.people)]
    taken: dict[str, tuple[str, int]] = {}

    def fill(place: tuple[str, int], seen: set[str]) -> bool:
        for person in bodies.get(place[0], ()):
            if person in seen:
                continue
            seen.add(person)
            if person not in taken or fill(taken[person], seen):
                taken[person] = place
                return True
        return False

    filled = {row.body: 0 for row in rows}
    for place in places:
        filled[place[0]] += fill(place, set())
    return filled
