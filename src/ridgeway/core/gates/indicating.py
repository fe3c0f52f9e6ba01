"""An indication: seats choose one of several options, and the one with most votes is indicated."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ridgeway.core.verdict import Reason, State, Verdict


@dataclass(frozen=True, slots=True)
class Indication:
    """The votes for each option, numbered from 1, at one moment.

    `seats` are those not recused; `abstained` took part and chose none. `chosen` is the option that
    would be indicated if the vote closed now: the one with more votes than any other, once the
    quorum took part. `can_still_win` are the options that those who wait can yet bring there.
    """

    votes: tuple[int, ...]
    abstained: int
    recused: int
    seats: int
    waiting: int
    quorum: int
    chosen: int | None
    can_still_win: tuple[int, ...]
    closed: bool

    @property
    def voted(self) -> int:
        return sum(self.votes) + self.abstained

    @property
    def quorate(self) -> bool:
        return self.voted >= self.quorum


def indication(
    options: int,
    seats: Sequence[str],
    votes: Mapping[str, int | None],
    recused: Collection[str] = (),
    *,
    quorum: int = 1,
    closed: bool = False,
) -> Indication:
    """Counts what each seat that is not recused chose; None is an abstention.

    Raises ValueError for fewer than two options, for an option that there is not, and for votes of
    seats that do not exist.
    """
    if options < 2:
        raise ValueError(f"{options} is too few to choose from: give two options or more")
    voting = [seat for seat in dict.fromkeys(seats) if seat not in recused]
    if strangers := sorted(set(votes) - set(seats)):
        raise ValueError(f"not a seat of this body: {', '.join(strangers)}")
    cast = [votes[seat] for seat in voting if seat in votes]
    if wrong := {one for one in cast if one is not None and not 1 <= one <= options}:
        raise ValueError(f"there is no option {min(wrong)}: choose from 1 to {options}")
    counts = tuple(cast.count(number) for number in range(1, options + 1))
    waiting = 0 if closed else len(voting) - len(cast)
    most = max(counts)
    leads = counts.count(most) == 1 and most > 0 and len(cast) >= quorum
    can_vote = len(cast) + waiting >= quorum
    winners = (
        number
        for number, count in enumerate(counts, 1)
        if can_vote and count + waiting > max(c for n, c in enumerate(counts, 1) if n != number)
    )
    return Indication(
        votes=counts,
        abstained=cast.count(None),
        recused=len(dict.fromkeys(seats)) - len(voting),
        seats=len(voting),
        waiting=waiting,
        quorum=quorum,
        chosen=counts.index(most) + 1 if leads else None,
        can_still_win=tuple(winners),
        closed=closed,
    )


def indication_verdict(count: Indication, clause: str = "") -> Verdict:
    """The quorum, and whether one option stands before all others."""
    few = f"{count.voted} of {count.seats} seats took part; the quorum is {count.quorum}."
    each = ", ".join(f"option {n}: {votes}" for n, votes in enumerate(count.votes, 1))
    told = f"{each}; {count.abstained} abstained, {count.recused} recused."
    most = max(count.votes)
    alone = most > 0 and count.votes.count(most) == 1
    return Verdict(
        "Is an option indicated?",
        (
            Reason("quorum", few, State.MET if count.quorate else State.UNMET, clause=clause),
            Reason("threshold", told, State.MET if alone else State.UNMET, clause=clause),
        ),
    )
