"""Every command × what people type by mistake: a sentence that helps, and never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ridgeway.cli.main import main
from ridgeway.cli.registry import COMMANDS
from tests.marks import covers

pytestmark = pytest.mark.django_db

SERVING = frozenset({"serve", "worker", "demo", "setup"})
"""They would go on for ever, or begin: only what they refuse before that is tried."""

WRONG = {
    "nothing": "",
    "a day that is none": "2026-02-31",
    "a day of another order": "31/02/2026",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "a number below": "-99999999999999999999",
    "half a character": "a\udcff",
    "a long text": "x" * 100_000,
    "an unknown choice": "nonesuch",
    "markup": "[bold]{x}%s$(x)</b>",
    "a folder": ".",
}
SOUND = {
    "policy": "sec-rmp", "name": "sec-rmp", "old": "sec-rmp", "new": "sec-rmp", "files": "sec-rmp",
    "release": "November 2019 SEC Release", "first": "2019-01-01", "last": "2019-12-31",
    "from": "2019-01-01", "to": "2019-12-31", "day": "2019-11-29", "obligation": "rid",
}  # fmt: skip


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command that does something."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        elif command is not None:
            yield (*path, name)


LEAVES = sorted(leaves(main))


def command_of(path: tuple[str, ...]) -> click.Command:
    found: click.Command = main
    for name in path:
        assert isinstance(found, click.Group)
        inner = found.get_command(click.Context(found), name)
        assert inner is not None
        found = inner
    return found


def line(path: tuple[str, ...], wrong: click.Parameter, value: str) -> list[str]:
    """The command with one wrong answer, and sound ones for whatever else it needs."""
    words = list(path)
    for it in command_of(path).params:
        given = value if it is wrong else SOUND.get(it.name or "", "1")
        if isinstance(it, click.Option) and not it.is_flag and (it is wrong or it.required):
            words += [it.opts[-1], given]
    words.append("--")
    for it in command_of(path).params:
        if isinstance(it, click.Argument) and (it is wrong or it.required):
            words.append(value if it is wrong else SOUND.get(it.name or "", "1"))
    return words


def ran(words: list[str]) -> Result:
    return CliRunner().invoke(main, words, input="")


@covers("F-261")
@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_no_wrong_answer_breaks_a_command(
    path: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for it in command_of(path).params:
        if path[0] in SERVING and not isinstance(it.type, click.Choice | click.IntRange):
            continue
        for what, value in WRONG.items():
            result = ran(line(path, it, value))
            place = f"{' '.join(path)} {it.name}: {what}: {result.exception!r}"
            assert isinstance(result.exception, SystemExit | None), place
            assert "Traceback" not in result.output, place
            if result.exit_code:
                assert result.output.strip(), place
                assert len(result.output) < 3 * 100_000, place


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_command_and_each_of_its_options_says_what_it_is(path: tuple[str, ...]) -> None:
    command = command_of(path)
    assert command.help
    result = ran([*path, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


@pytest.mark.parametrize("typed", ["plann", "", "--nosuch", "x" * 100_000, "\udcff"])
def test_a_command_that_is_none_is_named_with_what_there_is(typed: str) -> None:
    result = ran([typed])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert len(COMMANDS) > 10
