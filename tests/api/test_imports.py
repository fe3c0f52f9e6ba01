"""A register brought in over the interface: staged, checked, faults by place, stored in one act."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ridgeway.governance.acts import Forbidden
from ridgeway.governance.intake import working
from ridgeway.governance.intake.models import StagedImport
from ridgeway.governance.intake.staging import ask_for
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.models import Event
from tests.api.test_acts import token_for
from tests.governance.conftest import World
from tests.governance.conftest import world as world  # noqa: PLC0414
from tests.marks import covers

GOOD = b"reference,title\nMP1,First\nMP2,Second\n"
BAD = b"reference,title,raised_date\nMP1,<b>First</b>,31 Feb\nMP2,=1+1,never\n"
LIST = "/api/v1/codes/sec/imports"


@pytest.fixture(autouse=True)
def own_folder(world: World, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    del world
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)


@pytest.fixture
def admin(world: World) -> dict[str, Any]:
    return token_for(world, "code-administrator")


def hand_in(content: bytes, headers: dict[str, Any], name: str = "modifications.csv") -> Any:
    files = [SimpleUploadedFile(name, content)]
    return Client().post(LIST, {"files": files, "source": "A test"}, **headers)


def read(path: str, headers: dict[str, Any]) -> Any:
    answer = Client().get(path, **headers)
    assert answer.status_code == 200, answer.content[:300]
    return answer.json()


@covers("F-260")
def test_a_register_goes_from_a_file_to_the_record(world: World, admin: dict[str, Any]) -> None:
    answer = hand_in(GOOD, admin)
    assert answer.status_code == 201, answer.content
    assert (answer.json()["state"], answer.json()["source"]) == ("waiting", "A test")
    place = answer["Location"]
    working.work(world.at)
    found = read(place, admin)
    assert (found["state"], found["what"]) == ("checked", [["modification", 2, 0]])
    assert not Modification.objects.exists()
    row = StagedImport.objects.get()
    ask_for(row, actor=world.actors["code-administrator"], at=world.at)
    assert read(place, admin)["state"] == "storing"
    assert Client().delete(place, **admin).status_code == 409
    working.work(world.at)
    done = read(place, admin)
    assert (done["state"], Modification.objects.count()) == ("done", 2)
    acts = Event.objects.filter(seq__range=(done["first_seq"], done["last_seq"]), chain__key="sec")
    assert set(acts.values_list("act", flat=True)) == {"register.import"}
    assert [one["id"] for one in read(LIST, admin)] == [done["id"]]


def test_a_token_hands_in_and_decides_nothing(world: World, admin: dict[str, Any]) -> None:
    hand_in(GOOD, admin)
    working.work(world.at)
    token = replace(world.actors["code-administrator"], may_decide=False)
    with pytest.raises(Forbidden, match="sign in"):
        ask_for(StagedImport.objects.get(), actor=token, at=world.at)
    assert StagedImport.objects.get().state == "checked"


@covers("F-260")
def test_faults_are_told_by_file_line_and_field(world: World, admin: dict[str, Any]) -> None:
    place = hand_in(BAD, admin)["Location"]
    working.work(world.at)
    assert (read(place, admin)["state"], read(place, admin)["fault_count"]) == ("faulty", 2)
    first = read(f"{place}/faults", admin)[0]
    assert (first["file"], first["cell"], first["field"]) == (
        "modifications.csv", "2", "raised_date",
    )  # fmt: skip
    assert Client().delete(place, **admin).status_code == 204
    assert Client().get(place, **admin).status_code == 404
    assert not Modification.objects.exists()


def test_a_file_that_cannot_be_read_is_refused_at_once(admin: dict[str, Any]) -> None:
    answer = hand_in(b"x", admin, name="register.docx")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/files")
    assert ".csv" in answer.json()["detail"]
    assert Client().post(LIST, {}, **admin).status_code == 422
    assert not StagedImport.objects.exists()


@pytest.mark.parametrize(
    ("role", "may_write"),
    [("party", True), ("member", True), ("code-administrator", False), ("", True)],
)
def test_for_whoever_may_not_import_there_is_nothing(
    world: World, admin: dict[str, Any], role: str, may_write: bool
) -> None:
    place = hand_in(GOOD, admin)["Location"]
    headers = token_for(world, role, may_write=may_write) if role else {}
    client = Client()
    for address in (LIST, place, f"{place}/faults"):
        answer = client.get(address, **headers)
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/missing"), address
    for answer in (
        hand_in(GOOD, headers),
        client.delete(place, **headers),
    ):
        assert answer.status_code == (404 if role else 401)
    assert StagedImport.objects.count() == 1
