"""An indication among options: whole numbers, a quorum, and no winner on a tie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.core.gates.indicating import indication, indication_verdict
from tests.marks import covers

SEATS = ("a", "b", "c", "d", "e")


def chosen(text: str) -> dict[str, int | None]:
    """`12-.`: option 1, option 2, abstained, not voted, seat by seat."""
    pairs = zip(SEATS, text, strict=True)
    return {seat: None if mark == "-" else int(mark) for seat, mark in pairs if mark != "."}


CASES = [
    ("1123-", 2, 1, (1,)),
    ("1122-", 2, None, ()),
    ("11...", 3, None, (1, 2, 3)),
    ("111..", 3, 1, (1,)),
    ("-----", 2, None, ()),
    ("123..", 3, None, (1, 2, 3)),
    ("3....", 1, 3, (1, 2, 3)),
]


@covers("F-250")
@pytest.mark.parametrize(("cast", "quorum", "winner", "open_to"), CASES)
def test_the_option_with_most_votes_is_indicated_once_a_quorum_took_part(
    cast: str, quorum: int, winner: int | None, open_to: tuple[int, ...]
) -> None:
    count = indication(3, SEATS, chosen(cast), quorum=quorum)
    assert count.chosen == winner
    assert count.can_still_win == open_to
    assert indication_verdict(count).allowed is (winner is not None)


def test_a_recused_seat_chooses_nothing() -> None:
    count = indication(2, SEATS, chosen("12..."), {"b"})
    assert (count.votes, count.recused, count.chosen) == ((1, 0), 1, 1)


@pytest.mark.parametrize(
    ("options", "cast", "words"),
    [(1, ".....", "too few"), (2, "3....", "no option 3")],
)
def test_what_cannot_be_chosen_is_refused_in_words(options: int, cast: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        indication(options, SEATS, chosen(cast))


@given(st.text("12-.", min_size=5, max_size=5), st.text("12-", min_size=5, max_size=5))
def test_whoever_can_win_wins_in_some_completion_and_nobody_else_does(now: str, rest: str) -> None:
    count = indication(2, SEATS, chosen(now), quorum=3)
    done = "".join(late if mark == "." else mark for mark, late in zip(now, rest, strict=True))
    end = indication(2, SEATS, chosen(done), quorum=3, closed=True)
    assert end.chosen is None or end.chosen in count.can_still_win
    for option in count.can_still_win:
        best = indication(2, SEATS, chosen(now.replace(".", str(option))), quorum=3)
        assert best.chosen == option
