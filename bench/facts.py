"""What the data set says, so that an answer can be held against it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from bench import dataset
from bench.dataset import Record

PAGE = 50
AT_A_TIME = 16
"""W3 cycles over so many of the last releases."""

GRAVE = 2
OPEN_STATES = ("open", "triaged", "fixed", "retest")


@dataclass(frozen=True)
class Line:
    """A release of the roadmap: implemented and all modifications, open grave defects."""

    key: str
    name: str
    go_live: str
    done: int
    scope: int
    grave: int


class Facts:
    """The data set as read back from its files. `rounds` limits how often W5 may move."""

    def __init__(self, data: Path, rounds: int = 1) -> None:
        self.rounds = rounds
        self.releases = dataset.read(data, "release")
        self.modifications = dataset.read(data, "modification")
        self.defects = dataset.read(data, "defect")

    @cached_property
    def counts(self) -> Counter[str]:
        found = {"release": self.releases, "modification": self.modifications}
        return Counter({name: len(rows) for name, rows in found.items()})

    @cached_property
    def asked(self) -> list[Record]:
        """W2: in assessment under self-governance, newest first."""
        rows = [
            m
            for m in self.modifications
            if m["state"] == "assessment" and m["path"] == "self-governance"
        ]
        return sorted(rows, key=lambda m: m["raised_on"], reverse=True)

    @cached_property
    def certain(self) -> list[str]:
        """Keys on the first page of W2 whatever the order of those raised on one day."""
        last = self.asked[PAGE - 1]["raised_on"]
        return [m["key"] for m in self.asked[:PAGE] if m["raised_on"] > last]

    @property
    def middle_page(self) -> int:
        return len(self.modifications) // PAGE // 2

    @cached_property
    def middle(self) -> list[str]:
        """Keys of the page halfway through all by title; those of titles that occur once."""
        titles = Counter(m["title"] for m in self.modifications)
        ordered = sorted(self.modifications, key=lambda m: m["title"])
        start = (self.middle_page - 1) * PAGE
        found = ordered[start : start + PAGE]
        return [m["key"] for m in found if titles[m["title"]] == 1]

    @cached_property
    def last_releases(self) -> list[str]:
        return [r["key"] for r in self.releases[-AT_A_TIME:]]

    @cached_property
    def in_scope(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = defaultdict(list)
        for m in self.modifications:
            if m["release"]:
                found[m["release"]].append(m)
        return found

    @cached_property
    def defect_counts(self) -> dict[str, Counter[tuple[int, str]]]:
        """For each release how many defects there are by severity and state."""
        found: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
        for d in self.defects:
            found[d["release"]][d["severity"], d["state"]] += 1
        return found

    def lines(self, *, every: bool) -> list[Line]:
        """W7: the releases that are not closed, or all."""
        out = []
        for r in self.releases:
            if r["state"] == "closed" and not every:
                continue
            scope = self.in_scope[r["key"]]
            done = sum(m["state"] == "implemented" for m in scope)
            counts = self.defect_counts[r["key"]].items()
            grave = sum(n for (sev, st), n in counts if sev <= GRAVE and st in OPEN_STATES)
            out.append(Line(r["key"], r["name"], r["go_live_on"], done, len(scope), grave))
        assert all(a.go_live <= b.go_live for a, b in pairwise(out))
        return out

    def hits(self, word: str) -> int:
        rows = (*self.modifications, *self.defects)
        return sum(word in r["description"] for r in rows)

    @cached_property
    def in_assessment(self) -> list[str]:
        """Those that W5 may move, each once."""
        return [m["key"] for m in self.modifications if m["state"] == "assessment"]

    @property
    def moves(self) -> int:
        """Requests of W5 in one measurement, so that no modification is asked for twice."""
        warm = 3 * (1 + 8)
        return min(150, (len(self.in_assessment) // self.rounds - warm - 2) // 2)
