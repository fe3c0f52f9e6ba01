"""`./dev trace`: which tests prove which function of docs/functions.toml."""

from __future__ import annotations

import argparse
import json
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from workshop.environment import PYTHON, clean_environment
from workshop.steps import ROOT, Stopped, captured, say

CATALOGUE = ROOT / "docs" / "functions.toml"


def run(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    titles = catalogue()
    proofs = collected_proofs()
    unknown = sorted(set(proofs) - set(titles))
    if options.format == "json":
        say(json.dumps({number: proofs.get(number, []) for number in titles}, indent=1))
    else:
        say(matrix(titles, proofs, missing_only=options.missing))
    for number in unknown:
        say(f"{number} is no function of {CATALOGUE.name}; marked by {', '.join(proofs[number])}")
    return 1 if unknown else 0


def catalogue() -> dict[str, str]:
    """Number to title, in the order of the catalogue."""
    rows = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["functions"]
    return {row["number"]: f"{row['title']} ({row['source']})" for row in rows}


def matrix(
    titles: Mapping[str, str], proofs: Mapping[str, Sequence[str]], *, missing_only: bool
) -> str:
    lines = []
    for number, title in titles.items():
        tests = proofs.get(number, [])
        if missing_only and tests:
            continue
        lines.append(f"{number}  {title}" if tests else f"{number}  {title}: no test")
        lines += [f"         {test}" for test in tests]
    proven = sum(bool(proofs.get(number)) for number in titles)
    marks = sum(len(proofs.get(number, [])) for number in titles)
    lines.append(f"{proven} of {len(titles)} functions have a test ({marks} marks)")
    return "\n".join(lines)


def collected_proofs() -> dict[str, list[str]]:
    """Function number to the tests marked with it; the cases of one test count once."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "proofs.json"
        env = clean_environment()
        env.pop("DATABASE_URL", None)
        command: list[str | Path] = [
            PYTHON,
            "-m",
            "pytest",
            "--collect-only",
            "-q",
            f"--proofs={written}",
        ]
        done = captured(command, env)
        if done.returncode not in (0, 5) or not written.exists():
            raise Stopped(f"the tests could not be collected:\n{done.stdout}")
        found = json.loads(written.read_text(encoding="utf-8"))
        return {number: list(tests) for number, tests in found.items()}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev trace", description="Functions and their tests.")
    parser.add_argument("--missing", action="store_true", help="only functions without a test")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    return parser
