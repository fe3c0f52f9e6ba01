"""Who decides is policy data, and codes stand side by side."""

from __future__ import annotations

import pytest

from ridgeway.governance.acts import perform
from ridgeway.governance.codes.models import Code
from ridgeway.governance.golive.models import Criterion
from ridgeway.governance.golive.queries import gate_of
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.models import Chain
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import AT, World, appoint
from tests.governance.golive.staging import shipped
from tests.marks import covers


def rulebook(decider: str) -> str:
    """The shipped policy with another body in the place of the one that decides on go-live."""
    head, mark, rest = shipped("sec-rmp").partition("[go_live]\n")
    assert mark
    return head + mark + rest.replace('decided_by = "panel"', f'decided_by = "{decider}"', 1)


def planned(world: World) -> Release:
    done = world.do("release.plan", world.code, kind="documentation", go_live_date="2026-03-02")
    return Release.objects.get(pk=done.subject_id)


@covers("F-265")
@pytest.mark.parametrize(("decider", "name"), [("panel", "The SEC Panel"), ("secas", "SECAS")])
def test_the_body_that_decides_is_the_one_that_the_policy_names(
    world: World, decider: str, name: str
) -> None:
    world.do("policy.adopt", world.code, text=rulebook(decider))
    agreed = gate_of(planned(world), AT.date()).decision.reasons[0]
    assert agreed.cleared_by == (name.removeprefix("The "),)
    assert agreed.what == f"{name} has not agreed that it goes live."


@covers("F-090")
def test_criteria_are_set_with_the_evidence_that_each_needs(world: World) -> None:
    world.do("policy.adopt", world.code, text=rulebook("panel"))
    release = planned(world)
    given = {"number": 1, "text": "Tests are closed", "evidence_wanted": "Completion reports"}
    world.do("release.set-criterion", release, **given)
    reason = gate_of(release, AT.date()).readiness.reasons[0]
    assert reason.remedy == "Wanted: Completion reports."
    assert Criterion.objects.get(release=release).evidence_wanted == "Completion reports"


@covers("F-262")
def test_two_codes_stand_side_by_side_with_a_chain_and_references_of_their_own(
    world: World,
) -> None:
    root = world.actors["installation-administrator"]
    given = {"key": "rec", "name": "Retail Energy Code", "short_name": "REC", "audience": "public"}
    other = perform("code.found", world.installation.id, given, actor=root, at=AT).subject_id
    admin = appoint(world.installation, root, "code-administrator", code_id=other)
    raised = {"reference": "MP001", "title": "The same number elsewhere"}
    world.do("modification.adopt", world.code, **raised)
    perform("modification.adopt", other, raised, actor=admin, at=AT)
    rows = Modification.objects.filter(reference="MP001").values_list("code__key", flat=True)
    assert sorted(rows) == ["rec", "sec"]
    assert {"rec", "sec"} <= set(Chain.objects.values_list("key", flat=True))
    ours = world.actors["code-administrator"]
    assert Code.objects.get(pk=other).id not in ours.codes()
