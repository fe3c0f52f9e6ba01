"""An act that says what it is about is refused where there is no such thing for the actor."""

from __future__ import annotations

from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.actor import Via, actor_of
from ridgeway.governance.codes.models import Account
from ridgeway.governance.modifications.models import Part
from ridgeway.governance.record.models import Event
from tests.governance.conftest import World

DAY = "2026-03-02"
ACTS: dict[str, dict[str, Any]] = {
    "evidence.submit": {"title": "Report"},
    "delegation.attest": {
        "grantor": "authority", "grantee": "panel", "matter": "go-live-date", "from_date": DAY,
    },
    "advice.give": {"body": "opsg", "advice_date": DAY, "finding": "met"},
    "question.ask": {"asked_by": "panel", "asked_of": "dcc", "question": "Why?", "asked_date": DAY},
    "view.request": {"body": "opsg", "on": "The outage", "due_date": DAY},
    "resolution.propose": {"body": "panel", "matter": "any", "verb": "agree", "text": "That"},
    "action.raise": {"text": "Ask again", "body": "panel", "owner": "dcc"},
}  # fmt: skip
NOWHERE = [
    ("modifications.modification", "nosuch"),
    ("modifications.modification", "elsewhere"),
    ("modifications.part", "part"),
    ("no.such", "here"),
]


@pytest.fixture
def rows(world: World) -> dict[str, str]:
    """A modification here, its part, and a modification elsewhere that the same person sees."""
    root = "installation-administrator"
    rec = {"key": "rec", "name": "Retail Energy Code", "short_name": "REC"}
    code = world.do("code.found", world.installation, root, **rec).subject_id
    administrator = world.actors["code-administrator"]
    appointed = {"person": administrator.person_id, "role": "code-administrator", "code": code}
    world.do("appointment.make", world.installation, root, from_date="2026-01-01", **appointed)
    account = Account.objects.get(pk=administrator.account_id)
    world.actors["code-administrator"] = actor_of(account, via=Via.WEB, on=world.at.date())
    elsewhere = world.do("modification.raise", code, title="Elsewhere", reference="R1").subject_id
    here = world.do("modification.raise", world.code, title="Here", reference="MP1").subject_id
    part = Part.objects.get(modification_id=here).id
    return {"here": here, "part": part, "elsewhere": elsewhere}


@pytest.mark.parametrize("act", ACTS)
def test_what_an_act_is_about_is_there_and_under_the_code(
    act: str, world: World, rows: dict[str, str]
) -> None:
    about = {"subject_type": "modifications.modification", "subject_id": rows["here"]}
    world.do(act, world.code, **ACTS[act], **about)


@pytest.mark.parametrize(("kind", "which"), NOWHERE)
@pytest.mark.parametrize("act", ACTS)
def test_what_leads_nowhere_is_refused(
    act: str, kind: str, which: str, world: World, rows: dict[str, str]
) -> None:
    before = Event.objects.count()
    about = {"subject_type": kind, "subject_id": rows.get(which, which)}
    with pytest.raises(Refused, match="no such subject"):
        world.do(act, world.code, **ACTS[act], **about)
    assert Event.objects.count() == before
