"""The parts of the test run that could hide a failure, tried on small suites of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ("tests.engines", "tests.companion", "tests.strictness", "tests.proofs")
POSTGRES = "postgres://nobody@127.0.0.1:1/none"  # named, never opened, by these suites
Suite = Callable[..., subprocess.CompletedProcess[str]]

BOTH_DATABASES = """
    import os, pytest

    @pytest.fixture
    def database_vendor():
        return "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"

    def test_engine():
        assert 1

    def test_tables(database_vendor):
        assert database_vendor != "{broken}"

    @pytest.mark.postgres
    def test_only_there():
        assert os.environ.get("DATABASE_URL")
"""


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    """Run pytest with our plugins over one file of source, far from our configuration."""

    def run(source: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_it.py").write_text(textwrap.dedent(source), encoding="utf-8")
        (tmp_path / "pytest.ini").write_text(
            "[pytest]\nmarkers =\n  postgres\n  sqlite\n  browser\n  covers\n", encoding="utf-8"
        )
        env = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")}
        env.pop("DATABASE_URL", None)
        plugins = [part for name in PLUGINS for part in ("-p", name)]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *plugins, *arguments],
            cwd=tmp_path,
            env=env | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def closing_line(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout.strip().splitlines()[-1]


def test_closing_line_counts_both_databases(suite: Suite) -> None:
    done = suite(BOTH_DATABASES.format(broken="none"), f"--also-on={POSTGRES}")
    assert done.returncode == 0, done.stdout
    assert "4 passed" in closing_line(done)
    assert "of these on PostgreSQL: 2" in done.stdout


def test_failure_on_postgresql_alone_fails_the_run_and_is_shown(suite: Suite) -> None:
    done = suite(BOTH_DATABASES.format(broken="postgresql"), f"--also-on={POSTGRES}")
    assert done.returncode == 1
    assert "1 failed, 3 passed" in closing_line(done)
    assert "postgresql::test_it.py::test_tables" in done.stdout


def test_failure_on_sqlite_alone_fails_the_run(suite: Suite) -> None:
    done = suite(BOTH_DATABASES.format(broken="sqlite"), f"--also-on={POSTGRES}")
    assert done.returncode == 1
    assert "1 failed, 3 passed" in closing_line(done)


def test_companion_that_cannot_start_fails_the_run(suite: Suite) -> None:
    dies = """
        import os
        if os.environ.get("DATABASE_URL"):
            os._exit(9)

        def test_engine():
            assert 1
    """
    done = suite(dies, f"--also-on={POSTGRES}")
    assert done.returncode == 3
    assert "the run on PostgreSQL ended with status 9" in done.stdout


def test_companion_that_cannot_collect_fails_the_run(suite: Suite) -> None:
    breaks = """
        import os
        assert not os.environ.get("DATABASE_URL"), "broken on PostgreSQL"

        def test_engine():
            assert 1
    """
    done = suite(breaks, f"--also-on={POSTGRES}")
    assert done.returncode != 0
    assert "broken on PostgreSQL" in done.stdout


def test_postgresql_run_leaves_out_what_touches_no_database(suite: Suite) -> None:
    done = suite(BOTH_DATABASES.format(broken="none"), DATABASE_URL=POSTGRES)
    assert "2 passed, 1 deselected" in closing_line(done)


def test_run_without_postgresql_says_what_it_left_out(suite: Suite) -> None:
    done = suite(BOTH_DATABASES.format(broken="none"), "-rs")
    assert done.returncode == 0
    assert "2 passed, 1 skipped" in closing_line(done)
    assert "no PostgreSQL in this run" in done.stdout


@pytest.mark.parametrize(
    "source",
    [
        "import pytest\ndef test_it(): pytest.skip('no browser')",
        "import pytest\n@pytest.mark.skip(reason='no browser')\ndef test_it(): ...",
        "import pytest\npytest.skip('no browser', allow_module_level=True)",
        "import pytest\nx = pytest.importorskip('no_such_module', reason='no browser')",
    ],
)
def test_skip_is_a_failure_where_none_is_allowed(suite: Suite, source: str) -> None:
    assert suite(source).returncode in (0, 5)
    done = suite(source, "--no-skips")
    assert done.returncode not in (0, 5)
    assert "nothing may be skipped in this run" in done.stdout
    assert "no browser" in done.stdout


def test_expected_failure_is_no_skip(suite: Suite) -> None:
    source = "import pytest\n@pytest.mark.xfail(strict=True)\ndef test_it(): assert 0"
    assert suite(source, "--no-skips").returncode == 0


def test_mark_of_a_function_that_does_not_exist_stops_the_run(suite: Suite) -> None:
    source = "import pytest\n@pytest.mark.covers('F-' + '999')\ndef test_it(): ..."
    done = suite(source)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "F-999" in done.stdout + done.stderr


def test_proofs_name_each_test_once(suite: Suite, tmp_path: Path) -> None:
    source = """
        import pytest

        @pytest.mark.covers("F-024", "F-025")
        @pytest.mark.parametrize("x", [1, 2])
        def test_dates(x): ...
    """
    suite(source, "--collect-only", f"--proofs={tmp_path / 'proofs.json'}")
    written = (tmp_path / "proofs.json").read_text(encoding="utf-8")
    assert written.count("test_it.py::test_dates") == 2
    assert "F-024" in written
    assert "F-025" in written


@pytest.mark.parametrize(
    ("arguments", "starts"),
    [
        (["tests/core/lifecycle"], False),
        (["tests/core/lifecycle", "--ignore", "tests/web"], False),
        (["tests/test_engines.py"], True),
        (["tests/core/lifecycle", "tests/test_engines.py"], True),
    ],
)
def test_django_starts_only_for_tests_that_may_need_it(arguments: list[str], starts: bool) -> None:
    probe = "import sys, pytest; pytest.main(sys.argv[1:]); sys.exit('django.apps' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", probe, "--collect-only", "-q", "-p", "no:schemathesis", *arguments],
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if not key.startswith("DJANGO")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert bool(done.returncode) is starts, done.stdout[-2000:]
