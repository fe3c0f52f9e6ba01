"""Data for the measurements, the answers that every read must show, and the deadline case.

Every value follows from (size, seed): only `random.Random.random()` is drawn from, whose sequence
Python keeps. Size S has 40 releases, 10,000 modifications, 50,000 defects; L ten times that; a
number N has N modifications, 5 N defects and N / 250 releases, 13 at least.

    python -m bench.dataset --size S --out FOLDER
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, TypeVar

T = TypeVar("T")
Record = dict[str, Any]
Kinded = tuple[str, Record]

SIZES = {"S": 10_000, "L": 100_000}
DIGESTS = {
    "S": "728df17aa14eef7d",
    "L": "4bc72975",
}
"""How the digest of the stream begins with seed 1; another digest is other work."""

OPEN_RELEASES = 12  # at every size: history grows, the plan does not
RARE, COMMON = "zirconbeck", "settlement"
DAY0 = dt.date(2016, 1, 4)
SPAN = 10 * 365
PARTIES = 200

ENVIRONMENTS = ["PIT-A", "SIT-A", "UIT-A", "PROD", "PIT-B", "SIT-B", "UIT-B", "DR"]
MOD_STATES = [
    "draft",
    "assessment",
    "consultation",
    "decision",
    "approved",
    "implemented",
    "rejected",
    "withdrawn",
]
LAST_STATES = [*["planned"] * 5, *["scoping"] * 3, "building", "building", "testing", "go-live"]
DEFECT_STATES = ["open", "triaged", "fixed", "retest", "closed", "deferred"]
CATEGORIES = ["supplier", "network", "operator", "consumer-body", "agent"]
OUTCOMES = ["succeeded", "succeeded", "succeeded", "succeeded", "rolled-back", "partial"]
CONSONANTS = ["b", "br", "c", "d", "dr", "f", "g", "h", "l", "m", "n", "p", "r", "s"]
CONSONANTS += ["st", "t", "tr", "v", "w"]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
CODAS = ["n", "r", "l", "s", "t", "m", "ck", "nd", "rt", "st"]


class Draw:
    """Everything is drawn from one stable stream."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed).random  # noqa: S311 - wanted: the same every time

    def below(self, n: int) -> int:
        return int(self.r() * n)

    def pick(self, seq: Sequence[T]) -> T:
        return seq[int(self.r() * len(seq))]

    def weighted(self, pairs: Sequence[tuple[T, float]]) -> T:
        x = self.r()
        for value, p in pairs:
            x -= p
            if x < 0:
                return value
        return pairs[-1][0]


def vocabulary(n: int = 5000) -> list[str]:
    d, seen = Draw(424242), {RARE, COMMON}
    out: list[str] = []
    while len(out) < n:
        word = d.pick(CONSONANTS) + d.pick(VOWELS) + d.pick(CONSONANTS)
        word += d.pick(VOWELS) + d.pick(CODAS)
        if word not in seen:
            seen.add(word)
            out.append(word)
    return out


def sentences(words: Sequence[str], n: int = 800) -> list[str]:
    d = Draw(99)
    out = []
    for _ in range(n):
        chosen = [d.pick(words) for _ in range(9 + d.below(8))]
        out.append(" ".join(chosen).capitalize() + ".")
    return out


