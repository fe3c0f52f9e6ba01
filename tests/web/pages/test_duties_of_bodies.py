"""What a policy asks of the delivery body and of the testing group, on the pages of a release."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

from django.test import Client

from ridgeway.core.policy.loading import load_rulebook
from ridgeway.governance.releases.models import Release
from ridgeway.governance.releases.obligations import obligations_of
from tests.governance.releases.conftest import Scene
from tests.governance.releases.conftest import november as november  # noqa: PLC0414
from tests.governance.releases.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers
from tests.web.pages.conftest import Reader

BOOK = load_rulebook("sec-rmp@3.0")
DUTIES = {d.id: d.title for d in BOOK.duties if d.owner == "dcc" and "system" in d.kinds}


def said(client: Client, release: Release, tab: str) -> str:
    answer = client.get(f"/sec/releases/{release.slug}/{tab}")
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@covers("F-019")
def test_every_duty_of_the_delivery_body_is_in_the_plan(november: Release, reader: Reader) -> None:
    plan = said(reader("delivery"), november, "plan")
    assert {rule: title for rule, title in DUTIES.items() if title not in plan} == {}


@covers("F-019")
def test_a_duty_of_the_delivery_body_is_open_until_it_is_discharged_and_late_without(
    scene: Scene, november: Release
) -> None:
    def states(on: dt.date) -> dict[str, str]:
        lines = obligations_of(scene.world.code.id, november.id, on)
        return {line.rule: line.state for line in lines if line.rule in DUTIES}

    limit = next(
        line.due_date
        for line in obligations_of(scene.world.code.id, november.id, scene.world.at.date())
        if line.rule == "tad-to-tag"
    )
    assert set(states(scene.world.at.date()).values()) == {"open"}
    after = limit + dt.timedelta(days=1)
    assert states(after)["tad-to-tag"] == states(after)["forecast-cost"] == "late"
    scene.on(limit)
    scene.act("release.discharge", november, rule="tad-to-tag", note="Version 0.3")
    assert states(after)["tad-to-tag"] == "discharged"
    assert states(after)["forecast-cost"] == "late"


@covers("F-016")
def test_the_testing_group_is_asked_about_the_release_as_a_whole_and_its_view_is_shown(
    scene: Scene, november: Release, reader: Reader
) -> None:
    world, day = scene.world, scene.world.at.date()
    about = {"subject_type": "releases.release", "subject_id": november.id}
    tag = world.bodies["tag"].id
    for on in ("the approach to testing", "the outcome of testing"):
        due = day + dt.timedelta(days=9)
        scene.act("view.request", world.code, **about, body=tag, on=on, due_date=due)
    page = said(reader("member"), november, "decisions")
    for on in ("the approach to testing", "the outcome of testing"):
        assert f"Testing Advisory Group: {on}, wanted by Wed 11 Mar 2026 Late" in page
    given = {"finding": "met", "advice_date": day, "on": "the approach to testing"}
    statements = [{"kind": "statement", "text": "Regression comes first"}]
    scene.act("advice.give", world.code, **about, body=tag, **given, statements=statements)
    page = said(reader("member"), november, "decisions")
    assert "on the approach to testing" in page
    assert "Regression comes first" in page
    assert "the approach to testing, wanted by Wed 11 Mar 2026 Given" in page
    assert "the outcome of testing, wanted by Wed 11 Mar 2026 Late" in page
