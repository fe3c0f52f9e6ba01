"""Consultations, freezes and change requests on their pages, for each kind of reader."""

from __future__ import annotations

import pytest
from django.test import Client

from ridgeway.governance.consultations.models import Response
from ridgeway.governance.control.models import ChangeRequest
from ridgeway.governance.modifications.models import Modification
from tests.governance.control.conftest import ADOPTED, Scene
from tests.governance.control.conftest import scene as scene  # noqa: PLC0414
from tests.marks import covers
from tests.web.pages.conftest import Reader


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


@covers("F-030", "F-132")
def test_a_public_consultation_is_read_without_signing_in_and_tells_nothing_confidential(
    scene: Scene, reader: Reader
) -> None:
    row = scene.consult(scene.propose())
    answers = [{"number": 1, "text": "Zebrafinch words", "rationale": "Zebrafinch reasons"}]
    scene.do("consultation.respond", row, "party", answers=answers)
    public = text(reader("public"), f"/consultations/{row.id}")
    assert "Do you agree with the freeze?" in public
    assert "1 received, 1 not for you" in public
    assert "Zebrafinch" not in public
    assert "Zebrafinch words" in text(reader("code-administrator"), f"/consultations/{row.id}")
    assert "Zebrafinch words" in text(reader("party"), f"/consultations/{row.id}")
    assert "Zebrafinch" not in text(reader("member"), f"/consultations/{row.id}")
    assert "On Autumn stability" in text(reader("public"), "/sec/consultations")


@covers("F-128")
def test_a_party_answers_on_the_page_question_by_question(scene: Scene, reader: Reader) -> None:
    row = scene.consult(scene.propose())
    party = reader("party")
    assert 'name="answers-0-text"' in text(party, f"/consultations/{row.id}")
    posted = {
        "version": str(row.version),
        "answers-0-number": "1",
        "answers-0-text": "Yes, in winter",
        "answers-0-rationale": "Engineers are few",
    }
    answer = party.post(f"/acts/consultation.respond/{row.id}", posted)
    assert answer.status_code == 302
    held = Response.objects.get()
    assert (held.answers.get().text, held.confidential) == ("Yes, in winter", False)


def test_a_hidden_consultation_and_a_missing_one_answer_the_same(
    scene: Scene, reader: Reader
) -> None:
    freeze = scene.propose(audience="administration")
    public = reader("public")
    for kind in ("freezes", "consultations", "changes"):
        hidden, missing = public.get(f"/freezes/{freeze.id}"), public.get(f"/{kind}/nosuch")
        assert (hidden.status_code, missing.status_code) == (404, 404)


@covers("F-029", "F-031", "F-032")
def test_a_freeze_is_told_on_its_page_the_calendar_the_gate_and_the_what_if(
    scene: Scene, reader: Reader
) -> None:
    freeze = scene.frozen()
    public = reader("public")
    page = text(public, f"/freezes/{freeze.id}")
    assert "Autumn stability" in page
    assert "Concluded" in page
    assert "SEC Release Management Policy 3.0</dd>" in page
    assert "Carried" in text(reader("member"), f"/freezes/{freeze.id}")
    assert "Autumn stability" in text(public, "/sec/control")
    drawn = text(public, "/sec/calendar?zoom=year&around=2027-11-01")
    assert "Change freezes" in drawn
    assert f"/freezes/{freeze.id}" in drawn
    slug = scene.release.slug
    assert "A change freeze (Autumn stability) holds" in text(public, f"/sec/releases/{slug}/gate")
    assert "Autumn stability" in text(
        public, f"/sec/releases/{slug}/what-if?go_live_date=2027-11-15"
    )


@covers("F-233", "F-234")
def test_a_what_if_is_kept_as_a_change_request_and_read_by_parties(
    scene: Scene, reader: Reader
) -> None:
    scene.do("policy.adopt", scene.world.code, text=ADOPTED)
    scene.baseline()
    address = f"/sec/releases/{scene.release.slug}/what-if?go_live_date=2027-12-02"
    party = reader("party")
    assert "Keep as a change request" in text(party, address)
    assert "Keep as a change request" not in text(reader("public"), address)
    request = scene.raise_change(go_live_date="2027-12-02", title="Later for tests")
    page = text(party, f"/changes/{request.id}")
    assert "Go-live on 2 December 2027" in page
    assert "It would be the December 2027 SEC Release" in page
    assert reader("public").get(f"/changes/{request.id}").status_code == 404
    assert "Later for tests" in text(party, "/sec/control")
    assert ChangeRequest.objects.count() == 1


def test_the_days_page_names_what_waits_for_the_administration(
    scene: Scene, reader: Reader
) -> None:
    scene.consult(scene.propose())
    page = text(reader("code-administrator"), "/today")
    assert "change freeze, proposed" in page
    assert "Close it: its closing time has passed" in page
    assert "change freeze, proposed" not in text(reader("member"), "/today")


@pytest.mark.parametrize("role", ["public", "party", "member", "code-administrator", "auditor"])
def test_every_reader_gets_the_lists(scene: Scene, reader: Reader, role: str) -> None:
    scene.propose()
    for address in ("/sec/control", "/sec/consultations"):
        assert text(reader(role), address)


def test_a_request_about_a_modification_is_linked_from_it_and_to_it(
    scene: Scene, reader: Reader
) -> None:
    scene.do("policy.adopt", scene.world.code, text=ADOPTED)
    scene.baseline()
    given = {"title": "Meter readings", "reference": "MP071", "audience": "public"}
    row = scene.do("modification.raise", scene.world.code, **given).subject_id
    asked = {"changes": "scope", "modification": "MP071", "joins": "joins", "title": "One more"}
    request = scene.raise_change(**asked)
    scene.do("modification.renumber", row, reference="MP171")
    party = reader("party")
    assert 'href="/sec/decisions-on/MP171"' in text(party, f"/changes/{request.id}")
    assert f'href="/changes/{request.id}"' in text(party, "/sec/decisions-on/MP171")
    assert f'href="/changes/{request.id}"' in text(party, "/sec/modifications/MP171")


@covers("F-032")
def test_the_steps_of_a_modification_show_a_freeze_on_its_planned_day(
    scene: Scene, reader: Reader
) -> None:
    given = {"path": "authority", "stage": "pending-implementation", "audience": "public"}
    scene.modification("MP901", **given)
    limb = {"date": "2027-11-15", "release": "November 2027 SEC Release", "by": "2027-06-01"}
    row = Modification.objects.get(reference="MP901")
    scene.do("modification.set-dates", row, limbs=[limb])
    client = reader("code-administrator")
    assert "On its day" not in text(client, "/sec/modifications/MP901")
    scene.frozen()
    page = text(client, "/sec/modifications/MP901")
    assert "On its day: A change freeze (Autumn stability) holds from Mon 1 Nov 2027" in page
