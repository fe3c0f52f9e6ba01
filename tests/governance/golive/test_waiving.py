"""A scheme that lets criteria be waived: by whom, how long, and by nobody with a stake in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ridgeway.core.policy.faults import RulebookFileError
from ridgeway.core.policy.loading import parse_rulebook
from ridgeway.core.verdict import Reason, Refused, State
from ridgeway.governance.actor import Actor
from ridgeway.governance.acts import Forbidden, perform
from ridgeway.governance.golive.models import Waiver
from ridgeway.governance.golive.queries import gate_of
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import AT, World, appoint
from tests.governance.golive.staging import SCHEME, TODAY, find, reword, staged

CLAUSE = "Reservoir Safety Scheme 1.2, section 6"


@pytest.fixture
def release(world: World) -> Release:
    return staged(world, SCHEME.read_text("utf-8"))


def waive(world: World, release: Release, actor: Actor | None = None, **given: Any) -> None:
    values = {
        "reason_key": "criterion-1",
        "body": world.bodies["panel"].id,
        "reason": "The old gate stays in place.",
        "until_date": "2026-04-01",
        **given,
    }
    actor = actor or world.actors["chair"]
    perform("release.waive", release.id, values, actor=actor, at=AT)


def reason_of(release: Release, key: str = "criterion-1", on: dt.date = TODAY) -> Reason:
    held = gate_of(Release.objects.get(pk=release.pk), on).readiness.reasons
    return next(r for r in held if r.key == key)


def refused(world: World, release: Release, actor: Actor | None = None, **given: Any) -> Reason:
    with pytest.raises(Refused) as caught:
        waive(world, release, actor, **given)
    assert not Waiver.objects.exists()
    return caught.value.verdict.blocking[0]


def test_the_body_that_the_scheme_names_waives_by_name_until_a_day(
    world: World, release: Release
) -> None:
    assert reason_of(release).blocks
    waive(world, release)
    reason = reason_of(release)
    assert reason.state is State.WAIVED
    by = f"SEC Panel ({world.actors['chair'].name}), Mon 2 Mar 2026, until Wed 1 Apr 2026"
    assert f"Waived by {by}, under {CLAUSE}: The old gate stays in place." in reason.what
    assert reason_of(release, "criterion-2").blocks


def test_a_waiver_counts_to_the_end_of_its_day_and_may_then_be_given_again(
    world: World, release: Release
) -> None:
    waive(world, release, until_date="2026-03-10")
    assert reason_of(release, on=dt.date(2026, 3, 10)).state is State.WAIVED
    after = reason_of(release, on=dt.date(2026, 3, 11))
    assert after.blocks
    assert "until Tue 10 Mar 2026 ended on Tue 10 Mar 2026." in after.what
    later = dt.datetime(2026, 3, 11, 9, tzinfo=dt.UTC)
    given = {"reason_key": "criterion-1", "body": world.bodies["panel"].id, "reason": "Again"}
    given["until_date"] = "2026-03-20"
    perform("release.waive", release.id, given, actor=world.actors["chair"], at=later)
    assert reason_of(release, on=dt.date(2026, 3, 11)).state is State.WAIVED


TOO_LONG = [("2026-04-02", "not until Thu 2 Apr 2026"), (None, "no day is given")]


@pytest.mark.parametrize(("until", "said"), TOO_LONG)
def test_a_waiver_ends_when_the_scheme_says_at_the_latest(
    world: World, release: Release, until: str | None, said: str
) -> None:
    reason = refused(world, release, until_date=until)
    assert "SEC Panel may waive this until Wed 1 Apr 2026 at the latest" in reason.what
    assert said in reason.what
    assert reason.clause == CLAUSE


def test_a_waiver_does_not_end_before_it_begins(world: World, release: Release) -> None:
    reason = refused(world, release, until_date="2026-03-01")
    assert (reason.what, reason.clause) == ("Sun 1 Mar 2026 has passed.", CLAUSE)


def test_another_body_does_not_waive_and_is_told_which_may(world: World, release: Release) -> None:
    admin = fresh_administrator(world)
    reason = refused(world, release, admin, body=world.bodies["opsg"].id)
    assert reason.what == "The policy does not let Operations Group waive this must."
    assert (reason.clause, reason.cleared_by) == (CLAUSE, ("SEC Panel",))


def test_what_the_scheme_does_not_name_is_not_waived(world: World, release: Release) -> None:
    reason = refused(world, release, reason_key="advice-opsg")
    assert reason.what == "The policy does not let SEC Panel waive this must."
    assert reason.clause == "Reservoir Safety Scheme 1.2, section 7"


def test_what_is_met_is_not_waived(world: World, release: Release) -> None:
    find(world, release, 2, "secas")
    reason = refused(world, release, reason_key="criterion-2")
    assert reason.what == "criterion-2 is met; there is nothing to waive."


def test_nobody_waives_what_their_own_body_has_to_clear(world: World, release: Release) -> None:
    root, here = world.actors["installation-administrator"], world.installation
    works = appoint(
        here, root, "code-administrator", code_id=world.code.id, body=world.bodies["dcc"].id
    )
    reason = refused(world, release, works)
    assert reason.key == "own-interest"
    assert reason.what.startswith("DCC has to clear this itself")
    assert reason.clause == CLAUSE


def test_a_chair_waives_for_their_own_body_alone(world: World, release: Release) -> None:
    root, here = world.actors["installation-administrator"], world.installation
    other = appoint(here, root, "chair", code_id=world.code.id, body=world.bodies["tag"].id)
    assert refused(world, release, other).what == "You do not speak for that body."
    waive(world, release, other, reason_key="advice-opsg", body=world.bodies["tag"].id)
    assert reason_of(release, "advice-opsg").state is State.WAIVED


def test_whoever_found_a_criterion_is_another_than_who_waives(
    world: World, release: Release
) -> None:
    find(world, release, 2, "secas")
    with pytest.raises(Forbidden, match="another person"):
        waive(world, release, world.actors["code-administrator"])


def test_a_waiver_falls_with_the_wording_that_was_waived(world: World, release: Release) -> None:
    waive(world, release)
    reword(world, release)
    reason = reason_of(release)
    assert reason.blocks
    assert "fell on Tue 3 Mar 2026: the criterion was reworded." in reason.what


def test_a_scheme_that_waives_through_nobody_or_nothing_is_refused_with_its_place() -> None:
    text = SCHEME.read_text("utf-8")
    wrong = text.replace('matter = "criteria"', 'matter = "weather"').replace(
        'by = "tag"', 'by = "nobody"'
    )
    with pytest.raises(RulebookFileError) as caught:
        parse_rulebook(wrong, "scheme.toml")
    said = str(caught.value)
    assert "go_live.waivers[1].matter" in said
    assert '"nobody" is not a body' in said


def fresh_administrator(world: World) -> Actor:
    root = world.actors["installation-administrator"]
    return appoint(world.installation, root, "code-administrator", code_id=world.code.id)
