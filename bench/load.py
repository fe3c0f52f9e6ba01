"""Puts load on servers and measures each answer; several plans take turns, request by request.

A plan is a dict: `name`, `base` (a loopback address), `headers`, `login` (steps whose cookies go
to requests with `session`), `pids` (roots of the server's process trees), `lists` and `requests`:

    {"name", "method", "path", "json" | "form", "headers", "session",
     "expect": {"status": 200, "contains": "text", "min_bytes": 0},
     "n": 200, "max_s": 15, "warm": 3, "concurrency": [1, 8]}

A login step is a request; its `extract` {name: pattern} keeps group 1 as {name}. In paths, headers
and bodies {seq} is unique in a run and {name of a list} takes its next member.
"""

from __future__ import annotations

import json
import math
import re
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from bench.connection import Connection
from bench.processes import cpu_seconds, peak_mib

Row = dict[str, Any]
Make = Callable[[], bytes]
SAFE = "/?&=%:,+[]~!$'()*;@.-_"


class Plan:
    """A server that has been signed in to, and the requests it gets."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said, self.name = said, said["name"]
        parts = urlsplit(said["base"])
        self.host, self.port = parts.hostname or "", parts.port or 80
        self.prefix, self.netloc = parts.path.rstrip("/"), parts.netloc
        if self.host not in ("127.0.0.1", "localhost", "::1"):
            raise SystemExit(f"{self.name}: {self.host} is not a loopback address")
        self.kept: dict[str, str] = {}
        self.cookies: dict[str, str] = {}
        self.lock = threading.Lock()
        self.seq = int(time.time() * 1000) % 10**9 * 1000
        self.lists: dict[str, list[Any]] = said.get("lists", {})
        self.at = dict.fromkeys(self.lists, 0)
        self.requests: dict[str, dict[str, Any]] = {r["name"]: r for r in said["requests"]}
        self.pids: list[int] = said.get("pids", [])
        self.sent: dict[str, int] = {}
        self._login()

    def fill(self, text: str) -> str:
        """`text` with the next value for each name in braces."""

        def value(match: re.Match[str]) -> str:
            name = match.group(1)
            if name == "seq" or name in self.lists:
                with self.lock:
                    return self._next(name)
            return self.kept.get(name, match.group(0))

        return re.sub(r"\{(\w+)\}", value, text)

    def _next(self, name: str) -> str:
        if name == "seq":
            self.seq += 1
            return str(self.seq)
        found = self.lists[name][self.at[name] % len(self.lists[name])]
        self.at[name] += 1
        return str(found)

    def build(self, request: dict[str, Any]) -> Make:
        """What gives the raw bytes of the next request of this kind."""
        heads = {"Host": self.netloc, "User-Agent": "bench", "Accept": "*/*"}
        heads |= self.said.get("headers", {}) | request.get("headers", {})
        template = json.dumps(request["json"]) if "json" in request else None
        form: dict[str, Any] | None = request.get("form")
        if template is not None:
            heads["Content-Type"] = "application/json"
        elif form is not None:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
        if request.get("session"):
            heads.pop("Authorization", None)
            if self.cookies:
                heads["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        method, path = request.get("method", "GET"), request["path"]

        def make() -> bytes:
            body = b""
            if template is not None:
                body = self.fill(template).encode()
            elif form is not None:
                body = urlencode({k: self.fill(str(v)) for k, v in form.items()}).encode()
            sent = dict(heads)
            if body or method not in ("GET", "HEAD"):
                sent["Content-Length"] = str(len(body))
            target = quote(self.prefix + self.fill(path), safe=SAFE)
            lines = [f"{method} {target} HTTP/1.1"]
            lines += [f"{k}: {self.fill(v)}" for k, v in sent.items()]
            return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

        if template is None and form is None and "{" not in path:
            raw = make()
            return lambda: raw
        return make

    def _login(self) -> None:
        connection = Connection(self.host, self.port)
        for step in self.said.get("login", []):
            status, head, body = connection.send(self.build({**step, "session": True})())
            for line in head.split(b"\r\n"):
                if line.lower().startswith(b"set-cookie:"):
                    cookie = line.split(b":", 1)[1].strip().split(b";")[0].decode()
                    name, _, value = cookie.partition("=")
                    self.cookies[name] = value
            for name, pattern in step.get("extract", {}).items():
                match = re.search(pattern, body.decode("utf-8", "replace"))
                if not match:
                    raise SystemExit(f"{self.name}: {step['path']} ({status}) shows no {name}")
                self.kept[name] = match.group(1)
            if status != step.get("expect", {}).get("status", status):
                raise SystemExit(f"{self.name}: signing in at {step['path']} gave {status}")
        connection.close()


class Expected:
    """What must be true of an answer, else its row is void."""

    def __init__(self, said: dict[str, Any]) -> None:
        good = said.get("status", 200)
        self.good = frozenset(good if isinstance(good, list) else [good])
        needles = said.get("contains", "")
        self.needles = [n.encode() for n in ([needles] if isinstance(needles, str) else needles)]
        self.least = said.get("min_bytes", 0)
        self.check: Callable[[bytes], str] | None = said.get("check")

    def fault(self, status: int, body: bytes) -> str:
        """What is wrong with the answer; empty when nothing is."""
        if status not in self.good:
            return f"{status} {body[:200]!r}"
        missing = [n for n in self.needles if n not in body]
        if missing:
            return f"{status} without {missing[0]!r}"
        if len(body) < self.least:
            return f"{status} with {len(body)} bytes only"
        return self.check(body) if self.check else ""


def quantile(xs: Sequence[float], q: float) -> float:
    """The value at or below which the share `q` of the sorted `xs` lies."""
    return xs[min(len(xs) - 1, max(0, math.ceil(q * len(xs)) - 1))]


class Measurement:
    """One kind of request from a number of clients at once."""

    def __init__(self, plan: Plan, request: dict[str, Any], clients: int) -> None:
        self.plan, self.request, self.clients = plan, request, clients
        self.make, self.expected = plan.build(request), Expected(request.get("expect", {}))
        self.times: list[float] = []
        self.faults: list[str] = []
        self.size = 0
        self.left, self.end = request.get("n", 200), math.inf
        self.lock = threading.Lock()
        self.warmed, self.gate = (threading.Barrier(clients + 1) for _ in range(2))

    def once(self, connection: Connection) -> tuple[float, int, str]:
        raw = self.make()
        name = self.request["name"]
        with self.lock:
            self.plan.sent[name] = self.plan.sent.get(name, 0) + 1
        start = time.perf_counter()
        try:
            status, _, body = connection.send(raw)
        except (OSError, ValueError) as error:
            connection.close()
            return time.perf_counter() - start, 0, repr(error)
        took = time.perf_counter() - start
        return took, len(body), self.expected.fault(status, body)

    def _client(self) -> None:
        connection = Connection(self.plan.host, self.plan.port)
        for _ in range(self.request.get("warm", 3)):
            self.once(connection)
        self.warmed.wait()
        self.gate.wait()
        while self._another():
            took, size, fault = self.once(connection)
            with self.lock:
                self.size += size
                if fault:
                    self.faults.append(fault)
                else:
                    self.times.append(took)
        connection.close()

    def _another(self) -> bool:
        with self.lock:
            if self.left <= 0 or time.perf_counter() > self.end:
                return False
            self.left -= 1
            return True

    def run(self) -> Row:
        threads = [threading.Thread(target=self._client, daemon=True) for _ in range(self.clients)]
        for thread in threads:
            thread.start()
        self.warmed.wait()
        # The clock runs before the gate opens, or few requests could end before it does.
        own, cpu, start = time.process_time(), cpu_seconds(self.plan.pids), time.perf_counter()
        self.end = start + self.request.get("max_s", 15)
        self.gate.wait()
        for thread in threads:
            thread.join()
        wall = time.perf_counter() - start
        row: Row = {
            "plan": self.plan.name,
            "name": self.request["name"],
            "c": self.clients,
            "times": sorted(self.times),
            "faults": self.faults,
            "wall_s": wall,
            "cpu_s": cpu_seconds(self.plan.pids) - cpu,
            "client_s": time.process_time() - own,
            "bytes": self.size,
            "peak_mib": peak_mib(self.plan.pids),
        }
        return row


def merged(rows: Sequence[Row]) -> Row:
    """The rounds of one plan, name and number of clients as one row; times in milliseconds."""
    times = sorted(t * 1000 for r in rows for t in r["times"])
    faults = [f for r in rows for f in r["faults"]]
    wall = sum(r["wall_s"] for r in rows)
    done = len(times)
    out: Row = {key: rows[0][key] for key in ("plan", "name", "c")}
    out |= {"done": done, "errors": len(faults), "why": faults[0] if faults else ""}
    out["client"] = sum(r["client_s"] for r in rows) / wall
    out["peak_mib"] = max(r["peak_mib"] for r in rows)
    if done:
        out |= {"p50": quantile(times, 0.5), "p95": quantile(times, 0.95), "max": times[-1]}
        out |= {"p99": quantile(times, 0.99), "per_s": done / wall}
        out["bytes"] = sum(r["bytes"] for r in rows) // (done + len(faults))
        out["server_cpu_ms"] = sum(r["cpu_s"] for r in rows) / done * 1000
    return out


def measure(
    plans: Sequence[Plan], names: Sequence[str], rounds: int, tell: Callable[[Row], None]
) -> list[Row]:
    """Each named request at each plan in turn, so that all see the same machine weather."""
    rows = []
    for name in names:
        got: dict[tuple[str, int], list[Row]] = {}
        for _ in range(rounds):
            for plan in plans:
                request = plan.requests.get(name)
                for clients in request.get("concurrency", [1, 8]) if request else []:
                    assert request is not None
                    row = Measurement(plan, request, clients).run()
                    got.setdefault((plan.name, clients), []).append(row)
        order = [plan.name for plan in plans]
        for key in sorted(got, key=lambda k: (k[1], order.index(k[0]))):
            rows.append(merged(got[key]))
            tell(rows[-1])
    return rows
