"""A Party reports its own readiness: in its own name, for those who weigh it, counted for all."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.verdict import Refused, State
from ridgeway.governance.actor import PUBLIC, Actor, Via, actor_of
from ridgeway.governance.acts import Done, Forbidden, perform
from ridgeway.governance.acts_on import offers
from ridgeway.governance.codes.models import Account, Party
from ridgeway.governance.codes.visibility import visible
from ridgeway.governance.golive.models import PartyReadiness
from ridgeway.governance.golive.parties import TABLES, parties_told
from ridgeway.governance.record.asat import source_at
from ridgeway.governance.record.models import INSTALLATION, Event
from ridgeway.governance.releases.models import Release
from ridgeway.governance.search.queries import search
from tests.governance.conftest import World, appoint
from tests.governance.golive.test_progress import release as release  # noqa: PLC0414
from tests.governance.golive.test_progress import tell
from tests.governance.releases.conftest import RULES, SOURCE, Scene
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers

REPORT = "release.report-party-readiness"
CLAUSE = "SEC Release Management Policy 3.0, section 8"
BUILT = {"on_track": True, "progress": "Our meters speak to the new build"}


def party(world: World, key: str) -> str:
    given = {"key": key, "name": f"{key.title()} Energy", "category": "Large Supplier"}
    world.do("party.register", world.installation, "installation-administrator", **given)
    return Party.objects.get(key=key).id


def speaker(world: World, *parties: str) -> Actor:
    """A person who acts for these Parties and for nobody else."""
    admin = world.actors["installation-administrator"]
    first = appoint(world.installation, admin, "party", code_id=world.code.id)
    for one in parties:
        given = {
            "person": first.person_id, "role": "party", "code": world.code.id, "party": one,
            "from_date": "2019-01-01",
        }  # fmt: skip
        world.do("appointment.make", world.installation, "installation-administrator", **given)
    account = Account.objects.get(person_id=first.person_id)
    return actor_of(account, via=Via.WEB, on=world.at.date())


def report(scene: Scene, release: Release, actor: Actor, **given: Any) -> Done:
    return perform(REPORT, release.id, {**BUILT, **given}, actor=actor, at=scene.world.at)


@covers("F-235", "F-241")
def test_a_party_tells_in_its_own_name_and_on_its_day(scene: Scene, release: Release) -> None:
    acme = speaker(scene.world, party(scene.world, "acme"))
    done = report(scene, release, acme)
    row = PartyReadiness.objects.get()
    assert (row.party.key, row.reported_date, row.go_live_date) == (
        "acme",
        scene.world.at.date(),
        release.go_live_date,
    )
    event = Event.objects.get(act=REPORT)
    assert (event.subject_id, event.actor_id, event.audience) == (
        row.id,
        acme.person_id,
        "committee",
    )
    assert (done.subject_id, done.answer["number"]) == (row.id, 1)
    assert Release.objects.get(pk=release.pk).version == release.version


@covers("F-235")
def test_what_a_party_said_is_for_those_who_weigh_it_and_for_itself(
    scene: Scene, release: Release
) -> None:
    world = scene.world
    acme, bolt = (speaker(world, party(world, key)) for key in ("acme", "bolt"))
    report(scene, release, acme, progress="A walrus of a build")
    readers = {"acme": acme, "bolt": bolt, "public": PUBLIC, **world.actors}
    told = {name for name, one in readers.items() if parties_told(one, release.id).told}
    assert told == {
        "acme", "code-administrator", "release-manager", "member", "chair", "delivery",
        "authority", "auditor",
    }  # fmt: skip
    assert {name for name, one in readers.items() if visible(PartyReadiness, one)} == told
    then = source_at(world.at, [world.code.key, INSTALLATION], (*TABLES, Release))
    assert {
        name for name, one in readers.items() if parties_told(one, release.id, then).told
    } == told
    assert all(parties_told(one, release.id).ready == 1 for one in readers.values())
    assert search(world.actors["member"], "walrus").total == 1
    assert search(PUBLIC, "walrus").total == search(bolt, "walrus").total == 0


@covers("F-235")
def test_the_latest_of_each_party_is_counted_for_the_date_that_stands(
    scene: Scene, release: Release
) -> None:
    acme, bolt, cole = (
        speaker(scene.world, party(scene.world, key)) for key in ("acme", "bolt", "cole")
    )
    report(scene, release, acme)
    report(scene, release, bolt)
    report(scene, release, bolt, on_track=False, concerns="No tester is free")

    def counted() -> tuple[int, int, int]:
        found = parties_told(PUBLIC, release.id)
        return (found.ready, found.not_ready, found.another)

    assert counted() == (1, 1, 0)
    scene.act(
        "release.set-date", release, go_live_date="2027-07-01", by_body="panel",
        authority="Minutes", cause="More testing",
    )  # fmt: skip
    assert counted() == (0, 0, 2)
    report(scene, Release.objects.get(pk=release.pk), cole)
    assert counted() == (1, 0, 2)


@covers("F-235")
def test_what_reached_the_administrator_is_entered_with_its_source(
    scene: Scene, release: Release
) -> None:
    party(scene.world, "acme")
    given = {**BUILT, "party": "acme", "reported_date": "2026-02-27"}
    scene.act(REPORT, release, SOURCE, **given)
    row = PartyReadiness.objects.get()
    assert (row.reported_date, row.source) == (dt.date(2026, 2, 27), SOURCE.source)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"party": "bolt"}, "You do not act for Bolt Energy"),
    ({"party": "nobody"}, "No Party is registered"),
    ({"on_track": False}, "nothing says why"),
    ({"reported_date": "2026-03-03"}, "still to come"),
]


@covers("F-235")
@pytest.mark.parametrize(("given", "says"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_held(
    scene: Scene, release: Release, given: dict[str, Any], says: str
) -> None:
    acme, _ = speaker(scene.world, party(scene.world, "acme")), party(scene.world, "bolt")
    with pytest.raises(Refused, match=says) as refused:
        report(scene, release, acme, **given)
    if "why" in says:
        assert CLAUSE in {reason.clause for reason in refused.value.verdict.blocking}
    assert not PartyReadiness.objects.exists()


def test_whoever_acts_for_several_says_for_which(scene: Scene, release: Release) -> None:
    both = speaker(scene.world, *(party(scene.world, key) for key in ("acme", "bolt")))
    with pytest.raises(Refused, match="not said which Party"):
        report(scene, release, both)
    report(scene, release, both, party="bolt")
    assert PartyReadiness.objects.get().party.key == "bolt"


def test_nobody_else_reports_for_a_party(scene: Scene, release: Release) -> None:
    party(scene.world, "acme")
    for role in ("delivery", "member", "authority", "auditor"):
        with pytest.raises(Forbidden):
            report(scene, release, scene.world.actors[role], party="acme")
    unnamed = scene.world.actors["party"]
    (offer,) = offers(release, unnamed, scene.world.at, [REPORT])
    assert [r.what for r in offer.verdict.blocking] == [
        "There is no Party for which you may report."
    ]
    with pytest.raises(Refused, match="no Party for which you may report"):
        report(scene, release, unnamed, party="acme")


def test_a_cancelled_release_is_told_nothing(scene: Scene, release: Release) -> None:
    acme = speaker(scene.world, party(scene.world, "acme"))
    scene.act("release.move", release, action="cancel", rationale="Nothing is in it")
    with pytest.raises(Refused, match="cancelled"):
        report(scene, release, acme)


def test_a_policy_that_asks_for_no_updates_leaves_nothing_to_tell(
    scene: Scene, release: Release
) -> None:
    acme = speaker(scene.world, party(scene.world, "acme"))
    text = RULES.read_text(encoding="utf-8")
    for old, new in (
        ('version = "3.0"\ntitle', 'version = "3.1"\ntitle'),
        ("applies_from = 2019-09-13", "applies_from = 2020-01-01"),
        ('updates = "readiness-updates"\nupdates_asked_by = "panel"\n', ""),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    scene.act("policy.adopt", scene.world.code, text=text)
    (offer,) = offers(release, acme, scene.world.at, [REPORT])
    assert offer.verdict.state is State.CANNOT_TELL
    says = "asks for updates on readiness"
    with pytest.raises(Refused, match=says):
        report(scene, release, acme)
    with pytest.raises(Refused, match=says):
        tell(scene, release)
