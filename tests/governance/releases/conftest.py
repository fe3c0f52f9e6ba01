"""A code that adopted the shipped policy, and the facts of one real release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from ridgeway.core.policy.loading import SHIPPED
from ridgeway.governance.acting import UNTOLD, Told
from ridgeway.governance.acts import Done, perform
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.releases.models import Release
from tests.governance.conftest import World

RULES = SHIPPED / "sec-rmp-3.0.toml"
SOURCE = Told(source="SEC website, November 2019 SEC Release")
TODAY = dt.date(2026, 3, 2)


@dataclass
class Scene:
    """The world with a policy; `act` performs as the code administrator, with what is told."""

    world: World

    def act(self, name: str, subject: Any, told: Told = UNTOLD, /, **given: Any) -> Done:
        return perform(
            name,
            subject.id,
            given,
            actor=self.world.actors["code-administrator"],
            at=self.world.at,
            told=told,
        )

    def on(self, day: dt.date) -> Scene:
        """The same world on another day."""
        self.world.at = dt.datetime.combine(day, dt.time(9, 30), tzinfo=dt.UTC)
        return self

    def plan(self, **given: Any) -> Release:
        done = self.act("release.plan", self.world.code, **given)
        return Release.objects.get(pk=done.subject_id)

    def modification(self, reference: str, **given: Any) -> Modification:
        values = {"title": f"About {reference}", "reference": reference, **given}
        done = self.act("modification.adopt", self.world.code, SOURCE, **values)
        return Modification.objects.get(pk=done.subject_id)

    def baseline(self, release: Release, issued_date: dt.date | None = None) -> Done:
        """Its document was approved elsewhere: the version is attested, and is the baseline."""
        held = release.release_documents.filter(document="rid").first()
        if held is None:
            done = self.act("release.start-document", release, document="rid")
            held = release.release_documents.get(pk=done.subject_id)
        day = (issued_date or self.world.at.date()).isoformat()
        given = {"major": release.rid_version + 1, "issued_date": day}
        done = self.act("document.attest-edition", held, Told(source="The minutes"), **given)
        release.refresh_from_db()
        return done

    def add(self, release: Release, reference: str, **given: Any) -> Done:
        return self.act("release.add-to-scope", release, modification=reference, **given)


@pytest.fixture
def scene(world: World) -> Scene:
    found = Scene(world)
    found.act("policy.adopt", world.code, text=RULES.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def november(scene: Scene) -> Release:
    """A system release of 4 November 2027, planned on 2 March 2026, well before every cut-off."""
    return scene.plan(slot="november", year=2027, audience="public")


MODIFICATIONS = {
    "SECMP0018": "Standard Electricity Distributor Configuration Settings",
    "SECMP0023": "Correct Units of Measure for Uncontrolled Gas Flow Rate",
    "SECMP0025": "Electricity Network Party Access to Load Switching Information",
    "SECMP0039": "Communication Hub returns notification mechanism for Other SEC Parties",
    "SECMP0055": "Incorporation of multiple Issue Resolution Proposals into the SEC",
    "SECMP0060": "Amend Requirements to remove Pending devices from SMI",
    "MP071": "Second-Comer Charging",
    "MP073": "Alteration of SMKI Repository information and documentation",
    "MP074": "Clarity on Obtaining SMKI Device Certificates",
    "MP076": "Pursuing Non-Payment in Events of Default",
}

NOVEMBER_2019: dict[str, Any] = {
    "kind": "system",
    "state": "live",
    "code_version": "6.21",
    "actual_date": "2019-11-29",
    "rid_updated_date": "2019-10-31",
    "cause_of_moves": "Extra testing that switching off code outside the release does no harm",
    "audience": "public",
    "dates": [
        {"status": "by-rule", "go_live_date": "2019-11-07"},
        {
            "status": "requested",
            "go_live_date": "2019-11-24",
            "latest_date": "2019-12-01",
            "set_on_date": "2019-10-01",
            "by_body": "panel",
            "authority": "Letter to the Authority",
        },
        {
            "status": "consented",
            "go_live_date": "2019-11-24",
            "latest_date": "2019-12-01",
            "set_on_date": "2019-10-08",
            "by_body": "authority",
            "authority": "The Authority's answer",
            "delegated_to": "panel",
        },
        {
            "status": "set",
            "go_live_date": "2019-11-29",
            "set_on_date": "2019-10-30",
            "by_body": "panel",
            "authority": "Inside the room that the consent leaves",
            "cause": "Extra testing of switched code",
        },
    ],
    "scope": [{"reference": reference, "relation": "implemented"} for reference in MODIFICATIONS],
    "discharges": [
        {"rule": "evidence-to-panel", "discharged_date": "2019-11-08", "note": "Go-live paper"},
        {"rule": "opsg-input", "discharged_date": "2019-11-08", "note": "Its view"},
        {"rule": "tag-input", "discharged_date": "2019-11-08", "note": "Its view"},
    ],
    "documents": [
        {"group": "Section", "name": "Section J"},
        {"group": "Appendix", "name": "Appendix AC"},
        {"group": "Appendix", "name": "Appendix D"},
    ],
    "switched_code": [
        {"reference": "SECMP0062", "title": "Alert storm protection", "state": "off"},
        {"reference": "CR1066", "title": "Earlier live code", "state": "off"},
    ],
    "risks": [
        {
            "text": "SECMP0062 could be switched on later without the Panel's approval",
            "owner": "DCC",
            "approach": ["Review the release notes", "Track it into scope"],
            "additions": ["Alert on any change of the switch"],
            "views": [{"body": "opsg", "accepted": True, "subject_to": "The two additions"}],
        }
    ],
}


@pytest.fixture
def adopt(scene: Scene) -> Callable[[], Release]:
    """Enters November 2019 as the published papers tell it."""

    def adopted() -> Release:
        for reference, title in MODIFICATIONS.items():
            scene.modification(reference, title=title, audience="public")
        done = scene.act("release.adopt", scene.world.code, SOURCE, **NOVEMBER_2019)
        return Release.objects.get(pk=done.subject_id)

    return adopted
