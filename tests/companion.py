"""`--also-on URL`: the tests that touch a database run a second time, on PostgreSQL, at once.

A second pytest does it, because a process has one set of Django settings. It writes each report
to a file; the main run reads them in before its summary, so that the closing line, the list of
failures and the exit status count both databases.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

PREFIX = "postgresql::"
NO_TESTS = 5
FINISHED = (0, 1, NO_TESTS)
MAIN_RUN_ONLY = ("--also-on=", "--junitxml=", "--junit-xml=")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("databases")
    group.addoption("--also-on", metavar="URL", help="run the database tests there as well")
    group.addoption("--reports-to", metavar="FILE", help="write each report as a line of JSON")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("reports_to"):
        config.pluginmanager.register(Writer(config), "companion-writer")
    elif config.getoption("also_on") and not config.getoption("collectonly"):
        config.pluginmanager.register(Companion(config), "companion")


class Writer:
    """In the second process: every report becomes a line."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.path = Path(config.getoption("reports_to"))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._write(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if not report.passed:
            self._write(report)

    def _write(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        hook = self.config.hook.pytest_report_to_serializable
        line = json.dumps(hook(config=self.config, report=report))
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")


class Companion:
    """In the main process: starts the second one, waits for it, reads its reports in."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.folder = tempfile.TemporaryDirectory(prefix="ridgeway-companion-")
        self.reports = Path(self.folder.name) / "reports"
        self.output = Path(self.folder.name) / "output"
        self.reports.touch()
        self.process: subprocess.Popen[bytes] | None = None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, Any, Any]:
        self._start()
        try:
            result = yield
            self._join(session)
            return result
        finally:
            self._end()

    def _start(self) -> None:
        given = [
            arg
            for arg in self.config.invocation_params.args
            if not str(arg).startswith(MAIN_RUN_ONLY)
        ]
        command = [sys.executable, "-m", "pytest", *given, f"--reports-to={self.reports}"]
        with self.output.open("wb") as stream:
            self.process = subprocess.Popen(
                [*command, "-p", "no:cacheprovider"],
                cwd=self.config.invocation_params.dir,
                env=os.environ | {"DATABASE_URL": self.config.getoption("also_on")},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )

    def _join(self, session: pytest.Session) -> None:
        assert self.process is not None
        status = self.process.wait()
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        reports = list(self._read())
        ran = sum(isinstance(one, pytest.TestReport) and one.when == "call" for one in reports)
        session.testscollected += ran  # for the percentage in the margin
        if reporter is not None:
            reporter.ensure_newline()
            reporter.write_line(f"of these on PostgreSQL: {ran}")
        for report in reports:
            report.nodeid = PREFIX + report.nodeid
            if isinstance(report, pytest.CollectReport):
                self.config.hook.pytest_collectreport(report=report)
            else:
                self.config.hook.pytest_runtest_logreport(report=report)
        if status not in FINISHED or (status == 1 and not session.testsfailed):
            said = self.output.read_text(encoding="utf-8", errors="replace")
            pytest.exit(f"the run on PostgreSQL ended with status {status}:\n{said}", returncode=3)

    def _read(self) -> Iterator[Any]:
        hook = self.config.hook.pytest_report_from_serializable
        for line in self.reports.read_text(encoding="utf-8").splitlines():
            yield hook(config=self.config, data=json.loads(line))

    def _end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)
        self.folder.cleanup()
