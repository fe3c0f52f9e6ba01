"""Files that are handed in, read by the worker, and brought in when somebody says so."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from typing import Any

import pytest
from django.conf import settings

from ridgeway.governance.acts import Forbidden, perform
from ridgeway.governance.intake import folders, staging, working
from ridgeway.governance.intake.models import StagedImport
from ridgeway.governance.intake.queries import every_fault, import_seen, imports_of, standing
from ridgeway.governance.modifications.models import Modification
from ridgeway.governance.record.models import Event
from tests.governance.conftest import World
from tests.marks import covers

GOOD = b"reference,title\nMP1,First\nMP2,Second\n"
BAD = b"reference,title,raised_date\nMP1,First,31 Feb\nMP2,,2026-01-09\n"
ADMIN = "code-administrator"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)


def staged(world: World, *contents: bytes, role: str = ADMIN, **more: Any) -> StagedImport:
    names = ["modifications.csv", *(f"more-{n}.csv" for n in range(1, len(contents)))]
    files = [(name, [content]) for name, content in zip(names, contents, strict=True)]
    return staging.stage(world.code, files, actor=world.actors[role], at=world.at, **more)


def worked(world: World, row: StagedImport) -> StagedImport:
    working.work(world.at)
    row.refresh_from_db()
    return row


def checked(world: World, content: bytes = GOOD) -> StagedImport:
    row = worked(world, staged(world, content, source="The old register"))
    assert row.state == "checked", row.failed_because or row.faults
    return row


def asked(world: World, row: StagedImport, role: str = ADMIN) -> None:
    staging.ask_for(row, actor=world.actors[role], at=world.at)


@covers("F-260")
def test_files_are_read_without_changing_anything_and_brought_in_when_asked(world: World) -> None:
    before = Event.objects.count()
    row = checked(world)
    assert Event.objects.count() == before
    assert (row.new["modification"], row.held) == (2, {})
    asked(world, row)
    worked(world, row)
    assert row.state == "done"
    entries = Event.objects.filter(chain__key="sec", seq__range=(row.first_seq, row.last_seq))
    assert {e.act for e in entries} == {"register.import"}
    assert {e.actor_id for e in entries} == {world.actors[ADMIN].person_id}
    assert b'"via":"import"' in bytes(entries[0].body)
    assert b'"source":"The old register"' in bytes(entries[0].body)
    assert entries.count() == Modification.objects.count() == 2
    assert not folders.folder_of(row.id).exists()


@covers("F-260")
def test_the_same_files_again_are_nothing_new(world: World) -> None:
    asked(world, first := checked(world))
    worked(world, first)
    before = Event.objects.count()
    again = checked(world)
    shown = standing(again)
    assert (shown.new, shown.held, shown.may_store) == (0, 2, False)
    asked(world, again)
    assert worked(world, again).state == "done"
    assert again.first_seq is None
    assert Event.objects.count() == before


@covers("F-260")
def test_every_fault_is_counted_and_kept_and_the_first_are_shown(world: World) -> None:
    lines = b"".join(b"MP%d,Title,never\n" % n for n in range(working.FAULTS_KEPT + 7))
    row = worked(world, staged(world, b"reference,title,raised_date\n" + lines))
    assert (row.state, row.fault_count) == ("faulty", working.FAULTS_KEPT + 7)
    assert len(row.faults) == working.FAULTS_KEPT
    whole = list(every_fault(row.id))
    assert len(whole) == row.fault_count
    assert whole[0] | {"wrong": ""} == {
        "file": "modifications.csv",
        "sheet": "",
        "cell": "2",
        "field": "raised_date",
        "wrong": "",
        "right": "Give a date, such as 2026-06-25.",
    }
    with pytest.raises(staging.Over):
        asked(world, row)
    assert not Modification.objects.exists()


@covers("F-260")
@pytest.mark.parametrize("role", ["release-manager", "member", "auditor", "party", "authority"])
def test_nobody_else_hands_files_in_or_sees_that_any_were(world: World, role: str) -> None:
    row, actor = checked(world), world.actors[role]
    with pytest.raises(Forbidden):
        staged(world, GOOD, role=role)
    for act in (staging.ask_for, staging.take_back):
        with pytest.raises(Forbidden):
            act(row, actor=actor, at=world.at)
    assert import_seen(actor, row.id, world.at) is None
    assert imports_of(actor, world.code, world.at) == []
    assert import_seen(world.actors[ADMIN], row.id, world.at) == row
    assert [it.id for it in imports_of(world.actors[ADMIN], world.code, world.at)] == [row.id]


@covers("F-260")
def test_rights_are_judged_again_when_it_is_brought_in(world: World) -> None:
    row = checked(world)
    asked(world, row)
    account = world.actors[ADMIN].account_id
    root = world.actors["installation-administrator"]
    perform("account.close", account, {}, actor=root, at=world.at)
    assert worked(world, row).state == "failed"
    assert "Only the code administrator" in row.failed_because
    assert not Modification.objects.exists()


def test_what_came_in_meanwhile_is_found_again_before_anything_is_stored(world: World) -> None:
    row = checked(world)
    asked(world, row)
    world.do("modification.adopt", world.code, reference="MP1", title="Another title")
    assert worked(world, row).state == "faulty"
    assert "MP1 is held with Another title, not First" in row.faults[0]["wrong"]
    assert not Modification.objects.filter(reference="MP2").exists()


def test_an_import_that_was_taken_back_is_read_no_further(world: World) -> None:
    row = staged(world, GOOD)

    def taken_back(cell: str) -> str:
        StagedImport.objects.filter(pk=row.pk).delete()
        return cell

    working.work(world.at, restored=taken_back)
    assert not StagedImport.objects.exists()
    assert not Modification.objects.exists()


def test_what_is_being_brought_in_cannot_be_taken_back(world: World) -> None:
    row = checked(world)
    asked(world, row)
    with pytest.raises(staging.Over):
        staging.take_back(row, actor=world.actors[ADMIN], at=world.at)
    with pytest.raises(staging.Over):
        asked(world, row)
    assert worked(world, row).state == "done"


def test_taking_back_removes_the_files(world: World) -> None:
    row = staged(world, GOOD)
    assert folders.folder_of(row.id).exists()
    staging.take_back(row, actor=world.actors[ADMIN], at=world.at)
    assert not folders.folder_of(row.id).exists()
    assert not StagedImport.objects.exists()


def test_another_worker_leaves_alone_what_one_has(world: World) -> None:
    row = staged(world, GOOD)
    with folders.alone_with(row.id) as alone:
        assert alone
        assert working.work(world.at) == 0
    assert working.work(world.at) == 1


def test_an_import_that_ends_the_worker_again_and_again_is_given_up(world: World) -> None:
    row = staged(world, GOOD)
    StagedImport.objects.filter(pk=row.pk).update(state="reading", attempts=working.MOST_ATTEMPTS)
    assert worked(world, row).state == "failed"
    assert row.failed_because == working.GAVE_UP


def test_files_that_are_gone_are_said_to_be(world: World) -> None:
    row = staged(world, GOOD)
    shutil.rmtree(folders.folder_of(row.id))
    assert worked(world, row).failed_because == working.NOT_WHOLE


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Choose at least one file."),
        ([("register.doc", [b"x"])], "register.doc is not of a form that can be read: .csv"),
        ([("a.csv", [b"x"]), ("c:\\x\\a.csv", [b"y"])], "Two files have the same name"),
        ([("a.csv", [b"x" * 2**20] * 201)], "All files together may have 200 MB."),
        ([(f"{n}.csv", [b"x"]) for n in range(21)], "At most 20 files come in at once."),
    ],
)
def test_files_that_are_not_taken_leave_nothing_behind(world: World, files: Any, said: str) -> None:
    with pytest.raises(staging.NotTaken, match=said.partition(":")[0]) as caught:
        staging.stage(world.code, files, actor=world.actors[ADMIN], at=world.at)
    assert str(caught.value).startswith(said)
    assert not StagedImport.objects.exists()
    assert not list(folders.root().glob("*"))


def test_no_more_wait_than_the_disk_can_bear(world: World) -> None:
    for _ in range(staging.MOST_WAITING):
        staged(world, GOOD)
    with pytest.raises(staging.NotTaken, match="remove one of them first"):
        staged(world, GOOD)


def test_old_files_go_and_so_do_folders_of_nothing(world: World) -> None:
    row = staged(world, GOOD)
    stray = folders.root() / "stray"
    stray.mkdir()
    long_ago = (world.at - dt.timedelta(hours=2)).timestamp()
    for place in (stray, folders.folder_of(row.id)):
        os.utime(place, (long_ago, long_ago))
    assert working.sweep(world.at) == 1
    assert folders.folder_of(row.id).exists()
    assert working.sweep(world.at + working.KEPT + dt.timedelta(seconds=1)) == 1
    assert not StagedImport.objects.exists()


def test_progress_is_told_in_steps_however_many_lines_there_are(world: World) -> None:
    row = staged(world, GOOD)
    tell = working._Telling(row.id)
    said = []
    for done in range(0, 100_001, 250):
        tell.progress("Reading", done, 100_000)
        said.append(tell.said)
    assert len(set(said)) == working.STEPS + 1
    row.refresh_from_db()
    assert (row.phase, row.done, row.expected) == ("Reading", 100_000, 100_000)
