"""The commands: a file in, a file out, and every fault on the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ridgeway.cli.exchange import bring, export
from ridgeway.cli.listing import register
from ridgeway.governance.modifications.models import Modification
from tests.governance.conftest import World
from tests.governance.modifications.register_world import brought, register_of_each_audience
from tests.marks import covers


@pytest.fixture
def keeper(world: World) -> str:
    from ridgeway.governance.codes.models import Account

    return Account.objects.get(pk=world.actors["code-administrator"].account_id).username


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)  # type: ignore[arg-type]


@covers("F-260")
def test_a_register_goes_in_and_comes_out_of_the_command_line(
    world: World, keeper: str, tmp_path: Path
) -> None:
    file = tmp_path / "register.json"
    file.write_text(json.dumps(register_of_each_audience()))
    result = run(bring, str(file), "--code", "sec", "--as", keeper)
    assert result.exit_code == 0, result.output
    assert "modification         4 new        0 held alike" in result.output
    assert Modification.objects.filter(code=world.code).count() == 4
    assert "Nothing was new" in run(bring, str(file), "--code", "sec", "--as", keeper).output
    result = run(export, "--code", "sec", "--as", keeper)
    assert len(json.loads(result.stdout)["modifications"]) == 4
    assert len(json.loads(run(export, "--code", "sec").stdout)["modifications"]) == 1
    assert run(export, "--code", "sec", "--format", "csv", "--to", str(tmp_path)).exit_code == 0
    lines = (tmp_path / "modification.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 2


@covers("F-260")
def test_a_workbook_that_was_written_out_goes_in_again_unchanged(
    world: World, keeper: str, tmp_path: Path
) -> None:
    brought(world, register_of_each_audience())
    for kind in ("release", "modification", "defect"):
        file = tmp_path / f"{kind}.xlsx"
        arguments = ("--kind", kind, "--format", "xlsx", "--to", str(file))
        assert run(export, "--code", "sec", "--as", keeper, *arguments).exit_code == 0
        result = run(bring, str(file), "--code", "sec", "--as", keeper)
        assert "Nothing was new" in result.output, result.output
        assert "4 held alike" in result.output or "2 held alike" in result.output


def test_faults_go_to_standard_error_with_file_line_and_field(
    world: World, keeper: str, tmp_path: Path
) -> None:
    del world
    file = tmp_path / "modifications.csv"
    file.write_text("reference,titel\nMP1,x\n\x1b[31mMP2,y\n")
    result = run(bring, str(file), "--code", "sec", "--as", keeper)
    assert result.exit_code == 2
    assert f"{file}:2: titel: there is no such field." in result.stderr
    assert "nothing was stored" in result.stderr
    assert "\x1b" not in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("code", "username", "said"),
    [("nosuch", "", 'There is no code "nosuch"'), ("sec", "nobody", "no account 'nobody'")],
)
def test_a_code_or_account_that_is_not_there_is_named(
    world: World, keeper: str, tmp_path: Path, code: str, username: str, said: str
) -> None:
    del world
    file = tmp_path / "r.json"
    file.write_text("{}")
    for arguments in (
        (bring, str(file), "--code", code, "--as", username or keeper),
        (export, "--code", code, "--as", username or keeper),
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert said in result.stderr


def test_trying_says_so_and_stores_nothing(world: World, keeper: str, tmp_path: Path) -> None:
    del world
    file = tmp_path / "r.json"
    file.write_text(json.dumps(register_of_each_audience()))
    result = run(bring, str(file), "--code", "sec", "--as", keeper, "--try")
    assert "Nothing is wrong; nothing was stored." in result.output
    assert not Modification.objects.exists()


def test_the_public_exports_what_is_public(world: World) -> None:
    brought(world, register_of_each_audience())
    found = json.loads(run(export, "--code", "sec").stdout)
    assert [line["reference"] for line in found["modifications"]] == ["MP00000"]


@covers("F-099", "F-260")
def test_the_register_on_the_terminal_is_that_of_the_reader(world: World, keeper: str) -> None:
    brought(world, register_of_each_audience())
    assert run(register, "--code", "sec", "--count").stdout == "1\n"
    assert run(register, "--code", "sec", "--as", keeper, "--count").stdout == "4\n"
    asked = ("--code", "sec", "--as", keeper, "--stage", "draft", "--sort", "-raised")
    found = json.loads(run(register, *asked, "--format", "json").stdout)
    assert [row["reference"] for row in found["rows"]] == ["MP00002", "MP00000"]
    assert found["rows"][0]["releases"][0]["slug"] == "june-2026"
    assert "MP00002" in run(register, *asked).stdout
    assert len(run(register, *asked, "--format", "csv").stdout.splitlines()) == 3


def test_a_sort_that_is_not_one_is_refused_with_those_that_are(world: World) -> None:
    del world
    result = run(register, "--code", "sec", "--sort", "colour")
    assert result.exit_code == 2
    assert "'colour' will not do for sort. Use one of: reference, title" in result.stderr
