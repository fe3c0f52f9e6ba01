"""Reads rulebooks: a shipped one by name (`sec-rmp`, `sec-rmp@3.0`), any other by its path."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from ridgeway.core.dates.faults import Fault
from ridgeway.core.policy.building import built
from ridgeway.core.policy.consistency import check
from ridgeway.core.policy.faults import Found, RulebookFileError, nearest
from ridgeway.core.policy.rulebook import Rulebook

SHIPPED = Path(__file__).parents[2] / "policies"


def load_rulebook(name_or_path: str | Path) -> Rulebook:
    """The rulebook, checked. `sec-rmp` alone means the newest shipped version.

    Raises RulebookFileError with every fault of the file at once.
    """
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or "/" in text or "\\" in text or text.endswith(".toml"):
        return read_rulebook(Path(name_or_path))
    return _read_shipped(text)


@lru_cache(maxsize=32)
def _read_shipped(text: str) -> Rulebook:
    name, _, version = text.partition("@")
    versions = {v: path for n, v, path in shipped_rulebooks() if n == name}
    if not versions:
        names = sorted({n for n, _, _ in shipped_rulebooks()})
        right = f"{nearest(name, names)} (or the path of a .toml file)"
        raise RulebookFileError([Fault(name, "", "no rulebook of this name is shipped", right)])
    if not version:
        version = max(versions, key=_version_order)
    if version not in versions:
        right = f"Shipped versions: {', '.join(sorted(versions, key=_version_order))}"
        wrong = f"version {version} of it is not shipped"
        raise RulebookFileError([Fault(name, "", wrong, right)])
    return read_rulebook(versions[version])


def shipped_rulebooks() -> tuple[tuple[str, str, Path], ...]:
    """Id, version and path of each rulebook that comes with Ridgeway, from the file names."""
    found = []
    for path in sorted(SHIPPED.glob("*.toml")):
        name, version = _name_and_version(path.stem)
        found.append((name, version, path))
    return tuple(found)


def _name_and_version(stem: str) -> tuple[str, str]:
    parts = stem.split("-")
    for i, part in enumerate(parts):
        if part[:1].isdigit():
            return "-".join(parts[:i]), "-".join(parts[i:])
    return stem, ""


def _version_order(version: str) -> tuple[tuple[int, ...], bool]:
    number, _, word = version.partition("-")
    return tuple(int(n) for n in number.split(".") if n.isdigit()), not word


def read_rulebook(path: Path) -> Rulebook:
    """The file at a path, checked against the fields of `terms.py` and against itself."""
    text = _text_of(path)
    return parse_rulebook(text, str(path))


def parse_rulebook(text: str, file: str) -> Rulebook:
    """A rulebook from TOML text; `file` is only named in faults."""
    table = _table_of(text, file)
    found = Found()
    rulebook = built(Rulebook, table, found)
    if rulebook is not None:
        check(rulebook, found)
    if rulebook is None or found.faults:
        raise found.placed(file, text)
    return rulebook


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        fault = Fault(str(path), "", "it is not UTF-8 text", "Save it as UTF-8")
        raise RulebookFileError([fault]) from error
    except OSError as error:
        wrong = f"it cannot be read ({error.strerror or error})"
        raise RulebookFileError([Fault(str(path), "", wrong, "Check the path")]) from error


def _table_of(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        import re  # noqa: PLC0415  only a faulty file pays

        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else 0
        fault = Fault(file, "", f"it is not TOML: {error}", "Correct the text at that place", line)
        raise RulebookFileError([fault]) from error


def in_force(rulebooks: Iterable[Rulebook], on: dt.date) -> Rulebook | None:
    """Of the versions of one policy, the one that binds on a day: the latest begun by then."""
    begun = [(r.applies_from, _version_order(r.version), r) for r in rulebooks if r.applies_from]
    held = [row for row in begun if row[0] <= on]
    return max(held, key=lambda row: row[:2])[2] if held else None
