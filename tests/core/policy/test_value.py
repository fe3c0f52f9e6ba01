"""Values of a rulebook: frozen, equal by content, complete or not made at all."""

from __future__ import annotations

import pytest

from ridgeway.core.policy.terms import Body, Slot, Weekday, Which
from ridgeway.core.policy.value import shape_of
from tests.core.policy.shipped import sec_rmp


def body(name: str = "Board") -> Body:
    return Body(id="board", name=name, clause="section 1")


def test_values_of_equal_content_are_equal_and_hash_alike() -> None:
    assert body() == body()
    assert len({body(), body(), body("Panel")}) == 2
    assert body() != "board"


def test_value_cannot_be_changed() -> None:
    one = body()
    with pytest.raises(AttributeError, match="frozen"):
        one.name = "Panel"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del one.name
    assert one.name == "Board"


def test_value_is_not_made_with_a_field_missing_or_unknown() -> None:
    with pytest.raises(TypeError, match="name"):
        Body(id="board", clause="section 1")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Body(id="board", name="Board", clause="1", colour="red")  # type: ignore[call-arg]


def test_fields_of_the_bases_come_first_and_keep_their_defaults() -> None:
    names = [part.name for part in shape_of(Slot)]
    assert names[:4] == ["clause", "note", "unconfirmed", "force"]
    required = {part.name for part in shape_of(Slot) if part.required}
    assert required == {"clause", "force", "id", "title", "month", "weekday", "which", "kind"}


def test_value_shows_what_it_holds() -> None:
    assert repr(body()).startswith("Body(clause='section 1'")


def test_whole_rulebook_is_hashable() -> None:
    assert hash(sec_rmp()) == hash(sec_rmp())


def test_weekday_and_place_count_as_the_calendar_does() -> None:
    assert [day.number for day in Weekday] == list(range(7))
    assert [which.number for which in Which] == [1, 2, 3, 4, 5, -1]
