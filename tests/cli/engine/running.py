"""Runs commands: inside this process for what they answer, outside for how they behave."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from click.testing import CliRunner, Result

from ridgeway.cli.main import main

NOVEMBER = "November 2019 SEC Release"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def answer(*arguments: str, code: int = 0) -> Any:
    """What a command says as JSON."""
    result = run(*arguments, "--format", "json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def refused(*arguments: str, code: int = 2) -> str:
    """What a command says on the error stream when it cannot go on; nothing on the other."""
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result.stderr


def process(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ridgeway.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def modules_of(*arguments: str) -> set[str]:
    """The modules that a command imports, asked of a fresh interpreter."""
    code = (
        "import sys\n"
        "from ridgeway.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "print('\\n' + ' '.join(sys.modules), file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", code, *arguments]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return set(found.stderr.split())
