"""Resolutions: put about a fixed content, voted by seat, closed by the count."""

from __future__ import annotations

from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import Done, Forbidden, Missing, perform
from ridgeway.governance.codes.models import Code
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.committees import counting, subjects
from ridgeway.governance.committees.models import Paper, Resolution, Vote
from tests.governance.conftest import AT, World, appoint
from tests.marks import covers


@pytest.fixture
def panel(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Three seated members; the code itself stands in as the subject of resolutions."""

    def content(subject_id: str) -> dict[str, Any]:
        return {"name": Code.objects.get(pk=subject_id).name}

    monkeypatch.setitem(subjects.KINDS, "codes.code", content)
    admin = world.actors["installation-administrator"]
    seated = []
    for number in range(3):
        seat = world.do(
            "seat.create", world.code, body=world.bodies["panel"].id, name=f"Seat {number}"
        ).subject_id
        seated.append(
            appoint(
                world.installation,
                admin,
                "member",
                code_id=world.code.id,
                body=world.bodies["panel"].id,
                seat=seat,
            )
        )
    return seated


def put(world: World, **more: Any) -> Resolution:
    given = {
        "subject_type": "codes.code",
        "subject_id": world.code.id,
        "body": world.bodies["panel"].id,
        "text": "that the release goes live",
        "rule": {"quorum": 2},
        **more,
    }
    done = world.do("resolution.propose", world.code, **given)
    return Resolution.objects.get(pk=done.subject_id)


def cast(resolution: Resolution, actor: Actor, position: str = "for", **more: Any) -> Done:
    given = {"position": position, "paper_digest": resolution.subject_digest, **more}
    return perform("resolution.vote", resolution.id, given, actor=actor, at=AT)


@covers("F-250", "F-251")
def test_a_resolution_carries_by_the_votes_of_seats(world: World, panel: list[Actor]) -> None:
    resolution = put(world)
    for member, position in zip(panel, ("for", "for", "against"), strict=True):
        cast(resolution, member, position)
    done = world.do("resolution.close", resolution, "chair")
    assert done.answer["state"] == "carried"
    resolution.refresh_from_db()
    assert (resolution.state, resolution.decided_date) == ("carried", AT.date())


def test_a_vote_without_a_quorum_cannot_be_closed(world: World, panel: list[Actor]) -> None:
    resolution = put(world)
    cast(resolution, panel[0])
    with pytest.raises(Refused, match="quorum is 2"):
        world.do("resolution.close", resolution, "chair")


def test_one_person_votes_once(world: World, panel: list[Actor]) -> None:
    resolution = put(world)
    cast(resolution, panel[0])
    with pytest.raises(Refused, match="a vote stands"):
        cast(resolution, panel[0], "against")
    assert Vote.objects.count() == 1


def test_a_member_without_a_seat_does_not_vote(world: World, panel: list[Actor]) -> None:
    assert len(panel) == 3
    with pytest.raises(Refused, match="no seat"):
        cast(put(world), world.actors["member"])


@covers("F-253")
def test_a_recused_member_neither_votes_nor_reads_and_an_earlier_vote_is_set_aside(
    world: World, panel: list[Actor]
) -> None:
    resolution = put(world)
    cast(resolution, panel[0])
    perform(
        "resolution.recuse", resolution.id, {"interest": "Supplier of it"}, actor=panel[0], at=AT
    )
    assert not visible(Paper, panel[0]).exists()
    assert visible(Paper, panel[1]).exists()
    with pytest.raises(Refused, match="recused"):
        cast(resolution, panel[0])
    counted = counting.count(resolution, AT.date())
    assert (counted.in_favour, counted.recused) == (0, 1)


@covers("F-053")
def test_an_edit_of_the_subject_voids_what_was_put_and_shows_why(
    world: World, panel: list[Actor]
) -> None:
    resolution = put(world)
    cast(resolution, panel[0])
    Code.objects.filter(pk=world.code.id).update(name="Another")
    with pytest.raises(Refused, match="changed since"):
        cast(resolution, panel[1])
    with pytest.raises(Refused, match="changed since"):
        world.do("resolution.close", resolution, "chair")


def test_a_vote_names_the_paper_that_was_read(world: World, panel: list[Actor]) -> None:
    with pytest.raises(Refused, match="another paper"):
        cast(put(world), panel[0], paper_digest="0" * 64)


def test_two_resolutions_on_one_matter_are_not_open_together(
    world: World, panel: list[Actor]
) -> None:
    assert panel
    put(world)
    with pytest.raises(Refused, match="open already"):
        put(world)


@covers("F-261")
def test_whoever_put_a_resolution_does_not_vote_on_it(world: World, panel: list[Actor]) -> None:
    resolution = put(world)
    both = panel[0]
    admin = world.actors["installation-administrator"]
    given = {
        "person": world.actors["code-administrator"].person_id,
        "role": "member",
        "code": world.code.id,
        "from_date": "2019-01-01",
    }
    perform("appointment.make", world.installation.id, given, actor=admin, at=AT)
    from ridgeway.governance.actor import appointments_of

    proposer = world.actors["code-administrator"]
    twice = Actor(
        person_id=proposer.person_id,
        account_id=proposer.account_id,
        held=appointments_of(proposer.person_id, AT.date()),
    )
    with pytest.raises(Forbidden, match="another person"):
        cast(resolution, twice)
    cast(resolution, both)


@pytest.mark.parametrize("role", ["party", "delivery", "auditor", "authority"])
def test_only_members_vote(world: World, panel: list[Actor], role: str) -> None:
    assert panel
    resolution = put(world)
    with pytest.raises((Forbidden, Missing)):
        cast(resolution, world.actors[role])


def test_an_attested_resolution_keeps_the_day_unknown(world: World, panel: list[Actor]) -> None:
    assert panel
    from ridgeway.governance.acting import Told

    done = perform(
        "resolution.attest",
        world.code.id,
        {
            "subject_type": "codes.code",
            "subject_id": world.code.id,
            "body": world.bodies["panel"].id,
            "verb": "agree",
            "text": "that it goes live",
            "decided_from_date": "2019-11-08",
            "decided_until_date": "2019-11-29",
        },
        actor=world.actors["code-administrator"],
        at=AT,
        told=Told(source="the release went live on 29 November 2019"),
    )
    row = Resolution.objects.get(pk=done.subject_id)
    assert row.attested
    assert row.decided_date is None
    assert not row.votes.exists()
