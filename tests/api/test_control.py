"""The interface tells consultations, freezes and change requests as the pages do."""

from __future__ import annotations

from django.test import Client

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