def counts_for(size: str) -> tuple[int, int, int]:
    """Releases, modifications, defects."""
    mods = SIZES.get(size) or int(size)
    return max(mods // 250, OPEN_RELEASES + 1), mods, mods * 5


def iso(day: int) -> str:
    return (DAY0 + dt.timedelta(days=day)).isoformat()


class Stream:
    """The records of one size and seed, in an order that satisfies every reference."""

    def __init__(self, size: str = "S", seed: int = 1) -> None:
        self.releases, self.modifications, self.defects = counts_for(size)
        self.d = Draw(seed)
        self.words = vocabulary()
        self.pool = sentences(self.words)
        self.made: list[tuple[str, bool, int]] = []
        self.scope: dict[str, list[str]] = {}

    def __iter__(self) -> Iterator[Kinded]:
        yield from self._parties()
        for i in range(self.releases):
            yield from self._release(i)
        for i in range(self.modifications):
            yield "modification", self._modification(i)
        for i in range(self.defects):
            yield "defect", self._defect(i)
        yield from self._deployments()

    def _sentence(self) -> str:
        return self.pool[self.d.below(len(self.pool))]

    def _parties(self) -> Iterator[Kinded]:
        d, words = self.d, self.words
        for i, name in enumerate(ENVIRONMENTS):
            stream = name[-1] if "-" in name else ""
            yield "environment", {"key": name, "stream": stream, "rank": i}
        for i in range(PARTIES):
            name = f"{d.pick(words).capitalize()} {d.pick(words).capitalize()} Ltd"
            yield (
                "party",
                {"key": f"PTY{i + 1:03d}", "name": name, "category": d.pick(CATEGORIES)},
            )

    def _release(self, i: int) -> Iterator[Kinded]:
        d = self.d
        live = int((i + 1) * SPAN / self.releases)
        left = self.releases - 1 - i
        state = "closed" if left >= OPEN_RELEASES else LAST_STATES[left]
        kinds = [("major", 0.3), ("minor", 0.3), ("maintenance", 0.35), ("emergency", 0.05)]
        record = {
            "key": f"REL-{i + 1:04d}",
            "name": f"{iso(live)[:7]} Release {i + 1}",
            "kind": d.weighted(kinds),
            "state": state,
            "scope_freeze_on": iso(live - 120),
            "test_start_on": iso(live - 60),
            "go_live_on": iso(live),
            "description": self._sentence(),
        }
        self.made.append((record["key"], state == "closed", live))
        yield "release", record
        for c in range(6 + d.below(7)):
            text = d.pick(self.pool)
            verdict = "met" if state == "closed" else d.pick(["met", "not-met", "unknown"])
            yield (
                "criterion",
                {"release": record["key"], "seq": c + 1, "text": text, "verdict": verdict},
            )

    def _modification(self, i: int) -> Record:
        d, words = self.d, self.words
        key = f"MP{i + 1:06d}"
        release, state, raised = self._placing(key)
        text = [self._sentence() for _ in range(5)]
        text.append(f"Refers to {d.pick(words)} and {d.pick(words)}.")
        if i % 400 == 7:
            text.append(f"Concerns the {RARE} process.")
        if i % 5 == 0:
            text.append(f"Touches {COMMON} data.")
        paths = [
            ("authority", 0.25),
            ("self-governance", 0.5),
            ("fast-track", 0.15),
            ("directed", 0.1),
        ]
        urgencies = [("low", 0.2), ("normal", 0.6), ("high", 0.15), ("urgent", 0.05)]
        decided = state in ("approved", "implemented", "rejected")
        return {
            "key": key,
            "title": f"{d.pick(words).capitalize()} {d.pick(words)} {d.pick(words)} "
            f"{d.pick(words)}",
            "description": " ".join(text),
            "state": state,
            "path": d.weighted(paths),
            "urgency": d.weighted(urgencies),
            "proposer": f"PTY{d.below(PARTIES) + 1:03d}",
            "system_impact": d.r() < 0.4,
            "release": release,
            "raised_on": iso(raised),
            "target_on": iso(raised + 150),
            "decided_on": iso(raised + 120) if decided else None,
            "cost": d.below(400) * 1000,
        }

    def _placing(self, key: str) -> tuple[str | None, str, int]:
        d = self.d
        if d.r() < 0.7:
            release, closed, live = self.made[d.below(self.releases)]
            alive = [("approved", 0.6), ("decision", 0.25), ("consultation", 0.15)]
            state = "implemented" if closed else d.weighted(alive)
            raised = live - 200 - d.below(300)
            self.scope.setdefault(release, []).append(key)
            return release, state, raised
        raised = d.below(SPAN)
        states = [
            ("draft", 0.2),
            ("assessment", 0.3),
            ("consultation", 0.15),
            ("rejected", 0.2),
            ("withdrawn", 0.15),
        ]
        return None, d.weighted(states), raised

    def _defect(self, i: int) -> Record:
        d, words = self.d, self.words
        release, closed, live = self.made[d.below(self.releases)]
        scope: Sequence[str | None] = self.scope.get(release) or [None]
        if closed:
            state = "closed" if d.r() < 0.97 else "deferred"
        else:
            rest = [("open", 0.12), ("triaged", 0.1), ("fixed", 0.1), ("retest", 0.08)]
            state = d.weighted([("closed", 0.6), *rest])
        text = [self._sentence(), self._sentence(), f"Seen with {d.pick(words)}."]
        if i % 2000 == 11:
            text.append(f"Concerns the {RARE} process.")
        if i % 5 == 0:
            text.append(f"Touches {COMMON} data.")
        return {
            "key": f"DEF{i + 1:06d}",
            "title": f"{d.pick(words).capitalize()} {d.pick(words)} {d.pick(words)}",
            "description": " ".join(text),
            "state": state,
            "severity": d.weighted([(1, 0.02), (2, 0.08), (3, 0.4), (4, 0.35), (5, 0.15)]),
            "release": release,
            "modification": d.pick(scope),
            "environment": d.pick(ENVIRONMENTS),
            "found_on": iso(live - d.below(90)),
        }

    def _deployments(self) -> Iterator[Kinded]:
        n = 0
        for release, _, live in self.made:
            for e, environment in enumerate(ENVIRONMENTS[:4]):
                for k in range(3):
                    n += 1
                    yield (
                        "deployment",
                        {
                            "key": f"DEP{n:06d}",
                            "release": release,
                            "environment": environment,
                            "at": iso(live - 60 + 15 * e + k) + "T06:00:00+00:00",
                            "outcome": self.d.pick(OUTCOMES),
                        },
                    )


def line_of(record: Record) -> str:
    """A record as it is written and digested."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"))


class Answers:
    """What each read must return, gathered from the stream as it passes."""

    def __init__(self) -> None:
        self.count: dict[str, int] = {}
        self.w2 = 0
        self.w3: dict[str, dict[str, int]] = {}
        self.open: list[str] = []
        self.hits = {RARE: 0, COMMON: 0}

    def add(self, kind: str, record: Record) -> None:
        self.count[kind] = self.count.get(kind, 0) + 1
        if kind == "release":
            self.w3[record["key"]] = {"modifications": 0, "defects": 0, "open_sev12": 0}
            if record["state"] != "closed":
                self.open.append(record["key"])
        elif kind == "modification":
            self.w2 += record["state"] == "assessment" and record["path"] == "self-governance"
            if record["release"]:
                self.w3[record["release"]]["modifications"] += 1
        elif kind == "defect":
            counts = self.w3[record["release"]]
            counts["defects"] += 1
            live = record["state"] not in ("closed", "deferred")
            counts["open_sev12"] += record["severity"] < 3 and live
        if kind in ("modification", "defect"):
            for word in self.hits:
                self.hits[word] += word in record["description"]

    def as_record(self) -> Record:
        return {
            "count": self.count,
            "W2": self.w2,
            "W3": self.w3,
            "W7_open": self.open,
            "W9_rare": self.hits[RARE],
            "W9_common": self.hits[COMMON],
        }


def emit(out: Path, size: str = "S", seed: int = 1) -> Record:
    """Write one JSON Lines file a kind and `answers.json`; returns the answers."""
    out.mkdir(parents=True, exist_ok=True)
    found, digest = Answers(), hashlib.sha256()
    files: dict[str, IO[str]] = {}
    with ExitStack() as stack:
        for kind, record in Stream(size, seed):
            line = line_of(record) + "\n"
            digest.update(line.encode())
            found.add(kind, record)
            if kind not in files:
                path = out / f"{kind}.jsonl"
                files[kind] = stack.enter_context(path.open("w", encoding="utf-8"))
            files[kind].write(line)
    answers = {**found.as_record(), "size": size, "seed": seed, "sha256": digest.hexdigest()}
    if seed == 1 and not answers["sha256"].startswith(DIGESTS.get(size, "")):
        raise SystemExit(f"the stream's digest is {answers['sha256']}: this is other work")
    (out / "answers.json").write_text(json.dumps(answers, indent=1))
    return answers


def read(folder: Path, kind: str) -> list[Record]:
    """The records of one kind."""
    with (folder / f"{kind}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def audit_payloads(n: int, seed: int = 1) -> Iterator[str]:
    """The bodies of W11, as text."""
    d = Draw(seed)
    base = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    verbs = ["create", "update", "transition", "approve", "deploy"]
    for i in range(n):
        yield json.dumps(
            {
                "seq": i + 1,
                "at": (base + dt.timedelta(seconds=13 * i)).isoformat(),
                "actor": f"user{d.below(50):02d}",
                "verb": d.pick(verbs),
                "object": f"MP{d.below(10**5):06d}",
                "before": {"state": d.pick(MOD_STATES)},
                "after": {"state": d.pick(MOD_STATES)},
                "request": f"{int(d.r() * 2**53):016x}",
            },
            sort_keys=True,
            separators=(",", ":"),
        )


def digest_of(rows: Iterable[tuple[str, str, str]]) -> str:
    return hashlib.sha256("\n".join(" ".join(r) for r in rows).encode()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.dataset", description="Write the data set.")
    parser.add_argument("--size", default="S", help="S, L or a number of modifications")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    answers = emit(given.out, given.size, given.seed)
    print(json.dumps({"count": answers["count"], "sha256": answers["sha256"]}))


if __name__ == "__main__":
    main()
