"""Bringing a register in: every fault at once, all of it or nothing, twice the same as once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ridgeway.core.verdict import Refused
from ridgeway.governance.acting import Told
from ridgeway.governance.acts import Forbidden, perform
from ridgeway.governance.codes.models import Party
from ridgeway.governance.golive.models import Criterion
from ridgeway.governance.intake.faults import FaultyFiles
from ridgeway.governance.intake.services import Outcome, bring_in
from ridgeway.governance.modifications.models import Modification, ModificationReference, Part
from ridgeway.governance.record.models import Event
from ridgeway.governance.releases.models import PlannedDate, Release, ScopeEntry
from ridgeway.governance.testing.models import Defect
from tests.governance.conftest import World
from tests.governance.modifications.register_world import brought, release_line
from tests.governance.modifications.samples import POLICY
from tests.marks import covers

REGISTER: dict[str, Any] = {
    "releases": [release_line("r-1"), release_line("r-2", state="closed")],
    "criteria": [
        {"release": "r-1", "number": 1, "text": "It works", "stated_by": "dcc"},
        {"release": "r-1", "number": 2, "text": "It is tested", "confirmed_by": ["opsg", "tag"]},
    ],
    "modifications": [
        {"reference": "MP1", "title": "One", "release": "r-1", "parts": ["a", "b"]},
        {"reference": "MP2", "title": "Two", "release": "R-2", "relation": "implemented"},
        {"reference": "MP3", "title": "Three", "earlier_references": ["DP3"]},
    ],
    "defects": [
        {"reference": "D1", "title": "Bad", "severity": 1, "release": "r-1", "modification": "MP1"}
    ],
}


def files_brought(
    world: World, *files: tuple[str, str], role: str = "code-administrator"
) -> Outcome:
    contents = [(name, text.encode()) for name, text in files]
    return bring_in(world.code, contents, actor=world.actors[role], at=world.at)


def faults_of(world: World, *files: tuple[str, str]) -> list[str]:
    before = Event.objects.count()
    with pytest.raises(FaultyFiles) as caught:
        files_brought(world, *files)
    assert Event.objects.count() == before
    assert not Modification.objects.exists()
    return [str(fault) for fault in caught.value.faults]


@covers("F-260")
def test_each_root_object_gets_one_entry_with_all_of_its_rows(world: World) -> None:
    before = Event.objects.count()
    brought(world, REGISTER)
    assert Event.objects.count() == before + 2 + 3 + 1
    one = Modification.objects.get(reference="MP1")
    body = json.loads(bytes(Event.objects.get(subject_id=one.id).body))
    tables = sorted(row["t"] for row in body["rows"])
    assert tables == [
        "modifications.modification",
        "modifications.modificationreference",
        "modifications.part",
        "modifications.part",
        "releases.scopeentry",
    ]
    release = Release.objects.get(slug="r-1")
    body = json.loads(bytes(Event.objects.get(subject_id=release.id).body))
    assert [row["t"] for row in body["rows"]].count("golive.criterion") == 2
    assert body["source"] == "a test"


def test_what_comes_in_stands_as_it_was_stated(world: World) -> None:
    outcome = brought(world, REGISTER)
    assert outcome.new == {
        "party": 0,
        "release": 2,
        "criterion": 2,
        "modification": 3,
        "defect": 1,
    }
    assert ScopeEntry.objects.get(modification__reference="MP2").relation == "implemented"
    assert set(ModificationReference.objects.values_list("reference", flat=True)) == {
        "MP1",
        "MP2",
        "MP3",
        "DP3",
    }
    assert Part.objects.filter(modification__reference="MP1").count() == 2
    assert Criterion.objects.get(number=2).confirmed_by == ["opsg", "tag"]
    assert Defect.objects.get().modification == Modification.objects.get(reference="MP1")
    assert PlannedDate.objects.filter(release__slug="r-1").count() == 1


@covers("F-260")
def test_the_same_file_twice_changes_nothing(world: World) -> None:
    brought(world, REGISTER)
    before = Event.objects.count()
    outcome = brought(world, REGISTER)
    assert outcome.done is None
    assert outcome.skipped == {"release": 2, "criterion": 2, "modification": 3, "defect": 1}
    assert Event.objects.count() == before


def test_what_is_held_otherwise_is_a_conflict_that_names_the_field(world: World) -> None:
    brought(world, REGISTER)
    changed = json.dumps({"modifications": [{"reference": "MP1", "title": "Uno"}]})
    with pytest.raises(FaultyFiles) as caught:
        files_brought(world, ("r.json", changed))
    (fault,) = caught.value.faults
    assert str(fault) == (
        "r.json:1: title: MP1 is held with One, not Uno. Change it by an act, or leave it out."
    )


@covers("F-260")
def test_every_fault_is_named_by_file_line_and_field(world: World) -> None:
    text = """{
 "releases": [
  {"slug": "r-1", "name": "R", "kind": "system", "go_live_date": "2026-02-30"},
  {"slug": "r-2", "name": "R", "kind": "system", "go_live_date": "2026-06-25", "sate": "open"}
 ],
 "modifications": [
  {"reference": "MP1"},
  {"reference": "MP2", "title": "T", "proposer": "nobody", "release": "r-9"},
  {"reference": "MP3", "title": "T", "central_cost": -1},
  {"reference": "MP2", "title": "Again"}
 ]
}"""
    defects = 'reference,title,severity,release\nD1,Bad,6,r-2\nD2,"Two\nlines",1,r-7\n'
    found = faults_of(world, ("all.json", text), ("defects.csv", defects))
    places = [": ".join(line.split(": ")[:2]) for line in found]
    assert places == [
        "all.json:3: go_live_date",
        "all.json:4: sate",
        "all.json:7: title",
        "all.json:9: central_cost",
        "defects.csv:2: severity",
        "all.json:10: 'MP2' stands at all.json:8 already.",
        "all.json:8: proposer",
        "all.json:8: release",
        "defects.csv:3: release",
    ]


BROKEN = [
    ("r.json", '{"modifications": [\n{"reference": ]}', "r.json:2: is not JSON"),
    ("r.json", '{"modifcations": []}', "'modifcations' is not a part of a register"),
    ("r.json", '"text"', "is not a register"),
    ("r.json", "[1]", "is not a line of a register"),
    ("r.json", '[{"type": "modificaton"}]', "'modificaton' is not a type of line"),
    ("r.json", '[{"title": "x"}]', "type: is missing"),
    ("r.json", "[" * 100_000, "is not JSON"),
    ("r.yaml", "a: b", "is not a form that can be read"),
    ("modifications.csv", "", "is empty"),
    (
        "modifications.csv",
        "reference,title\nMP1,a\x07b",
        "modifications.csv:2: title: the character U+0007",
    ),
    ("modifications.csv", "title,title\na,b", "names the field title twice"),
    ("modifications.csv", "reference,title\nMP1", "modifications.csv:2: has 1 cells under 2"),
    ("modifications.csv", 'reference\n"MP1', "is not CSV"),
    ("modifications.jsonl", '{"reference":"MP1","title":"T"}\n{', "modifications.jsonl:2: is not"),
]


@pytest.mark.parametrize(("name", "text", "wanted"), BROKEN)
def test_a_file_that_cannot_be_read_says_where_and_what(
    world: World, name: str, text: str, wanted: str
) -> None:
    (found,) = faults_of(world, (name, text))
    assert wanted in found


def test_a_file_that_is_not_utf_8_says_on_which_line(world: World) -> None:
    actor = world.actors["code-administrator"]
    with pytest.raises(FaultyFiles, match=r"m\.csv:2: is not UTF-8"):
        bring_in(world.code, [("m.csv", b"title\n\xe9t\xe9")], actor=actor, at=world.at)


def test_a_spelling_of_the_same_register_in_csv_means_the_same(world: World) -> None:
    files_brought(
        world,
        ("releases.csv", "slug,name,kind,go_live_date\nr-1,R,system,2026-06-25\n"),
        ("modifications.csv", 'Reference,Title,Release,Parts\nMP1,One,r-1,"[""a"", ""b""]"\n'),
    )
    assert Part.objects.filter(modification__reference="MP1").count() == 2
    assert ScopeEntry.objects.get().release.slug == "r-1"


def test_trying_stores_nothing(world: World) -> None:
    actor, before = world.actors["code-administrator"], Event.objects.count()
    files = [("r.json", json.dumps(REGISTER).encode())]
    outcome = bring_in(world.code, files, actor=actor, at=world.at, only_try=True)
    assert outcome.new["modification"] == 3
    assert outcome.done is None
    assert (Event.objects.count(), Modification.objects.count()) == (before, 0)


@pytest.mark.parametrize("role", ["party", "member", "delivery", "auditor"])
def test_only_the_code_administrator_brings_a_register_in(world: World, role: str) -> None:
    with pytest.raises(Forbidden):
        files_brought(world, ("r.json", json.dumps(REGISTER)), role=role)
    assert not Modification.objects.exists()


def test_a_party_of_the_file_needs_the_right_to_register_parties(world: World) -> None:
    lines = {"parties": [{"key": "ACME", "name": "Acme"}]}
    (found,) = faults_of(world, ("r.json", json.dumps(lines)))
    assert "Only the installation administrator may add it" in found
    world.do(
        "party.register",
        world.installation,
        "installation-administrator",
        **lines["parties"][0] | {"key": "acme"},
    )
    assert brought(world, lines).skipped == {"party": 1}


def test_parties_are_recorded_in_the_chain_of_the_installation(world: World) -> None:
    from ridgeway.governance.actor import Actor, Held

    admin = world.actors["code-administrator"]
    both = Actor(
        person_id=admin.person_id, held=(*admin.held, Held("", "installation-administrator"))
    )
    lines = {
        "parties": [{"key": "acme", "name": "Acme"}],
        "modifications": [{"reference": "MP1", "title": "T", "proposer": "ACME"}],
    }
    bring_in(world.code, [("r.json", json.dumps(lines).encode())], actor=both, at=world.at)
    party = Party.objects.get()
    assert Event.objects.get(subject_id=party.id).chain.key == "installation"
    assert Modification.objects.get().proposer == party


def test_scope_that_is_set_does_not_grow_by_import(world: World) -> None:
    brought(world, {"releases": [release_line("r-1", state="baselined")]})
    late = {"modifications": [{"reference": "MP1", "title": "T", "release": "r-1"}]}
    (found,) = faults_of(world, ("r.json", json.dumps(late)))
    assert "the scope of r-1 is set" in found


def test_scope_and_criteria_that_come_later_raise_the_version_of_the_release(world: World) -> None:
    brought(world, {"releases": [release_line("r-1")]})
    brought(
        world,
        {
            "criteria": [{"release": "r-1", "number": 1, "text": "It works"}],
            "modifications": [{"reference": "MP1", "title": "T", "release": "r-1"}],
        },
    )
    assert Release.objects.get().version == 2


def test_a_reference_that_was_given_before_is_refused(world: World) -> None:
    brought(world, {"modifications": [{"reference": "DP1", "title": "T"}]})
    row = Modification.objects.get()
    world.do("modification.renumber", row, reference="MP1")
    again = json.dumps({"modifications": [{"reference": "DP1", "title": "T"}]})
    with pytest.raises(FaultyFiles, match="DP1 was given to MP1"):
        files_brought(world, ("r.json", again))


def test_a_stage_that_the_adopted_workflow_does_not_know_is_a_fault(world: World) -> None:
    world.do("policy.adopt", world.code, text=POLICY)
    line = {"reference": "MP1", "title": "T", "stage": "limbo"}
    (found,) = faults_of(world, ("r.json", json.dumps({"modifications": [line]})))
    assert "knows no stage 'limbo'" in found


def test_the_act_itself_refuses_faulty_lines_with_every_reason(world: World) -> None:
    given = {
        "modifications": [
            {"reference": "MP1", "title": "T", "proposer": "x"},
            {"reference": "MP2", "title": "T", "release": "y"},
        ]
    }
    actor = world.actors["code-administrator"]
    with pytest.raises(Refused) as caught:
        perform("register.import", world.code.id, given, actor=actor, at=world.at)
    assert len(caught.value.verdict.blocking) == 2
    sound = {"modifications": [{"reference": "MP1", "title": "T"}]}
    done = perform(
        "register.import", world.code.id, sound, actor=actor, at=world.at, told=Told(source="x")
    )
    assert done.answer["new"]["modification"] == 1
    assert (done.subject_type, done.subject_id) == ("codes.code", world.code.id)
