"""A process that has the product loaded and forks a child for each call, on the database named.

Reads one line of JSON for each call and answers with one: a child takes milliseconds instead of
the second that a fresh interpreter needs, and may be killed without harm to the next. It holds no
database connection itself, so that no child shares one.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any


def prepare() -> None:
    import django
    from django.conf import settings

    django.setup()
    # Slow hashes prove nothing here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    rigs = ("scene", "crash", "killing", "races", "twice", "tampering", "invariants", "mutants")
    for name in rigs:
        importlib.import_module(f"tests.rigs.{name}")


def main() -> None:
    prepare()
    answer = sys.stdout
    sys.stdout = sys.stderr
    print(json.dumps({"ready": True}), file=answer, flush=True)
    for line in sys.stdin:
        print(json.dumps(call(json.loads(line))), file=answer, flush=True)


def call(wanted: dict[str, Any]) -> dict[str, Any]:
    """Run `module:function` in a child; tells how the child ended and what it returned."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _child(wanted, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    _, status = os.waitpid(pid, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    found: dict[str, Any] = {"killed": killed, "status": status, "result": None, "fault": ""}
    if said:
        found.update(json.loads(said))
    elif not killed:
        found["fault"] = f"the child ended with status {status} and said nothing"
    return found


def _child(wanted: dict[str, Any], writing: int) -> None:
    """Never returns: whatever happens, the child must not go on as a second server."""
    try:
        from django.db import connections

        from ridgeway import faults
        from tests.rigs.mutants import apply

        name, _, number = wanted.get("crashpoint", "").partition(":")
        faults._target, faults._pass = name, number or "1"
        _enter(Path(wanted["folder"]), wanted["database"])
        apply(wanted.get("mutant", ""))
        module, _, function = wanted["call"].partition(":")
        result = getattr(importlib.import_module(module), function)(**wanted.get("given", {}))
        said = {"result": result}
        connections.close_all()
    except BaseException:
        said = {"fault": traceback.format_exc()}
    with os.fdopen(writing, "wb") as stream:
        stream.write(json.dumps(said).encode())
    os._exit(0)


def _enter(folder: Path, database: str) -> None:
    """Work in another folder and on another database than the station was started with."""
    from django.conf import settings
    from django.db import connections

    options = connections.settings["default"].setdefault("OPTIONS", {})
    if "init_command" in options:
        # A kill leaves what was written to the system; only a power cut would need the disk.
        command = options["init_command"]
        options["init_command"] = command.replace("synchronous=FULL", "synchronous=OFF")
    connections.settings["default"]["NAME"] = database
    settings.DATA_DIR, settings.EVIDENCE_DIR = folder, folder / "evidence"
    settings.KEY_FILE = folder / "keys" / "checkpoint.key"


if __name__ == "__main__":
    main()
