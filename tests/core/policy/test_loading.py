"""Rulebooks by name and by path, and what is said when one cannot be found or read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ridgeway.core.policy.faults import RulebookFileError
from ridgeway.core.policy.loading import (
    in_force,
    load_rulebook,
    parse_rulebook,
    shipped_rulebooks,
)
from ridgeway.core.policy.terms import Status
from ridgeway.core.verdict import Force
from tests.core.policy.shipped import REFERENCES, SMALL, sec_rmp
from tests.marks import covers


@pytest.mark.parametrize("reference", REFERENCES)
def test_shipped_rulebook_stands_in_a_file_of_its_name(reference: str) -> None:
    assert load_rulebook(reference).reference == reference


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_rule_of_a_shipped_rulebook_names_its_clause(reference: str) -> None:
    book = load_rulebook(reference)
    rows = (*book.duties, *book.slots, *book.moves, *book.drops, *book.decisions, *book.scope)
    assert all(row.clause and isinstance(row.force, Force) for row in rows)


def test_name_without_version_means_the_newest() -> None:
    assert load_rulebook("sec-rmp").version == "3.0"


def test_path_is_loaded_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(SMALL, encoding="utf-8")
    assert load_rulebook(file).title == load_rulebook(str(file)).title == "Small policy"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("sec-rpm", 'Did you mean "sec-rmp"?'),
        ("sec-rmp@2.0", "Shipped versions: 3.0"),
        ("./nowhere.toml", "cannot be read (No such file or directory)"),
        (".", "no rulebook of this name"),
    ],
)
def test_unknown_rulebook_is_named_with_what_helps(name: str, says: str) -> None:
    with pytest.raises(RulebookFileError, match=r".") as told:
        load_rulebook(name)
    assert says in str(told.value)


def test_file_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes(b'title = "caf\xe9"')
    with pytest.raises(RulebookFileError, match="not UTF-8"):
        load_rulebook(file)


def test_text_that_is_not_toml_says_on_which_line() -> None:
    with pytest.raises(RulebookFileError, match="not TOML") as told:
        parse_rulebook(SMALL + "\nowner = board\n", "x.toml")
    assert told.value.faults[0].line == SMALL.count("\n") + 2


@covers("F-002")
def test_policy_knows_what_established_it_and_its_versions() -> None:
    book = sec_rmp()
    assert book.established_by == "SEC Section D10.7"
    assert [issue.version for issue in book.history] == ["1.0", "2.0", "3.0"]
    assert book.status is Status.APPROVED
    assert book.applies_from == dt.date(2019, 9, 13)


@covers("F-003")
def test_policy_states_the_matters_that_it_governs() -> None:
    governed = {matter.id for matter in sec_rmp().matters}
    assert governed == {"frequency", "allocation", "oversight", "communications", "implementation"}


@covers("F-021")
def test_year_has_two_system_slots_and_one_documentation_slot() -> None:
    book = sec_rmp()
    kinds = [slot.kind for slot in book.slots]
    for kind in book.kinds:
        assert kinds.count(kind.id) == kind.per_year
    assert len(kinds) == 3


@covers("F-002", "F-106")
@pytest.mark.parametrize(
    ("on", "version"),
    [
        (dt.date(2019, 9, 12), None),
        (dt.date(2019, 9, 13), "3.0"),
        (dt.date(2022, 12, 31), "3.0"),
        (dt.date(2023, 1, 1), "4.0"),
    ],
)
def test_version_in_force_is_the_latest_that_applies_by_then(
    on: dt.date, version: str | None
) -> None:
    text = SMALL.replace('status = "draft"', 'status = "approved"')
    three = parse_rulebook("applies_from = 2019-09-13\n" + text.replace('"1"', '"3.0"'), "3")
    four = parse_rulebook("applies_from = 2023-01-01\n" + text.replace('"1"', '"4.0"'), "4")
    draft = parse_rulebook(SMALL.replace('"1"', '"5.0"'), "5")
    found = in_force([four, draft, three], on)
    assert (found.version if found else None) == version


def test_drafts_bind_on_no_day() -> None:
    drafts = [load_rulebook(r) for r in REFERENCES if r.startswith(("dcc", "cssc"))]
    assert drafts
    assert in_force(drafts, dt.date(2030, 1, 1)) is None


@covers("F-105")
def test_policy_by_the_delivery_party_is_held_beside_the_code_s_own() -> None:
    assert {"sec-rmp", "dcc-rmp", "cssc-plan", "sec-section-d"} <= {
        name for name, _, _ in shipped_rulebooks()
    }


def test_cost_is_broken_down_into_the_six_groups_and_capacity_testing() -> None:
    groups = sec_rmp().contents_of("cost-breakdown")
    assert [g.id for g in groups if g.force is Force.MUST] == [
        "cost-pit", "cost-sit", "cost-uit",
        "cost-implement-to-live", "cost-one-off-operations", "cost-ongoing-operations",
    ]  # fmt: skip
    assert [g.id for g in groups if g.when] == ["cost-capacity-testing"]


def test_implementation_document_of_a_documentation_release_needs_no_testing_annex() -> None:
    parts = sec_rmp().contents_of("rid")
    only_system = {part.id for part in parts if part.kinds == ("system",)}
    assert only_system == {"rid-testing-approach", "rid-forecast-cost"}


@covers("F-109", "F-110")
def test_environments_stand_in_their_streams() -> None:
    book = load_rulebook("dcc-rmp")
    streams = {stream.id: stream.environments for stream in book.streams}
    assert streams["A"] == ("PIT-A", "SIT-A", "UIT-A", "Production")
    assert streams["B"] == ("PIT-B", "SIT-B", "UIT-B")
    assert {e.phase for e in book.environments} == {"PIT", "SIT", "UIT", "Production"}


@covers("F-214")
def test_code_releases_are_told_from_other_releases() -> None:
    families = {family.id: family for family in load_rulebook("dcc-rmp").families}
    assert [f.id for f in families.values() if f.code_release] == ["sec-release"]
    assert not families["parse-and-correlate"].process_known


@pytest.mark.parametrize("unknown", ["entry-criteria", "parse-and-correlate"])
def test_what_the_summary_leaves_out_is_listed_as_unknown(unknown: str) -> None:
    book = load_rulebook("dcc-rmp")
    assert unknown in {u.id for u in book.unknown}
    assert not any(e.entry_criteria or e.entry_criteria_known for e in book.environments)


def test_disagreement_inside_a_source_is_kept_with_both_sides() -> None:
    book = load_rulebook("cssc-plan")
    said = {(s.place, s.says) for d in book.disagreements for s in d.statements}
    assert ("cover", "V0.3, Industry Review, Tim Banks") in said
    assert ("section 1.1", "V0.3.1, Draft, Jo Galloway") in said


def test_the_modification_workflow_confirms_none_of_its_rows() -> None:
    workflow = load_rulebook("sec-section-d").workflow
    assert workflow is not None
    final = {state.id for state in workflow.states if state.final}
    assert final == {"implemented", "rejected", "withdrawn"}
    assert all(row.unconfirmed for row in workflow.transitions)
