"""A modification moves as the adopted workflow says, and every refusal names its clauses."""

from __future__ import annotations

import pytest

from ridgeway.core.verdict import Refused, State
from ridgeway.governance.acting import Told
from ridgeway.governance.acts import Forbidden, perform
from ridgeway.governance.acts_on import offers
from ridgeway.governance.codes.models import Party
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.modifications.queries import page_of, steps_of
from ridgeway.governance.modifications.workflow import life_of
from ridgeway.governance.record.models import Event
from tests.governance.conftest import World
from tests.governance.modifications.samples import POLICY
from tests.marks import covers


@pytest.fixture
def adopted(world: World) -> World:
    world.do("policy.adopt", world.code, text=POLICY)
    return world


def raised(world: World, **given: object) -> Modification:
    given = {"title": "Change a thing", "reference": "MP001", **given}
    return Modification.objects.get(
        pk=world.do("modification.raise", world.code, **given).subject_id
    )


def move(
    world: World,
    row: Modification,
    action: str,
    *,
    told: str = "",
    as_body: str = "",
    **given: object,
) -> Modification:
    perform(
        "modification.move",
        row.id,
        {"action": action, **given},
        actor=world.actors["code-administrator"],
        at=world.at,
        told=Told(reason=told, acting_for=as_body),
    )
    return Modification.objects.get(pk=row.id)


def test_a_raised_modification_stands_at_the_first_stage_of_the_workflow(adopted: World) -> None:
    assert raised(adopted).stage == "draft"


def test_a_move_pins_the_policy_version_and_its_clause(adopted: World) -> None:
    row = move(adopted, raised(adopted), "assess")
    assert row.stage == "assessment"
    event = Event.objects.get(subject_id=row.id, act="modification.move")
    body = bytes(event.body).decode()
    assert '"policy":"example-policy@1.0"' in body
    assert '"clause":"Example Policy 1.0, section 5.1"' in body


def test_a_move_is_refused_with_every_unmet_reason_at_once(adopted: World) -> None:
    row = raised(adopted)
    with pytest.raises(Refused) as caught:
        move(adopted, row, "consult")
    found = {r.key: r for r in caught.value.verdict.blocking}
    assert set(found) == {"state", "reasons-given", "impact-assessment"}
    assert found["impact-assessment"].state is State.CANNOT_TELL
    assert {r.clause for r in found.values()} == {"Example Policy 1.0, section 5.2"}


def test_stated_facts_and_the_reason_are_on_the_record(adopted: World) -> None:
    row = move(adopted, raised(adopted), "assess")
    row = move(adopted, row, "consult", told="Agreed", facts=["impact-assessment"])
    assert row.stage == "consultation"
    event = Event.objects.filter(subject_id=row.id).latest("seq")
    assert "Agreed Stated: impact assessment." in bytes(event.body).decode()


CASES = [
    ("self-governance", "approve-self-governance", set()),
    ("self-governance", "recommend", {"not-self-governance-path"}),
    ("authority", "approve-self-governance", {"self-governance-path"}),
    ("authority", "recommend", set()),
    ("", "recommend", {"not-self-governance-path"}),
]


@pytest.mark.parametrize(("path", "action", "unmet"), CASES)
def test_a_guard_on_the_path_is_answered_by_the_path(
    adopted: World, path: str, action: str, unmet: set[str]
) -> None:
    row = move(adopted, raised(adopted, path=path), "assess")
    row = move(adopted, row, "consult", told="x", facts=["impact-assessment"])
    adopted.do("modification.set-dates", row, lead_time=3)
    if unmet:
        with pytest.raises(Refused) as caught:
            move(adopted, row, action, as_body="panel")
        assert {r.key for r in caught.value.verdict.blocking} == unmet
    else:
        assert move(adopted, row, action, as_body="panel").stage in ("window", "authority")


def test_a_step_of_a_body_is_refused_to_whoever_does_not_act_for_it(adopted: World) -> None:
    row = move(adopted, raised(adopted, path="authority"), "assess")
    row = move(adopted, row, "consult", told="x", facts=["impact-assessment"])
    with pytest.raises(Refused) as caught:
        move(adopted, row, "recommend")
    assert [r.key for r in caught.value.verdict.blocking] == ["role"]
    with pytest.raises(Refused, match="No body is registered as 'panell'"):
        move(adopted, row, "recommend", as_body="panell")


def test_without_a_workflow_every_move_is_refused_and_says_what_would_help(world: World) -> None:
    row = raised(world)
    assert row.stage == "raised"
    with pytest.raises(Refused, match="lays down the life of a modification"):
        move(world, row, "assess")


def test_a_party_may_not_move_a_modification(adopted: World) -> None:
    row = raised(adopted)
    with pytest.raises(Forbidden):
        adopted.do("modification.move", row, "party", action="assess")


def test_the_page_offers_each_step_from_here_with_what_stands_in_its_way(adopted: World) -> None:
    row = move(adopted, raised(adopted), "assess")
    actor, today = adopted.actors["code-administrator"], adopted.at.date()
    page = page_of(row, on=today)
    steps = {step.action: step for step in steps_of(actor, row, life_of(row.code_id, today), today)}
    assert set(steps) == {"consult", "withdraw", "hold"}
    assert steps["hold"].verdict.allowed
    assert {r.key for r in steps["consult"].verdict.blocking} == {
        "reasons-given",
        "impact-assessment",
    }
    assert [stage.key for stage in page.life if stage.here] == ["assessment"]
    assert page.stage_title == "Assessment"


def test_a_final_stage_offers_no_move_and_says_so(adopted: World) -> None:
    row = Modification.objects.get(
        pk=adopted.do(
            "modification.adopt", adopted.code, reference="MP9", title="Old", stage="withdrawn"
        ).subject_id
    )
    (offer,) = offers(row, adopted.actors["code-administrator"], adopted.at, ["modification.move"])
    assert not offer.verdict.allowed
    assert offer.verdict.blocking[0].what == "Nothing leads on from Withdrawn."


@covers("F-248")
def test_a_party_raises_in_its_own_name_only(adopted: World) -> None:
    here, admin = adopted.installation, "installation-administrator"
    for key in ("acme", "other"):
        adopted.do("party.register", here, admin, key=key, name=key.title())
    acme = Party.objects.get(key="acme")
    person = adopted.actors["party"].person_id
    given = {"person": person, "role": "party", "code": adopted.code.id, "party": acme.id}
    adopted.do("appointment.make", here, admin, **given, from_date="2019-01-01")
    from ridgeway.governance.actor import Via, actor_of
    from ridgeway.governance.codes.models import Account

    account = Account.objects.get(pk=adopted.actors["party"].account_id)
    adopted.actors["party"] = actor_of(account, via=Via.WEB, on=adopted.at.date())
    done = adopted.do("modification.raise", adopted.code, "party", title="Ours", reference="MP002")
    assert Modification.objects.get(pk=done.subject_id).proposer == acme
    with pytest.raises(Refused, match="in its own name"):
        adopted.do("modification.raise", adopted.code, "party", title="Theirs", proposer="other")
