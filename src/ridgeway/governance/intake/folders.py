"""Where staged files lie: a folder for each import, gone once it is over."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from ridgeway.governance.intake.faults import Fault

MOST_FILES = 20
MOST_BYTES = 200 * 1024 * 1024
"""Of all files together: the register of a code with half a million testing issues."""

FAULTS = "faults.jsonl"


class TooMuch(ValueError):
    """More than may be handed in at once; the message says the limit."""


def root() -> Path:
    data: Path = settings.DATA_DIR
    return data / "imports"


def folder_of(staged_id: str) -> Path:
    return root() / staged_id


def put(staged_id: str, files: Iterable[tuple[str, Iterable[bytes]]]) -> list[dict[str, object]]:
    """Keep files by their number; returns name and size of each. Raises TooMuch.

    Whatever goes wrong, no half of it stays.
    """
    folder, kept, total = folder_of(staged_id), [], 0
    folder.mkdir(parents=True)
    try:
        for number, (name, chunks) in enumerate(files):
            if number == MOST_FILES:
                raise TooMuch(f"At most {MOST_FILES} files come in at once.")
            size = 0
            with (folder / str(number)).open("wb") as out:
                for chunk in chunks:
                    size += len(chunk)
                    if total + size > MOST_BYTES:
                        raise TooMuch(f"All files together may have {MOST_BYTES // 2**20} MB.")
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            total += size
            kept.append({"name": name, "size": size})
    except BaseException:
        remove(staged_id)
        raise
    return kept


def contents(staged_id: str, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The files by the names that they came under, one at a time."""
    for number, name in enumerate(names):
        yield name, (folder_of(staged_id) / str(number)).read_bytes()


def keep_faults(staged_id: str, faults: Iterable[Fault]) -> None:
    """All that is wrong, for whoever wants the whole list."""
    passing = folder_of(staged_id) / f"{FAULTS}.new"
    with passing.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(as_values(fault)) + "\n" for fault in faults)
    passing.replace(folder_of(staged_id) / FAULTS)


def every_fault(staged_id: str) -> Iterator[dict[str, str]]:
    """The whole list, line by line; nothing where the folder is gone."""
    place = folder_of(staged_id) / FAULTS
    if place.exists():
        with place.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def as_values(fault: Fault) -> dict[str, str]:
    """A fault as it is kept and shown."""
    place = fault.place
    cell = f"{place.columns.get(fault.field, '')}{place.line or ''}"
    return {
        "file": place.file,
        "sheet": place.sheet,
        "cell": cell if place.sheet else str(place.line or ""),
        "field": fault.field,
        "wrong": fault.wrong,
        "right": fault.right,
    }


@contextmanager
def alone_with(staged_id: str) -> Iterator[bool]:
    """Whether this process alone works on the folder; a lock ends with the process that held it."""
    try:
        lock = (folder_of(staged_id) / "lock").open("wb")
    except FileNotFoundError:
        yield True  # there is nothing that two could work on
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def remove(staged_id: str) -> None:
    shutil.rmtree(folder_of(staged_id), ignore_errors=True)
