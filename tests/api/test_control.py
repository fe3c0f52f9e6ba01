"""The interface tells consultations, freezes and change requests as the pages do."""

from __future__ import annotations

from django.test import Client

from tests.api.test_acts import token_for
from tests.governance.conftest import world as world  # noqa: PLC0414
from tests.governance.control.conftest import ADOPTED, Scene
from tests.governance.control.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers


@covers("F-030", "F-132")
def test_the_public_reads_a_consultation_without_its_responses(scene: Scene) -> None:
    row = scene.consult(scene.propose())
    scene.respond(row)
    found = Client().get(f"/api/v1/consultations/{row.id}").json()
    assert (found["received"], found["responses"], found["standing"]) == (1, [], "overdue")
    listed = Client().get("/api/v1/codes/sec/consultations").json()
    assert [line["title"] for line in listed] == ["On Autumn stability"]
    assert Client().get("/api/v1/consultations/nosuch").status_code == 404


@covers("F-031", "F-032")
def test_freezes_are_read_and_counted_by_the_what_if(scene: Scene) -> None:
    freeze = scene.frozen()
    found = Client().get(f"/api/v1/freezes/{freeze.id}").json()
    assert (found["state"], found["first_date"]) == ("agreed", "2027-11-01")
    assert [r["state"] for r in found["resolutions"]] in ([], ["carried"])
    assert len(Client().get("/api/v1/codes/sec/freezes").json()) == 1
    address = f"/api/v1/codes/sec/releases/{scene.release.slug}/what-if?go_live_date=2027-11-15"
    assert [f["title"] for f in Client().get(address).json()["freezes"]] == ["Autumn stability"]


@covers("F-234")
def test_change_requests_are_for_those_who_may_see_them(scene: Scene) -> None:
    scene.do("policy.adopt", scene.world.code, text=ADOPTED)
    scene.baseline()
    request = scene.raise_change(go_live_date="2027-12-02")
    address = f"/api/v1/codes/sec/releases/{scene.release.slug}/changes"
    assert Client().get(address).json() == {"requests": [], "departures": []}
    assert Client().get(f"/api/v1/changes/{request.id}").status_code == 404
    assert Client().get("/api/v1/codes/sec/changes").json() == []
    admin = token_for(scene.world, "code-administrator")
    listed = Client().get("/api/v1/codes/sec/changes", **admin).json()
    assert [line["id"] for line in listed] == [request.id]
    assert Client().get("/api/v1/codes/nosuch/changes").status_code == 404


@covers("F-004")
def test_one_directed_change_is_read_by_whoever_may_see_it(scene: Scene) -> None:
    for audience, status in (("public", 200), ("administration", 404)):
        given = {
            "title": f"Registers, {audience}", "made_date": "2026-02-20",
            "effective_date": "2027-11-05", "audience": audience,
        }  # fmt: skip
        row = scene.do("direction.register", scene.world.code, **given).subject_id
        answer = Client().get(f"/api/v1/directions/{row}")
        assert answer.status_code == status
        if status == 200:
            assert (answer.json()["title"], answer.json()["release"]) == ("Registers, public", "")


@covers("F-260")
def test_progress_towards_readiness_is_read_as_it_was_told(scene: Scene) -> None:
    asked = {"by_body": "panel", "authority": "Minute 7", "first_due_date": "2026-04-01"}
    scene.do("release.ask-readiness-updates", scene.release, **asked)
    told = {"stated_by": "dcc", "on_track": True, "progress": "Two of four phases are closed"}
    scene.do("release.report-readiness", scene.release, **told)
    address = f"/api/v1/codes/sec/releases/{scene.release.slug}/progress"
    found = Client().get(address).json()
    assert [(one["authority"], one["every"], one["unit"]) for one in found["asked"]]
    [one] = found["told"]
    assert (one["on_track"], one["progress"]) == (True, "Two of four phases are closed")
    assert found["owed"]
    world = scene.world
    world.do("party.register", world.installation, "installation-administrator", key="a", name="A")
    told = {"party": "a", "on_track": False, "progress": "Begun", "concerns": "No tester"}
    scene.do("release.report-party-readiness", scene.release, **told)
    public, member = (
        Client().get(address, **headers).json()["parties"]
        for headers in ({}, token_for(world, "member"))
    )
    assert public == {"ready": 0, "not_ready": 1, "another": 0, "told": []}
    assert [(one["party"], one["concerns"]) for one in member["told"]] == [("A", "No tester")]
    assert Client().get(address.replace("november", "nosuch")).status_code == 404
