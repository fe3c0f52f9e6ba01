"""The measuring itself: the work is the work that was defined, and a wrong answer is found."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bench import dataset, deadlines, proofs, report
from bench.facts import Facts
from bench.load import Plan, measure, quantile

SIZE = "500"
DIGEST = "4cd920122fcf4484aaff34bead1dd3f8382e5ec24c565fcf0fae20dd5753290e"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    dataset.emit(folder, SIZE)
    return folder


def test_data_set_is_the_defined_work(data: Path) -> None:
    answers = json.loads((data / "answers.json").read_text())
    assert answers["sha256"] == DIGEST
    assert answers["count"]["defect"] == 2500


def test_facts_agree_with_the_answers_of_the_stream(data: Path) -> None:
    answers, facts = json.loads((data / "answers.json").read_text()), Facts(data)
    assert len(facts.asked) == answers["W2"]
    assert [line.key for line in facts.lines(every=False)] == answers["W7_open"]
    assert facts.hits(dataset.COMMON) == answers["W9_common"]
    for line in facts.lines(every=True):
        assert line.scope == answers["W3"][line.key]["modifications"]
        assert line.grave == answers["W3"][line.key]["open_sev12"]


def test_deadlines_reckoned_by_ridgeway_have_the_defined_digest() -> None:
    found = deadlines.solve(deadlines.case())
    assert dataset.digest_of(found) == deadlines.DIGEST


def test_proof_of_the_roadmap_finds_a_wrong_count(data: Path) -> None:
    facts = Facts(data)
    lines = facts.lines(every=False)

    def page(off_by: int) -> bytes:
        rows = [
            f"<tr><td>{x.name}</td><td>{x.done}/{x.scope}</td><td>{x.grave + off_by}</td></tr>"
            for x in lines
        ]
        return "".join(rows).encode()

    prove = proofs.roadmap(facts)
    assert prove("/", page(0)) == ""
    assert lines[0].name in prove("/", page(1))
    assert "is missing" in prove("/", page(0).replace(lines[-1].name.encode(), b"Another"))


def test_proof_of_a_release_finds_what_is_missing(data: Path) -> None:
    facts = Facts(data)
    key = facts.last_releases[-1]
    scope = "".join(f"<li>{m['key']} {m['title']}</li>" for m in facts.in_scope[key])
    counts = "".join(f"<td>{n}</td>" for n in facts.defect_counts[key].values())
    prove = proofs.release(facts)
    address = f"/bench/releases/{key.lower()}"
    assert prove(address, (scope + counts).encode()) == ""
    assert "counts of defects" in prove(address, scope.encode())
    assert "missing" in prove(address, scope[: len(scope) // 2].encode())


class Answering(BaseHTTPRequestHandler):
    """Answers in turn by length, by chunks and by closing; every tenth answer is wrong."""

    protocol_version = "HTTP/1.1"
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        body = b"wrong" if self.asked % 10 == 0 else b"right"
        self.send_response(200)
        if self.asked % 3 == 0:
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True
        elif self.asked % 3 == 1:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"2\r\n" + body[:2] + b"\r\n3\r\n" + body[2:] + b"\r\n0\r\n\r\n")
        else:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has
        pass


@pytest.fixture
def base() -> Iterator[str]:
    Answering.asked = 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_every_answer_is_checked_and_a_wrong_one_voids_the_row(base: str) -> None:
    request = {
        "name": "W2.html",
        "path": "/",
        "n": 40,
        "warm": 0,
        "concurrency": [1],
        "expect": {"contains": "right"},
    }
    plan = Plan({"name": "one", "base": base, "requests": [request]})
    told: list[report.Row] = []
    (row,) = measure([plan], ["W2.html"], 1, told.append)
    assert told == [row]
    assert (row["done"], row["errors"], plan.sent["W2.html"]) == (36, 4, 40)
    assert report.sound(row) is None
    assert "void" in report.cell_text(row)


def test_only_loopback_is_measured() -> None:
    with pytest.raises(SystemExit, match="loopback"):
        Plan({"name": "far", "base": "http://192.0.2.1", "requests": []})


def test_ratio_says_how_many_times_faster_ours_is() -> None:
    def row(plan: str, clients: int, p50: float, per_s: float) -> report.Row:
        return {
            "plan": plan,
            "name": "W2.html",
            "c": clients,
            "done": 9,
            "errors": 0,
            "p50": p50,
            "per_s": per_s,
        }

    assert report.faster(row("a", 1, 2, 0), row("b", 1, 5, 0)) == 2.5
    assert report.faster(row("a", 8, 0, 300), row("b", 8, 0, 100)) == 3
    void = row("b", 1, 5, 0) | {"errors": 1}
    assert report.faster(row("a", 1, 2, 0), void) is None
    assert quantile([1, 2, 3, 4], 0.5) == 2
