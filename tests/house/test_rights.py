"""Every act has a row in the table of rights, and every right an act."""

from __future__ import annotations

from ridgeway.core import access
from ridgeway.core.lifecycle.tables import OWN
from ridgeway.governance.acts import ACTS
from ridgeway.governance.codes.models import Role
from ridgeway.governance.codes.visibility import RULES
from tests.marks import covers


@covers("F-261")
def test_every_act_has_its_row_in_the_table_of_rights() -> None:
    assert set(ACTS) - set(access.RIGHTS) == set()


def test_no_right_is_for_an_act_that_does_not_exist() -> None:
    assert set(access.RIGHTS) - set(ACTS) == set()


def test_rights_are_for_roles_that_can_be_held() -> None:
    held = {*Role.values, access.WORKER}
    named = {role for roles in access.RIGHTS.values() for role in roles}
    assert named <= held


def test_an_act_that_is_not_named_may_be_done_by_nobody() -> None:
    assert not access.may("nothing.such", Role.values)


def test_every_subject_of_an_act_says_who_sees_it() -> None:
    assert {act.noun for act in ACTS.values()} <= set(RULES)


def test_duties_that_exclude_each_other_are_acts() -> None:
    assert {name for pair in access.EXCLUSIVE for name in pair} <= set(ACTS)


def test_every_act_says_what_it_is_and_does() -> None:
    for act in ACTS.values():
        assert act.title
        assert act.effect.endswith("."), act.name
        for name, field in act.given.model_fields.items():
            assert field.title, f"{act.name}: {name}"


def test_roles_in_lifecycles_can_be_held() -> None:
    roles = {role for life in OWN for row in life.transitions for role in row.roles}
    assert roles <= {*Role.values, access.WORKER}
