"""`ridgeway policy`: list, check, show, diff and schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ridgeway.core.policy.schema import rulebook_schema
from tests.cli.engine.running import answer, refused, run
from tests.core.policy.shipped import REFERENCES, SMALL
from tests.marks import covers


@covers("F-002")
def test_list_marks_the_version_in_force_on_a_day() -> None:
    def binding(on: str) -> list[str]:
        rows = answer("policy", "list", "--on", on)
        return [row["Policy"] for row in rows if row[f"In force on {on}"] == "yes"]

    assert binding("2019-09-12") == []
    assert binding("2019-09-13") == ["sec-rmp@3.0"]


def test_list_names_every_shipped_policy() -> None:
    assert {row["Policy"] for row in answer("policy", "list")} == set(REFERENCES)


def test_check_of_everything_shipped_finds_nothing() -> None:
    result = run("policy", "check", *REFERENCES)
    assert result.exit_code == 0
    assert result.stdout.count("no fault") == len(REFERENCES)


def test_check_tells_the_faults_of_all_files_and_leaves_with_1(tmp_path: Path) -> None:
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text(SMALL.replace('"draft"', '"drafft"').replace("month = 5", "month = 50"))
    two.write_text(SMALL.replace("zone", "zome"))
    said = refused("policy", "check", str(one), "sec-rmp", str(two), code=1)
    assert f'{one}:6: status: "drafft" is not allowed here. Did you mean "draft"?' in said
    assert f"{two}:10: zome: there is no such key" in said
    assert said.rstrip().endswith("faults")


@pytest.mark.parametrize("reference", REFERENCES)
def test_show_prints_what_the_policy_leaves_unknown(reference: str) -> None:
    text = run("policy", "show", reference).stdout
    assert text.count("Unknown: ") == len(answer("policy", "show", reference)["unknown"]) > 0


@covers("F-212")
def test_show_prints_the_matrix_and_its_doubts() -> None:
    text = run("policy", "show", "cssc-plan").stdout
    assert "R/A" in text
    assert '"1" is read as I' in text
    assert "Disagreement: Version and status" in text


def test_diff_says_what_changed(tmp_path: Path) -> None:
    old, new = tmp_path / "old.toml", tmp_path / "new.toml"
    old.write_text(SMALL)
    new.write_text(SMALL.replace("amount = -1", "amount = -2"))
    text = run("policy", "diff", str(old), str(new)).stdout
    assert text == (
        "Duties, “Tell everybody”: "
        "offset was one month before its anchor and is two months before its anchor (section 3)\n"
    )
    assert run("policy", "diff", str(old), str(old)).stdout == "No rule differs.\n"


def test_schema_is_printed_whole() -> None:
    assert json.loads(run("policy", "schema").stdout) == rulebook_schema()
