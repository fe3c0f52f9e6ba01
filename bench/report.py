"""The tables: what was measured, how it compares, whether it reaches what is aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
NONE = "—"

WORK = {
    "W2.html": "Register: one state and path, newest first, 50 rows",
    "W2.rest": "The same as JSON",
    "W2.deep": "Register by title, the page halfway through",
    "W3.html": "Release: scope of about 175, defects by severity and state",
    "W4.rest": "Raise a modification, with its entry in the record",
    "W5.rest": "Move a modification on, with its entry in the record",
    "W7.open": "Roadmap: 12 open releases with their counts",
    "W7.all": "Roadmap: all 40 releases",
    "W8.csv": "The whole register as CSV",
    "W8.xlsx": "The whole register as XLSX",
    "W9.rare": "Search: 50 hits",
    "W9.common": "Search: 12,000 hits",
}
TWICE = ("W2", "W3", "W7", "W9")
WRITES = ("W4", "W5")


@dataclass
class Result:
    """Everything that one run measured."""

    names: list[str]
    durability: dict[str, str]
    about: dict[str, str]
    bulk: dict[str, float] = field(default_factory=dict)
    starts: dict[str, dict[str, float]] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    chain: dict[str, float] = field(default_factory=dict)
    verified: dict[str, float] = field(default_factory=dict)
    dates: dict[str, float] = field(default_factory=dict)
    intake: dict[str, dict[str, float]] = field(default_factory=dict)
    grown: list[Row] = field(default_factory=list)
    grown_about: str = ""
    rows: list[Row] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def cell(self, name: str, clients: int, plan: str) -> Row | None:
        found = (r for r in self.rows if (r["name"], r["c"], r["plan"]) == (name, clients, plan))
        return next(found, None)


@dataclass(frozen=True)
class Aim:
    """What is wanted, what was found, and whether that is enough."""

    what: str
    found: str
    met: bool


def sound(row: Row | None) -> Row | None:
    """A row with one wrong answer is void."""
    return row if row and row.get("done") and not row["errors"] else None


def faster(ours: Row | None, theirs: Row | None) -> float | None:
    """How many times faster ours is: by the middle latency of one client, or by throughput."""
    mine, other = sound(ours), sound(theirs)
    if not mine or not other:
        return None
    if mine["c"] == 1:
        return float(other["p50"] / mine["p50"])
    return float(mine["per_s"] / other["per_s"])


def leaner(ours: Row | None, theirs: Row | None) -> float | None:
    """How many times less CPU ours takes for a request."""
    mine, other = sound(ours), sound(theirs)
    if not mine or not other or not mine["server_cpu_ms"]:
        return None
    return float(other["server_cpu_ms"] / mine["server_cpu_ms"])


def compared(ours: Row | None, theirs: Row | None) -> str:
    return f"{times(faster(ours, theirs))} (CPU {times(leaner(ours, theirs))})"


def times(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}×"


def cell_text(row: Row | None) -> str:
    if row is None:
        return NONE
    if not sound(row):
        return f"void: {row['errors']} wrong answers"
    cpu = f"{row['server_cpu_ms']:.1f}"
    if row["c"] == 1:
        return f"{row['p50']:.2f} / {row['p99']:.2f} ms (CPU {cpu})"
    return f"{row['per_s']:.0f} /s (CPU {cpu})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def load_table(result: Result) -> str:
    others = result.names[1:]
    head = ["Work", "What", "Clients", *result.names, *(f"against {name}" for name in others)]
    rows = []
    for name, clients in dict.fromkeys((r["name"], r["c"]) for r in result.rows):
        cells = [result.cell(name, clients, plan) for plan in result.names]
        against = [compared(cells[0], cell) for cell in cells[1:]]
        texts = [cell_text(cell) for cell in cells]
        rows.append([name, WORK.get(name, ""), str(clients), *texts, *against])
    return table(head, rows)


def other_table(result: Result) -> str:
    def line(name: str, what: str, values: dict[str, float], unit: str) -> list[str]:
        texts = [f"{values[n]:.2f} {unit}" if n in values else NONE for n in result.names]
        return [name, what, *texts]

    rows = []
    if result.bulk:
        what = "Bring the data set in, each object with its entry in the record"
        rows.append(line("W1.bulk", what, result.bulk, "s"))
    for form, found in result.intake.items():
        what = f"Bring {found['modifications']:,} modifications in from {form.upper()}"
        text = f"{found['seconds']:.2f} s, the lock held {found['locked']:.2f} s"
        rows.append([f"W1.{form}", what, text, *(NONE,) * (len(result.names) - 1)])
    starts = {
        "W10.server": "From exec to the first good answer of the sign-in page",
        "W10.cli": "From exec to exit of the command that counts modifications",
    }
    rows += [line(name, starts[name], values, "s") for name, values in result.starts.items()]
    mine, ours = (NONE,) * (len(result.names) - 1), result.names[0]
    if result.chain:
        text = f"{result.chain['per_s']:,.0f} /s"
        what_ = f"Verify a chain of {result.chain['records']:,} entries from the product's store"
        rows.append(["W11", what_, text, *mine])
    if result.verified:
        text = f"{result.verified['per_s']:,.0f} /s"
        what_ = (
            f"`record verify`: {result.verified['entries']:,} entries, every governed row, search"
        )
        rows.append(["W11.full", what_, text, *mine])
    if result.dates:
        rows.append(
            line(
                "W12",
                "20,000 deadlines, the quickest round",
                {ours: result.dates["least_ms"]},
                "ms",
            )
        )
    if result.ratios:
        nothing = result.ratios["nothing"]
        for name, what_ in (("help", "`ridgeway --help`"), ("plan", "A ten-year plan as JSON")):
            ratio = f"{result.ratios[name] / nothing:.1f} × `python -c pass`"
            rows.append(["start", what_, f"{result.ratios[name] * 1000:.0f} ms = {ratio}", *mine])
    return table(["Work", "What", *result.names], rows)


def aims(result: Result) -> list[Aim]:
    """What is aimed at, as far as this run can tell."""
    found = [*_load_aims(result)]
    for form, it in result.intake.items():
        spent, locked = it["seconds"], it["locked"]
        found.append(Aim(f"W1.{form} within 60 s", f"{spent:.2f} s", spent <= 60))
        found.append(Aim(f"W1.{form}: lock held at most 5 s", f"{locked:.2f} s", locked <= 5))
    if result.chain:
        rate = result.chain["per_s"]
        found.append(Aim("W11 at 100,000 entries a second", f"{rate:,.0f}", rate >= 100_000))
    if result.verified:
        rate = result.verified["per_s"]
        found.append(Aim("W11.full at 20,000 entries a second", f"{rate:,.0f}", rate >= 20_000))
    if result.dates:
        ms = result.dates["least_ms"]
        found.append(Aim("W12 within 60 ms", f"{ms:.1f} ms", ms <= 60))
    for name, most in (("help", 6), ("plan", 15)) if result.ratios else ():
        ratio = result.ratios[name] / result.ratios["nothing"]
        what = f"start of {name} within {most} × `python -c pass`"
        found.append(Aim(what, f"{ratio:.1f} ×", ratio <= most))
    return found


def _load_aims(result: Result) -> list[Aim]:
    if len(result.names) < 2:
        return []
    ours, normal, full = (*result.names, result.names[-1])[:3]
    found = []
    for name, clients in dict.fromkeys((r["name"], r["c"]) for r in result.rows):
        family = name.partition(".")[0]
        mine = result.cell(name, clients, ours)
        if family in TWICE:
            theirs, least, wanted = result.cell(name, clients, normal), 2, "twice as fast"
        elif family in WRITES:
            theirs, least, wanted = result.cell(name, clients, full), 1, "no slower than with FULL"
        else:
            continue
        ratio = faster(mine, theirs)
        what = f"{name}, {clients} client{'s' * (clients > 1)}: {wanted}"
        found.append(Aim(what, compared(mine, theirs), ratio is not None and ratio >= least))
    return found


def growth_table(result: Result) -> str:
    """One client at both sizes; near 1 where the content is the same."""
    rows = []
    for large in result.grown:
        small = sound(result.cell(large["name"], large["c"], result.names[0]))
        if large["c"] != 1 or small is None or not sound(large):
            continue
        slower, cpu = large["p50"] / small["p50"], 0.0
        if small["server_cpu_ms"]:
            cpu = large["server_cpu_ms"] / small["server_cpu_ms"]
        cells = [cell_text(small), cell_text(large), f"{times(slower)} (CPU {times(cpu)})"]
        rows.append([large["name"], WORK.get(large["name"], ""), *cells])
    if not rows:
        return "Not measured in this run: say `--grown L`.\n"
    return f"Beside it: {result.grown_about}.\n\n" + table(
        ["Work", "What", "this size", "the larger", "grown"], rows
    )


def memory_table(result: Result) -> str:
    """The most that any process held before, and after, the exports."""
    rows = []
    for plan in result.names:
        mine = [r for r in result.rows if r["plan"] == plan]
        before = [r["peak_mib"] for r in mine if r["name"][:2] in ("W2", "W3", "W7", "W9")]
        after = [r["peak_mib"] for r in mine if r["name"].startswith("W8")]
        if before and after:
            grown = max(after) - max(before)
            rows.append([plan, f"{max(before):.0f}", f"{max(after):.0f}", f"{grown:.0f}"])
    return table(["MiB, largest process", "after reads", "after W8", "grown by"], rows)


def document(result: Result) -> str:
    """The whole of docs/speed.md."""
    held = "; ".join(f"{name}: {said}" for name, said in result.durability.items())
    about = "\n".join(f"- {name}: {said}" for name, said in result.about.items())
    judged = [[a.what, a.found, "reached" if a.met else "**not reached**"] for a in aims(result)]
    left = "".join(f"- Left out: {line}\n" for line in result.left_out)
    return f"""# Speed

Written by `./dev bench --write`; do not edit. The data set, the work and the checks are in
`bench/`. Every answer is checked: against the whole truth of the data set once before it is timed,
by status and size each time. A row with one wrong answer is void.

{about}
- Durability: {held}
{left}
## Pages and interface

Middle and 99th percentile of one client, throughput of eight; in brackets the CPU milliseconds of
the server for each request, the steadier figure on a machine that others share.

{load_table(result)}

## Growth

The same pages where ten times as much is held. “Roadmap: all releases” shows more rows there, and
a search shows a greater total; everything else shows the same amount.

{growth_table(result)}

## Memory of the exports

What matters is that it does not grow with what is exported.

{memory_table(result)}

## Everything else

{other_table(result)}

## Aims

{table(["Aim", "Found", ""], judged)}
"""
