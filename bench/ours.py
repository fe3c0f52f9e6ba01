"""Ridgeway as it is measured: its own settings, its own server, and what a client asks of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import proofs
from bench.facts import Facts
from bench.processes import await_answer, free_port, start, stop
from ridgeway.cli.registry import COMMANDS

ROOT = Path(__file__).parent.parent
TEXT = "Kea brahor covoun vusten werind. " * 14
SIGN_IN = "/sign-in"
HOME = "/bench"


def environment(home: Path) -> dict[str, str]:
    """The environment of an installation whose data are in `home`; SQLite, as it comes."""
    return installed(home, "DATABASE_URL", "PYTHONPATH") | {
        "RIDGEWAY_MODE": "demo",
        "RIDGEWAY_DATA_DIR": str(home),
        "DJANGO_SETTINGS_MODULE": "ridgeway.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }


def in_environment(home: Path, module: str, *words: object) -> None:
    """Run a module of ours in the environment of an installation; stops the run if it fails."""
    home.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, env=environment(home), cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"{module} ended with status {done.returncode}")


def installed(home: Path, *foreign: str) -> dict[str, str]:
    """Our own environment without what is foreign; bytecode is kept, as where one installs."""
    left_out = {*foreign, "PYTHONDONTWRITEBYTECODE"}
    inherited = {k: v for k, v in os.environ.items() if k not in left_out}
    return inherited | {"PYTHONPYCACHEPREFIX": str(home.parent / "bytecode")}


class Ours:
    """One installation with the data set in it, and its server while it runs."""

    name = "ridgeway"
    durability = "WAL, synchronous=FULL"

    def __init__(self, home: Path, data: Path) -> None:
        self.home, self.data, self.kept = home, data, home / "kept.json"
        self.process: subprocess.Popen[bytes] | None = None
        self.known: dict[str, Any] = {}

    @property
    def database(self) -> Path:
        return self.home / "ridgeway.sqlite3"

    def fill(self) -> float:
        """W1.bulk; seconds."""
        in_environment(self.home, "bench.filling", self.data, self.kept)
        self.known = json.loads(self.kept.read_text())
        return float(self.known["seconds"])

    def command(self, port: int) -> list[str]:
        """The product's own production server, web alone, with two workers."""
        if "serve" in COMMANDS:
            program = [str(Path(sys.executable).parent / "ridgeway"), "serve", "--port", str(port)]
            return [*program, "--workers", "2", "--no-worker"]
        address = f"127.0.0.1:{port}"
        server = [sys.executable, "-m", "gunicorn", "--workers", "2", "--bind", address]
        return [*server, "ridgeway.config.wsgi"]

    def serve(self) -> str:
        """Start the server; returns its address once the sign-in page answers."""
        port = free_port()
        log = self.home / "server.log"
        self.process = start(self.command(port), environment(self.home), ROOT, log)
        base = f"http://127.0.0.1:{port}"
        try:
            await_answer(self.process, base + SIGN_IN)
        except SystemExit as error:
            raise SystemExit(f"{error}\n{log.read_text()[-2000:]}") from None
        return base

    def stop(self) -> None:
        if self.process:
            stop(self.process)

    def plan(self, base: str, facts: Facts) -> dict[str, Any]:
        """What the load generator asks, and what must be true of the answers."""
        assert self.process is not None
        ids = self.known["modifications"]
        return {
            "name": self.name,
            "base": base,
            "pids": [self.process.pid],
            "headers": {"Authorization": f"Bearer {self.known['token']}"},
            "login": [
                {
                    "path": SIGN_IN,
                    "extract": {"tok": 'csrfmiddlewaretoken" value="([^"]+)"'},
                },
                {
                    "method": "POST",
                    "path": SIGN_IN,
                    "expect": {"status": 302},
                    "form": {
                        "username": self.known["username"],
                        "password": self.known["password"],
                        "csrfmiddlewaretoken": "{tok}",
                    },
                },
            ],
            "lists": {
                "rel": [key.lower() for key in facts.last_releases],
                "mod": [ids[key] for key in facts.in_assessment],
            },
            "requests": [*self._reads(facts), *self._exports(facts), *self._writes(facts)],
        }

    def _reads(self, facts: Facts) -> list[dict[str, Any]]:
        api = "/api/v1/codes/bench"
        some = "stage=assessment&path=self-governance&sort=-raised"
        register, here = f"{HOME}/modifications", {"session": True}
        middle = f"{register}?sort=title&page={facts.middle_page}"
        scope, roadmap = f"{HOME}/releases/{{rel}}/scope", f"{HOME}/releases"
        every = proofs.roadmap(facts, every=True)
        return [
            page("W2.html", f"{register}?{some}", proofs.register(facts), **here),
            page("W2.rest", f"{api}/modifications?{some}", proofs.register_json(facts)),
            page("W2.deep", middle, proofs.deep(facts), **here),
            page("W3.html", scope, proofs.release(facts), proofs=16, **here),
            page("W7.open", roadmap, proofs.roadmap(facts), **here),
            page("W7.all", f"{roadmap}?all=1", every, **here),
            page("W9.rare", "/search?q=zirconbeck", proofs.search(facts, "rare"), **here),
            page("W9.common", "/search?q=settlement", proofs.search(facts, "common"), **here),
        ]

    def _exports(self, facts: Facts) -> list[dict[str, Any]]:
        return [
            page(
                f"W8.{form}",
                f"{HOME}/modifications.{form}",
                proofs.export(facts, form),
                session=True,
                **ONCE,
            )
            for form in ("csv", "xlsx")
        ]

    def _writes(self, facts: Facts) -> list[dict[str, Any]]:
        code = self.known["code"]
        new = {
            "title": "Bench change {seq}",
            "description": TEXT,
            "path": "self-governance",
            "urgency": "normal",
            "proposer": "pty001",
            "raised_date": "2026-01-05",
            "target_date": "2026-06-01",
            "reference": "X{seq}",
        }
        return [
            {
                **page("W4.rest", f"/api/v1/codes/{code}/acts/modification.raise"),
                "method": "POST",
                "json": {"given": new},
                "expect": {"status": 201, "contains": '"seq":'},
            },
            {
                **page("W5.rest", "/api/v1/modifications/{mod}/acts/modification.move"),
                "method": "POST",
                "headers": {"If-Match": "*"},
                "json": {"given": {"action": "consult"}, "reason": "agreed"},
                "expect": {"status": 201, "contains": '"seq":'},
                "n": facts.moves,
            },
        ]


ONCE: dict[str, Any] = {"n": 2, "max_s": 12, "warm": 0, "concurrency": [1]}


def page(name: str, path: str, prove: proofs.Proof | None = None, **more: Any) -> dict[str, Any]:
    """A request as the yardstick's own plan asks it: 250 times or four seconds."""
    return {
        "name": name,
        "path": path,
        "n": 250,
        "max_s": 4,
        "prove": prove,
        "expect": {"status": 200},
    } | more
