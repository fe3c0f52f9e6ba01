"""The commands of `./dev`: each sets up what it needs, then does one thing."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from workshop import environment, gates, suite, trace
from workshop.steps import ROOT, Stopped, say

Arguments = Sequence[str]


def demo(arguments: Arguments) -> int:
    """set up, load the November 2019 release, serve it (--port N, --no-serve)"""
    environment.setup("runtime")
    return _become([environment.BIN / "ridgeway", "demo", *arguments])


def test(arguments: Arguments) -> int:
    """run the tests; further words go to pytest (--no-skips, --engine sqlite|postgresql)"""
    environment.setup("runtime", "test")
    return suite.run(arguments)


def setup(arguments: Arguments) -> int:
    """make .venv with everything that the tests and the gates need"""
    _nothing_more("setup", arguments)
    environment.setup("runtime", "test", "lint")
    return 0


def check(arguments: Arguments) -> int:
    """run every gate (--quick for each commit, --fix repairs what a program can)"""
    environment.setup("runtime", "test", "lint")
    return gates.run(arguments)


def trace_functions(arguments: Arguments) -> int:
    """print which tests prove which function, and what is missing (--missing, --format json)"""
    environment.setup("runtime", "test")
    return trace.run(arguments)


def bench(arguments: Arguments) -> int:
    """measure the speed of the main jobs"""
    return _script("bench/run.py", "bench", arguments)


def shots(arguments: Arguments) -> int:
    """take the screenshots of the documentation"""
    return _script("tests/journeys/shots.py", "test", arguments)


COMMANDS: dict[str, Callable[[Arguments], int]] = {
    "demo": demo,
    "test": test,
    "setup": setup,
    "check": check,
    "trace": trace_functions,
    "bench": bench,
    "shots": shots,
}


def main(arguments: Arguments) -> int:
    signal.signal(signal.SIGTERM, _terminated)
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        _print_commands()
        return 0
    name, *rest = arguments
    command = COMMANDS.get(name)
    if command is None:
        say(f"dev: there is no command {name!r}; the commands are {', '.join(COMMANDS)}")
        return 2
    try:
        return command(rest)
    except Stopped as stopped:
        print(f"dev: {stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _script(path: str, extra: str, arguments: Arguments) -> int:
    if not (ROOT / path).exists():
        raise Stopped(f"{path} does not exist in this checkout, so there is nothing to run")
    environment.setup("runtime", extra)
    module = path.removesuffix(".py").replace("/", ".")
    return _become([environment.PYTHON, "-m", module, *arguments])


def _become(command: Sequence[object]) -> NoReturn:
    """Hand the terminal and its signals to the program itself."""
    words = [str(part) for part in command]
    os.chdir(ROOT)
    os.execve(words[0], words, environment.clean_environment())  # noqa: S606 - our own program


def _nothing_more(name: str, arguments: Arguments) -> None:
    argparse.ArgumentParser(prog=f"dev {name}", description=COMMANDS[name].__doc__).parse_args(
        arguments
    )


def _print_commands() -> None:
    say("usage: ./dev COMMAND [options]\n")
    for name, command in COMMANDS.items():
        say(f"  {name:<7} {command.__doc__}")


def _terminated(*_: object) -> None:
    """Let `finally` blocks stop the database that a run has started."""
    raise SystemExit(143)
