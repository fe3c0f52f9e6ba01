"""Raising, wording, numbering and adopting modifications."""

from __future__ import annotations

import datetime as dt

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.acting import Happened, Told
from ridgeway.governance.acts import Conflict, Forbidden, perform
from ridgeway.governance.modifications.models import Modification, ModificationReference, Part
from ridgeway.governance.modifications.queries import modification_named, page_of
from tests.governance.conftest import World
from tests.governance.modifications.samples import POLICY
from tests.marks import covers


def raised(world: World, **given: object) -> Modification:
    done = world.do("modification.raise", world.code, **{"title": "A change", **given})
    return Modification.objects.get(pk=done.subject_id)


def test_a_modification_has_a_part_and_bears_its_reference_from_the_day_it_is_raised(
    world: World,
) -> None:
    row = raised(world, reference="MP001")
    assert Part.objects.get(modification=row).number == 1
    held = ModificationReference.objects.get(modification=row)
    assert (held.reference, held.from_date) == ("MP001", world.at.date())


SERIES = [
    (["MP001"], "", "MP002"),
    (["MP099"], "", "MP100"),
    (["MP999", "MP1000"], "", "MP1001"),
    (["MP102", "MP102A"], "MP", "MP103"),
    (["DP007", "MP150"], "DP", "DP008"),
    (["IREG-1"], "IREG-", "IREG-2"),
]


@pytest.mark.parametrize(("held", "series", "next_one"), SERIES)
def test_the_next_reference_goes_on_from_the_highest_of_its_series(
    world: World, held: list[str], series: str, next_one: str
) -> None:
    for reference in held:
        raised(world, reference=reference)
    assert raised(world, series=series).reference == next_one


def test_without_a_series_to_go_on_from_a_reference_is_asked_for(world: World) -> None:
    with pytest.raises(Refused, match="No numbered modification"):
        raised(world)


def test_another_reference_leaves_the_modification_the_same_one(world: World) -> None:
    row = raised(world, reference="DP081")
    world.do("modification.renumber", row, reference="MP081")
    actor = world.actors["code-administrator"]
    for reference in ("DP081", "MP081"):
        found = modification_named(actor, world.code.id, reference)
        assert found is not None
        assert (found.id, found.reference) == (row.id, "MP081")
    row.refresh_from_db()
    page = page_of(row, on=world.at.date())
    assert [(r.reference, r.present) for r in page.references] == [
        ("DP081", False),
        ("MP081", True),
    ]


def test_a_reference_is_never_given_to_another(world: World) -> None:
    first, second = raised(world, reference="DP1"), raised(world, reference="DP2")
    world.do("modification.renumber", first, reference="MP1")
    with pytest.raises(Refused, match="references are not reused"):
        world.do("modification.renumber", second, reference="DP1")
    with pytest.raises(Conflict):
        raised(world, reference="DP1")
    world.do("modification.renumber", first, reference="DP1")
    assert ModificationReference.objects.filter(reference="DP1").count() == 1


def test_an_edit_changes_only_what_is_given_and_raises_the_version(world: World) -> None:
    row = raised(world, reference="MP1", description="Old", path="authority")
    world.do("modification.edit", row, description="New")
    row.refresh_from_db()
    assert (row.description, row.path, row.version) == ("New", "authority", 2)
    with pytest.raises(Refused, match="Nothing was given"):
        world.do("modification.edit", row)


@covers("F-248")
def test_adopting_keeps_what_no_source_says_as_unknown(world: World) -> None:
    done = perform(
        "modification.adopt",
        world.code.id,
        {
            "reference": "SECMP0062",
            "title": "Northbound prioritisation",
            "parts": ["part 1", "part 2"],
            "earlier_references": ["CR1"],
            "audience": "public",
        },
        actor=world.actors["code-administrator"],
        at=world.at,
        told=Told(source="Paper 001", happened=Happened(dt.date(2019, 11, 29))),
    )
    row = Modification.objects.get(pk=done.subject_id)
    unknown = (row.stage, row.path, row.raised_date, row.decided_date, row.system_impact)
    assert unknown == ("", "", None, None, None)
    assert (row.source, row.proposer) == ("Paper 001", None)
    assert list(row.parts.values_list("name", flat=True)) == ["part 1", "part 2"]


def test_a_stage_that_the_adopted_policy_does_not_know_is_refused(world: World) -> None:
    world.do("policy.adopt", world.code, text=POLICY)
    with pytest.raises(Refused, match="knows no stage called 'limbo'"):
        world.do("modification.adopt", world.code, reference="MP1", title="Old", stage="limbo")


@pytest.mark.parametrize("role", ["member", "authority", "auditor"])
def test_who_may_not_raise_is_refused(world: World, role: str) -> None:
    with pytest.raises(Forbidden):
        world.do("modification.raise", world.code, role, title="X", reference="MP1")


def test_an_unknown_proposer_is_named(world: World) -> None:
    with pytest.raises(Refused, match="No Party is registered as 'nobody'"):
        raised(world, reference="MP1", proposer="nobody")
    assert not Modification.objects.exists()
