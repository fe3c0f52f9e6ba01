"""The plain site that we are measured against, where it lies beside the checkout."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import proofs
from bench.facts import Facts
from bench.ours import installed
from bench.processes import await_answer, free_port, start, stop

ROOT = Path(__file__).parent.parent
PLACE = ROOT.parent / "shared" / "perf" / "vanilla"


class Yardstick:
    """A copy of its own with a database of its own; `synchronous` is NORMAL as shipped, or FULL."""

    def __init__(self, home: Path, data: Path, synchronous: str) -> None:
        self.home, self.data = home, data
        self.name = f"yardstick {synchronous}"
        self.durability = f"WAL, synchronous={synchronous}"
        self.process: subprocess.Popen[bytes] | None = None
        shutil.copytree(PLACE, home, ignore=shutil.ignore_patterns("__pycache__"))
        settings = home / "settings.py"
        text = settings.read_text()
        changed = text.replace("synchronous=NORMAL", f"synchronous={synchronous}")
        if f"synchronous={synchronous}" not in changed:
            raise SystemExit("the yardstick's settings say nothing of synchronous=NORMAL any more")
        settings.write_text(changed)

    @property
    def database(self) -> Path:
        return self.home / "bench.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        foreign = ("DATABASE_URL", "PYTHONPATH", "DJANGO_SETTINGS_MODULE", "DB")
        return installed(self.home, *foreign) | {"SQ": str(self.database)}

    def _run(self, *words: object) -> str:
        command = [sys.executable, *map(str, words)]
        done = subprocess.run(
            command,
            env=self.environment,
            cwd=self.home,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"{self.name}: {words[0]} failed\n{done.stderr[-2000:]}")
        return done.stdout

    def fill(self) -> float:
        """W1.bulk; seconds. It loads deployments too, a hundredth of the whole."""
        self._run("manage.py", "migrate", "-v0")
        return float(json.loads(self._run("load_ds.py", self.data))["seconds"])

    def command(self, port: int) -> list[str]:
        address = f"127.0.0.1:{port}"
        return [sys.executable, "-m", "gunicorn", "-w", "2", "-b", address, "wsgi"]

    def serve(self) -> str:
        self.port = free_port()
        log = self.home / "server.log"
        self.process = start(self.command(self.port), self.environment, self.home, log)
        base = f"http://127.0.0.1:{self.port}"
        await_answer(self.process, base + "/login")
        return base

    def stop(self) -> None:
        if self.process:
            stop(self.process)

    def plan(self, base: str, facts: Facts) -> dict[str, Any]:
        """Its own plan, with our proofs."""
        assert self.process is not None
        said = self._run("plan.py", "S", self.data, self.process.pid, self.port)
        plan: dict[str, Any] = json.loads(said)
        assert plan["base"] == base
        known: dict[str, proofs.Proof] = {
            "W2.html": proofs.register(facts),
            "W2.rest": proofs.register_json(facts),
            "W2.deep": proofs.deep(facts),
            "W3.html": proofs.release(facts),
            "W7.open": proofs.roadmap(facts),
            "W7.all": proofs.roadmap(facts, every=True),
            "W8.csv": proofs.export(facts, "csv"),
            "W8.xlsx": proofs.export(facts, "xlsx"),
            "W9.rare": proofs.search(facts, "rare"),
            "W9.common": proofs.search(facts, "common"),
        }
        for request in plan["requests"]:
            request["prove"] = known.get(request["name"])
            if request["name"] == "W3.html":
                request["proofs"] = 16
            if request["name"] == "W5.rest":
                request["n"] = facts.moves
        return plan | {"name": self.name}
