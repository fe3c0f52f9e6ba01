"""`./dev` itself: its sentences, its environment, its private database."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines import WITHOUT_POSTGRES
from workshop import environment, exports, gates, postgres, trace
from workshop.commands import COMMANDS, main
from workshop.steps import ROOT, Stopped, step

DEV = ROOT / "dev"


def test_dev_parses_on_the_pythons_that_it_turns_away() -> None:
    """`compile` of an older grammar: nothing newer than 3.8 may slip in."""
    import ast

    ast.parse(DEV.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_dev_works_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run([DEV, "help"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


def test_unknown_command_is_answered_with_those_that_exist(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["deploy"]) == 2
    assert "no command 'deploy'; the commands are demo, test" in capsys.readouterr().out


def test_failing_step_prints_all_that_the_program_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Stopped, match="trying: failed with status 4"):
        step("trying", [sys.executable, "-c", "print('the whole story'); raise SystemExit(4)"])
    assert "the whole story" in capsys.readouterr().out


def test_quiet_step_prints_one_line_with_its_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    step("trying", [sys.executable, "-c", "print('not shown')"])
    assert re.fullmatch(r"  trying \.\.\. \d+\.\d s\n", capsys.readouterr().out)


@pytest.fixture
def empty_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place to set up, with a Python that can make no environments and no uv in sight."""
    for name in environment.SETS.values():
        shutil.copy(ROOT / name, tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    base = tmp_path / "python3"
    base.write_text("#!/bin/sh\necho 'No module named ensurepip'\nexit 1\n", encoding="ascii")
    base.chmod(0o755)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv" / "installed.json")
    monkeypatch.setattr(environment, "find_uv", lambda: None)
    monkeypatch.setattr(sys, "_base_executable", str(base))
    return tmp_path


@pytest.mark.usefixtures("empty_checkout")
def test_machine_without_venv_is_told_the_one_line_that_helps(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["setup"]) == 1
    said = capsys.readouterr().err.strip()
    assert len(said.splitlines()) == 1
    assert said.endswith("apt-get install python3-venv")


def test_shell_settings_that_send_packages_elsewhere_are_ignored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert not {"PIP_USER", "PYTHONPATH"} & set(environment.clean_environment())


@pytest.mark.parametrize("name", environment.SETS.values())
def test_every_locked_package_carries_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pinned = [block for block in re.split(r"\n(?=\S)", text) if "==" in block]
    assert pinned
    assert all("--hash=sha256:" in block for block in pinned)


def test_exports_are_as_the_lock_says() -> None:
    if not (environment.BIN / "uv").exists():
        pytest.skip("uv is in the lint set; run: ./dev setup")
    assert exports.stale() == []


def test_stale_export_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "ROOT", tmp_path)
    monkeypatch.setattr(exports, "_exported", lambda name: f"{name}==1\n")
    exports.write()
    (tmp_path / "requirements-test.txt").write_text("test==2\n", encoding="utf-8")
    if not (environment.BIN / "uv").exists():
        pytest.skip("uv is in the lint set; run: ./dev setup")
    assert exports.stale() == ["requirements-test.txt is stale; run: ./dev check --fix"]


def test_private_cluster_is_unprivileged_and_leaves_nothing() -> None:
    import psycopg

    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip(WITHOUT_POSTGRES)
    with postgres.private_cluster(binaries) as url:
        with psycopg.connect(url) as connection:
            row = connection.execute("select current_setting('data_directory')").fetchone()
        assert row is not None
        cluster = Path(row[0])
        assert cluster.stat().st_uid != 0
        assert cluster.stat().st_mode & 0o077 == 0
        wrong = re.sub(r":[0-9a-f]{32}@", ":guessed@", url)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(wrong)
    assert not cluster.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_folder_without_a_server_is_no_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("initdb", "postgres"):
        fake = tmp_path / name
        fake.write_text("#!/bin/sh\necho 'something else 99'\n", encoding="ascii")
        fake.chmod(0o755)
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin:/bin")
    assert postgres.find_binaries() is None


def test_matrix_shows_tests_and_what_is_missing() -> None:
    titles = {"F-001": "One (RMP §1)", "F-002": "Two (RMP §2)"}
    text = trace.matrix(titles, {"F-001": ["tests/x.py::test_a"]}, missing_only=False)
    assert "tests/x.py::test_a" in text
    assert "F-002  Two (RMP §2): no test" in text
    assert text.endswith("1 of 2 functions have a test (1 marks)")
    missing = trace.matrix(titles, {"F-001": ["tests/x.py::test_a"]}, missing_only=True)
    assert "F-001" not in missing


def test_trace_fails_on_a_mark_of_an_unknown_function(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(trace, "collected_proofs", lambda: {"F-999": ["tests/x.py::test_a"]})
    assert trace.run([]) == 1
    assert "F-999 is no function of functions.toml" in capsys.readouterr().out


def test_table_of_gates_counts_what_failed() -> None:
    outcomes = [gates.Outcome("lint", 1.0, True, ""), gates.Outcome("types", 2.0, False, "x")]
    assert gates.table(outcomes).splitlines()[-1] == "1 of 2 gates failed"
    assert gates.table(outcomes[:1]).splitlines()[-1] == "all 1 gates passed"


def test_quick_gates_are_a_part_of_all() -> None:
    quick = {gate.name for gate in gates.all_gates() if gate.quick}
    assert quick == {"format", "lint", "types", "walls", "house"}
