"""The door itself: what it imports, how it helps, how it fails."""

from __future__ import annotations

import click
import pytest

from ridgeway.cli.main import main
from ridgeway.cli.output import print_csv, printable
from ridgeway.cli.registry import COMMANDS
from tests.cli.engine.running import modules_of, process, refused, run
from tests.marks import covers

HEAVY = {"django", "pydantic", "rich", "icalendar", "dateutil", "holidays", "cryptography"}
PLAN = ("plan", "sec-rmp", "--from", "2019-01-01", "--to", "2019-12-31")
ENGINE = ("plan", "whatif", "why", "judge", "policy", "dates")


def test_help_imports_no_command_and_nothing_heavy() -> None:
    loaded = modules_of("--help")
    assert not loaded & HEAVY
    assert not {name for name in loaded if name.startswith("ridgeway.core")}


@pytest.mark.parametrize(
    "arguments",
    [PLAN, (*PLAN, "--format", "ics"), ("judge", "dcc-rmp", "move", "PIT-A", "SIT-A")],
    ids=" ".join,
)
def test_engine_commands_import_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert not modules_of(*arguments) & HEAVY


@pytest.mark.parametrize("name", ENGINE)
def test_every_engine_command_helps(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage:")


@pytest.mark.parametrize("name", ENGINE)
def test_registered_row_leads_to_a_command(name: str) -> None:
    assert isinstance(main.get_command(click.Context(main), name), click.Command)
    assert COMMANDS[name][1].endswith((".", "?"))


def test_help_lists_every_registered_command() -> None:
    text = run("--help").stdout
    assert all(f"  {name} " in text for name in COMMANDS)


def test_misspelt_command_is_offered_the_nearest() -> None:
    assert 'There is no command "paln". Did you mean "plan"?' in refused("paln")


def test_errors_of_the_user_show_no_traceback_in_a_real_process() -> None:
    found = process("plan", "nothing", "--from", "2019-01-01", "--to", "2019-12-31")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("Error: nothing: no rulebook of this name is shipped")
    assert "Traceback" not in found.stderr


def test_errors_of_the_program_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise KeyError("a bug", name)

    monkeypatch.setattr("ridgeway.cli.plan.load_rulebook", broken)
    with pytest.raises(KeyError, match="a bug"):
        run(*PLAN)


@covers("F-260")
@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_csv_cell_never_runs_as_a_formula(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_csv(("Title",), [(cell,)])
    assert capsys.readouterr().out.split("\r\n")[1].lstrip('"').startswith("'")


def test_text_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[2Jb\u202ec\n") == "a [2Jb c "
