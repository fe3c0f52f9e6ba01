"""What belongs to something larger is found as soon as it is said, by whoever sees that."""

from __future__ import annotations

from ridgeway.governance.actor import PUBLIC
from ridgeway.governance.releases.models import PlannedDate, Release
from ridgeway.governance.search.models import SearchEntry
from ridgeway.governance.search.queries import search
from ridgeway.governance.search.rebuilding import differences
from tests.governance.conftest import World
from tests.governance.conftest import world as world  # noqa: PLC0414
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers

ADMINISTRATION = "administration"


def hidden(scene: Scene) -> Release:
    return scene.plan(slot="june", year=2026, audience=ADMINISTRATION)


def kinds(world: World, role: str, typed: str) -> list[str]:
    return [hit.kind for hit in search(world.actors[role], typed).hits]


@covers("F-258")
def test_a_risk_and_what_a_body_says_of_it_are_found_from_the_act_on(scene: Scene) -> None:
    release, world = hidden(scene), scene.world
    scene.act("release.record-risk", release, text="Walruses may come", approach=["Count them"])
    view = {"body": "panel", "accepted": True, "view_date": "2026-03-01"}
    scene.act("release.view-risk", release, number=1, subject_to="a narwhal on watch", **view)
    for typed, kind in (
        ("walrus", "releases.risk"),
        ("count them", "releases.risk"),
        ("narwhal", "releases.riskview"),
    ):
        assert kinds(world, "auditor", typed) == [kind]
        assert kinds(world, "member", typed) == []
    scene.act("release.record-risk", release, number=1, text="Seals may come", approach=[])
    assert kinds(world, "auditor", "walrus") == []
    assert kinds(world, "auditor", "seals") == ["releases.risk"]
    assert list(differences()) == []


@covers("F-258")
def test_words_that_are_taken_back_are_no_longer_found(scene: Scene) -> None:
    release, world = hidden(scene), scene.world
    scene.act("release.record-risk", release, text="Walruses may come", approach=[])
    view = {"body": "panel", "view_date": "2026-03-01", "number": 1}
    scene.act("release.view-risk", release, accepted=True, subject_to="a narwhal", **view)
    scene.act("release.view-risk", release, accepted=False, subject_to="", **view)
    assert kinds(world, "auditor", "narwhal") == []
    assert list(differences()) == []


@covers("F-258")
def test_the_parts_of_a_thing_follow_when_it_is_shown_to_others(scene: Scene) -> None:
    row = scene.modification("MP1", title="Pending", audience=ADMINISTRATION)
    scene.act("modification.add-part", row, name="Walrus part")
    scene.act("modification.renumber", row, reference="SECMP0007")
    world = scene.world
    for typed in ("walrus", "MP1"):
        assert len(kinds(world, "auditor", typed)) == 1
        assert kinds(world, "party", typed) == []
    scene.act("modification.edit", row, audience="parties")
    for typed in ("walrus", "MP1"):
        assert len(kinds(world, "party", typed)) == 1
        assert search(PUBLIC, typed).total == 0
    assert list(differences()) == []


def test_a_date_by_rule_and_a_duty_nobody_spoke_of_are_no_hits(scene: Scene) -> None:
    hidden(scene)
    assert PlannedDate.objects.exists()
    found = set(SearchEntry.objects.values_list("kind", flat=True))
    assert "releases.obligation" not in found


@covers("F-258")
def test_the_end_of_a_long_text_is_found_too(scene: Scene) -> None:
    release = hidden(scene)
    text = "word " * 100 + "walrus"
    scene.act("release.record-risk", release, text=text, approach=[])
    (hit,) = search(scene.world.actors["auditor"], "walrus").hits
    assert len(hit.title) == 300
    assert "walrus" in hit.extract
