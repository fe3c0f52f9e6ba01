"""A release overseen: each agreed step with how it stands, for whoever monitors it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from ridgeway.governance.actor import Via, actor_of
from ridgeway.governance.acts import Forbidden, perform
from ridgeway.governance.codes.models import Account, Appointment
from ridgeway.governance.releases.models import Obligation, Release
from tests.governance.conftest import WORD
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import november as november  # noqa: PLC0414
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers
from tests.web.pages.conftest import BACKEND


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@covers("F-009")
def test_every_step_that_the_policy_asks_for_stands_with_owner_clause_and_how_it_went(
    scene: Scene, november: Release
) -> None:
    scene.modification("MP401", system_impact=True, documents=["Section H"], audience="public")
    scene.add(november, "MP401", relation="approved")
    scene.act("release.move", november, action="set-scope")
    scene.baseline(november)
    scene.act("release.discharge", november, rule="scope-system", note="Minute 7")
    page = read(Client(), f"/sec/releases/{november.slug}/plan")
    for row in Obligation.objects.filter(release=november):
        assert row.title in page
        assert row.clause in page
    assert "Minute 7." in page
    assert "Baseline: entry sec/" in page
    assert "Report the lessons learnt" in page  # a duty whose time is stated in words
    entries = read(Client(), f"/sec/releases/{november.slug}/record")
    for act in ("Move the release on", "Discharge an obligation", "Add to the scope"):
        assert act in entries


@covers("F-010")
def test_an_appointed_auditor_sees_process_plans_and_progress_and_changes_nothing(
    scene: Scene, november: Release
) -> None:
    world = scene.world
    Release.objects.filter(pk=november.pk).update(audience="administration")
    scene.modification("MP402", title="Not for Parties", audience="administration")
    scene.add(november, "MP402")
    root = world.actors["installation-administrator"]
    given = {"name": "An auditor"}
    person = perform("person.register", world.installation.id, given, actor=root, at=world.at)
    account = {"username": "an-auditor", "password": WORD}
    perform("account.open", person.subject_id, account, actor=root, at=world.at)
    client = Client()
    client.force_login(Account.objects.get(username="an-auditor"), backend=BACKEND)
    places = [f"/sec/releases/{november.slug}{tab}" for tab in TABS]
    assert {client.get(place).status_code for place in places} == {404}

    said = "SEC Panel, minute 12: independent auditor of the November release"
    appointed: dict[str, Any] = {
        "person": person.subject_id,
        "role": "auditor",
        "code": world.code.id,
        "from_date": "2026-01-01",
        "source": said,
    }
    perform("appointment.make", world.installation.id, appointed, actor=root, at=world.at)
    assert Appointment.objects.get(person_id=person.subject_id).source == said
    for place in places:
        assert november.name in read(client, place)
    assert "Not for Parties" in read(client, places[1])
    actor = actor_of(Account.objects.get(username="an-auditor"), via=Via.WEB, on=world.at.date())
    for name, input_ in (("release.move", {"action": "set-scope"}), ("release.weigh", WEIGHED)):
        with pytest.raises(Forbidden):
            perform(name, november.id, input_, actor=actor, at=world.at)


TABS = ("", "/scope", "/plan", "/testing", "/gate", "/risks", "/decisions", "/notices", "/record")
WEIGHED = {"modification": "MP402", "matter": "urgency", "text": "High"}
